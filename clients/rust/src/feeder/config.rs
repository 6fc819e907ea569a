// SPDX-License-Identifier: Apache-2.0
//! What a feeder is told by a file.

use crate::feeder::{
	options, AgeLimits, AnswerLayout, Asset, HttpVenue, Market, NoTls, OptionsConfig, Rule, Venue,
	Web,
};
use market_primitives::Underlying;
use serde::Deserialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::{Path, PathBuf},
	sync::Arc,
	time::Duration,
};

/// Venues, feeds and limits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeederConfig {
	/// Limits for all.
	#[serde(default)]
	pub limits: Limits,
	/// Whom to ask.
	#[serde(rename = "venue")]
	pub venues: Vec<VenueConfig>,
	/// Assets that prices may be converted by, in the order in which they are valued.
	#[serde(default, rename = "rate")]
	pub rates: Vec<AssetConfig>,
	/// What is reported.
	#[serde(rename = "feed")]
	pub feeds: Vec<AssetConfig>,
	/// Whom to ask about options, for smiles.
	#[serde(default)]
	pub options: Vec<OptionsConfig>,
}

/// Limits for all venues and feeds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
	/// How long a venue has to answer, in milliseconds.
	pub timeout_ms: u64,
	/// How often it is asked, in milliseconds.
	pub interval_ms: u64,
	/// The oldest quote that counts, in milliseconds.
	pub max_age_ms: u64,
	/// The furthest a venue's clock may be ahead, in milliseconds.
	pub max_ahead_ms: u64,
	/// How long a venue is left alone after a failure, in milliseconds; twice as long after each more.
	pub first_wait_ms: u64,
	/// The longest it is left alone, in milliseconds.
	pub longest_wait_ms: u64,
	/// The most a venue may weigh, in basis points of all.
	pub venue_weight_cap_bps: u32,
	/// How far a quote may be from the median of all before it is left out, in basis points.
	pub plausible_bps: u32,
	/// The narrowest band that is reported, in basis points of the price to each side.
	pub confidence_floor_bps: u32,
	/// The oldest vote that is sent, in milliseconds: the chain takes none that is older than ten seconds.
	pub max_vote_age_ms: u64,
	/// Venues of options that a smile needs; at least one.
	pub minimum_option_venues: usize,
}

impl Default for Limits {
	fn default() -> Self {
		Self {
			timeout_ms: 2_000,
			interval_ms: 1_000,
			max_age_ms: 8_000,
			max_ahead_ms: 2_000,
			first_wait_ms: 500,
			longest_wait_ms: 60_000,
			venue_weight_cap_bps: 4_000,
			plausible_bps: 500,
			confidence_floor_bps: 2,
			max_vote_age_ms: 8_000,
			minimum_option_venues: 1,
		}
	}
}

/// One venue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueConfig {
	/// Its name.
	pub name: String,
	/// Where its API begins.
	pub base_url: String,
	/// The path of a ticker, with `{symbol}` in the place of the venue's name of the market.
	pub path: String,
	/// Where in its answers what stands.
	pub answer: AnswerLayout,
	/// The venue's names of the markets.
	pub markets: BTreeMap<Market, String>,
	/// Its own time limit.
	pub timeout_ms: Option<u64>,
	/// How often it is asked.
	pub interval_ms: Option<u64>,
	/// The oldest of its quotes that counts.
	pub max_age_ms: Option<u64>,
}

/// An asset that is valued in USD.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetConfig {
	/// Its ticker.
	pub asset: Asset,
	/// What its markets may be paid in.
	#[serde(default = "dollars")]
	pub quotes: Vec<Asset>,
	/// Venues a price needs.
	pub minimum_venues: usize,
}

fn dollars() -> Vec<Asset> {
	vec![Asset::usd()]
}

/// Why a feeder cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
	/// The file cannot be read.
	#[error("cannot read {}: {source}", path.display())]
	Unreadable {
		/// The file.
		path: PathBuf,
		/// What the system says.
		source: std::io::Error,
	},
	/// The file is no configuration.
	#[error("{}: {source}", path.display())]
	Malformed {
		/// The file.
		path: PathBuf,
		/// Where and why.
		source: Box<toml::de::Error>,
	},
	/// What it says makes no sense.
	#[error("the venues' configuration: {0}")]
	Senseless(String),
	/// Nothing can be asked over TLS.
	#[error(transparent)]
	NoTls(#[from] NoTls),
}

fn senseless<T>(text: String) -> Result<T, ConfigError> {
	Err(ConfigError::Senseless(text))
}

/// A venue that is asked, how often, and how old its quotes may be.
#[derive(Clone)]
pub struct AskedVenue {
	/// Whom.
	pub venue: Arc<dyn Venue>,
	/// How often.
	pub interval: Duration,
	/// How old its quotes may be.
	pub ages: AgeLimits,
}

