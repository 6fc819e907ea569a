// SPDX-License-Identifier: Apache-2.0
//! Memory that is taken one piece after the other and given back all at once after each call.

use core::{
	alloc::{GlobalAlloc, Layout},
	arch::wasm32,
	sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

const PAGE: usize = 65_536;

/// Takes memory in a row.
struct Row;

#[global_allocator]
static ROW: Row = Row;

/// The next free byte; zero before the first.
static NEXT: AtomicUsize = AtomicUsize::new(0);
/// Where the memory of the next call begins.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// Everything taken so far stays.
pub(crate) fn keep() {
	KEPT.store(NEXT.load(Relaxed), Relaxed);
}

/// Everything taken since [`keep`] is free again.
pub(crate) fn forget() {
	NEXT.store(KEPT.load(Relaxed), Relaxed);
}

// SAFETY: pieces do not overlap, because the next one begins where the last one ended, and `forget` is
// called only when nothing of the call before is used any more. The module has one thread.
unsafe impl GlobalAlloc for Row {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		let next = match NEXT.load(Relaxed) {
			0 => wasm32::memory_size(0).saturating_mul(PAGE),
			next => next,
		};
		let Some(start) = next.checked_next_multiple_of(layout.align()) else {
			return core::ptr::null_mut();
		};
		let Some(end) = start.checked_add(layout.size()) else {
			return core::ptr::null_mut();
		};
		let pages = end.div_ceil(PAGE).saturating_sub(wasm32::memory_size(0));
		if pages > 0 && wasm32::memory_grow(0, pages) == usize::MAX {
			return core::ptr::null_mut();
		}
		NEXT.store(end, Relaxed);
		core::ptr::with_exposed_provenance_mut(start)
	}

	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		// The last piece can be taken again at once.
		let start = pointer.expose_provenance();
		if start.checked_add(layout.size()) == Some(NEXT.load(Relaxed)) {
			NEXT.store(start, Relaxed);
		}
	}
}
