// SPDX-License-Identifier: Apache-2.0
//! Errors on the numeric cases, and what they may be.

use crate::cases::{distance, Line, KINDS};
use std::fmt::Write;

/// What an error may be: §4.3 of the reference on the numerics, and §15 of the design for prices.
struct Bar {
	kind: &'static str,
	/// In units of the scale that the cases give.
	most: f64,
	meaning: &'static str,
}

const BARS: &[Bar] = &[
	Bar { kind: "ln", most: 1e-18, meaning: "10⁻¹⁸" },
	Bar { kind: "exp", most: 1e-18, meaning: "10⁻¹⁸, of itself above 1" },
	Bar { kind: "sqrt", most: 1e-18, meaning: "below a last digit" },
	Bar { kind: "norm_cdf", most: 1e-18, meaning: "10⁻¹⁸" },
	Bar { kind: "call", most: 4e-18, meaning: "4·10⁻¹⁸·(1 + max(F, K))" },
	Bar { kind: "put", most: 4e-18, meaning: "4·10⁻¹⁸·(1 + max(F, K))" },
	Bar { kind: "delta", most: 1e-17, meaning: "10⁻¹⁷" },
	Bar { kind: "gamma", most: 1e-15, meaning: "10⁻¹⁵ of itself + 10⁻¹⁸" },
	Bar { kind: "vega", most: 1e-17, meaning: "10⁻¹⁷·(1 + F)" },
	Bar {
		kind: "theta",
		most: 1e-17,
		meaning: "10⁻¹⁷·(1 + F) + 10⁻¹⁵ of itself (our own: the reference has none)",
	},
	Bar {
		kind: "rho",
		most: 4e-18,
		meaning: "4·10⁻¹⁸·(1 + max(F, K))·(1 + years) (our own: the reference has none)",
	},
	Bar {
		kind: "implied_volatility",
		most: 1e-15,
		meaning: "10⁻¹⁵ of itself + what the price's last digit means",
	},
];

/// |ours − expected| over the scale.
fn error(line: &Line) -> Option<f64> {
	Some(distance(line.ours.as_deref()?, &line.expected)? / line.scale)
}

/// The table of errors, each with its bar and whether it is kept.
pub(crate) fn text(lines: &[Line]) -> Result<String, std::fmt::Error> {
	let mut text =
		String::from("| | answered | worst, of its scale | bar | |\n|---|---|---|---|---|\n");
	for kind in KINDS {
		let Some(bar) = BARS.iter().find(|bar| bar.kind == kind) else { continue };
		let asked = lines.iter().filter(|line| line.kind == kind);
		let errors: Vec<f64> = asked.clone().filter_map(error).collect();
		let worst = errors.iter().copied().fold(0.0, f64::max);
		writeln!(
			text,
			"| {kind} | {} of {} | {worst:.1e} | {} | {} |",
			errors.len(),
			asked.count(),
			bar.meaning,
			verdict(worst <= bar.most && !errors.is_empty()),
		)?;
	}
	Ok(text)
}

pub(crate) const fn verdict(met: bool) -> &'static str {
	if met {
		"met"
	} else {
		"**missed**"
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_kind_has_a_bar() {
		for kind in KINDS {
			assert!(BARS.iter().any(|bar| bar.kind == kind), "{kind}");
		}
	}
}
