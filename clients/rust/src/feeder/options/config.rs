// SPDX-License-Identifier: Apache-2.0
//! What a feeder is told of option venues.

use super::{HttpOptionVenue, OptionLayout};
use crate::feeder::{AgeLimits, ConfigError, Limits, Web};
use market_primitives::Underlying;
use serde::Deserialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
	time::Duration,
};

/// How often a venue is asked, in milliseconds: option chains are long, and change slowly.
const INTERVAL_MS: u64 = 5_000;
/// How long it has to answer, in milliseconds.
const TIMEOUT_MS: u64 = 5_000;
/// The oldest of its options that count, in milliseconds.
const MAX_AGE_MS: u64 = 30_000;

/// A venue of options.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionsConfig {
	/// Its name.
	pub name: String,
	/// Where its API begins.
	pub base_url: String,
	/// The path of all options on an underlying, with `{underlying}` in the place of the venue's name of it.
	pub path: String,
	/// The venue's names of the underlyings, as its options' names begin.
	pub underlyings: BTreeMap<String, String>,
	/// Where in its answers what stands.
	pub answer: OptionLayout,
	/// How long it has to answer, in milliseconds; five seconds, if not said.
	pub timeout_ms: Option<u64>,
	/// How often it is asked, in milliseconds; every five seconds, if not said.
	pub interval_ms: Option<u64>,
	/// The oldest of its options that count, in milliseconds; half a minute, if not said.
	pub max_age_ms: Option<u64>,
}

fn senseless<T>(text: String) -> Result<T, ConfigError> {
	Err(ConfigError::Senseless(text))
}

/// Refuses what can never work, before anybody is asked. A smile needs `minimum_venues`; `reported` has an index in the
/// feeder.
pub(in crate::feeder) fn ensure_sensible(
	venues: &[OptionsConfig],
	minimum_venues: usize,
	reported: &[Underlying],
) -> Result<(), ConfigError> {
	if minimum_venues == 0 {
		return senseless("minimum_option_venues is 0; it must be at least 1".into());
	}
	let mut names = BTreeSet::new();
	let mut able: BTreeMap<Underlying, usize> = BTreeMap::new();
	for venue in venues {
		if !names.insert(&venue.name) {
			return senseless(format!("the options of {} are there twice", venue.name));
		}
		if let Err(problem) = venue.answer.ensure_well_formed() {
			return senseless(format!("the options of {}: {problem}", venue.name));
		}
		if venue.underlyings.is_empty() {
			return senseless(format!("the options of {} are on no underlying", venue.name));
		}
		let within = |name: &str, given: Option<u64>, lowest: u64, highest: u64| match given {
			Some(value) if !(lowest..=highest).contains(&value) => senseless(format!(
				"{name} of the options of {} is {value}; it must be {lowest} to {highest}",
				venue.name
			)),
			_ => Ok(()),
		};
		within("timeout_ms", venue.timeout_ms, 10, 60_000)?;
		within("interval_ms", venue.interval_ms, 200, 600_000)?;
		within("max_age_ms", venue.max_age_ms, 100, 120_000)?;
		for underlying in venue.named_underlyings()?.into_keys() {
			if !reported.contains(&underlying) {
				return senseless(format!(
					"{} has options on {underlying}, which has no [[feed]]: their forwards could not be told",
					venue.name
				));
			}
			let venues = able.entry(underlying).or_default();
			*venues = venues.saturating_add(1);
		}
	}
	match able.into_iter().find(|(_, able)| *able < minimum_venues) {
		Some((underlying, able)) => senseless(format!(
			"smiles of {underlying} need {minimum_venues} venues of options, and {able} have options on it"
		)),
		None => Ok(()),
	}
}

/// The venues, ready to be asked.
pub(in crate::feeder) fn open(
	venues: &[OptionsConfig],
	limits: &Limits,
) -> Result<Vec<AskedOptions>, ConfigError> {
	let https = venues.iter().any(|venue| venue.base_url.starts_with("https"));
	let web = Web::new(https)?;
	venues.iter().map(|venue| venue.open(limits, &web)).collect()
}

/// A venue of options that is asked, how often, and how old its options may be.
#[derive(Clone)]
pub(in crate::feeder) struct AskedOptions {
	/// Whom.
	pub(super) venue: Arc<HttpOptionVenue>,
	/// How often.
	pub(super) interval: Duration,
	/// How old its options may be.
	pub(super) ages: AgeLimits,
}

