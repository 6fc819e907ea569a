// SPDX-License-Identifier: Apache-2.0
//! What calculations may cost.

use crate::{accuracy::verdict, measure::Measured};
use market_maths_work::Work;
use std::fmt::Write;

/// Where it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
	Native,
	Wasm,
}

/// A work against another of the same run, or against a time.
struct Target {
	meaning: &'static str,
	of: Work,
	on: Side,
	/// `None`: against nanoseconds.
	over: Option<Work>,
	most: f64,
	/// What the prototype of the reference had on its own machine (§4.4 and §7.1), in the same unit.
	prototype: &'static str,
}

/// §15 of the design, and §4.4 of the reference on the numerics for raw inputs.
const TARGETS: &[Target] = &[
	Target {
		meaning: "call with all greeks as fast as f64 with the same outputs, both cached, native",
		of: Work::Greeks,
		on: Side::Native,
		over: Some(Work::FloatGreeks),
		most: 1.0,
		prototype: "1.0",
	},
	Target {
		meaning: "call with all greeks over f64 in WASM, both cached",
		of: Work::Greeks,
		on: Side::Wasm,
		over: Some(Work::FloatGreeks),
		most: 2.5,
		prototype: "3.4",
	},
	Target {
		meaning: "call with all greeks over f64 in WASM, both from raw inputs",
		of: Work::RawGreeks,
		on: Side::Wasm,
		over: Some(Work::FloatRawGreeks),
		most: 4.0,
		prototype: "4.2",
	},
	Target {
		meaning: "risk row of 32 columns over one price, WASM",
		of: Work::RiskRow,
		on: Side::Wasm,
		over: Some(Work::Prices),
		most: 24.0,
		prototype: "25.8 for 31",
	},
	Target {
		meaning: "risk row of 32 columns, WASM, on the slower machine of the reference",
		of: Work::RiskRow,
		on: Side::Wasm,
		over: None,
		most: 4_000.0,
		prototype: "4.00 µs for 31",
	},
	Target {
		meaning: "portfolio check of 128 positions, arrays read: arithmetic in WASM",
		of: Work::Portfolio,
		on: Side::Wasm,
		over: None,
		most: 2_500.0,
		prototype: "2.30 µs",
	},
];

/// What is no target: how far the one rival in fixed point and the best in floating point are.
const RIVALS: &[(&str, Work, Side, Work)] = &[
	(
		"call with all greeks over f64's as whole numbers of 18 decimals, both cached, native",
		Work::Greeks,
		Side::Native,
		Work::FloatGreeksInDecimals,
	),
	("the same in WASM", Work::Greeks, Side::Wasm, Work::FloatGreeksInDecimals),
	(
		"call and put from raw inputs over solmath's",
		Work::RawPrices,
		Side::Wasm,
		Work::TwelvePrices,
	),
	(
		"call with all greeks from raw inputs over solmath's accurate ones",
		Work::RawGreeks,
		Side::Wasm,
		Work::TwelveAccurateGreeks,
	),
	(
		"implied volatility over solmath's",
		Work::ImpliedVolatility,
		Side::Wasm,
		Work::TwelveImpliedVolatility,
	),
	(
		"check of a proposed volatility over solving for it",
		Work::VolatilityCheck,
		Side::Wasm,
		Work::ImpliedVolatility,
	),
	(
		"volatility of a strike over f64's",
		Work::SmileVolatility,
		Side::Wasm,
		Work::FloatSmileVolatility,
	),
];

fn find(all: &[Measured], work: Work, side: Side) -> Option<f64> {
	let found = all.iter().find(|measured| measured.name == work.name())?;
	match side {
		Side::Native => found.native,
		Side::Wasm => found.wasm,
	}
}

fn show(value: f64, is_ratio: bool) -> String {
	if is_ratio {
		format!("{value:.2}")
	} else {
		format!("{:.2} µs", value / 1_000.0)
	}
}

/// The table of targets, and that of rivals.
pub(crate) fn text(all: &[Measured]) -> Result<String, std::fmt::Error> {
	let mut text = String::from(
		"| Target | at most | found | | the reference's prototype |\n|---|---|---|---|---|\n",
	);
	for target in TARGETS {
		let found = find(all, target.of, target.on);
		let over = target.over.map_or(Some(1.0), |work| find(all, work, target.on));
		let (Some(found), Some(over)) = (found, over) else { continue };
		let (found, is_ratio) = (found / over, target.over.is_some());
		writeln!(
			text,
			"| {} | {} | {} | {} | {} |",
			target.meaning,
			show(target.most, is_ratio),
			show(found, is_ratio),
			verdict(found <= target.most),
			target.prototype,
		)?;
	}
	writeln!(text, "\n| For comparison, no target | found |\n|---|---|")?;
	for (meaning, ours, side, theirs) in RIVALS {
		if let (Some(ours), Some(theirs)) = (find(all, *ours, *side), find(all, *theirs, *side)) {
			writeln!(text, "| {meaning} | {:.3} |", ours / theirs)?;
		}
	}
	Ok(text)
}
