// SPDX-License-Identifier: Apache-2.0
//! What is played, as the environment says.

use std::{
	env::VarError,
	path::{Path, PathBuf},
	str::FromStr,
	time::{SystemTime, UNIX_EPOCH},
};

/// A variable, or nothing if it is not set or empty.
pub fn text(name: &str) -> Option<String> {
	match std::env::var(name) {
		Ok(text) => Some(text).filter(|text| !text.is_empty()),
		Err(VarError::NotPresent) => None,
		Err(VarError::NotUnicode(_)) => panic!("{name} is no text"),
	}
}

/// The same as a number.
pub fn number<N: FromStr>(name: &str) -> Option<N> {
	text(name).map(|text| {
		text.parse()
			.unwrap_or_else(|_| panic!("{name} is `{text}`, which is no number that it can be"))
	})
}

/// The folder or file that the recording is in.
pub fn place(name: &str) -> PathBuf {
	text(name).unwrap_or_else(|| panic!("{name} names a file or a folder")).into()
}

/// What the report says about the machine.
pub fn machine() -> Option<String> {
	text("STRADDLE_MACHINE")
}

/// In seconds since 1970.
pub fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Writes a report where `STRADDLE_REPORT` says, if it does.
pub fn write_report(report: impl FnOnce() -> String) {
	let Some(path) = text("STRADDLE_REPORT") else { return };
	let path = Path::new(&path);
	std::fs::write(path, report())
		.unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
	println!("written: {}", path.display());
}
