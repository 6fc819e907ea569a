// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{
		options::{self, OptionBoard},
		polling::ask_for_ever,
		value, AskedVenue, Asset, Board, ConfigError, FeederConfig, Line, NoValue, Rates, Rule,
		Sighting, SmileBallot, Valuation, Valued,
	},
	reporting::Reported,
};
use market_primitives::{FeedId, SmileId, Underlying};
use serde_json::Value;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Makes ballots of what was seen, one after the other, by the rules of a configuration.
#[derive(Clone, Debug)]
pub struct Valuer {
	rates: Vec<Rule>,
	feeds: Vec<(Underlying, Rule)>,
	max_vote_age_ms: u64,
	/// The time of the last ballot: the chain takes no older one after it.
	last_observed_ms: u64,
}

/// Asks the venues in the background and makes votes of what they say. It stops asking when it is dropped.
pub struct Feeder {
	valuer: Valuer,
	board: Arc<Board>,
	options: Arc<OptionBoard>,
	/// Venues that a smile needs.
	minimum_option_venues: usize,
	/// Owned, so that asking ends with the feeder.
	_asking: JoinSet<()>,
}

/// Why a feed gets no vote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
	/// The venues give no price.
	#[error(transparent)]
	NoValue(#[from] NoValue),
	/// They give one that is too old to be sent.
	#[error("the venues' price is {age_ms} ms old; none older than {limit_ms} ms is sent")]
	TooOld {
		/// How old.
		age_ms: u64,
		/// How old it may be.
		limit_ms: u64,
	},
}

/// What a feeder says about one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedVote {
	/// The underlying.
	pub underlying: Underlying,
	/// The price to report, or why none is.
	pub vote: Result<Valued, Silence>,
	/// The quotes that had no say, and why.
	pub left_out: Vec<(Line, crate::feeder::LeftOut)>,
}

/// A feeder's word on all feeds in one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
	/// When it was seen, in milliseconds since 1970: the oldest of the feeds.
	pub observed_at_ms: u64,
	/// By feed.
	pub feeds: Vec<FeedVote>,
	/// What the prices were converted by.
	pub rates: Vec<(Asset, Valuation)>,
}

impl Ballot {
	/// What is sent. Empty if there is nothing to say.
	pub fn values(&self) -> Vec<Reported> {
		self.feeds
			.iter()
			.filter_map(|feed| {
				let vote = feed.vote.as_ref().ok()?;
				Some((FeedId::Index(feed.underlying), vote.price, vote.confidence))
			})
			.collect()
	}
}

impl Valuer {
	/// With the rules of a configuration.
	pub fn new(config: &FeederConfig) -> Result<Self, ConfigError> {
		Ok(Self {
			rates: config.rate_rules(),
			feeds: config.underlyings()?,
			max_vote_age_ms: config.limits.max_vote_age_ms,
			last_observed_ms: 0,
		})
	}

	/// The vote of now on what was seen.
	///
	/// Its time is that of the quotes, not of now, so that it does not live longer on the chain than they
	/// deserve. If a venue with newer quotes went silent since, the time of the vote before stays.
	pub fn ballot(&mut self, sightings: &[Sighting], now_ms: u64) -> Ballot {
		let mut ballot =
			ballot_of(sightings, &self.rates, &self.feeds, self.max_vote_age_ms, now_ms);
		ballot.observed_at_ms = ballot.observed_at_ms.max(self.last_observed_ms);
		if ballot.feeds.iter().any(|feed| feed.vote.is_ok()) {
			self.last_observed_ms = ballot.observed_at_ms;
		}
		ballot
	}
}

impl Feeder {
	/// Begins to ask the venues of a configuration. `seed` decides the jitter of the back-off.
	pub fn start(config: &FeederConfig, seed: u64) -> Result<Self, ConfigError> {
		config.ensure_sensible()?;
		Self::with_venues(config, &config.open()?, seed)
	}

	/// The same with venues that are open already.
	pub fn with_venues(
		config: &FeederConfig,
		venues: &[AskedVenue],
		seed: u64,
	) -> Result<Self, ConfigError> {
		let lines = venues.iter().flat_map(|asked| {
			asked.venue.markets().into_iter().map(move |market| {
				(Line { venue: asked.venue.name().to_string(), market }, asked.ages)
			})
		});
		let board = Arc::new(Board::new(lines));
		let valuer = Valuer::new(config)?;
		let option_venues = options::open(&config.options, &config.limits)?;
		let mut asking = ask_for_ever(venues, &config.limits, &board, seed);
		let options = options::ask_for_ever(&mut asking, &option_venues, &config.limits, seed);
		let minimum_option_venues = config.limits.minimum_option_venues;
		Ok(Self { valuer, _asking: asking, board, options, minimum_option_venues })
	}

	/// What is known of the venues.
	pub fn board(&self) -> &Arc<Board> {
		&self.board
	}

	/// What is reported.
	pub fn underlyings(&self) -> Vec<Underlying> {
		self.valuer.feeds.iter().map(|(underlying, _)| *underlying).collect()
	}

	/// The vote of now, as [`Valuer::ballot`] makes it of everything fresh.
	pub fn ballot(&mut self, now_ms: u64) -> Ballot {
		self.valuer.ballot(&self.board.fresh(now_ms), now_ms)
	}

	/// The underlyings on which it can tell smiles.
	pub(super) fn smile_underlyings(&self) -> Vec<Underlying> {
		self.options.underlyings()
	}

