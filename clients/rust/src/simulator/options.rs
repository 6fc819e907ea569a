// SPDX-License-Identifier: Apache-2.0
//! Recorded option chains, served as one venue of options.

use crate::{
	feeder::{OptionLayout, OptionsConfig, TimeUnit, VolatilityUnit},
	http_server::Answer,
	simulator::{configuration::quoted, Simulator},
};
use std::collections::BTreeMap;

/// What the venue is called.
const NAME: &str = "recorded-options";
/// How often it is asked, in milliseconds: its time may run quickly.
const INTERVAL_MS: u64 = 1_000;
/// How old its options may be, in milliseconds: a busy machine is no stale venue.
const MAX_AGE_MS: u64 = 10_000;

/// The options on an underlying as of now.
pub(super) fn answer(simulator: &Simulator, underlying: &str, now_ms: u64) -> Answer {
	let clock = &simulator.clock;
	let passed_ms = clock.at(now_ms).saturating_sub(clock.from_ms);
	match simulator.recording.options.answer(underlying, passed_ms, now_ms) {
		Some(rows) => Answer::json(rows),
		None => Answer::error(404, &format!("no options on {underlying} are recorded")),
	}
}

/// Where in the simulator's answers about options what stands.
fn answer_layout() -> OptionLayout {
	OptionLayout {
		rows: String::new(),
		instrument: "/instrument_name".into(),
		volatility: "/mark_iv".into(),
		volatility_in: VolatilityUnit::Percent,
		forward: "/underlying_price".into(),
		index: Some("/index_price".into()),
		time: Some("/time".into()),
		time_in: TimeUnit::Milliseconds,
		expiry: Some("/expiry".into()),
		error: None,
	}
}

/// The recorded options at `url` as a feeder's configuration names them; none if none are recorded.
pub fn option_configs(simulator: &Simulator, url: &str) -> Vec<OptionsConfig> {
	let underlyings: BTreeMap<String, String> = simulator
		.recording
		.options
		.underlyings()
		.map(|name| (name.to_string(), name.to_string()))
		.collect();
	if underlyings.is_empty() {
		return Vec::new();
	}
	vec![OptionsConfig {
		name: NAME.into(),
		base_url: url.into(),
		path: "/options/{underlying}".into(),
		underlyings,
		answer: answer_layout(),
		timeout_ms: None,
		interval_ms: Some(INTERVAL_MS),
		max_age_ms: Some(MAX_AGE_MS),
	}]
}

/// A section of a feeder's configuration as [`option_configs`] makes it.
pub(super) fn write_config(venue: &OptionsConfig) -> String {
	let OptionLayout { rows, instrument, volatility, forward, index, time, expiry, .. } =
		&venue.answer;
	let place = |name: &str, pointer: &str| format!("{name} = {}\n", quoted(pointer));
	let mut text = "\n[[options]]\n".to_string();
	text += &place("name", &venue.name);
	text += &place("base_url", &venue.base_url);
	text += &place("path", &venue.path);
	for (name, value) in [("interval_ms", venue.interval_ms), ("max_age_ms", venue.max_age_ms)] {
		text += &value.map_or_else(String::new, |value| format!("{name} = {value}\n"));
	}
	text += "[options.answer]\nvolatility_in = \"percent\"\n";
	for (name, pointer) in [
		("rows", Some(rows)),
		("instrument", Some(instrument)),
		("volatility", Some(volatility)),
		("forward", Some(forward)),
		("index", index.as_ref()),
		("time", time.as_ref()),
		("expiry", expiry.as_ref()),
	] {
		text += &pointer.map_or_else(String::new, |pointer| place(name, pointer));
	}
	text += "[options.underlyings]\n";
	for (ours, theirs) in &venue.underlyings {
		text += &format!("{} = {}\n", quoted(ours), quoted(theirs));
	}
	text
}
