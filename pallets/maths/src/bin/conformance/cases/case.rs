// SPDX-License-Identifier: Apache-2.0
//! Files of cases.

use super::{answers::Problem, decimal::Decimal, refusals::Refusal};
use market_maths::units::{Price, Volatility};
use serde_json::{Map, Value};
use std::path::Path;

const ONE: i128 = 1_000_000_000_000_000_000;

/// How many sets may be the same as the next one but for their overrides.
const MOST_SETS: usize = 8;

/// What a case's parameters name instead of being one.
const NO_PARAMETERS: &[&str] = &["set", "inline", "overrides", "scenarios", "auction_set", "grid"];

/// A price in units of 10^-18.
pub fn price(units: i128) -> Result<Price, Problem> {
	u128::try_from(units)
		.map(Price::from_inner)
		.map_err(|_| Refusal::Negative.into())
}

/// A volatility in units of 10^-18.
pub fn volatility(units: i128) -> Result<Volatility, Problem> {
	u128::try_from(units)
		.map(Volatility::from_inner)
		.map_err(|_| Refusal::Negative.into())
}

/// A JSON number in units of 10^-18, rounded to nearest.
pub fn units_of(value: &Value) -> Result<i128, Problem> {
	Ok(Decimal::read(value)?.to_units()?)
}

/// A number in units of 10^-18 that counts something whole. What has a fraction is not cut to another number.
pub fn whole(units: i128, name: &str) -> Result<u64, Problem> {
	if units < 0 {
		return Err(Refusal::Negative.into());
	}
	if units % ONE != 0 {
		return Err(Problem::unsupported(format!("{name} has a fraction, and is whole here")));
	}
	u64::try_from(units / ONE).map_err(|_| Refusal::TooLarge.into())
}

/// Seconds in units of 10^-18 as milliseconds, finer than which no time is here.
pub fn milliseconds(units: i128) -> Result<u64, Problem> {
	const MILLISECOND: i128 = ONE / 1_000;
	if units < 0 {
		return Err(Refusal::Negative.into());
	}
	if units % MILLISECOND != 0 {
		return Err(Problem::unsupported("a time has a fraction of a millisecond"));
	}
	u64::try_from(units / MILLISECOND).map_err(|_| Refusal::TooLarge.into())
}

/// The sum of numbers in units of 10^-18.
pub fn sum(units: &[i128]) -> Result<i128, Problem> {
	let sum = units.iter().try_fold(0i128, |sum, part| sum.checked_add(*part));
	Ok(sum.ok_or(Refusal::TooLarge)?)
}

/// One file.
pub struct File {
	pub kind: String,
	content: Value,
}

/// One case, with the parameters that hold for it.
pub struct Case {
	content: Value,
	/// All sets of the file.
	sets: Value,
	pub parameters: Map<String, Value>,
}

impl File {
	pub fn read(path: &Path) -> Result<Self, String> {
		let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
		let text = std::fs::read_to_string(path).map_err(|error| problem(&error))?;
		let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
		let mut content: Value = serde_json::from_str(text).map_err(|error| problem(&error))?;
		forget_nulls(&mut content);
		let kind = content["kind"].as_str().ok_or_else(|| problem(&"it names no kind"))?.to_owned();
		if content["schema"] != 1 {
			return Err(problem(&"only schema 1 is known"));
		}
		if !content["cases"].is_array() {
			return Err(problem(&"it holds no cases"));
		}
		Ok(Self { kind, content })
	}

	pub fn cases(&self) -> impl Iterator<Item = Case> + '_ {
		self.content["cases"].as_array().into_iter().flatten().map(|case| Case {
			parameters: self.parameters(&case["parameters"]),
			sets: self.content["parameter_sets"].clone(),
			content: case.clone(),
		})
	}

	/// A named set, what stands inline and what stands directly among the parameters, then the overrides.
	fn parameters(&self, of_case: &Value) -> Map<String, Value> {
		let mut all = Map::new();
		if let Some(name) = of_case["set"].as_str() {
			self.take(&self.content["parameter_sets"][name], &mut all, MOST_SETS);
		}
		self.take(&of_case["inline"], &mut all, MOST_SETS);
		merge(&mut all, Some(&without(of_case, NO_PARAMETERS)));
		merge(&mut all, of_case["overrides"].as_object());
		all
	}

	/// The set that this one is the same as, then what stands in it, then its overrides.
	fn take(&self, set: &Value, all: &mut Map<String, Value>, depth: usize) {
		if let (Some(base), Some(depth)) = (set["same_as"].as_str(), depth.checked_sub(1)) {
			self.take(&self.content["parameter_sets"][base], all, depth);
		}
		merge(all, Some(&without(set, &["same_as", "overrides"])));
		merge(all, set["overrides"].as_object());
	}
}

