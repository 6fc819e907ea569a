// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{AnswerError, AnswerLayout, Market, Quote, Web},
	reporting::now_ms,
};
use futures::future::BoxFuture;
use hyper::Uri;
use std::{collections::BTreeMap, time::Duration};

/// Somebody who knows prices.
pub trait Venue: Send + Sync {
	/// Its name.
	fn name(&self) -> &str;

	/// The markets it is asked about.
	fn markets(&self) -> Vec<Market>;

	/// What it says about one of them now.
	fn quote<'a>(&'a self, market: &'a Market) -> BoxFuture<'a, Result<Quote, VenueError>>;
}

/// Why a venue has no say just now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VenueError {
	/// It is not asked about this market.
	#[error("it has no market {0}")]
	UnknownMarket(Market),
	/// It took too long.
	#[error("no answer within {limit_ms} ms")]
	TimedOut {
		/// How long it was waited for.
		limit_ms: u64,
	},
	/// The connection failed.
	#[error("cannot be reached: {0}")]
	Unreachable(String),
	/// It answered with an error.
	#[error("answered with status {status}: {words}")]
	Status {
		/// The HTTP status.
		status: u16,
		/// How the answer begins.
		words: String,
		/// When it wants to be asked again.
		retry_after_seconds: Option<u64>,
	},
	/// Its answer is too long to be a price.
	#[error("its answer is longer than {limit} bytes")]
	TooLong {
		/// The most that is read.
		limit: usize,
	},
	/// Its answer is no quote.
	#[error(transparent)]
	Answer(#[from] AnswerError),
	/// Its quote is too old.
	#[error("its price is {age_ms} ms old, more than {limit_ms} ms")]
	TooOld {
		/// How old.
		age_ms: u64,
		/// How old it may be.
		limit_ms: u64,
	},
	/// Its clock or ours is wrong.
	#[error("its price is {ahead_ms} ms ahead of this machine's clock; check the clock")]
	FromTheFuture {
		/// By how much.
		ahead_ms: u64,
	},
	/// It says something older than it said before.
	#[error("its price is {by_ms} ms older than the one before")]
	OlderThanBefore {
		/// By how much.
		by_ms: u64,
	},
	/// Nothing was traded there.
	#[error("nothing was traded there, so its price weighs nothing")]
	NoVolume,
}

impl VenueError {
	/// Whether the venue should be left alone for a while: the connection or the venue is in trouble, not
	/// the single quote.
	pub fn asks_for_patience(&self) -> bool {
		match self {
			Self::TimedOut { .. }
			| Self::Unreachable(_)
			| Self::Status { .. }
			| Self::TooLong { .. }
			| Self::Answer(_)
			| Self::UnknownMarket(_) => true,
			Self::TooOld { .. }
			| Self::FromTheFuture { .. }
			| Self::OlderThanBefore { .. }
			| Self::NoVolume => false,
		}
	}

	/// How long the venue itself wants to be left alone.
	pub fn wanted_wait(&self) -> Option<Duration> {
		match self {
			Self::Status { retry_after_seconds: Some(seconds), .. } => {
				Some(Duration::from_secs(*seconds))
			},
			_ => None,
		}
	}
}

/// How old a quote may be, and how far ahead of this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeLimits {
	/// The oldest quote that counts, in milliseconds.
	pub max_age_ms: u64,
	/// The furthest a venue's clock may be ahead, in milliseconds.
	pub max_ahead_ms: u64,
}

impl AgeLimits {
	/// Refuses what is too old or from the future.
	pub fn ensure_timely(&self, quote: &Quote, now_ms: u64) -> Result<(), VenueError> {
		self.ensure_time(quote.seen_at_ms, now_ms)
	}

	/// The same of a time by itself, in milliseconds since 1970.
	pub fn ensure_time(&self, seen_at_ms: u64, now_ms: u64) -> Result<(), VenueError> {
		let age_ms = now_ms.saturating_sub(seen_at_ms);
		let ahead_ms = seen_at_ms.saturating_sub(now_ms);
		if age_ms > self.max_age_ms {
			return Err(VenueError::TooOld { age_ms, limit_ms: self.max_age_ms });
		}
		if ahead_ms > self.max_ahead_ms {
			return Err(VenueError::FromTheFuture { ahead_ms });
		}
		Ok(())
	}

	/// Whether a quote may take the place of the `previous` one of the same market.
	pub fn ensure_acceptable(
		&self,
		quote: &Quote,
		previous: Option<&Quote>,
		now_ms: u64,
	) -> Result<(), VenueError> {
		self.ensure_timely(quote, now_ms)?;
		if let Some(previous) = previous {
			let by_ms = previous.seen_at_ms.saturating_sub(quote.seen_at_ms);
			if by_ms > 0 {
				return Err(VenueError::OlderThanBefore { by_ms });
			}
		}
		if quote.volume.is_zero() || quote.volume.is_negative() {
			return Err(VenueError::NoVolume);
		}
		Ok(())
	}
}

