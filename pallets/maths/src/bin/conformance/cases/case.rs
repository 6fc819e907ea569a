// SPDX-License-Identifier: Apache-2.0
//! Files of cases.

use super::decimal::Decimal;
use serde_json::{Map, Value};
use std::path::Path;

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

	pub fn input(&self, key: &str) -> Result<&Value, String> {
		self.inputs().get(key).ok_or_else(|| format!("no input {key}"))
	}

	pub fn has(&self, key: &str) -> bool {
		self.inputs().get(key).is_some()
	}

	/// A number of the inputs, in units of 10^-18, rounded to nearest.
	pub fn number(&self, key: &str) -> Result<i128, String> {
		Decimal::read(self.input(key)?).and_then(|number| number.to_units())
	}

	/// Whether a number of the inputs has no digit beyond the 18th place.
	pub fn is_held_exactly(&self, key: &str) -> Result<bool, String> {
		let number = Decimal::read(self.input(key)?)?;
		Ok(Decimal::from_units(number.to_units()?) == number)
	}

	pub fn whole(&self, key: &str) -> Result<u64, String> {
		let units = self.number(key)?;
		u64::try_from(units / 1_000_000_000_000_000_000).map_err(|_| format!("{key} is no count"))
	}

	/// A number of the parameters, in units of 10^-18.
	pub fn parameter(&self, key: &str) -> Result<i128, String> {
		let value = self.parameters.get(key).ok_or_else(|| format!("no parameter {key}"))?;
		Decimal::read(value).and_then(|number| number.to_units())
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
