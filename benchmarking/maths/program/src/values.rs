// SPDX-License-Identifier: Apache-2.0
//! Answers of all arithmetics as a table: what the error plot is made of.

use crate::{cases::Line, Failure};
use std::io::Write;

fn from_twelve(units: i128) -> String {
	let sign = if units < 0 { "-" } else { "" };
	let digits = format!("{:013}", units.unsigned_abs());
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(12));
	format!("{sign}{whole}.{fraction}")
}

/// One line for each question; empty where an arithmetic refuses or has no answer. A number in floating point
/// is written as exactly what it is to 60 places.
pub(crate) fn write(lines: &[Line], out: &mut impl Write) -> Result<(), Failure> {
	writeln!(out, "kind,id,expected,scale,ours,f64,solmath,implied-vol,forward,rate,seconds")?;
	for line in lines {
		let float =
			|number: Option<f64>| number.map(|number| format!("{number:.60}")).unwrap_or_default();
		let (forward, rate, seconds) = match &line.terms {
			Some(terms) => (terms.forward.as_str(), terms.rate.as_str(), terms.seconds.to_string()),
			None => ("", "", String::new()),
		};
		writeln!(
			out,
			"{},{},{},{:e},{},{},{},{},{forward},{rate},{seconds}",
			line.kind,
			line.id,
			line.expected,
			line.scale,
			line.ours.as_deref().unwrap_or_default(),
			float(line.float),
			line.twelve.map(from_twelve).unwrap_or_default(),
			float(line.implied),
		)?;
	}
	Ok(())
}
