// SPDX-License-Identifier: Apache-2.0
//! Answers, and whether they are what a case expects.

use super::{case::Case, decimal::Decimal, refusals::Refusal, Outcome};
use market_maths::MathsError;
use serde_json::Value;
use std::collections::BTreeMap;

/// What this crate says to a case.
pub type Reply = Result<Answers, Problem>;

/// Why there are no answers to a case.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
	/// The inputs are refused.
	Refused(Refusal),
	/// The case is outside of what this crate does.
	Unsupported(String),
	/// The case makes no sense.
	Unreadable(String),
}

impl From<Refusal> for Problem {
	fn from(refusal: Refusal) -> Self {
		Self::Refused(refusal)
	}
}

impl From<MathsError> for Problem {
	fn from(error: MathsError) -> Self {
		Self::Refused(error.into())
	}
}

impl From<String> for Problem {
	fn from(reason: String) -> Self {
		Self::Unreadable(reason)
	}
}

impl From<&str> for Problem {
	fn from(reason: &str) -> Self {
		Self::Unreadable(reason.into())
	}
}

impl Problem {
	pub fn unsupported(reason: impl Into<String>) -> Self {
		Self::Unsupported(reason.into())
	}
}

/// Named answers.
#[derive(Default)]
pub struct Answers {
	known: BTreeMap<String, Answer>,
	/// What is answered by other parts of the product: how its names begin, and why.
	elsewhere: Vec<(&'static str, &'static str)>,
}

enum Answer {
	Number(Decimal),
	Numbers(Vec<Decimal>),
	Truth(bool),
	Word(String),
}

impl Answers {
	/// A number in units of 10^-18.
	pub fn number(mut self, key: &str, units: i128) -> Self {
		self.known.insert(key.into(), Answer::Number(Decimal::from_units(units)));
		self
	}

	/// A list of numbers in units of 10^-18.
	pub fn numbers(mut self, key: &str, units: impl IntoIterator<Item = i128>) -> Self {
		let numbers = units.into_iter().map(Decimal::from_units).collect();
		self.known.insert(key.into(), Answer::Numbers(numbers));
		self
	}

	pub fn truth(mut self, key: &str, truth: bool) -> Self {
		self.known.insert(key.into(), Answer::Truth(truth));
		self
	}

	pub fn word(mut self, key: &str, word: impl Into<String>) -> Self {
		self.known.insert(key.into(), Answer::Word(word.into()));
		self
	}

	/// Says why nothing is answered whose name begins so.
	pub fn elsewhere(mut self, beginning: &'static str, reason: &'static str) -> Self {
		self.elsewhere.push((beginning, reason));
		self
	}

	/// The name of something that is not answered, with the reason if there is one.
	fn unanswered(&self, name: String) -> String {
		match self.elsewhere.iter().find(|(beginning, _)| name.starts_with(*beginning)) {
			Some((_, reason)) => format!("{name} ({reason})"),
			None => name,
		}
	}

	/// A number among the answers, in units of 10^-18.
	pub fn units(&self, key: &str) -> Option<i128> {
		match self.known.get(key)? {
			Answer::Number(number) => number.to_units().ok(),
			_ => None,
		}
	}

	pub fn reply(self) -> Reply {
		Ok(self)
	}

	/// What is answered and not refused is accepted, unless the answers say themselves whether it is.
	pub fn accepted(mut self) -> Self {
		self.known.entry("accepted".into()).or_insert(Answer::Truth(true));
		self
	}
}

/// Whether what stands under this name of `expected` is no question.
fn is_for_people(name: &str) -> bool {
	name.ends_with("_text") || ["note", "source", "tag", "topic", "rule"].contains(&name)
}

/// A wrong answer fails the case. A question without an answer makes it unsupported.
pub fn compare(case: &Case, answers: &Answers) -> Outcome {
	if let Some(error) = case.expected_error() {
		return Outcome::failed(format!("accepted, but must be refused with {error}"));
	}
	let mut comparison =
		Comparison { case, answers, worst: None, wrong: None, unanswered: Vec::new(), compared: 0 };
	for (key, wanted) in case.expected() {
		if !is_for_people(key) && key != "error" {
			comparison.compare(key.clone(), key, wanted);
		}
	}
	let Comparison { worst, wrong, unanswered, compared, .. } = comparison;
	match (wrong, unanswered.is_empty(), compared) {
		(Some(reason), _, _) => Outcome::Failed { reason, worst },
		(None, false, _) => {
			Outcome::Unsupported(format!("not computed here: {}", unanswered.join(", ")))
		},
		(None, true, 0) => Outcome::failed("the case expects nothing"),
		(None, true, _) => Outcome::Passed { worst, remark: None },
	}
}

/// What comparing the answers to a case has found so far.
struct Comparison<'a> {
	case: &'a Case,
	answers: &'a Answers,
	/// The largest share of its tolerance that an answer used, in thousandths, and which.
	worst: Option<(u64, String)>,
	wrong: Option<String>,
	unanswered: Vec<String>,
	compared: usize,
}