	/// The smiles of `listed` expiries, by underlying and expiry, that go with a ballot: as of its time, and with
	/// its prices as the index. Nothing without a price in it.
	pub fn smiles(&self, listed: &[SmileId], ballot: &Ballot, now_ms: u64) -> SmileBallot {
		let index_of = |underlying: Underlying| {
			let feed = ballot.feeds.iter().find(|feed| feed.underlying == underlying)?;
			feed.vote.as_ref().ok().map(|vote| vote.price)
		};
		options::smiles_of(
			&self.options,
			listed,
			self.minimum_option_venues,
			index_of,
			ballot.observed_at_ms,
			now_ms,
		)
	}

	/// The option venues and what was said of smiles, for the health page.
	pub fn smiles_page(&self, smiles: &SmileBallot, now_ms: u64) -> Value {
		smiles.page(self.options.page(now_ms))
	}
}

/// The vote that follows from what was seen.
fn ballot_of(
	sightings: &[Sighting],
	rates: &[Rule],
	feeds: &[(Underlying, Rule)],
	max_vote_age_ms: u64,
	now_ms: u64,
) -> Ballot {
	let mut known = Rates::new();
	let mut valued_rates = Vec::with_capacity(rates.len());
	for rule in rates {
		let valuation = value(rule, sightings, &known);
		if let Ok(valued) = &valuation.outcome {
			known.insert(rule.asset.clone(), valued.clone());
		}
		valued_rates.push((rule.asset.clone(), valuation));
	}
	let feeds: Vec<FeedVote> = feeds
		.iter()
		.map(|(underlying, rule)| {
			let Valuation { outcome, left_out } = value(rule, sightings, &known);
			let vote = outcome.map_err(Silence::from).and_then(|valued| {
				let age_ms = now_ms.saturating_sub(valued.seen_at_ms);
				match age_ms <= max_vote_age_ms {
					true => Ok(valued),
					false => Err(Silence::TooOld { age_ms, limit_ms: max_vote_age_ms }),
				}
			});
			FeedVote { underlying: *underlying, vote, left_out }
		})
		.collect();
	let observed_at_ms = feeds
		.iter()
		.filter_map(|feed| Some(feed.vote.as_ref().ok()?.seen_at_ms))
		.min()
		.unwrap_or(now_ms)
		.min(now_ms);
	Ballot { observed_at_ms, feeds, rates: valued_rates }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::feeder::Quote;

	fn rule(asset: &str, quotes: &[&str], minimum_venues: usize) -> Rule {
		Rule {
			asset: asset.parse().unwrap(),
			quotes: quotes.iter().map(|quote| quote.parse().unwrap()).collect(),
			minimum_venues,
			venue_weight_cap_bps: 4_000,
			plausible_bps: 500,
			confidence_floor_bps: 2,
		}
	}

	fn sighting(venue: &str, market: &str, price: &str, seen_at_ms: u64) -> Sighting {
		Sighting {
			line: Line { venue: venue.into(), market: market.parse().unwrap() },
			quote: Quote {
				price: price.parse().unwrap(),
				half_spread: "0".parse().unwrap(),
				volume: "5".parse().unwrap(),
				seen_at_ms,
			},
		}
	}

	#[test]
	fn a_rate_may_rest_on_the_one_before_it() {
		// USDC is worth 0.9 USDT, USDT 1.01 USD: 20,000 USDC are 18,180 USD.
		let sightings = [
			sighting("a", "USDT-USD", "1.01", 9_000),
			sighting("b", "USDC-USDT", "0.9", 9_100),
			sighting("c", "BTC-USDC", "20000", 9_200),
		];
		let rates = [rule("USDT", &["USD"], 1), rule("USDC", &["USD", "USDT"], 1)];
		let feeds = [(Underlying::BTC, rule("BTC", &["USD", "USDC"], 1))];
		let ballot = ballot_of(&sightings, &rates, &feeds, 8_000, 10_000);
		let values = ballot.values();
		assert_eq!(values[0].0, FeedId::Index(Underlying::BTC));
		assert_eq!(values[0].1, "18180".parse().unwrap());
		assert_eq!(ballot.observed_at_ms, 9_000, "as old as the oldest link of the chain");
	}

	#[test]
	fn without_enough_venues_there_is_no_vote_and_it_is_said_why() {
		let sightings = [sighting("a", "BTC-USD", "20000", 9_000)];
		let feeds = [
			(Underlying::BTC, rule("BTC", &["USD"], 2)),
			(Underlying::ETH, rule("ETH", &["USD"], 1)),
		];
		let ballot = ballot_of(&sightings, &[], &feeds, 8_000, 10_000);
		assert!(ballot.values().is_empty());
		let said: Vec<String> = ballot
			.feeds
			.iter()
			.map(|feed| feed.vote.clone().unwrap_err().to_string())
			.collect();
		assert_eq!(said[0], "1 of at least 2 venues have a usable price");
		assert_eq!(said[1], "0 of at least 1 venues have a usable price");
	}

	#[test]
	fn one_silent_feed_does_not_silence_the_others() {
		let sightings =
			[sighting("a", "BTC-USD", "20000", 9_000), sighting("a", "ETH-USD", "1500", 1_000)];
		let feeds = [
			(Underlying::BTC, rule("BTC", &["USD"], 1)),
			(Underlying::ETH, rule("ETH", &["USD"], 1)),
		];
		let ballot = ballot_of(&sightings, &[], &feeds, 8_000, 10_000);
		assert_eq!(ballot.values().len(), 1);
		assert_eq!(ballot.feeds[1].vote, Err(Silence::TooOld { age_ms: 9_000, limit_ms: 8_000 }));
		assert_eq!(ballot.observed_at_ms, 9_000);
	}
}
