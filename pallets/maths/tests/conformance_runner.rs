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
		let path = folder.join(file);
		fs::create_dir_all(path.parent().unwrap()).unwrap();
		fs::write(path, content).unwrap();
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

/// They were not read, and a folder that is named like a file was a broken one.
#[test]
fn files_in_folders_within_the_folder_are_read() {
	let (code, said) = run(
		"folders_within",
		&[("x.json/roots.json", ROOTS), ("a/b/roots.json", ROOTS), ("c.json", ROOTS)],
	);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("sqrt: 6 passed, 0 failed, 0 unsupported"), "{said}");
	assert!(!said.contains("broken"), "{said}");

	let deep = [("1/2/3/4/5/6/7/8/a.json", ROOTS), ("1/2/3/4/5/6/7/8/9/b.json", ROOTS)];
	let (code, said) = run("too_deep", &deep);
	assert_eq!(code, Some(1), "{said}");
	assert!(said.contains("sqrt: 2 passed, 0 failed, 0 unsupported"), "{said}");
	assert!(said.contains("too many folders within each other"), "{said}");
}

/// Each of them made a case or its file unreadable.
#[test]
fn a_byte_order_mark_a_plus_a_null_and_a_long_exponent_are_read() {
	let file = r#"{"schema": 1, "kind": "sqrt", "cases": [
		{"id": "plus", "inputs": {"x": "+4"}, "expected": {"y": "+2.5", "error": null},
			"tolerance": {"abs": "+0.5", "rel": null}},
		{"id": "exponent", "inputs": {"x": "4"}, "expected": {"y": "1e-99999999999999999999"},
			"tolerance": {"type": "abs", "value": "2e+0"}},
		{"id": "null", "parameters": null, "inputs": {"x": "4", "note": null},
			"expected": {"y": "2", "z": null}, "tolerance": null}
	]}"#;
	let marked = format!("\u{feff}{file}");
	let (code, said) = run("forms", &[("a.json", &marked)]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("sqrt: 3 passed, 0 failed, 0 unsupported"), "{said}");
	for (name, x) in
		[("two_signs", "+-4"), ("no_exponent", "4e"), ("exponent_of_two_signs", "4e+-1")]
	{
		let inputs = format!(r#"{{"x": "{x}"}}"#);
		let (code, said) = run_one(name, "sqrt", &inputs, r#"{"y": "2"}"#);
		assert_eq!(code, Some(1), "{said}");
		assert!(said.contains("is no number"), "{said}");
	}
}

/// They were taken for questions.
#[test]
fn what_is_for_people_is_no_question() {
	let expected = r#"{"y": "2", "why_text": "…", "note": 1, "source": {}, "tag": [], "topic": "t", "rule": "r"}"#;
	let (code, said) = run("for_people", &[("a.json", &one_root(expected, "null"))]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("sqrt: 1 passed, 0 failed, 0 unsupported"), "{said}");
}

/// It was not computed but for margins.
#[test]
fn what_is_not_refused_is_accepted() {
	for (name, x, accepted, code) in [
		("is_accepted", "4", true, 0),
		("is_refused", "-4", false, 0),
		("should_be_refused", "4", false, 1),
		("should_be_accepted", "-4", true, 1),
	] {
		let inputs = format!(r#"{{"x": "{x}"}}"#);
		let expected = format!(r#"{{"accepted": {accepted}}}"#);
		let (found, said) = run_one(name, "sqrt", &inputs, &expected);
		assert_eq!(found, Some(code), "{said}");
		let counts = if code == 0 { "1 passed, 0 failed" } else { "0 passed, 1 failed" };
		assert!(said.contains(&format!("sqrt: {counts}, 0 unsupported")), "{said}");
	}
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

/// One case of a kind.
fn one(kind: &str, inputs: &str, expected: &str) -> String {
	format!(
		r#"{{"schema": 1, "kind": "{kind}", "cases": [
			{{"id": "one", "inputs": {inputs}, "expected": {expected}}}
		]}}"#
	)
}

fn run_one(name: &str, kind: &str, inputs: &str, expected: &str) -> (Option<i32>, String) {
	run(name, &[("a.json", &one(kind, inputs, expected))])
}

#[test]
fn a_refusal_passes_only_if_it_means_what_the_case_expects() {
	let empty = r#"{"values": []}"#;
	let (code, said) =
		run_one("meant", "weighted_median", empty, r#"{"error": "input cannot be empty"}"#);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("weighted_median: 1 passed, 0 failed, 0 unsupported"), "{said}");
	assert!(!said.contains("remark"), "{said}");

	let (code, said) =
		run_one("not_meant", "weighted_median", empty, r#"{"error": "bid above ask"}"#);
	assert_eq!(code, Some(1), "{said}");
	assert!(
		said.contains(
			"failed weighted_median one: refused, but not with bid above ask: nothing was given"
		),
		"{said}"
	);
}

#[test]
fn a_refusal_where_nobody_knows_the_expected_name_passes_with_a_remark() {
	let (code, said) =
		run_one("unknown_name", "ln", r#"{"x": "0"}"#, r#"{"error": "LN_NoMoreNumbers"}"#);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("ln: 1 passed, 0 failed, 0 unsupported"), "{said}");
	assert!(
		said.contains(
			"remark ln (one): refused, and who knows whether LN_NoMoreNumbers means that"
		),
		"{said}"
	);
}

/// It once was unsupported whatever the case expected, and so was a function that refused everything.
#[test]
fn a_function_that_refuses_what_has_an_answer_fails() {
	for (kind, x) in [("ln", "0"), ("ln", "-1"), ("sqrt", "-1")] {
		let inputs = format!(r#"{{"x": "{x}"}}"#);
		let (code, said) = run_one(&format!("refused_{kind}{x}"), kind, &inputs, r#"{"y": "1"}"#);
		assert_eq!(code, Some(1), "{said}");
		assert!(said.contains(&format!("{kind}: 0 passed, 1 failed, 0 unsupported")), "{said}");
	}
}

#[test]
fn an_answer_that_no_type_holds_is_unsupported_and_may_be_refused() {
	let beyond = [("exp", "46.6"), ("ln", "0.0000000000000000001"), ("sqrt", "1e30")];
	for (kind, x) in beyond {
		let inputs = format!(r#"{{"x": "{x}"}}"#);
		let (code, said) = run_one(&format!("beyond_{kind}"), kind, &inputs, r#"{"y": "1"}"#);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains(&format!("{kind}: 0 passed, 0 failed, 1 unsupported")), "{said}");
		let refused =
			run_one(&format!("refused_beyond_{kind}"), kind, &inputs, r#"{"error": "too large"}"#);
		assert_eq!(refused.0, Some(0), "{}", refused.1);
		assert!(refused.1.contains(&format!("remark {kind} (one)")), "{}", refused.1);
	}
	let (code, said) = run_one("within", "exp", r#"{"x": "46.58"}"#, r#"{"y": "1"}"#);
	assert_eq!(code, Some(1), "{said}");
}

/// It once could not be read.
#[test]
fn a_price_below_zero_is_a_refusal() {
	let option = |forward: &str, strike: &str| {
		format!(
			r#"{{"forward": "{forward}", "strike": "{strike}", "seconds_to_expiry": 86400,
			"volatility": "0.5", "rate": "0"}}"#
		)
	};
	for (name, inputs) in [("forward", option("-1", "1")), ("strike", option("1", "-1"))] {
		let error = r#"{"error": "negative price"}"#;
		let (code, said) = run_one(&format!("negative_{name}"), "black76", &inputs, error);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains("black76: 1 passed"), "{said}");
		let (code, said) =
			run_one(&format!("priced_{name}"), "black76", &inputs, r#"{"call": "1"}"#);
		assert_eq!(code, Some(1), "{said}");
		assert!(said.contains("refused: a number is negative that cannot be"), "{said}");
	}
}

/// A lot of the last digit makes more of them than anybody may hold.
#[test]
fn a_portfolio_of_many_digits_is_priced_one_by_one() {
	let grid = r#"{"vol_rule": "relative", "scenarios": [
		{"spot": "-0.1", "vol": "0", "weight": "0.5"}, {"spot": "0.1", "vol": "0", "weight": "0.5"}
	]}"#;
	let portfolio = |expected: &str| {
		format!(
			r#"{{"schema": 1, "kind": "scenario_portfolio", "cases": [{{"id": "one",
			"parameters": {{"grid": {grid}}},
			"inputs": {{"index": {{"BTC": "100", "ETH": "10"}}, "positions": [
				{{"underlying": "BTC", "kind": "perp", "qty": "25.12345678"}},
				{{"underlying": "ETH", "kind": "perp", "qty": "-10"}}
			]}},
			"expected": {expected}, "tolerance": {{"abs": "0.000001"}}}}]}}"#
		)
	};
	let right = r#"{"scenario_pnl": ["-241.2345678", "241.2345678"],
		"worst_loss": "120.6172839", "sum_of_worst_losses": "130.6172839"}"#;
	let (code, said) = run("digits", &[("a.json", &portfolio(right))]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("scenario_portfolio: 1 passed"), "{said}");
	let wrong = r#"{"worst_loss": "241.2345678"}"#;
	assert_eq!(run("digits_wrong", &[("a.json", &portfolio(wrong))]).0, Some(1));
}

