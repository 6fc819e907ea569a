// SPDX-License-Identifier: Apache-2.0
//! Answers, and whether they are what a case expects.

use super::{case::Case, decimal::Decimal, Outcome};
use serde_json::Value;
use std::collections::BTreeMap;

/// What this crate says to a case.
pub enum Reply {
	Answers(Answers),
	/// The inputs were refused, with the name of the error as cases spell it.
	Refused(String),
	/// The case is outside of what this crate does.
	Unsupported(String),
}

/// Named answers.
#[derive(Default)]
pub struct Answers(BTreeMap<String, Answer>);

enum Answer {
	Number(Decimal),
	Numbers(Vec<Decimal>),
	Truth(bool),
	Word(&'static str),
}

impl Answers {
	/// A number in units of 10^-18.
	pub fn number(mut self, key: &str, units: i128) -> Self {
		self.0.insert(key.into(), Answer::Number(Decimal::from_units(units)));
		self
	}

	/// A list of numbers in units of 10^-18.
	pub fn numbers(mut self, key: &str, units: impl IntoIterator<Item = i128>) -> Self {
		let numbers = units.into_iter().map(Decimal::from_units).collect();
		self.0.insert(key.into(), Answer::Numbers(numbers));
		self
	}

	pub fn truth(mut self, key: &str, truth: bool) -> Self {
		self.0.insert(key.into(), Answer::Truth(truth));
		self
	}

	pub fn word(mut self, key: &str, word: &'static str) -> Self {
		self.0.insert(key.into(), Answer::Word(word));
		self
	}

	pub fn reply(self) -> Result<Reply, String> {
		Ok(Reply::Answers(self))
	}
}

/// A wrong answer fails the case. A question without an answer makes it unsupported.
pub fn compare(case: &Case, answers: &Answers) -> Outcome {
	if let Some(error) = case.expected_error() {
		return Outcome::Failed(format!("accepted, but must be refused with {error}"));
	}
	let mut unanswered = Vec::new();
	let mut shares = BTreeMap::new();
	for (key, wanted) in case.expected() {
		if key.ends_with("_text") || key == "error" {
			continue;
		}
		let Some(answer) = answers.0.get(key) else {
			unanswered.push(key.as_str());
			continue;
		};
		let verdict = match (answer, wanted) {
			(Answer::Truth(truth), Value::Bool(wanted)) => truth == wanted,
			(Answer::Word(word), Value::String(wanted)) => word == wanted,
			(Answer::Number(got), wanted) => match share(*got, wanted, case.tolerance(key)) {
				Ok(Some(share)) => {
					shares.insert(key.clone(), share);
					true
				},
				Ok(None) => false,
				Err(problem) => return Outcome::Failed(problem),
			},
			(Answer::Numbers(got), Value::Array(wanted)) => {
				let all = got.len() == wanted.len();
				let each = got
					.iter()
					.zip(wanted)
					.map(|(got, wanted)| share(*got, wanted, case.tolerance(key)));
				match each.collect::<Result<Option<Vec<u64>>, String>>() {
					Ok(Some(used)) if all => {
						shares.insert(key.clone(), used.into_iter().max().unwrap_or(0));
						true
					},
					Ok(_) => false,
					Err(problem) => return Outcome::Failed(problem),
				}
			},
			_ => false,
		};
		if !verdict {
			return Outcome::Failed(format!("{key}: got {answer}, expected {wanted}"));
		}
	}
	if unanswered.is_empty() {
		Outcome::Passed(shares)
	} else {
		Outcome::Unsupported(format!("not computed here: {}", unanswered.join(", ")))
	}
}

/// A refusal passes if the case expects one, with this meaning.
pub fn compare_refusal(case: &Case, error: &str) -> Outcome {
	match case.expected_error() {
		Some(wanted) if wanted == error || !is_ours(wanted) => Outcome::Passed(BTreeMap::new()),
		Some(wanted) => Outcome::Failed(format!("refused with {error} instead of {wanted}")),
		None => Outcome::Failed(format!("refused with {error}")),
	}
}

/// Errors whose name must match. Others are spelled as some other system spells them.
fn is_ours(error: &str) -> bool {
	["below_intrinsic", "at_intrinsic", "at_or_above_max"].contains(&error)
}

/// The share of its tolerance that an answer uses, in thousandths; `None` if it uses more than it.
fn share(got: Decimal, wanted: &Value, tolerance: &Value) -> Result<Option<u64>, String> {
	let wanted = Decimal::read(wanted)?;
	let number =
		|value: &Value| if value.is_null() { Ok(Decimal::zero()) } else { Decimal::read(value) };
	let same_when_cut = |scale| (got.truncated(scale) == wanted.truncated(scale)).then_some(0);
	let (absolute, relative) = match tolerance["type"].as_str() {
		Some("exact") => (Decimal::zero(), Decimal::zero()),
		Some("abs") => (number(&tolerance["value"])?, Decimal::zero()),
		Some("rel") => (Decimal::zero(), number(&tolerance["value"])?),
		Some("trunc_int") => return Ok(same_when_cut(Decimal::one())),
		Some("trunc_scaled") => return Ok(same_when_cut(Decimal::read(&tolerance["scale"])?)),
		Some(other) => return Err(format!("no tolerance of type {other} is known")),
		None => (number(&tolerance["abs"])?, number(&tolerance["rel"])?),
	};
	Ok(got.share_of_tolerance(wanted, absolute, relative))
}

impl std::fmt::Display for Answer {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		match self {
			Self::Number(number) => write_number(f, *number),
			Self::Numbers(numbers) => {
				f.write_str("[")?;
				for (place, number) in numbers.iter().enumerate() {
					f.write_str(if place == 0 { "" } else { ", " })?;
					write_number(f, *number)?;
				}
				f.write_str("]")
			},
			Self::Truth(truth) => write!(f, "{truth}"),
			Self::Word(word) => f.write_str(word),
		}
	}
}

fn write_number(f: &mut std::fmt::Formatter<'_>, number: Decimal) -> std::fmt::Result {
	match number.to_units() {
		Ok(units) => write!(f, "{}", market_maths::units::Rate::from_inner(units)),
		Err(problem) => f.write_str(&problem),
	}
}
