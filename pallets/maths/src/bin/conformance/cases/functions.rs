// SPDX-License-Identifier: Apache-2.0
//! Exponential, logarithm, root and the normal distribution.

use super::{
	answers::{Answers, Problem, Reply},
	case::Case,
};
use market_maths::{functions, MathsError};

/// The largest x whose e^x an answer here holds: ln((2^127 − 1) · 10^-18), rounded down.
const LARGEST_EXPONENT: i128 = 46_583_160_257_220_231_983;

pub fn answer(kind: &str, case: &Case) -> Reply {
	let x = case.number("x")?;
	let unsigned = u128::try_from(x).map_err(|_| MathsError::OutsideDomain);
	let signed = |y: u128| i128::try_from(y).map_err(|_| MathsError::Overflow);
	let y = match kind {
		"exp" => functions::exp(x).and_then(signed),
		"ln" => unsigned.and_then(functions::ln),
		"sqrt" => unsigned.and_then(functions::square_root).and_then(signed),
		_ => signed(functions::normal_cdf(x)),
	};
	match y {
		Ok(y) => Answers::default().number("y", y).reply(),
		Err(error) if case.expected_error().is_none() && is_out_of_reach(kind, case, x)? => {
			Err(Problem::unsupported(format!("outside the stated domain: {error}")))
		},
		Err(error) => Err(error.into()),
	}
}

/// Whether the answer exists and does not fit, or the argument is too small for a digit of its own. Every other
/// refusal is one to be judged.
fn is_out_of_reach(kind: &str, case: &Case, x: i128) -> Result<bool, Problem> {
	match kind {
		"exp" => Ok(x > LARGEST_EXPONENT),
		"ln" => Ok(x == 0 && !case.is_held_exactly("x")?),
		_ => Ok(false),
	}
}