impl Comparison<'_> {
	/// Compares what stands at `path`. What is made of parts is compared part by part, unless there
	/// is an answer to the whole: the parts of `a` are `a.b`, those of a list `a.0`, `a.1`.
	fn compare(&mut self, path: String, key: &str, wanted: &Value) {
		let Some(answer) = self.answers.known.get(&path) else {
			match wanted {
				Value::Object(parts) => {
					for (name, part) in parts.iter().filter(|(name, _)| !is_for_people(name)) {
						self.compare(format!("{path}.{name}"), key, part);
					}
				},
				Value::Array(parts) => {
					for (place, part) in parts.iter().enumerate() {
						self.compare(format!("{path}.{place}"), key, part);
					}
				},
				_ => self.unanswered.push(self.answers.unanswered(path)),
			}
			return;
		};
		self.compared += 1;
		let tolerance = self.case.tolerance(key);
		let verdict = match (answer, wanted) {
			(Answer::Truth(truth), Value::Bool(wanted)) => Ok(truth == wanted),
			(Answer::Word(word), Value::String(wanted)) => Ok(word == wanted),
			(Answer::Number(got), wanted) => self.number(&path, *got, wanted, tolerance),
			(Answer::Numbers(got), Value::Array(wanted)) => got
				.iter()
				.zip(wanted)
				.try_fold(got.len() == wanted.len(), |all, (got, wanted)| {
					Ok(self.number(&path, *got, wanted, tolerance)? && all)
				}),
			_ => Ok(false),
		};
		let problem = match verdict {
			Ok(true) => return,
			Ok(false) => format!("{path}: got {answer}, expected {wanted}"),
			Err(problem) => format!("{path}: {problem}"),
		};
		self.wrong.get_or_insert(problem);
	}

	fn number(
		&mut self,
		path: &str,
		got: Decimal,
		wanted: &Value,
		tolerance: &Value,
	) -> Result<bool, String> {
		let used = share(got, wanted, tolerance)?;
		if self.worst.as_ref().is_none_or(|(worst, _)| used > *worst) {
			self.worst = Some((used, path.to_owned()));
		}
		Ok(used <= WHOLE)
	}
}

/// A refusal passes if the case expects one of this meaning. Where nobody here knows what the expected name
/// means, any passes, and is remarked upon.
pub fn compare_refusal(case: &Case, refusal: Refusal) -> Outcome {
	let Some(wanted) = case.expected_error() else {
		return match refusal {
			// Not even asked for: the types of the product, and its grids, end there.
			Refusal::TooLarge | Refusal::Scenarios(_) => Outcome::Unsupported(refusal.to_string()),
			_ if wants_any_refusal(case) => Outcome::Passed { worst: None, remark: None },
			_ => Outcome::failed(format!("refused: {refusal}")),
		};
	};
	match refusal.is_meant_by(wanted) {
		Some(true) => Outcome::Passed { worst: None, remark: None },
		Some(false) => Outcome::failed(format!("refused, but not with {wanted}: {refusal}")),
		None => Outcome::Passed {
			worst: None,
			remark: Some(format!("refused, and who knows whether {wanted} means that: {refusal}")),
		},
	}
}

/// Whether a case asks for nothing but to be refused, whatever the reason.
fn wants_any_refusal(case: &Case) -> bool {
	let mut questions = case.expected().iter().filter(|(name, _)| !is_for_people(name));
	match (questions.next(), questions.next()) {
		(Some((name, wanted)), None) => name == "accepted" && wanted.as_bool() == Some(false),
		_ => false,
	}
}

/// All of a tolerance, in thousandths.
pub const WHOLE: u64 = 1_000;

/// The share of its tolerance that an answer uses, in thousandths: more than [`WHOLE`] is too much.
fn share(got: Decimal, wanted: &Value, tolerance: &Value) -> Result<u64, String> {
	let wanted = Decimal::read(wanted)?;
	let number =
		|value: &Value| if value.is_null() { Ok(Decimal::zero()) } else { Decimal::read(value) };
	let same_when_cut = |scale: Decimal| {
		let same = got.truncated(scale)? == wanted.truncated(scale)?;
		Ok(if same { 0 } else { u64::MAX })
	};
	let (absolute, relative) = match tolerance["type"].as_str() {
		Some("exact") => (Decimal::zero(), Decimal::zero()),
		Some("abs") => (number(&tolerance["value"])?, Decimal::zero()),
		Some("rel") => (Decimal::zero(), number(&tolerance["value"])?),
		Some("trunc_int") => return same_when_cut(Decimal::one()),
		Some("trunc_scaled") => return same_when_cut(Decimal::read(&tolerance["scale"])?),
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
		Err(refusal) => write!(f, "{refusal}"),
	}
}