impl FeederConfig {
	/// Reads and checks a file.
	pub fn read(path: &Path) -> Result<Self, ConfigError> {
		let text = std::fs::read_to_string(path)
			.map_err(|source| ConfigError::Unreadable { path: path.into(), source })?;
		let config: Self = toml::from_str(&text).map_err(|source| ConfigError::Malformed {
			path: path.into(),
			source: Box::new(source),
		})?;
		config.ensure_sensible()?;
		Ok(config)
	}

	/// Refuses what can never work, before anybody is asked.
	pub fn ensure_sensible(&self) -> Result<(), ConfigError> {
		self.limits.ensure_sensible()?;
		let mut names = BTreeSet::new();
		for venue in &self.venues {
			if !names.insert(&venue.name) {
				return senseless(format!("the venue {} is there twice", venue.name));
			}
			if venue.markets.is_empty() {
				return senseless(format!("the venue {} has no markets", venue.name));
			}
		}
		if self.feeds.is_empty() {
			return senseless("there is no [[feed]]: nothing would be reported".into());
		}
		let reported: Vec<Underlying> = self.underlyings()?.into_iter().map(|(it, _)| it).collect();
		let minimum_venues = self.limits.minimum_option_venues;
		options::ensure_sensible(&self.options, minimum_venues, &reported)?;
		let mut valued = BTreeSet::from([Asset::usd()]);
		for rate in &self.rates {
			self.ensure_can_be_valued(rate, &valued)?;
			if !valued.insert(rate.asset.clone()) {
				return senseless(format!("{} is valued twice", rate.asset));
			}
		}
		let mut reported = BTreeSet::new();
		for feed in &self.feeds {
			self.ensure_can_be_valued(feed, &valued)?;
			if valued.contains(&feed.asset) || !reported.insert(&feed.asset) {
				return senseless(format!("{} is valued twice", feed.asset));
			}
		}
		Ok(())
	}

	fn ensure_can_be_valued(
		&self,
		asset: &AssetConfig,
		valued: &BTreeSet<Asset>,
	) -> Result<(), ConfigError> {
		if let Some(unknown) = asset.quotes.iter().find(|quote| !valued.contains(*quote)) {
			return senseless(format!(
				"{} is to be valued in {unknown}, which has no [[rate]] before it",
				asset.asset
			));
		}
		let covers =
			|market: &Market| market.base == asset.asset && asset.quotes.contains(&market.quote);
		let able = self.venues.iter().filter(|venue| venue.markets.keys().any(covers)).count();
		if asset.minimum_venues == 0 || able < asset.minimum_venues {
			return senseless(format!(
				"{} needs {} venues, and {able} have a market for it",
				asset.asset,
				asset.minimum_venues.max(1)
			));
		}
		Ok(())
	}

	/// The underlyings that are reported, with the rules for their prices.
	pub fn underlyings(&self) -> Result<Vec<(Underlying, Rule)>, ConfigError> {
		self.feeds
			.iter()
			.map(|feed| match feed.asset.ticker().parse::<Underlying>() {
				Ok(underlying) => Ok((underlying, self.rule(feed))),
				Err(error) => senseless(format!("{} cannot be a feed: {error}", feed.asset)),
			})
			.collect()
	}

	/// The rules for the rates, in order.
	pub fn rate_rules(&self) -> Vec<Rule> {
		self.rates.iter().map(|rate| self.rule(rate)).collect()
	}

	fn rule(&self, asset: &AssetConfig) -> Rule {
		Rule {
			asset: asset.asset.clone(),
			quotes: asset.quotes.clone(),
			minimum_venues: asset.minimum_venues,
			venue_weight_cap_bps: self.limits.venue_weight_cap_bps,
			plausible_bps: self.limits.plausible_bps,
			confidence_floor_bps: self.limits.confidence_floor_bps,
		}
	}

	/// The venues, ready to be asked.
	pub fn open(&self) -> Result<Vec<AskedVenue>, ConfigError> {
		let https = self.venues.iter().any(|venue| venue.base_url.starts_with("https"));
		let web = Web::new(https)?;
		self.venues
			.iter()
			.map(|venue| {
				let limits = &self.limits;
				let opened = HttpVenue::new(
					&venue.name,
					(&venue.base_url, &venue.path),
					&venue.markets,
					venue.answer.clone(),
					Duration::from_millis(venue.timeout_ms.unwrap_or(limits.timeout_ms)),
					web.clone(),
				)
				.map_err(|problem| ConfigError::Senseless(format!("{}: {problem}", venue.name)))?;
				Ok(AskedVenue {
					venue: Arc::new(opened),
					interval: Duration::from_millis(
						venue.interval_ms.unwrap_or(limits.interval_ms),
					),
					ages: AgeLimits {
						max_age_ms: venue.max_age_ms.unwrap_or(limits.max_age_ms),
						max_ahead_ms: limits.max_ahead_ms,
					},
				})
			})
			.collect()
	}
}