/// A venue with a ticker API over HTTP that answers with JSON.
pub struct HttpVenue {
	name: String,
	web: Web,
	layout: AnswerLayout,
	/// By market: the venue's own name of it, and the address of its ticker.
	tickers: BTreeMap<Market, (String, Uri)>,
	timeout: Duration,
}

impl HttpVenue {
	/// A venue whose tickers are at `base_url` and `path`, in which `{symbol}` stands for its own names
	/// of the markets.
	pub fn new(
		name: &str,
		(base_url, path): (&str, &str),
		symbols: &BTreeMap<Market, String>,
		layout: AnswerLayout,
		timeout: Duration,
		web: Web,
	) -> Result<Self, String> {
		layout.ensure_well_formed()?;
		let base_url = base_url.trim_end_matches('/');
		let tickers = symbols
			.iter()
			.map(|(market, symbol)| {
				let uri = address_of(&format!("{base_url}{}", path.replace("{symbol}", symbol)))?;
				Ok((market.clone(), (symbol.clone(), uri)))
			})
			.collect::<Result<_, String>>()?;
		Ok(Self { name: name.into(), web, layout, tickers, timeout })
	}
}

/// An address that can be asked.
pub(super) fn address_of(text: &str) -> Result<Uri, String> {
	let uri: Uri = text.parse().map_err(|error| format!("`{text}` is no address: {error}"))?;
	match (uri.scheme_str(), uri.host()) {
		(Some("http" | "https"), Some(_)) => Ok(uri),
		_ => Err(format!("`{text}` does not begin with https:// or http:// and a host")),
	}
}

impl Venue for HttpVenue {
	fn name(&self) -> &str {
		&self.name
	}

	fn markets(&self) -> Vec<Market> {
		self.tickers.keys().cloned().collect()
	}

	fn quote<'a>(&'a self, market: &'a Market) -> BoxFuture<'a, Result<Quote, VenueError>> {
		Box::pin(async move {
			let (symbol, address) = self
				.tickers
				.get(market)
				.ok_or_else(|| VenueError::UnknownMarket(market.clone()))?;
			let limit_ms = u64::try_from(self.timeout.as_millis()).unwrap_or(u64::MAX);
			let body = tokio::time::timeout(self.timeout, self.web.get(address))
				.await
				.map_err(|_| VenueError::TimedOut { limit_ms })??;
			Ok(self.layout.read(&body, symbol, now_ms())?)
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn quote(seen_at_ms: u64) -> Quote {
		Quote {
			price: "100".parse().unwrap(),
			half_spread: "0".parse().unwrap(),
			volume: "1".parse().unwrap(),
			seen_at_ms,
		}
	}

	const LIMITS: AgeLimits = AgeLimits { max_age_ms: 5_000, max_ahead_ms: 1_000 };

	#[test]
	fn age_is_limited_in_both_directions() {
		assert_eq!(LIMITS.ensure_acceptable(&quote(95_000), None, 100_000), Ok(()));
		assert_eq!(
			LIMITS.ensure_acceptable(&quote(94_999), None, 100_000),
			Err(VenueError::TooOld { age_ms: 5_001, limit_ms: 5_000 })
		);
		assert_eq!(LIMITS.ensure_acceptable(&quote(101_000), None, 100_000), Ok(()));
		assert_eq!(
			LIMITS.ensure_acceptable(&quote(101_001), None, 100_000),
			Err(VenueError::FromTheFuture { ahead_ms: 1_001 })
		);
	}

	#[test]
	fn a_venue_cannot_go_back_in_time() {
		let previous = quote(99_000);
		assert_eq!(LIMITS.ensure_acceptable(&quote(99_000), Some(&previous), 100_000), Ok(()));
		assert_eq!(
			LIMITS.ensure_acceptable(&quote(98_000), Some(&previous), 100_000),
			Err(VenueError::OlderThanBefore { by_ms: 1_000 })
		);
	}

	#[test]
	fn a_price_at_which_nothing_trades_weighs_nothing() {
		let idle = Quote { volume: "0".parse().unwrap(), ..quote(100_000) };
		assert_eq!(LIMITS.ensure_acceptable(&idle, None, 100_000), Err(VenueError::NoVolume));
		assert!(!VenueError::NoVolume.asks_for_patience());
	}

	#[test]
	fn an_address_that_cannot_be_asked_is_refused_at_once() {
		let layout: AnswerLayout = toml::from_str("price = '/p'\nvolume = '/v'").unwrap();
		let symbols = BTreeMap::from([("BTC-USD".parse().unwrap(), "x y".to_string())]);
		let open = |base: &str, symbols| {
			let web = Web::new(false).unwrap();
			let timeout = Duration::from_secs(1);
			HttpVenue::new("v", (base, "/{symbol}"), symbols, layout.clone(), timeout, web)
		};
		assert!(open("http://127.0.0.1:1", &symbols).err().unwrap().contains("is no address"));
		let symbols = BTreeMap::from([("BTC-USD".parse().unwrap(), "BTCUSD".to_string())]);
		assert!(open("ftp://host", &symbols).err().unwrap().contains("https://"));
		assert_eq!(open("http://127.0.0.1:1/", &symbols).unwrap().markets().len(), 1);
	}
}
