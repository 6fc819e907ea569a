// SPDX-License-Identifier: Apache-2.0
//! What calculations may cost.

use crate::{accuracy::verdict, measure::Measured};
use market_maths_work::Work;
use std::fmt::Write;

/// Where it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
	Native,
	Wasm,
}

/// A work over another on the same side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
	pub(crate) of: Work,
	pub(crate) over: Work,
	pub(crate) side: Side,
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
const RIVALS: &[(&str, Pair)] = &[
	(
		"call with all greeks over f64's as whole numbers of 18 decimals, both cached, native",
		Pair { of: Work::Greeks, over: Work::FloatGreeksInDecimals, side: Side::Native },
	),
	(
		"the same in WASM",
		Pair { of: Work::Greeks, over: Work::FloatGreeksInDecimals, side: Side::Wasm },
	),
	(
		"call and put from raw inputs over solmath's",
		Pair { of: Work::RawPrices, over: Work::TwelvePrices, side: Side::Wasm },
	),
	(
		"call with all greeks from raw inputs over solmath's accurate ones",
		Pair { of: Work::RawGreeks, over: Work::TwelveAccurateGreeks, side: Side::Wasm },
	),
	(
		"implied volatility over solmath's",
		Pair { of: Work::ImpliedVolatility, over: Work::TwelveImpliedVolatility, side: Side::Wasm },
	),
	(
		"check of a proposed volatility over solving for it",
		Pair { of: Work::VolatilityCheck, over: Work::ImpliedVolatility, side: Side::Wasm },
	),
	(
		"volatility of a strike over f64's",
		Pair { of: Work::SmileVolatility, over: Work::FloatSmileVolatility, side: Side::Wasm },
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

impl Target {
	fn pair(&self) -> Option<Pair> {
		self.over.map(|over| Pair { of: self.of, over, side: self.on })
	}
}

/// Whose ratios are asked for.
pub(crate) fn pairs() -> impl Iterator<Item = Pair> {
	let targets = TARGETS.iter().filter_map(Target::pair);
	targets.chain(RIVALS.iter().map(|(_, pair)| *pair))
}

/// The table of targets, and that of rivals, as far as they were measured.
pub(crate) fn text(all: &[Measured], ratios: &[(Pair, f64)]) -> Result<String, std::fmt::Error> {
	let ratio =
		|pair: Pair| ratios.iter().find(|(known, _)| *known == pair).map(|(_, found)| *found);
	let mut text = String::from(
		"| Target | at most | found | | the reference's prototype |\n|---|---|---|---|---|\n",
	);
	for target in TARGETS {
		let pair = target.pair();
		let found = pair.map_or_else(|| find(all, target.of, target.on), ratio);
		let Some(found) = found else { continue };
		writeln!(
			text,
			"| {} | {} | {} | {} | {} |",
			target.meaning,
			show(target.most, pair.is_some()),
			show(found, pair.is_some()),
			verdict(found <= target.most),
			target.prototype,
		)?;
	}
	writeln!(text, "\n| For comparison, no target | found |\n|---|---|")?;
	for (meaning, pair) in RIVALS {
		if let Some(found) = ratio(*pair) {
			writeln!(text, "| {meaning} | {found:.3} |")?;
		}
	}
	Ok(text)
}
