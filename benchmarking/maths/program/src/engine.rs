// SPDX-License-Identifier: Apache-2.0
//! The node's WASM engine, with the guest in it.

use crate::Failure;
use std::path::Path;
use wasmtime::{
	Config, Engine, Instance, InstanceAllocationStrategy, Memory, Module, OptLevel,
	PoolingAllocationConfig, ProfilingStrategy, Store, TypedFunc,
};

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

/// Instances that may exist at once.
const INSTANCES: u32 = 64;

/// Every setting that `sc-executor-wasmtime` 0.47 makes in `common_config` for a node that is started
/// without options, in its order: what is switched off is what a runtime may not use.
///
/// What a node does beside this and this program does not:
///
/// - it makes an instance for each call, from a pool, while all work here is done by one: making it is in no
///   figure, and would be the same for every work;
/// - it caps the memory of an instance and lends it the host's allocator. The guest brings its own, so no
///   figure holds calls to the host; the cap is far above what the guest takes;
/// - it rewrites the memory of a runtime from an import to an export. The guest exports it;
/// - it keeps compiled code in a cache, and listens to `WASMTIME_PROFILING_STRATEGY`. Neither changes the code.
fn settings() -> Config {
	let mut config = Config::new();
	config.cranelift_opt_level(OptLevel::SpeedAndSize);
	config.cranelift_nan_canonicalization(false);
	config.profiler(ProfilingStrategy::None);
	config.max_wasm_stack(1024 * 1024);
	config.parallel_compilation(true);
	config.wasm_reference_types(false);
	config.wasm_simd(false);
	config.wasm_relaxed_simd(false);
	config.wasm_bulk_memory(false);
	config.wasm_multi_value(false);
	config.wasm_multi_memory(false);
	config.wasm_threads(false);
	config.wasm_memory64(false);
	config.wasm_tail_call(false);
	config.wasm_extended_const(false);
	config.memory_init_cow(true);
	config.memory_guaranteed_dense_image_size(u64::MAX);

	let mut pool = PoolingAllocationConfig::default();
	pool.max_unused_warm_slots(4)
		.max_core_instance_size(512 * 1024)
		.table_elements(8192)
		.max_memory_size(1 << 32)
		.total_tables(INSTANCES)
		.total_memories(INSTANCES)
		.total_core_instances(INSTANCES);
	config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
	config
}

impl Guest {
	pub(crate) fn new(module: &Path) -> Result<Self, Failure> {
		let engine = Engine::new(&settings())?;
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
