// SPDX-License-Identifier: Apache-2.0
//! The program that runs files of cases says what it found, and fails when it must.

#![cfg(feature = "std")]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::{
	fs,
	path::PathBuf,
	process::{Command, Output},
};

/// A folder of its own for each test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
	let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
	let _ = fs::remove_dir_all(&folder);
	fs::create_dir_all(&folder).unwrap();
	for (file, content) in files {
		fs::write(folder.join(file), content).unwrap();
	}
	folder
}

fn run(name: &str, files: &[(&str, &str)]) -> (Option<i32>, String) {
	let folder = folder(name, files);
	let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_conformance"))
		.env("STRADDLE_VECTORS", &folder)
		.output()
		.unwrap();
	let _ = fs::remove_dir_all(&folder);
	let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
	(status.code(), said)
}

const ROOTS: &str = r#"{"schema": 1, "kind": "sqrt", "cases": [
	{"id": "two", "inputs": {"x": "4"}, "expected": {"y": "2"}, "tolerance": {"type": "exact"}},
	{"id": "near", "inputs": {"x": "4"}, "expected": {"y": "2.1"}, "tolerance": {"abs": "0.4", "rel": "0"}}
]}"#;

fn one_root(expected: &str, tolerance: &str) -> String {
	format!(
		r#"{{"schema": 1, "kind": "sqrt", "cases": [
			{{"id": "one", "inputs": {{"x": "4"}}, "expected": {expected}, "tolerance": {tolerance}}}
		]}}"#
	)
}

#[test]
fn cases_that_pass_end_well_and_the_worst_error_is_told() {
	let (code, said) = run("passing", &[("roots.json", ROOTS)]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("sqrt: 2 passed, 0 failed, 0 unsupported"), "{said}");
	assert!(said.contains("worst error sqrt: 25.0 % of its tolerance (y of near)"), "{said}");
}

#[test]
fn a_case_that_fails_ends_with_one_and_says_by_how_much() {
	let wrong = one_root(r#"{"y": "2.1"}"#, r#"{"abs": "0.05", "rel": "0"}"#);
	let (code, said) = run("failing", &[("a.json", ROOTS), ("b.json", &wrong)]);
	assert_eq!(code, Some(1), "{said}");
	assert!(said.contains("sqrt: 2 passed, 1 failed, 0 unsupported"), "{said}");
	assert!(said.contains("failed sqrt one: y: got 2, expected \"2.1\""), "{said}");
	assert!(said.contains("worst error sqrt: 200.0 % of its tolerance (y of one)"), "{said}");
}

#[test]
fn an_error_within_a_thousandth_above_the_tolerance_fails() {
	let above = one_root(r#"{"y": "2.10001"}"#, r#"{"abs": "0.1", "rel": "0"}"#);
	let (code, said) = run("just_above", &[("a.json", &above)]);
	assert_eq!(code, Some(1), "{said}");
	let at = one_root(r#"{"y": "2.1"}"#, r#"{"abs": "0.1", "rel": "0"}"#);
	assert_eq!(run("just_at", &[("a.json", &at)]).0, Some(0));
}

#[test]
fn a_kind_without_a_rule_is_unsupported_and_named() {
	let unknown = ROOTS.replace("\"sqrt\"", "\"weather\"");
	let (code, said) = run("unknown", &[("a.json", &unknown)]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("weather: 0 passed, 0 failed, 2 unsupported"), "{said}");
	assert!(said.contains("unsupported weather (two, near): no rule of this kind"), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_does_not_keep_others_from_running() {
	for (name, broken) in [
		("no_json", "{\"schema\": 1, \"kind\": "),
		("no_kind", r#"{"schema": 1, "cases": []}"#),
		("no_cases", r#"{"schema": 1, "kind": "sqrt"}"#),
		("other_schema", r#"{"schema": 2, "kind": "sqrt", "cases": []}"#),
	] {
		let (code, said) = run(name, &[("broken.json", broken), ("roots.json", ROOTS)]);
		assert_eq!(code, Some(1), "{name}: {said}");
		assert!(said.contains("sqrt: 2 passed, 0 failed, 0 unsupported"), "{name}: {said}");
		assert!(said.contains("broken file") && said.contains("broken.json"), "{name}: {said}");
	}
}

#[test]
fn a_folder_without_files_fails() {
	let (code, said) = run("empty", &[("readme.txt", "nothing here")]);
	assert_eq!(code, Some(1), "{said}");
	assert!(said.contains("no files of cases"), "{said}");
}

#[test]
fn a_case_that_expects_nothing_or_makes_no_sense_fails() {
	for (name, expected, tolerance) in [
		("nothing", "{}", r#"{"type": "exact"}"#),
		("no_number", r#"{"y": "two"}"#, r#"{"type": "exact"}"#),
		("no_scale", r#"{"y": "2"}"#, r#"{"type": "trunc_scaled", "scale": "0"}"#),
		("no_type", r#"{"y": "2"}"#, r#"{"type": "about"}"#),
		("too_long", r#"{"y": "1e999999"}"#, r#"{"type": "exact"}"#),
		("must_refuse", r#"{"error": "negative"}"#, r#"{"type": "exact"}"#),
	] {
		let (code, said) = run(name, &[("a.json", &one_root(expected, tolerance))]);
		assert_eq!(code, Some(1), "{name}: {said}");
		assert!(said.contains("sqrt: 0 passed, 1 failed, 0 unsupported"), "{name}: {said}");
	}
}

#[test]
fn what_is_asked_but_not_computed_is_unsupported() {
	let (code, said) =
		run("unanswered", &[("a.json", &one_root(r#"{"y": "2", "z": "3"}"#, "null"))]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("sqrt: 0 passed, 0 failed, 1 unsupported"), "{said}");
	assert!(said.contains("not computed here: z"), "{said}");
}

#[test]
fn parts_of_an_answer_are_compared_one_by_one() {
	let bid = |cash: &str| {
		format!(
			r#"{{"schema": 1, "kind": "liquidation_auction", "cases": [{{"id": "bid",
			"inputs": {{"account": {{"cash": "300", "BTC": "-2"}}, "fraction": "0.5", "bid": "30"}},
			"expected": {{"account": {{"cash": "{cash}", "BTC": "-1"}}, "bidder": {{"BTC": "-1"}}}}}}]}}"#
		)
	};
	assert_eq!(run("parts_right", &[("a.json", &bid("180"))]).0, Some(0));
	let (code, said) = run("parts_wrong", &[("a.json", &bid("181"))]);
	assert_eq!(code, Some(1), "{said}");
	assert!(said.contains("account.cash: got 180, expected \"181\""), "{said}");
}