impl Limits {
	fn ensure_sensible(&self) -> Result<(), ConfigError> {
		let inside = |name: &str, value: u64, lowest: u64, highest: u64| match (lowest..=highest)
			.contains(&value)
		{
			true => Ok(()),
			false => senseless(format!("{name} is {value}; it must be {lowest} to {highest}")),
		};
		inside("timeout_ms", self.timeout_ms, 10, 60_000)?;
		inside("interval_ms", self.interval_ms, 50, 600_000)?;
		inside("max_age_ms", self.max_age_ms, 100, 600_000)?;
		inside("max_ahead_ms", self.max_ahead_ms, 0, 60_000)?;
		inside("first_wait_ms", self.first_wait_ms, 10, 60_000)?;
		inside("longest_wait_ms", self.longest_wait_ms, self.first_wait_ms, 3_600_000)?;
		inside("venue_weight_cap_bps", self.venue_weight_cap_bps.into(), 1_000, 10_000)?;
		inside("plausible_bps", self.plausible_bps.into(), 10, 5_000)?;
		inside("confidence_floor_bps", self.confidence_floor_bps.into(), 0, 500)?;
		inside("max_vote_age_ms", self.max_vote_age_ms, 500, 10_000)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const VENUES: &str = "
		[[venue]]
		name = 'one'
		base_url = 'http://127.0.0.1:1'
		path = '/{symbol}'
		answer = { price = '/p', volume = '/v' }
		markets = { 'BTC-USD' = 'BTCUSD', 'BTC-USDT' = 'BTCUSDT', 'USDT-USD' = 'USDTUSD' }
		[[venue]]
		name = 'two'
		base_url = 'http://127.0.0.1:2'
		path = '/{symbol}'
		max_age_ms = 3000
		answer = { price = '/p', volume = '/v' }
		markets = { 'BTC-USD' = 'XBT' }
	";

	fn read(rest: &str) -> Result<FeederConfig, String> {
		let text = format!("{VENUES}\n{rest}");
		let config: FeederConfig = toml::from_str(&text).map_err(|error| error.to_string())?;
		config.ensure_sensible().map_err(|error| error.to_string())?;
		Ok(config)
	}

	#[test]
	fn venues_rates_and_feeds_are_read() {
		let config = read(
			"[[rate]]\nasset = 'USDT'\nminimum_venues = 1\n\
			 [[feed]]\nasset = 'BTC'\nquotes = ['USD', 'USDT']\nminimum_venues = 2",
		)
		.unwrap();
		assert_eq!(config.underlyings().unwrap()[0].0, Underlying::BTC);
		assert_eq!(config.rate_rules()[0].quotes, [Asset::usd()]);
		let venues = config.open().unwrap();
		assert_eq!(venues[0].ages.max_age_ms, 8_000);
		assert_eq!(venues[1].ages.max_age_ms, 3_000);
		assert_eq!(venues[0].venue.markets().len(), 3);
	}

	#[test]
	fn what_cannot_work_is_refused_before_anybody_is_asked() {
		let problem = |rest: &str| read(rest).unwrap_err();
		assert!(problem("").contains("feed"));
		assert!(problem("[[feed]]\nasset='BTC'\nminimum_venues=3")
			.contains("BTC needs 3 venues, and 2"));
		assert!(problem("[[feed]]\nasset='BTC'\nminimum_venues=0").contains("needs 1 venues"));
		assert!(problem("[[feed]]\nasset='BTC'\nquotes=['USDT']\nminimum_venues=1")
			.contains("USDT, which has no [[rate]]"));
		assert!(
			problem("[[feed]]\nasset='BTC'\nminimum_venues=1\nminimum=3").contains("unknown field")
		);
		let twice = "[[feed]]\nasset='BTC'\nminimum_venues=1\n";
		assert!(problem(&format!("{twice}{twice}")).contains("BTC is valued twice"));
		assert!(problem(&format!("{twice}[limits]\nmax_vote_age_ms = 20000"))
			.contains("max_vote_age_ms is 20000; it must be 500 to 10000"));
		assert!(problem(&format!("{twice}[limits]\nminimum_option_venues = 0"))
			.contains("minimum_option_venues is 0; it must be at least 1"));
	}

	#[test]
	fn the_samples_for_public_exchanges_are_well_formed() {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/venues.sample.toml");
		let config = FeederConfig::read(Path::new(path)).unwrap();
		let names: Vec<&str> = config.venues.iter().map(|venue| venue.name.as_str()).collect();
		assert!(names.contains(&"coinbase") && names.contains(&"kraken"), "{names:?}");
		assert_eq!(config.underlyings().unwrap().len(), 2);
		assert_eq!((config.options.len(), config.limits.minimum_option_venues), (3, 2));
		for venue in &config.venues {
			venue.answer.ensure_well_formed().unwrap();
			assert!(venue.base_url.starts_with("https://"), "{}", venue.name);
		}
	}
}