#[test]
fn accounts_are_settled_one_at_a_time() {
	let inputs = |side: &str| {
		format!(
			r#"{{"type": "call", "strike": "2000", "contracts": "3", "settle_only": "{side}",
			"settlement_price": "2500"}}"#
		)
	};
	for (side, paid, left) in [("long", "1500", "0"), ("short", "-1500", "3")] {
		let expected = |left: &str| {
			format!(
				r#"{{"settled_account_cash_change": "{paid}", "net_settled_cash": "{paid}",
				"cash_solvent": true, "open_interest_after": "{left}"}}"#
			)
		};
		let (code, said) =
			run_one(&format!("settled_{side}"), "settlement", &inputs(side), &expected(left));
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains("settlement: 1 passed"), "{said}");
		let wrong =
			run_one(&format!("settled_wrong_{side}"), "settlement", &inputs(side), &expected("1"));
		assert_eq!(wrong.0, Some(1), "{}", wrong.1);
	}
}

#[test]
fn what_other_parts_answer_is_unsupported_and_named_with_them() {
	let file = r#"{"schema": 1, "kind": "settlement", "cases": [{"id": "one",
		"parameters": {"inline": {"twap_seconds": 1800}},
		"inputs": {"spot": "990", "forward_minus_spot": "10", "seconds_to_expiry_of_data": 600,
			"realised_average_price": "1050", "data_confidence": "0.99"},
		"expected": {"forward_fixed_portion": "700", "confidence": "0.99", "stale_error_later": "TooOld"}}]}"#;
	let (code, said) = run("stale", &[("a.json", file)]);
	assert_eq!(code, Some(0), "{said}");
	assert!(
		said.contains("not computed here: stale_error_later (the oracle says how old data may be)"),
		"{said}"
	);
	let wrong = file.replace("\"confidence\": \"0.99\"", "\"confidence\": \"1\"");
	assert_eq!(run("stale_wrong", &[("a.json", &wrong)]).0, Some(1));
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

