// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{AnswerLayout, Line, Market, TimeUnit, VenueConfig, VolumeUnit},
	http_server::{Answer, Handler, HttpServer},
	reporting::now_ms,
	simulator::{options, FaultKind, Simulator},
	utc::write_utc,
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// How long a silent venue keeps a connection open.
const SILENCE: Duration = Duration::from_secs(60);

/// Serves the venues on 127.0.0.1: `/VENUE/ticker/MARKET`, and with `?viewer=3` as the third viewer is told;
/// `/options/UNDERLYING` where option chains were recorded.
/// `/` shows the time of the data and what there is.
pub async fn serve(simulator: Arc<Simulator>, port: u16) -> std::io::Result<HttpServer> {
	let handler: Handler = Arc::new(move |path, query| {
		let simulator = simulator.clone();
		let (path, viewer) = (path.to_string(), viewer_of(query));
		Box::pin(async move { answer(&simulator, &path, viewer).await })
	});
	HttpServer::start(port, handler).await
}

fn viewer_of(query: Option<&str>) -> u64 {
	query
		.and_then(|query| query.strip_prefix("viewer="))
		.and_then(|viewer| viewer.parse().ok())
		.unwrap_or(0)
}

async fn answer(simulator: &Simulator, path: &str, viewer: u64) -> Answer {
	let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
	let line = match parts.as_slice() {
		[] => return overview(simulator),
		["options", underlying] => return options::answer(simulator, underlying, now_ms()),
		[venue, "ticker", market] => match market.parse::<Market>() {
			Ok(market) => Line { venue: (*venue).to_string(), market },
			Err(error) => return Answer::error(404, &error.to_string()),
		},
		_ => return Answer::error(404, "ask for /VENUE/ticker/MARKET or /options/UNDERLYING"),
	};
	if !simulator.recording.tracks.contains_key(&line) {
		return Answer::error(404, &format!("{line} is not recorded"));
	}
	let begun = now_ms();
	for fault in simulator.faults.of(&line, simulator.minute(begun)) {
		match fault.kind {
			FaultKind::Silent => {
				tokio::time::sleep(SILENCE).await;
				return Answer::error(504, "silent");
			},
			FaultKind::Latency(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
			FaultKind::Status(status) => return Answer::error(status, "a fault was asked for"),
			FaultKind::Garbage => return Answer::json("<html>We are down for maintenance"),
			FaultKind::Factor(_) | FaultKind::Stale => {},
		}
	}
	// A slow answer holds what was known when it was asked for.
	match simulator.told(&line, viewer, begun) {
		Some(quote) => Answer::json(json!({
			"venue": line.venue,
			"market": line.market,
			"last": quote.price,
			"volume_24h": quote.volume,
			"time": quote.seen_at_ms,
		})),
		None => Answer::error(503, "the recording has not begun here"),
	}
}

fn overview(simulator: &Simulator) -> Answer {
	let lines: Vec<String> = simulator.recording.tracks.keys().map(ToString::to_string).collect();
	Answer::json(json!({
		"data_time": write_utc(simulator.clock.at(now_ms()) / 1_000),
		"speed": simulator.clock.speed,
		"lines": lines,
		"options": simulator.recording.options.underlyings().collect::<Vec<_>>(),
	}))
}

/// Where in the simulator's answers what stands.
pub fn answer_layout() -> AnswerLayout {
	AnswerLayout {
		price: "/last".into(),
		bid: None,
		ask: None,
		volume: "/volume_24h".into(),
		volume_in: VolumeUnit::Base,
		time: Some("/time".into()),
		time_in: TimeUnit::Milliseconds,
		error: None,
	}
}

/// The simulated venues at `url` as a feeder's configuration names them, as `viewer` is told.
pub fn venue_configs(simulator: &Simulator, url: &str, viewer: u64) -> Vec<VenueConfig> {
	let mut venues: BTreeMap<&str, BTreeMap<Market, String>> = BTreeMap::new();
	for line in simulator.recording.tracks.keys() {
		let markets = venues.entry(&line.venue).or_default();
		markets.insert(line.market.clone(), line.market.to_string());
	}
	venues
		.into_iter()
		.map(|(name, markets)| VenueConfig {
			name: name.into(),
			base_url: format!("{url}/{name}"),
			path: format!("/ticker/{{symbol}}?viewer={viewer}"),
			answer: answer_layout(),
			markets,
			timeout_ms: None,
			interval_ms: None,
			max_age_ms: None,
		})
		.collect()
}
