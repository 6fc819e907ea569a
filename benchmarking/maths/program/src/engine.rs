// SPDX-License-Identifier: Apache-2.0
//! The node's WASM engine, with the guest in it.

use crate::Failure;
use std::path::Path;
use wasmtime::{Config, Engine, Instance, Memory, Module, OptLevel, Store, TypedFunc};

/// What the guest's module answers with for its pointers.
type Pointer = u32;

/// The guest, ready to work.
pub(crate) struct Guest {
	store: Store<()>,
	memory: Memory,
	samples: Pointer,
	run: TypedFunc<(Pointer, u32, u32), i32>,
	begin: TypedFunc<(), Pointer>,
	extend: TypedFunc<(Pointer, u32), ()>,
	finish: TypedFunc<Pointer, Pointer>,
}

/// As `sc-executor-wasmtime` 0.47 sets it for a node: what it switches off is what a runtime may not use.
fn engine() -> Result<Engine, wasmtime::Error> {
	let mut config = Config::new();
	config.cranelift_opt_level(OptLevel::SpeedAndSize);
	config.cranelift_nan_canonicalization(false);
	config.max_wasm_stack(1024 * 1024);
	config.wasm_simd(false);
	config.wasm_relaxed_simd(false);
	config.wasm_bulk_memory(false);
	config.wasm_multi_value(false);
	config.wasm_multi_memory(false);
	config.wasm_memory64(false);
	config.wasm_tail_call(false);
	config.wasm_extended_const(false);
	Engine::new(&config)
}

impl Guest {
	pub(crate) fn new(module: &Path) -> Result<Self, Failure> {
		let engine = engine()?;
		let module = Module::from_file(&engine, module)?;
		let mut store = Store::new(&engine, ());
		let instance = Instance::new(&mut store, &module, &[])?;
		let memory = instance
			.get_memory(&mut store, "memory")
			.ok_or(Failure::Guest("it exports no memory"))?;
		let prepare = instance.get_typed_func::<(), Pointer>(&mut store, "prepare")?;
		let samples = prepare.call(&mut store, ())?;
		Ok(Self {
			run: instance.get_typed_func(&mut store, "run")?,
			begin: instance.get_typed_func(&mut store, "begin")?,
			extend: instance.get_typed_func(&mut store, "extend")?,
			finish: instance.get_typed_func(&mut store, "finish")?,
			store,
			memory,
			samples,
		})
	}

	/// Does the work at this place of the list so many times.
	pub(crate) fn run(&mut self, work: u32, times: u32) -> Result<(), Failure> {
		match self.run.call(&mut self.store, (self.samples, work, times))? {
			0 => Err(Failure::Guest("it does not know the work")),
			_ => Ok(()),
		}
	}

	/// The digest of so many inputs.
	pub(crate) fn digest(&mut self, mut inputs: u32) -> Result<String, Failure> {
		let digest = self.begin.call(&mut self.store, ())?;
		while inputs > 0 {
			let part = inputs.min(10_000);
			self.extend.call(&mut self.store, (digest, part))?;
			inputs = inputs.saturating_sub(part);
		}
		let at = self.finish.call(&mut self.store, digest)?;
		let mut digits = [0; 64];
		let at = usize::try_from(at).map_err(|_| Failure::Guest("its pointer is too large"))?;
		self.memory
			.read(&self.store, at, &mut digits)
			.map_err(|_| Failure::Guest("its digest lies outside its memory"))?;
		String::from_utf8(digits.to_vec()).map_err(|_| Failure::Guest("its digest is no text"))
	}
}