/// It failed as one that cannot be read.
#[test]
fn a_grid_that_no_set_of_scenarios_holds_is_unsupported() {
	let row = |spot: &str| format!(r#"{{"spot": "{spot}", "vol": "0"}}"#);
	let many: Vec<String> = (0..33).map(|step| row(&format!("0.{step:03}"))).collect();
	for (name, rows, reason) in [
		("grid_many", many, "33 scenarios are more than 32"),
		("grid_repeated", vec![row("0.1"), row("0.1")], "scenario 1 repeats an earlier one"),
		("grid_to_nothing", vec![row("-1")], "a multiplier must be above 0 and at most 10"),
	] {
		let rows = rows.join(", ");
		let file = format!(
			r#"{{"schema": 1, "kind": "scenario_portfolio", "cases": [{{"id": "one",
			"parameters": {{"grid": {{"vol_rule": "relative", "scenarios": [{rows}]}}}},
			"inputs": {{"index": {{"BTC": "100"}}, "positions": []}},
			"expected": {{"worst_loss": "0"}}}}]}}"#
		);
		let (code, said) = run(name, &[("a.json", &file)]);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains("scenario_portfolio: 0 passed, 0 failed, 1 unsupported"), "{said}");
		assert!(said.contains(reason), "{said}");
		let refused = file.replace(r#""worst_loss": "0""#, r#""error": "no such grid""#);
		let (code, said) = run(&format!("{name}_refused"), &[("a.json", &refused)]);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains("scenario_portfolio: 1 passed, 0 failed, 0 unsupported"), "{said}");
	}
	let file = r#"{"schema": 1, "kind": "portfolio_margin", "cases": [{"id": "one",
		"parameters": {"inline": {"scenarios": [["1.1", "none"], ["1.1", "none"]]}},
		"inputs": {"spot": "100"}, "expected": {"mtm": "0"}}]}"#;
	let (code, said) = run("scenarios_repeated", &[("a.json", file)]);
	assert_eq!(code, Some(0), "{said}");
	assert!(said.contains("portfolio_margin: 0 passed, 0 failed, 1 unsupported"), "{said}");
}

