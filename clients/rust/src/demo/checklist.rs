// SPDX-License-Identifier: Apache-2.0
//! What the demo promises, and whether it happened.

use crate::table::Table;

/// How one expectation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
	/// Nothing was seen yet.
	Open,
	/// It happened, and this is what was seen.
	Held(String),
	/// It cannot hold any more, and why.
	Failed(String),
}

/// Expectations in the order in which they are told.
#[derive(Clone, Debug)]
pub struct Checklist<Key> {
	entries: Vec<(Key, &'static str, Standing)>,
}

impl<Key: Copy + PartialEq> Checklist<Key> {
	/// A list on which everything is open.
	pub fn new(entries: impl IntoIterator<Item = (Key, &'static str)>) -> Self {
		Self {
			entries: entries.into_iter().map(|(key, text)| (key, text, Standing::Open)).collect(),
		}
	}

	fn standing(&mut self, key: Key) -> Option<&mut Standing> {
		self.entries
			.iter_mut()
			.find(|(other, ..)| *other == key)
			.map(|(.., standing)| standing)
	}

	/// Notes that an expectation held. What failed before stays failed.
	///
	/// True if this is the first time.
	pub fn hold(&mut self, key: Key, evidence: impl Into<String>) -> bool {
		match self.standing(key) {
			Some(standing @ Standing::Open) => {
				*standing = Standing::Held(evidence.into());
				true
			},
			_ => false,
		}
	}

	/// Notes that an expectation is broken, for good.
	pub fn fail(&mut self, key: Key, reason: impl Into<String>) {
		if let Some(standing) = self.standing(key) {
			if !matches!(standing, Standing::Failed(_)) {
				*standing = Standing::Failed(reason.into());
			}
		}
	}

	/// Holds or fails it, by `condition`.
	pub fn decide(&mut self, key: Key, condition: bool, found: impl Into<String>) {
		if condition {
			self.hold(key, found);
		} else {
			self.fail(key, found);
		}
	}

	/// Whether an expectation held.
	pub fn held(&self, key: Key) -> bool {
		self.entries
			.iter()
			.any(|(other, _, standing)| *other == key && matches!(standing, Standing::Held(_)))
	}

	/// Whether it is known how this ends: it held, or failed.
	pub fn is_decided(&self, key: Key) -> bool {
		self.entries
			.iter()
			.any(|(other, _, standing)| *other == key && *standing != Standing::Open)
	}

	/// What has not held: its text, and the reason if one is known.
	pub fn missing(&self) -> Vec<String> {
		self.entries
			.iter()
			.filter_map(|(_, text, standing)| match standing {
				Standing::Held(_) => None,
				Standing::Open => Some(format!("{text}: never happened")),
				Standing::Failed(reason) => Some(format!("{text}: {reason}")),
			})
			.collect()
	}

	/// Whether every expectation held.
	pub fn all_held(&self) -> bool {
		self.missing().is_empty()
	}

	/// The list as a table.
	pub fn table(&self) -> Table {
		let mut table = Table::new(["", "expected", "seen"]);
		for (_, text, standing) in &self.entries {
			let (mark, seen) = match standing {
				Standing::Held(evidence) => ("ok", evidence.as_str()),
				Standing::Open => ("FAILED", "never happened"),
				Standing::Failed(reason) => ("FAILED", reason.as_str()),
			};
			table.row([mark, text, &shortened(seen)]);
		}
		table
	}

	/// The list for machines.
	pub fn json(&self) -> serde_json::Value {
		self.entries
			.iter()
			.map(|(_, text, standing)| {
				let (held, seen) = match standing {
					Standing::Held(evidence) => (true, evidence.as_str()),
					Standing::Open => (false, "never happened"),
					Standing::Failed(reason) => (false, reason.as_str()),
				};
				serde_json::json!({ "expected": text, "held": held, "seen": seen })
			})
			.collect()
	}
}

/// What fits a line. Reasons of failures are told in full by [`Checklist::missing`].
fn shortened(text: &str) -> String {
	const MOST: usize = 90;
	if text.chars().count() <= MOST {
		return text.into();
	}
	text.chars().take(MOST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn list() -> Checklist<u8> {
		Checklist::new([(1, "the first"), (2, "the second")])
	}

	#[test]
	fn what_never_happens_has_failed() {
		let mut list = list();
		assert!(list.hold(1, "seen"));
		assert!(!list.hold(1, "again"));
		assert!(!list.all_held());
		assert_eq!(list.missing(), ["the second: never happened"]);
		assert!(list.table().to_string().contains("FAILED  the second"));
	}

	#[test]
	fn a_failure_is_for_good() {
		let mut list = list();
		list.hold(1, "seen");
		list.fail(1, "then broken");
		list.fail(1, "and again");
		list.hold(1, "repaired");
		list.decide(2, true, "fine");
		assert!(!list.held(1) && list.held(2));
		assert_eq!(list.missing(), ["the first: then broken"]);
		assert_eq!(list.json()[0]["held"], false);
	}
}
