// SPDX-License-Identifier: Apache-2.0
//! A feeder's configuration for the venues of a recording.

use crate::{
	feeder::{Asset, AssetConfig, FeederConfig, Limits, Line, Market},
	simulator::{option_configs, options, venue_configs, Simulator},
};
use market_primitives::Underlying;
use std::collections::BTreeSet;

/// A quote counts until it is this old, in milliseconds of data.
const MAX_AGE_OF_DATA_MS: u64 = 300_000;
/// And at least this long in present time, so that a busy machine is not taken for a stale venue.
const LEAST_MAX_AGE_MS: u64 = 2_000;
/// Venues that a feed's price needs, where the recording has as many.
const WANTED_VENUES: usize = 2;

/// The stablecoins among the assets of a recording, each after those it is valued in: first those with a
/// market in dollars.
pub fn stablecoins(lines: &[Line], underlyings: &[Underlying]) -> Vec<(Asset, Vec<Asset>)> {
	let is_base = |asset: &Asset| {
		underlyings.iter().any(|underlying| underlying.to_string() == asset.ticker())
	};
	let mut valued = vec![Asset::usd()];
	let mut found = Vec::new();
	// Most markets first: a coin with more dollar venues is the better measure of the next.
	let dollar_venues = |asset: &Asset| {
		lines
			.iter()
			.filter(|line| line.market.base == *asset && line.market.quote == Asset::usd())
			.count()
	};
	let mut coins: Vec<Asset> = lines
		.iter()
		.flat_map(|line| [&line.market.base, &line.market.quote])
		.filter(|asset| !is_base(asset) && dollar_venues(asset) > 0)
		.cloned()
		.collect();
	coins.sort_by_key(|asset| (std::cmp::Reverse(dollar_venues(asset)), asset.clone()));
	coins.dedup();
	for coin in coins {
		let quotes = valued
			.iter()
			.filter(|quote| {
				lines
					.iter()
					.any(|line| line.market.base == coin && line.market.quote == **quote)
			})
			.cloned()
			.collect();
		found.push((coin.clone(), quotes));
		valued.push(coin);
	}
	found
}

/// The underlyings of a list that the recording has markets of.
pub fn recorded_underlyings(simulator: &Simulator, of: &[Underlying]) -> Vec<Underlying> {
	let has_market = |underlying: &Underlying| {
		let ticker = underlying.to_string();
		simulator
			.recording
			.tracks
			.keys()
			.any(|line| line.market.base.ticker() == ticker)
	};
	of.iter().copied().filter(has_market).collect()
}

/// How a feeder that is viewer number `viewer` asks the simulated venues at `url`, all but `without`.
///
/// Ages are those of the data at the simulator's speed. An error says why the recording gives no price.
pub fn feeder_config(
	simulator: &Simulator,
	url: &str,
	viewer: u64,
	underlyings: &[Underlying],
	without: Option<&str>,
) -> Result<FeederConfig, String> {
	let mut venues = venue_configs(simulator, url, viewer);
	venues.retain(|venue| without != Some(venue.name.as_str()));
	let lines: Vec<Line> = venues
		.iter()
		.flat_map(|venue| {
			venue
				.markets
				.keys()
				.map(|market| Line { venue: venue.name.clone(), market: market.clone() })
		})
		.collect();
	let able = |base: &Asset, quotes: &[Asset]| {
		let covers = |market: &Market| market.base == *base && quotes.contains(&market.quote);
		let able = lines.iter().filter(|line| covers(&line.market));
		able.map(|line| line.venue.as_str()).collect::<BTreeSet<_>>().len()
	};
	let rates: Vec<AssetConfig> = stablecoins(&lines, underlyings)
		.into_iter()
		.map(|(asset, quotes)| AssetConfig { asset, quotes, minimum_venues: 1 })
		.collect();
	let quotes: Vec<Asset> = [Asset::usd()]
		.into_iter()
		.chain(rates.iter().map(|rate| rate.asset.clone()))
		.collect();
	let mut feeds = Vec::new();
	for underlying in underlyings {
		let asset: Asset = underlying.to_string().parse().map_err(|error| format!("{error}"))?;
		let minimum_venues = able(&asset, &quotes).min(WANTED_VENUES);
		if minimum_venues == 0 {
			return Err(format!(
				"{asset} has no market in USD here, nor one in a coin that has: give a recording with one"
			));
		}
		feeds.push(AssetConfig { asset, quotes: quotes.clone(), minimum_venues });
	}
	let max_age_ms =
		(MAX_AGE_OF_DATA_MS / u64::from(simulator.clock.speed.max(1))).max(LEAST_MAX_AGE_MS);
	let limits = Limits {
		timeout_ms: 1_000,
		interval_ms: 500,
		max_age_ms,
		first_wait_ms: 200,
		longest_wait_ms: 2_000,
		max_vote_age_ms: 10_000,
		..Limits::default()
	};
	let mut options = option_configs(simulator, url);
	for venue in &mut options {
		venue
			.underlyings
			.retain(|ours, _| underlyings.iter().any(|it| it.to_string() == *ours));
	}
	options.retain(|venue| !venue.underlyings.is_empty());
	let config = FeederConfig { limits, venues, rates, feeds, options };
	config.ensure_sensible().map_err(|error| error.to_string())?;
	Ok(config)
}