/// It was cut to a whole second, and so answered a question that nobody asked.
#[test]
fn a_part_of_a_second_is_unsupported_where_seconds_are_whole() {
	let option = r#"{"forward": "100", "strike": "100", "seconds_to_expiry": "1800.5",
		"volatility": "0.5", "rate": "0", "type": "call", "price": "1"}"#;
	let account = r#"{"spot": "100", "options": [{"sec_to_expiry": "0.5", "strike": "100",
		"type": "call", "amount": "1", "vol": "0.5"}]}"#;
	let bid = r#"{"mark_to_market": "1", "maintenance_margin": "-1", "elapsed_seconds": "0.0001"}"#;
	for (kind, inputs, expected) in [
		("black76", option, r#"{"call": "1"}"#),
		("implied_volatility", option, r#"{"volatility": "1"}"#),
		("standard_margin", account, r#"{"im": "1"}"#),
		("portfolio_margin", account, r#"{"im": "1"}"#),
		("liquidation_auction", bid, r#"{"fee": "0"}"#),
	] {
		let (code, said) = run_one(&format!("part_of_second_{kind}"), kind, inputs, expected);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains(&format!("{kind}: 0 passed, 0 failed, 1 unsupported")), "{said}");
		assert!(said.contains("has a fraction"), "{said}");
	}
}

/// It failed, although no slice of the product is like that.
#[test]
fn a_slice_that_the_product_does_not_take_is_unsupported() {
	let slice = |a: &str, rho: &str, sigma: &str, k: &str| {
		format!(
			r#"{{"a": "{a}", "b": "0.1", "rho": "{rho}", "m": "0", "sigma": "{sigma}", "k": "{k}"}}"#
		)
	};
	let free = r#"{"butterfly_free": true}"#;
	for (name, inputs, expected, outcome) in [
		("kink", slice("0.1", "0", "0", "0.1"), free, "0 passed, 0 failed, 1 unsupported"),
		("round", slice("0.1", "0", "20", "0"), free, "0 passed, 0 failed, 1 unsupported"),
		("high", slice("150", "0", "0.3", "0"), free, "0 passed, 0 failed, 1 unsupported"),
		("tilted", slice("0.1", "1", "0.3", "0"), free, "0 passed, 0 failed, 1 unsupported"),
		(
			"far",
			slice("0.1", "0", "0.3", "17"),
			r#"{"w": "1"}"#,
			"0 passed, 0 failed, 1 unsupported",
		),
		("far_and_free", slice("0.1", "0", "0.3", "17"), free, "1 passed, 0 failed, 0 unsupported"),
		(
			"high_at_k",
			slice("150", "0", "1", "0"),
			r#"{"w": "150.1"}"#,
			"1 passed, 0 failed, 0 unsupported",
		),
		("no_slice", slice("0.1", "2", "0.3", "0"), free, "0 passed, 1 failed, 0 unsupported"),
		(
			"kink_refused",
			slice("0.1", "0", "0", "0.1"),
			r#"{"error": "SVI_InvalidParameters"}"#,
			"1 passed, 0 failed, 0 unsupported",
		),
	] {
		let (_, said) = run_one(&format!("slice_{name}"), "svi_slice", &inputs, expected);
		assert!(said.contains(&format!("svi_slice: {outcome}")), "{name}: {said}");
	}
}

#[test]
fn what_an_auction_is_not_asked_here_is_unsupported_and_named() {
	let inputs = r#"{"mark_to_market": "1", "maintenance_margin": "-1", "action": "sing"}"#;
	for kind in ["liquidation_auction", "liquidation_auction_insolvent"] {
		let (code, said) =
			run_one(&format!("action_{kind}"), kind, inputs, r#"{"accepted": true}"#);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains(&format!("{kind}: 0 passed, 0 failed, 1 unsupported")), "{said}");
		assert!(said.contains("no rule of the action \"sing\""), "{said}");
	}
}

/// All three failed.
#[test]
fn a_price_beyond_every_number_and_a_median_of_parts_are_told_from_faults() {
	let option = r#"{"forward": "100", "strike": "90", "seconds_to_expiry": 86400, "rate": "0",
		"type": "call", "price": "1e30"}"#;
	for (name, kind, inputs, expected, outcome) in [
		(
			"price",
			"implied_volatility_refused",
			option,
			r#"{"error": "at_or_above_max"}"#,
			"1 passed, 0 failed, 0 unsupported",
		),
		(
			"parts",
			"weighted_median",
			r#"{"values": ["1.5", "2.5"]}"#,
			r#"{"median": "2"}"#,
			"0 passed, 0 failed, 1 unsupported",
		),
		(
			"quorum",
			"weighted_median",
			r#"{"prices": [{"price": 100, "vote_weight": 50}], "total_weight": 100}"#,
			r#"{"median": null}"#,
			"0 passed, 0 failed, 1 unsupported",
		),
	] {
		let (code, said) = run_one(&format!("told_{name}"), kind, inputs, expected);
		assert_eq!(code, Some(0), "{said}");
		assert!(said.contains(&format!("{kind}: {outcome}")), "{said}");
	}
}
