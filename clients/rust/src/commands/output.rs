// SPDX-License-Identifier: Apache-2.0
use serde::Serialize;
use std::{
	fmt::Display,
	io::{self, Write},
};

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
				Ok(text) => line(&mut io::stdout().lock(), &text),
				Err(error) => line(&mut io::stderr().lock(), &error.to_string()),
			}
		} else {
			line(&mut io::stdout().lock(), human.to_string().trim_end_matches('\n'));
		}
	}

	/// Tells a person how far long work has come. Programs read only the result.
	pub fn progress(&self, text: impl Display) {
		if self.json {
			line(&mut io::stderr().lock(), &text.to_string());
		} else {
			line(&mut io::stdout().lock(), &text.to_string());
		}
	}
}

/// Writes a line at once. Nobody may be listening any more, and that is fine.
fn line(to: &mut impl Write, text: &str) {
	let _ = writeln!(to, "{text}").and_then(|()| to.flush());
}