/// A configuration made by [`feeder_config`] as a file.
pub fn write_config(config: &FeederConfig) -> String {
	let Limits { timeout_ms, interval_ms, max_age_ms, max_vote_age_ms, .. } = config.limits;
	let Limits { first_wait_ms, longest_wait_ms, .. } = config.limits;
	let mut text = format!(
		"[limits]\ntimeout_ms = {timeout_ms}\ninterval_ms = {interval_ms}\nmax_age_ms = {max_age_ms}\n\
		 max_vote_age_ms = {max_vote_age_ms}\nfirst_wait_ms = {first_wait_ms}\n\
		 longest_wait_ms = {longest_wait_ms}\n"
	);
	let assets = config.rates.iter().map(|it| ("rate", it));
	for (kind, asset) in assets.chain(config.feeds.iter().map(|it| ("feed", it))) {
		let quotes: Vec<String> = asset.quotes.iter().map(|it| quoted(it.ticker())).collect();
		text += &format!(
			"\n[[{kind}]]\nasset = {}\nquotes = [{}]\nminimum_venues = {}\n",
			quoted(asset.asset.ticker()),
			quotes.join(", "),
			asset.minimum_venues
		);
	}
	for venue in &config.venues {
		text += &format!(
			"\n[[venue]]\nname = {}\nbase_url = {}\npath = {}\n",
			quoted(&venue.name),
			quoted(&venue.base_url),
			quoted(&venue.path)
		);
		let answer = &venue.answer;
		let time = answer.time.as_deref().unwrap_or_default();
		text += &format!(
			"answer = {{ price = {}, volume = {}, time = {} }}\n[venue.markets]\n",
			quoted(&answer.price),
			quoted(&answer.volume),
			quoted(time)
		);
		for (market, symbol) in &venue.markets {
			text += &format!("{} = {}\n", quoted(&market.to_string()), quoted(symbol));
		}
	}
	config
		.options
		.iter()
		.fold(text, |text, venue| text + &options::write_config(venue))
}

/// A text between quotation marks, as TOML and JSON have it.
pub(super) fn quoted(text: &str) -> String {
	serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::simulator::{DataClock, Faults, Recording, Track};

	fn simulator(lines: &[(&str, &str)]) -> Simulator {
		let mut recording = Recording::default();
		for (market, venue) in lines {
			let line = Line { venue: (*venue).into(), market: market.parse().unwrap() };
			recording.tracks.insert(line, Track::new(Vec::new(), 60).unwrap());
		}
		let chain = "snapshot_utc_seconds,instrument,expiry_utc_seconds,mark_iv,underlying_price,index_price\n\
			0,BTC-1JAN70-1-C,9,0.5,1,1\n0,ETH-1JAN70-1-C,9,0.5,1,1\n";
		recording.options.add_rows(chain.as_bytes()).unwrap();
		Simulator {
			recording,
			clock: DataClock { begun_ms: 0, from_ms: 0, speed: 60 },
			noise_millionths: 0,
			seed: 1,
			faults: Faults::default(),
		}
	}

	#[test]
	fn the_configuration_covers_the_recording_and_can_be_written_and_read() {
		let simulator = simulator(&[
			("BTC-USD", "a"),
			("BTC-USDC", "b"),
			("USDC-USDT", "b"),
			("USDT-USD", "a"),
			("USDC-USD", "c"),
		]);
		let url = "http://127.0.0.1:9";
		let config = feeder_config(&simulator, url, 3, &[Underlying::BTC], None).unwrap();
		assert_eq!(
			config.limits.max_age_ms, 5_000,
			"five minutes of data at sixty times the speed"
		);
		assert_eq!(config.rates.len(), 2);
		assert_eq!(config.feeds[0].minimum_venues, 2);
		let underlyings: Vec<&String> = config.options[0].underlyings.keys().collect();
		assert_eq!(underlyings, ["BTC"], "nobody asked for prices of Ether");
		assert_eq!(config.venues[0].path, "/ticker/{symbol}?viewer=3");
		let text = write_config(&config);
		assert_eq!(toml::from_str::<FeederConfig>(&text).unwrap(), config, "{text}");
		let fewer = feeder_config(&simulator, url, 3, &[Underlying::BTC], Some("b")).unwrap();
		assert_eq!((fewer.venues.len(), fewer.feeds[0].minimum_venues), (2, 1));
	}

	#[test]
	fn a_recording_without_dollars_is_no_price() {
		let simulator = simulator(&[("BTC-USDT", "a"), ("ETH-USDT", "a")]);
		let both = [Underlying::BTC, Underlying::ETH];
		assert_eq!(recorded_underlyings(&simulator, &both), both);
		let error = feeder_config(&simulator, "http://127.0.0.1:9", 0, &both, None).unwrap_err();
		assert!(error.contains("BTC has no market in USD"), "{error}");
	}
}
