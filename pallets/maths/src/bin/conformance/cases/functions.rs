// SPDX-License-Identifier: Apache-2.0
//! Exponential, logarithm, root and the normal distribution.

use super::{
	answers::{Answers, Reply},
	case::Case,
};
use market_maths::{functions, MathsError};

pub fn answer(kind: &str, case: &Case) -> Result<Reply, String> {
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
		Err(error) => Ok(Reply::Unsupported(format!("outside the stated domain: {error}"))),
	}
}