/// What is null is absent.
fn forget_nulls(value: &mut Value) {
	match value {
		Value::Object(parts) => {
			parts.retain(|_, part| !part.is_null());
			parts.values_mut().for_each(forget_nulls);
		},
		Value::Array(parts) => parts.iter_mut().for_each(forget_nulls),
		_ => (),
	}
}

/// The parts of an object but for those of these names.
pub fn without(object: &Value, names: &[&str]) -> Map<String, Value> {
	let parts = object.as_object().into_iter().flatten();
	parts
		.filter(|(name, _)| !names.contains(&name.as_str()))
		.map(|(name, part)| (name.clone(), part.clone()))
		.collect()
}

fn merge(all: &mut Map<String, Value>, more: Option<&Map<String, Value>>) {
	for (key, value) in more.into_iter().flatten() {
		match (all.get_mut(key), value) {
			(Some(Value::Object(before)), Value::Object(after)) => merge(before, Some(after)),
			_ => {
				all.insert(key.clone(), value.clone());
			},
		}
	}
}

impl Case {
	pub fn id(&self) -> String {
		self.content["id"].as_str().unwrap_or("without id").to_owned()
	}

	/// The same case about other inputs, of which it expects nothing.
	pub fn about(&self, inputs: Value) -> Self {
		let mut content = self.content.clone();
		content["inputs"] = inputs;
		content["expected"] = Value::Null;
		Self { content, sets: self.sets.clone(), parameters: self.parameters.clone() }
	}

	/// What the case is about, where a kind has several topics.
	pub fn topic(&self) -> &str {
		self.content["topic"].as_str().unwrap_or_default()
	}

	/// The parameters as the case writes them, with names of sets instead of what is in them.
	pub fn named_parameters(&self) -> &Value {
		&self.content["parameters"]
	}

	/// A set of the file, by the keys that lead to it.
	pub fn set(&self, path: &[&str]) -> &Value {
		path.iter().fold(&self.sets, |within, key| &within[key])
	}

	pub fn inputs(&self) -> &Value {
		&self.content["inputs"]
	}

	pub fn input(&self, key: &str) -> Result<&Value, Problem> {
		self.inputs().get(key).ok_or_else(|| format!("no input {key}").into())
	}

	pub fn has(&self, key: &str) -> bool {
		self.inputs().get(key).is_some()
	}

	/// A number of the inputs, in units of 10^-18, rounded to nearest.
	pub fn number(&self, key: &str) -> Result<i128, Problem> {
		units_of(self.input(key)?)
	}

	/// Whether a number of the inputs, however large, is below zero.
	pub fn is_negative(&self, key: &str) -> bool {
		self.input(key)
			.is_ok_and(|value| Decimal::read(value).is_ok_and(Decimal::is_negative))
	}

	/// Whether a number of the inputs has no digit beyond the 18th place.
	pub fn is_held_exactly(&self, key: &str) -> Result<bool, Problem> {
		let number = Decimal::read(self.input(key)?)?;
		Ok(Decimal::from_units(number.to_units()?) == number)
	}

	/// A number of the inputs that counts something whole.
	pub fn whole(&self, key: &str) -> Result<u64, Problem> {
		whole(self.number(key)?, key)
	}

	/// A number of the inputs under the first of these names that is there, or another.
	pub fn number_or(&self, names: &[&str], otherwise: i128) -> Result<i128, Problem> {
		names
			.iter()
			.find(|name| self.has(name))
			.map_or(Ok(otherwise), |name| self.number(name))
	}

	/// A number of the parameters, in units of 10^-18.
	pub fn parameter(&self, key: &str) -> Result<i128, Problem> {
		units_of(self.parameters.get(key).ok_or_else(|| format!("no parameter {key}"))?)
	}

	pub fn expected(&self) -> &Map<String, Value> {
		static NOTHING: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
		self.content["expected"]
			.as_object()
			.unwrap_or_else(|| NOTHING.get_or_init(Map::new))
	}

	/// The error the case must be refused with, if it must.
	pub fn expected_error(&self) -> Option<&str> {
		self.expected().get("error")?.as_str()
	}

	pub fn tolerance(&self, key: &str) -> &Value {
		let tolerance = &self.content["tolerance"];
		tolerance.get(key).unwrap_or(tolerance)
	}
}
