// SPDX-License-Identifier: Apache-2.0
//! Fails if a WASM module computes in floating point: a stage of `scripts/test.sh`, on the runtime.

#![forbid(unsafe_code)]

mod floats;

use clap::Parser;
use std::{io::Write, path::PathBuf};

/// Why a module is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
	#[error("the module: {0}")]
	Module(#[from] wasmparser::BinaryReaderError),
	#[error(transparent)]
	File(#[from] std::io::Error),
	#[error("floating point in {0} functions that may not have any")]
	Floats(usize),
}

/// Fails if a WASM module computes in floating point, and lists the functions that do.
#[derive(Parser)]
struct Arguments {
	/// The module, uncompressed and with its names.
	module: PathBuf,
	/// A crate, or a module of one, whose functions may.
	#[arg(long)]
	allow: Vec<String>,
}

fn main() -> Result<(), Failure> {
	let Arguments { module, allow } = Arguments::parse();
	let found = floats::functions(&std::fs::read(&module)?)?;
	let (may, may_not): (Vec<_>, Vec<_>) =
		found.iter().partition(|function| function.lies_in(&allow));
	let mut out = std::io::stdout();
	for (word, functions) in [("NOT ALLOWED", &may_not), ("allowed", &may)] {
		for function in functions {
			writeln!(out, "{word}: {} in {}", function.instructions, function.name)?;
		}
	}
	if !may_not.is_empty() {
		return Err(Failure::Floats(may_not.len()));
	}
	writeln!(
		out,
		"{}: no floating point but in {} allowed functions",
		module.display(),
		may.len()
	)?;
	Ok(())
}
