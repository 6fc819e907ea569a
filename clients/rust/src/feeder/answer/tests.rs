// SPDX-License-Identifier: Apache-2.0
use super::*;
use proptest::prelude::*;

fn layout(pairs: &str) -> AnswerLayout {
	toml::from_str(pairs).unwrap()
}

fn read(layout: &AnswerLayout, body: &str) -> Result<Quote, AnswerError> {
	layout.read(body.as_bytes(), "XXBTZUSD", 1_000)
}

fn flat() -> AnswerLayout {
	layout("price = '/p'\nvolume = '/v'\ntime = '/t'")
}

#[test]
fn nested_arrays_and_the_venues_own_names_are_found() {
	let layout = layout(
		"price = '/result/{symbol}/c/0'\nbid = '/result/{symbol}/b/0'\n\
		 ask = '/result/{symbol}/a/0'\nvolume = '/result/{symbol}/v/1'\nerror = '/error'",
	);
	let body = r#"{"error":[],"result":{"XXBTZUSD":{"a":["20001.0","1"],"b":["20000.0","1"],
		"c":["20000.5","0.1"],"v":["12.5","4083.67"]}}}"#;
	let quote = read(&layout, body).unwrap();
	assert_eq!(quote.price, "20000.5".parse().unwrap());
	assert_eq!(quote.half_spread, "0.5".parse().unwrap());
	assert_eq!(quote.volume, "4083.67".parse().unwrap());
	assert_eq!(quote.seen_at_ms, 1_000, "without a time, that of the answer");

	let refused = r#"{"error":["EQuery:Unknown asset pair"]}"#;
	let words = read(&layout, refused).unwrap_err().to_string();
	assert!(words.contains("Unknown asset pair"), "{words}");
}

#[test]
fn numbers_are_read_as_they_are_written() {
	let quote = read(&flat(), r#"{"p":23146.100000000000001,"v":1e-7,"t":5}"#).unwrap();
	assert_eq!(quote.price.to_string(), "23146.100000000000001");
	assert_eq!(quote.volume.to_string(), "0.0000001");
}

#[test]
fn a_last_trade_outside_the_book_moves_to_its_edge() {
	let layout = layout("price = '/0'\nbid = '/1'\nask = '/2'\nvolume = '/3'");
	let price = |body| read(&layout, body).unwrap().price.to_string();
	assert_eq!(price("[\"90\",\"99\",\"101\",\"1\"]"), "99");
	assert_eq!(price("[\"100\",\"99\",\"101\",\"1\"]"), "100");
	let crossed = read(&layout, "[100,102,101,1]").unwrap_err();
	assert_eq!(crossed.to_string(), "the bid 102 is above the ask 101");
}

#[test]
fn a_volume_in_the_quote_asset_becomes_one_in_the_base() {
	let layout = layout("price = '/p'\nvolume = '/v'\nvolume_in = 'quote'");
	let quote = read(&layout, r#"{"p":"20000","v":"50000"}"#).unwrap();
	assert_eq!(quote.volume, "2.5".parse().unwrap());
}

#[test]
fn every_way_of_writing_a_time_is_read() {
	for (unit, text) in [
		("seconds", "1678519080.25"),
		("milliseconds", "1678519080250"),
		("microseconds", "1678519080250999"),
		("nanoseconds", "1678519080250999999"),
		("rfc3339", "\"2023-03-11T07:18:00.250Z\""),
	] {
		let layout =
			layout(&format!("price = '/p'\nvolume = '/v'\ntime = '/t'\ntime_in = '{unit}'"));
		let quote = read(&layout, &format!(r#"{{"p":1,"v":1,"t":{text}}}"#)).unwrap();
		assert_eq!(quote.seen_at_ms, 1_678_519_080_250, "{unit}");
	}
}

#[test]
fn nonsense_is_refused_with_its_place() {
	let words = |body: &str| read(&flat(), body).unwrap_err().to_string();
	assert!(words("<html>").starts_with("the answer is not JSON"));
	assert_eq!(words(r#"{"p":1,"v":1}"#), "the answer has nothing at /t");
	assert_eq!(words(r#"{"p":0,"v":1,"t":1}"#), "/p is `0`: a price is above zero");
	assert_eq!(words(r#"{"p":"-5","v":1,"t":1}"#), "/p is `-5`: it is below zero");
	assert_eq!(words(r#"{"p":"NaN","v":1,"t":1}"#), "/p is `NaN`: it is not a decimal number");
	assert_eq!(words(r#"{"p":null,"v":1,"t":1}"#), "/p is `null`: it is not a decimal number");
	assert_eq!(words(r#"{"p":1e15,"v":1,"t":1}"#), "/p is `1e15`: it is too large");
	assert!(words(r#"{"p":1,"v":1,"t":"now"}"#).starts_with("/t is `now`"));
	let long = format!(r#"{{"p":"{}","v":1,"t":1}}"#, "x".repeat(500));
	assert!(words(&long).len() < 150);
}

#[test]
fn a_layout_without_sense_is_refused_before_it_is_used() {
	assert!(flat().ensure_well_formed().is_ok());
	let no_pointer = AnswerLayout { price: "price".into(), ..flat() };
	assert!(no_pointer.ensure_well_formed().unwrap_err().contains("begin with /"));
	let half = AnswerLayout { bid: Some("/b".into()), ..flat() };
	assert!(half.ensure_well_formed().unwrap_err().contains("both bid and ask"));
}

proptest! {
	#[test]
	fn any_bytes_are_read_or_refused(body: Vec<u8>) {
		let _ = flat().read(&body, "X", 0);
	}

	#[test]
	fn any_json_of_the_right_shape_is_read_or_refused(
		price in "[-0-9.eE\"a-z]{0,12}", volume in "[-0-9.eE]{1,12}", time in "[0-9]{1,25}",
	) {
		let body = format!(r#"{{"p":{price},"v":{volume},"t":{time}}}"#);
		if let Ok(quote) = flat().read(body.as_bytes(), "X", 0) {
			prop_assert!(!quote.price.is_zero() && quote.price.into_inner() <= LARGEST);
		}
	}
}
