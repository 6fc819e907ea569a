// SPDX-License-Identifier: Apache-2.0
//! What reporters send, window by window.

use crate::prices::{PricePoint, ReporterNoise};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::Price,
};
use market_primitives::{FeedId, Underlying};
use std::time::{SystemTime, UNIX_EPOCH};

/// A value with half the width of its band.
pub type Reported = (FeedId, Price, Price);

/// Half the width of a reported price's band: two basis points.
const PRICE_CONFIDENCE: u128 = ONE / 5_000;
/// Half the width of a reported volatility's band: two percent of it.
const VOLATILITY_CONFIDENCE: u128 = ONE / 50;

/// This machine's time, in milliseconds since 1970.
pub fn now_ms() -> u64 {
	SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.ok()
		.and_then(|passed| u64::try_from(passed.as_millis()).ok())
		.unwrap_or(0)
}

/// `fraction` of a value, rounded up.
pub fn share(value: Price, fraction: Price) -> Price {
	multiply_divide(value.into_inner(), fraction.into_inner(), ONE, Rounding::Up)
		.map_or(Price::MAX, Price::from_inner)
}

/// One reporter's view of a point of the path: prices with noise, volatilities as they are.
pub fn view(point: &PricePoint, noise: &mut ReporterNoise) -> Vec<Reported> {
	let price = |feed, value| (feed, value, share(value, Price::from_inner(PRICE_CONFIDENCE)));
	let volatility = |feed, value: market_maths::units::Volatility| {
		let value = Price::from_inner(value.into_inner());
		(feed, value, share(value, Price::from_inner(VOLATILITY_CONFIDENCE)))
	};
	vec![
		price(FeedId::Index(Underlying::BTC), noise.report(point.btc)),
		price(FeedId::Index(Underlying::ETH), noise.report(point.eth)),
		volatility(FeedId::Volatility(Underlying::BTC), point.btc_volatility),
		volatility(FeedId::Volatility(Underlying::ETH), point.eth_volatility),
	]
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::prices::seeded_path;

	#[test]
	fn a_view_has_every_feed_with_a_band() {
		let path = seeded_path(1, 40);
		let values = view(&path.points[0], &mut ReporterNoise::new(1, 0));
		assert_eq!(values.len(), 4);
		assert!(values.iter().all(|(_, value, band)| !band.is_zero() && band < value));
		assert_eq!(share("100".parse().unwrap(), "0.02".parse().unwrap()), "2".parse().unwrap());
	}
}
