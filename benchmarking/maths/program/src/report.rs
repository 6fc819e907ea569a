// SPDX-License-Identifier: Apache-2.0
//! The report's text.

use crate::measure::Measured;
use market_maths_work::Work;
use std::fmt::Write;

pub(crate) struct Facts<'a> {
	pub(crate) date: &'a str,
	pub(crate) machine: &'a str,
	pub(crate) inputs: u32,
	pub(crate) digest: &'a str,
}

/// A row of the table of targets: work, how it compares, and with what.
struct Target {
	text: &'static str,
	ours: Work,
	theirs: Work,
	most: f64,
	wasm: bool,
}

const TARGETS: &[Target] = &[
	Target {
		text: "price with all greeks, native, over f64 with the same outputs",
		ours: Work::Greeks,
		theirs: Work::FloatGreeks,
		most: 1.0,
		wasm: false,
	},
	Target {
		text: "price with all greeks, WASM, over f64 in WASM, both cached",
		ours: Work::Greeks,
		theirs: Work::FloatGreeks,
		most: 2.5,
		wasm: true,
	},
	Target {
		text: "price with all greeks, WASM, over f64 in WASM, both from raw inputs",
		ours: Work::RawGreeks,
		theirs: Work::FloatRawGreeks,
		most: 4.0,
		wasm: true,
	},
	Target {
		text: "risk row of 32 columns, WASM, over one price",
		ours: Work::RiskRow,
		theirs: Work::Prices,
		most: 24.0,
		wasm: true,
	},
];

fn find(all: &[Measured], work: Work, wasm: bool) -> Option<f64> {
	let found = all.iter().find(|measured| measured.name == work.name())?;
	if wasm {
		found.wasm
	} else {
		found.native
	}
}

fn cell(nanoseconds: Option<f64>) -> String {
	nanoseconds.map_or_else(String::new, |value| {
		if value < 1_000.0 {
			format!("{value:.1}")
		} else {
			format!("{value:.0}")
		}
	})
}

pub(crate) fn text(facts: &Facts<'_>, all: &[Measured]) -> Result<String, std::fmt::Error> {
	let mut text = String::new();
	writeln!(
		text,
		"# The mathematics, native and in WASM, {}\n\n\
		 Machine: {}. Command: `make bench-maths`. Every figure is criterion's median of nanoseconds per \
		 call, all in one run. WASM: the same code, compiled as the runtime is (`wasm32v1-none`, release, \
		 thin LTO), run by the node's engine with the node's settings. 256 options of one day to one year \
		 within two standard deviations of the money. f64 is `libm` with the outputs that ours has; \
		 `implied-vol` needs the standard library.\n\n\
		 | Work | native | WASM | WASM / native |\n|---|---|---|---|",
		facts.date, facts.machine
	)?;
	for measured in all {
		let ratio = match (measured.native, measured.wasm) {
			(Some(native), Some(wasm)) => format!("{:.1}", wasm / native),
			_ => String::new(),
		};
		let (native, wasm) = (cell(measured.native), cell(measured.wasm));
		writeln!(text, "| {} | {native} | {wasm} | {ratio} |", measured.name)?;
	}
	writeln!(text, "\n## Targets\n\n| Ratio | target | found |\n|---|---|---|")?;
	for target in TARGETS {
		let ours = find(all, target.ours, target.wasm);
		let theirs = find(all, target.theirs, target.wasm);
		if let (Some(ours), Some(theirs)) = (ours, theirs) {
			writeln!(text, "| {} | ≤ {} | {:.2} |", target.text, target.most, ours / theirs)?;
		}
	}
	if let Some(portfolio) = find(all, Work::Portfolio, true) {
		writeln!(
			text,
			"| portfolio of 128 positions × 32, arithmetic in WASM | ≤ 2.5 µs | {:.2} µs |",
			portfolio / 1_000.0
		)?;
	}
	if let Some(row) = find(all, Work::RiskRow, true) {
		writeln!(
			text,
			"| risk row of 32 columns in WASM (the target is for a slower machine) | ≤ 4 µs | {:.2} µs |",
			row / 1_000.0
		)?;
	}
	writeln!(
		text,
		"\n## The same everywhere\n\n{} random inputs through functions of every module gave the digest\n\n\
		 ```text\n{}\n```\n\nnative and in WASM, which is the committed one.",
		facts.inputs, facts.digest
	)?;
	Ok(text)
}
