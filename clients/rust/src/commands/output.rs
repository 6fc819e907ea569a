// SPDX-License-Identifier: Apache-2.0
use serde::Serialize;
use std::fmt::Display;

/// Where results go: to a person as text, or to a program as one line of JSON.
#[derive(Clone, Copy, Debug)]
pub struct Output {
	json: bool,
}

impl Output {
	/// JSON if `json`, text otherwise.
	pub const fn new(json: bool) -> Self {
		Self { json }
	}

	/// Shows a result in the form that was asked for.
	pub fn show(&self, machine: impl Serialize, human: impl Display) {
		if self.json {
			match serde_json::to_string(&machine) {
				Ok(line) => println!("{line}"),
				Err(error) => eprintln!("cannot be written as JSON: {error}"),
			}
		} else {
			let text = human.to_string();
			println!("{}", text.trim_end_matches('\n'));
		}
	}

	/// Tells a person how far long work has come. Programs read only the result.
	pub fn progress(&self, text: impl Display) {
		if self.json {
			eprintln!("{text}");
		} else {
			println!("{text}");
		}
	}
}
