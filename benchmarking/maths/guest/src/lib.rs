// SPDX-License-Identifier: Apache-2.0
//! Work for the engine of the node: exports that the benchmark program calls, and one as of a runtime, which the node's
//! own executor calls. Empty on other targets.

#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
mod memory;

#[cfg(target_arch = "wasm32")]
mod exports {
	use crate::memory;
	use market_maths_work::{Digest, Samples, Work};

	extern crate alloc;
	use alloc::boxed::Box;

	/// Inputs after which memory is given back.
	const PART: u32 = 10_000;

	#[panic_handler]
	fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
		core::arch::wasm32::unreachable()
	}

	/// The samples, for good. The pointer is for [`run`].
	#[no_mangle]
	extern "C" fn prepare() -> *const Samples {
		let samples = Box::leak(Box::new(Samples::new()));
		memory::keep();
		samples
	}

	/// Does one work so many times; `false` if there is no such work.
	#[no_mangle]
	extern "C" fn run(samples: *const Samples, work: u32, times: u32) -> bool {
		// SAFETY: the pointer is what `prepare` returned, and nobody frees that.
		let Some(samples) = (unsafe { samples.as_ref() }) else {
			return false;
		};
		let Some(work) = Work::at(work) else {
			return false;
		};
		work.run(samples, times);
		memory::forget();
		true
	}

	/// A digest of nothing, for good. The pointer is for [`extend`] and [`finish`].
	#[no_mangle]
	extern "C" fn begin() -> *mut Digest {
		let digest = Box::leak(Box::new(Digest::new()));
		memory::keep();
		digest
	}

	/// Enters so many more inputs.
	#[no_mangle]
	extern "C" fn extend(digest: *mut Digest, inputs: u32) {
		// SAFETY: the pointer is what `begin` returned, and the host has no other call under way.
		if let Some(digest) = unsafe { digest.as_mut() } {
			digest.extend(inputs.into());
		}
		memory::forget();
	}

	/// The digest of so many inputs, called as a node calls a runtime: the number lies in memory, and the answer is where
	/// the digits are and how many, in its lower and its upper half.
	#[no_mangle]
	extern "C" fn digest(inputs: *const [u8; 4], _: u32) -> u64 {
		// SAFETY: the host has written four bytes there for the time of this call.
		let mut left = u32::from_le_bytes(unsafe { inputs.read() });
		let digest = begin();
		while left > 0 {
			let part = left.min(PART);
			extend(digest, part);
			left = left.saturating_sub(part);
		}
		(64 << 32) | finish(digest).expose_provenance() as u64
	}

	/// Where the 64 digits are.
	#[no_mangle]
	extern "C" fn finish(digest: *mut Digest) -> *const [u8; 64] {
		// SAFETY: as in `extend`; the host does not use the digest again.
		Box::leak(Box::new(unsafe { digest.read() }.finish()))
	}
}