impl OptionsConfig {
	fn named_underlyings(&self) -> Result<BTreeMap<Underlying, String>, ConfigError> {
		self.underlyings
			.iter()
			.map(|(ours, theirs)| match ours.parse::<Underlying>() {
				Ok(underlying) => Ok((underlying, theirs.clone())),
				Err(error) => senseless(format!("{} has options on `{ours}`: {error}", self.name)),
			})
			.collect()
	}

	fn open(&self, limits: &Limits, web: &Web) -> Result<AskedOptions, ConfigError> {
		let venue = HttpOptionVenue::new(
			&self.name,
			(&self.base_url, &self.path),
			&self.named_underlyings()?,
			self.answer.clone(),
			Duration::from_millis(self.timeout_ms.unwrap_or(TIMEOUT_MS)),
			web.clone(),
		)
		.map_err(|problem| {
			ConfigError::Senseless(format!("options of {}: {problem}", self.name))
		})?;
		Ok(AskedOptions {
			venue: Arc::new(venue),
			interval: Duration::from_millis(self.interval_ms.unwrap_or(INTERVAL_MS)),
			ages: AgeLimits {
				max_age_ms: self.max_age_ms.unwrap_or(MAX_AGE_MS),
				max_ahead_ms: limits.max_ahead_ms,
			},
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read(change: impl Fn(String) -> String) -> Result<(), String> {
		read_with(1, change)
	}

	fn read_with(minimum_venues: usize, change: impl Fn(String) -> String) -> Result<(), String> {
		let text = "
			name = 'one'
			base_url = 'https://one.example'
			path = '/options?currency={underlying}'
			underlyings = { BTC = 'BTC' }
			answer = { rows = '/result', instrument = '/n', volatility = '/v', volatility_in = 'percent', forward = '/f' }
		";
		let config: OptionsConfig =
			toml::from_str(&change(text.into())).map_err(|error| error.to_string())?;
		let limits = Limits::default();
		ensure_sensible(std::slice::from_ref(&config), minimum_venues, &[Underlying::BTC])
			.and_then(|()| config.open(&limits, &Web::new(false)?).map(|_| ()))
			.map_err(|error| error.to_string())
	}

	#[test]
	fn a_venue_of_options_is_described_in_a_few_lines() {
		assert_eq!(read(|text| text), Ok(()));
		assert_eq!(read(|text| text + "interval_ms = 1000\nmax_age_ms = 60000"), Ok(()));
	}

	#[test]
	fn what_cannot_work_is_refused_before_anybody_is_asked() {
		let problem = |old: &str, new: &str| read(|text| text.replace(old, new)).unwrap_err();
		assert!(problem("{ BTC = 'BTC' }", "{}").contains("are on no underlying"));
		assert!(problem("BTC = 'BTC'", "ETH = 'ETH'").contains("ETH, which has no [[feed]]"));
		assert!(problem("BTC = 'BTC'", "btc = 'BTC'").contains("has options on `btc`"));
		assert!(problem("https://one", "ftp://one").contains("https://"));
		assert!(problem("'percent'", "'points'").contains("unknown variant"));
		assert!(problem("rows = '/result'", "rows = 'result'").contains("begin with /"));
		assert!(problem("name = 'one'", "name = 'one'\ninterval_ms = 5")
			.contains("interval_ms of the options of one is 5; it must be 200 to 600000"));
		assert!(problem("name = 'one'", "name = 'one'\nstrikes = 5").contains("unknown field"));
		assert!(problem("?currency={underlying}", "").contains("{underlying}"));
	}

	#[test]
	fn no_smile_needs_more_venues_than_have_options_on_its_underlying() {
		let problem = |minimum_venues| read_with(minimum_venues, |text| text).unwrap_err();
		assert!(problem(0).contains("minimum_option_venues is 0; it must be at least 1"));
		assert!(
			problem(2).contains("smiles of BTC need 2 venues of options, and 1 have options on it")
		);
		assert_eq!(read_with(1, |text| text), Ok(()));
		// Where nobody is asked about options, none are missed.
		assert!(ensure_sensible(&[], 2, &[Underlying::BTC]).is_ok());
	}
}
