// SPDX-License-Identifier: Apache-2.0
//! Files of cases.

use super::{answers::Problem, decimal::Decimal, refusals::Refusal};
use market_maths::units::{Price, Volatility};
use serde_json::{Map, Value};
use std::path::Path;

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
		let content: Value = serde_json::from_str(&text).map_err(|error| problem(&error))?;
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

	/// A named set with its overrides, or what stands inline.
	fn parameters(&self, of_case: &Value) -> Map<String, Value> {
		let mut all = Map::new();
		if let Some(name) = of_case["set"].as_str() {
			self.named_set(name, &mut all, 8);
		}
		for part in ["inline", "overrides"] {
			merge(&mut all, of_case[part].as_object());
		}
		all
	}

	fn named_set(&self, name: &str, all: &mut Map<String, Value>, depth: usize) {
		let set = &self.content["parameter_sets"][name];
		if let (Some(base), Some(depth)) = (set["same_as"].as_str(), depth.checked_sub(1)) {
			self.named_set(base, all, depth);
			merge(all, set["overrides"].as_object());
		} else {
			merge(all, set.as_object());
		}
	}
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

	/// The same case about other inputs.
	pub fn about(&self, inputs: Value) -> Self {
		let mut content = self.content.clone();
		content["inputs"] = inputs;
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

	/// Whether a number of the inputs has no digit beyond the 18th place.
	pub fn is_held_exactly(&self, key: &str) -> Result<bool, Problem> {
		let number = Decimal::read(self.input(key)?)?;
		Ok(Decimal::from_units(number.to_units()?) == number)
	}

	pub fn whole(&self, key: &str) -> Result<u64, Problem> {
		let units = self.number(key)?;
		u64::try_from(units / 1_000_000_000_000_000_000).map_err(|_| match units {
			..0 => Refusal::Negative.into(),
			_ => Refusal::TooLarge.into(),
		})
	}

	/// A number of the inputs under the first of these names that is there, or another.
	pub fn number_or(&self, names: &[&str], otherwise: i128) -> Result<i128, Problem> {
		names
			.iter()
			.find(|name| self.inputs().get(**name).is_some_and(|value| !value.is_null()))
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
