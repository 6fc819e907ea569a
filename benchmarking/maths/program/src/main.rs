// SPDX-License-Identifier: Apache-2.0
//! Measures `market-maths`: `make bench-maths`.

#![forbid(unsafe_code)]
#![allow(clippy::float_arithmetic, reason = "a benchmark computes medians and ratios")]

mod accuracy;
mod cases;
mod engine;
mod measure;
mod report;
mod targets;
mod turns;
mod values;

use clap::{Parser, Subcommand};
use engine::Guest;
use market_maths_work::{Digest, Samples, Work};
use measure::Bench;
use std::{
	io::Write,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
	#[error("the engine: {0:#}")]
	Engine(#[from] wasmtime::Error),
	#[error("the guest: {0}")]
	Guest(&'static str),
	#[error(transparent)]
	File(#[from] std::io::Error),
	#[error("JSON of estimates or cases: {0}")]
	Json(#[from] serde_json::Error),
	#[error("the report: {0}")]
	Report(#[from] std::fmt::Error),
	#[error("the digest is {found}, and {expected} is committed")]
	Digest { found: String, expected: String },
	#[error("no work is called {0}")]
	Work(String),
}

/// Measures market-maths, native and in WASM.
#[derive(Parser)]
struct Arguments {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Times everything, compares the digests, and writes a report.
	Measure {
		/// The guest's module.
		#[arg(long)]
		guest: PathBuf,
		/// Where the report goes.
		#[arg(long)]
		report: PathBuf,
		/// The report's date.
		#[arg(long)]
		date: String,
		/// The machine's name.
		#[arg(long)]
		machine: String,
		/// Where criterion keeps its estimates.
		#[arg(long)]
		estimates: PathBuf,
		/// Milliseconds that each work is measured for.
		#[arg(long, default_value_t = 600)]
		milliseconds: u64,
		/// Numeric cases in the schema of `pallets/maths/vectors`.
		#[arg(long)]
		cases: Vec<PathBuf>,
		/// Ten thousand inputs for the digest instead of a million.
		#[arg(long)]
		quick: bool,
	},
	/// Times ours and its yardsticks in turns, and prints how they compare.
	Ratios {
		/// The guest's module.
		#[arg(long)]
		guest: PathBuf,
	},
	/// Compares the digests of a million inputs, native and in WASM, with the committed one.
	Digest {
		/// The guest's module.
		#[arg(long)]
		guest: PathBuf,
		/// Ten thousand inputs instead.
		#[arg(long)]
		quick: bool,
	},
	/// Writes what every arithmetic answers for the cases of folders, for the error plot.
	Values {
		/// Cases in the schema of `pallets/maths/vectors`.
		#[arg(required = true)]
		cases: Vec<PathBuf>,
	},
	/// Does one work so many times, for a counter of instructions, and prints nanoseconds per call.
	Repeat {
		/// Its name in the report.
		work: String,
		/// How often.
		#[arg(long, default_value_t = 100_000)]
		times: u32,
		/// The guest's module: in WASM instead of natively.
		#[arg(long)]
		guest: Option<PathBuf>,
	},
}

/// How many inputs there are, and what their digest is.
fn inputs(quick: bool) -> (u32, &'static str) {
	if quick {
		(10_000, include_str!("../../work/digests/ten-thousand.txt").trim())
	} else {
		(1_000_000, include_str!("../../work/digests/million.txt").trim())
	}
}

fn digest(guest: &mut Guest, quick: bool) -> Result<String, Failure> {
	let (inputs, expected) = inputs(quick);
	let mut native = Digest::new();
	native.extend(inputs.into());
	let native = String::from_utf8_lossy(&native.finish()).into_owned();
	for found in [native, guest.digest(inputs)?] {
		if found != expected {
			return Err(Failure::Digest { found, expected: expected.to_owned() });
		}
	}
	Ok(expected.to_owned())
}

/// How long it took.
fn repeat(work: &str, times: u32, guest: Option<&Path>) -> Result<Duration, Failure> {
	let place = Work::ALL
		.iter()
		.position(|known| known.name() == work)
		.and_then(|place| u32::try_from(place).ok());
	let (Some(place), Some(known)) = (place, place.and_then(Work::at)) else {
		return Err(Failure::Work(work.to_owned()));
	};
	Ok(match guest {
		Some(guest) => {
			let mut guest = Guest::new(guest)?;
			let start = Instant::now();
			guest.run(place, times)?;
			start.elapsed()
		},
		None => {
			let samples = Samples::new();
			let start = Instant::now();
			known.run(&samples, times);
			start.elapsed()
		},
	})
}

fn main() -> Result<(), Failure> {
	let mut out = std::io::stdout();
	match Arguments::parse().command {
		Command::Measure {
			guest,
			report,
			date,
			machine,
			estimates,
			milliseconds,
			cases,
			quick,
		} => {
			// Before what takes minutes, so that a folder that is not there is heard of at once.
			let cases = cases::answers(&cases)?;
			let mut guest = Guest::new(&guest)?;
			let digest = digest(&mut guest, quick)?;
			let samples = Samples::new();
			let ratios = turns::ratios(targets::pairs(), &samples, &mut guest)?;
			let found = Bench::new(&estimates, milliseconds).all(&samples, &mut guest)?;
			let facts = report::Facts {
				date: &date,
				machine: &machine,
				options: samples.chain.options.len(),
				inputs: inputs(quick).0,
				digest: &digest,
				cases: &cases,
			};
			let text = report::text(&facts, &found, &ratios)?;
			std::fs::write(report, &text)?;
			out.write_all(text.as_bytes())?;
		},
		Command::Ratios { guest } => {
			let (samples, mut guest) = (Samples::new(), Guest::new(&guest)?);
			let ratios = turns::ratios(targets::pairs(), &samples, &mut guest)?;
			out.write_all(targets::text(&[], &ratios)?.as_bytes())?;
		},
		Command::Digest { guest, quick } => {
			let digest = digest(&mut Guest::new(&guest)?, quick)?;
			writeln!(out, "{} inputs: {digest} native and in WASM", inputs(quick).0)?;
		},
		Command::Values { cases } => values::write(&cases::answers(&cases)?, &mut out)?,
		Command::Repeat { work, times, guest } => {
			let took = repeat(&work, times, guest.as_deref())?;
			let each = took.as_nanos().checked_div(times.into()).unwrap_or_default();
			writeln!(out, "{each} ns per call")?;
		},
	}
	Ok(())
}
