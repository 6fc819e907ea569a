// SPDX-License-Identifier: Apache-2.0
//! The report's text. Nothing in it is written by hand but what limits the rest, which is a file of its own.

use crate::{
	accuracy,
	cases::Line,
	measure::Measured,
	targets::{self, Pair},
	turns::{TURN, TURNS},
};
use std::fmt::Write;

pub(crate) struct Facts<'a> {
	pub(crate) date: &'a str,
	pub(crate) machine: &'a str,
	pub(crate) options: usize,
	pub(crate) inputs: u32,
	pub(crate) digest: &'a str,
	pub(crate) cases: &'a [Line],
}

const LIMITS: &str = include_str!("../../limits.md");

fn cell(nanoseconds: Option<f64>) -> String {
	nanoseconds.map_or_else(String::new, |value| {
		if value < 1_000.0 {
			format!("{value:.1}")
		} else {
			format!("{value:.0}")
		}
	})
}

pub(crate) fn text(
	facts: &Facts<'_>,
	all: &[Measured],
	ratios: &[(Pair, f64)],
) -> Result<String, std::fmt::Error> {
	let mut text = String::new();
	writeln!(
		text,
		"# The mathematics, native and in WASM, {}\n\n\
		 Machine: {}. Command: `make bench-maths`, which writes all of this. Every figure is criterion's median of \
		 nanoseconds per call, all in one run; every ratio to a yardstick under *Targets* is the median of {} that were \
		 taken in turns of {} ms, as what disturbs the machine then disturbs both. WASM: the same code, compiled as the runtime is \
		 (`wasm32v1-none`, release, thin LTO), run by the node's engine with the node's settings. Options: {}, strikes in \
		 a random order, of one day to one year within three standard deviations of the money, which is how far the \
		 strikes lie that Deribit lists; enough of them that no processor learns their branches by heart. Smiles, \
		 accounts, votes and books: random, from one seed. f64 is `libm` with the outputs that ours has; \
		 `implied-vol` needs the standard library.\n\n\
		 ## Targets\n\n{}\n\
		 ## Accuracy\n\n\
		 On our own numeric cases and those beside the project, if they are there. Errors are divided by what the \
		 bar is a multiple of.\n\n{}\n\
		 ## What limits what is left\n\n{}\n\
		 ## Every work\n\n\
		 | Work | native | WASM | WASM / native |\n|---|---|---|---|",
		facts.date,
		facts.machine,
		TURNS,
		TURN.as_millis(),
		facts.options,
		targets::text(all, ratios)?,
		accuracy::text(facts.cases)?,
		LIMITS.trim_end(),
	)?;
	for measured in all {
		let ratio = match (measured.native, measured.wasm) {
			(Some(native), Some(wasm)) => format!("{:.1}", wasm / native),
			_ => String::new(),
		};
		let (native, wasm) = (cell(measured.native), cell(measured.wasm));
		writeln!(text, "| {} | {native} | {wasm} | {ratio} |", measured.name)?;
	}
	writeln!(
		text,
		"\n## The same everywhere\n\n{} random inputs through functions of every module gave the digest\n\n\
		 ```text\n{}\n```\n\nnative and in WASM, which is the committed one.",
		facts.inputs, facts.digest
	)?;
	Ok(text)
}
