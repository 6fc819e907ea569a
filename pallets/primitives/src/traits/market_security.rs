// SPDX-License-Identifier: Apache-2.0
use crate::Underlying;
use market_maths::units::Usd;

/// How large a market the stakes behind its prices secure.
pub trait MarketSecurity {
	/// The open interest in USD, of all instruments of `underlying` together, up to which a push of its index does
	/// not pay. It is the same for a while, whatever happens to stakes and prices meanwhile.
	///
	/// `None` if nobody knows what is secured: then the caps that governance sets are all there is.
	fn secured_open_interest(underlying: Underlying) -> Option<Usd>;

	/// Lets so much be secured, so that a benchmark finds a bound.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_secured(_underlying: Underlying, _secured: Usd) {}
}

/// Nobody knows.
impl MarketSecurity for () {
	fn secured_open_interest(_: Underlying) -> Option<Usd> {
		None
	}
}
