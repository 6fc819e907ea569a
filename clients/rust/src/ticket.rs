// SPDX-License-Identifier: Apache-2.0
//! An order before it is sent, and the arithmetic that puts it on the market's grid.

use market_maths::units::{Price, Quantity};
use market_primitives::{ClientOrderId, InstrumentId, Side, TimeInForce};

/// An order as it will be sent: size in coins, limit in USD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
	/// What to trade.
	pub instrument: InstrumentId,
	/// Buy or sell.
	pub side: Side,
	/// How many coins.
	pub size: Quantity,
	/// The worst acceptable price.
	pub limit: Price,
	/// How long it lives.
	pub time_in_force: TimeInForce,
	/// Refuse it rather than let it take.
	pub post_only: bool,
	/// Never let it enlarge or turn the position.
	pub reduce_only: bool,
	/// The trader's own number for it.
	pub client_id: Option<ClientOrderId>,
}

impl Ticket {
	/// An order that rests until it is filled or cancelled.
	pub const fn resting(
		instrument: InstrumentId,
		side: Side,
		size: Quantity,
		limit: Price,
	) -> Self {
		Self {
			instrument,
			side,
			size,
			limit,
			time_in_force: TimeInForce::GoodTillCancelled,
			post_only: false,
			reduce_only: false,
			client_id: None,
		}
	}

	/// An order that takes what the next clearing offers.
	pub const fn taking(
		instrument: InstrumentId,
		side: Side,
		size: Quantity,
		limit: Price,
	) -> Self {
		Self {
			time_in_force: TimeInForce::ImmediateOrCancel,
			..Self::resting(instrument, side, size, limit)
		}
	}
}

/// The steps in which a market's prices and sizes come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
	/// The smallest step of the price.
	pub tick: Price,
	/// The smallest size.
	pub lot: Quantity,
}

impl Grid {
	/// The price moved to a tick: down for a buyer, up for a seller, never below one tick.
	pub fn price_for(&self, side: Side, price: Price) -> Price {
		let tick = self.tick.into_inner().max(1);
		let ticks = match side {
			Side::Buy => price.into_inner() / tick,
			Side::Sell => price.into_inner().div_ceil(tick),
		};
		Price::from_inner(ticks.max(1).saturating_mul(tick))
	}

	/// The size in whole lots that `usd` buys at `price`, at least one lot.
	pub fn size_worth(&self, usd: u128, price: Price) -> Quantity {
		let lot = u128::try_from(self.lot.into_inner()).unwrap_or(1).max(1);
		// Both are numbers of 18 decimals: usd · 10³⁶ / price, without leaving 128 bits.
		let whole = 1_000_000_000_000_000_000u128;
		let cents = (price.into_inner() / (whole / 100)).max(1);
		let coins = usd.saturating_mul(100).saturating_mul(whole) / cents;
		let lots = (coins / lot).max(1);
		Quantity::from_inner(i128::try_from(lots.saturating_mul(lot)).unwrap_or(i128::MAX))
	}

	/// The size in coins of so many lots.
	pub fn coins(&self, lots: u64) -> Quantity {
		Quantity::from_inner(self.lot.into_inner().saturating_mul(i128::from(lots)))
	}

	/// Whole lots in a size, if it is a whole number of them.
	pub fn lots(&self, size: Quantity) -> Option<u64> {
		let lot = self.lot.into_inner();
		let exact = lot > 0 && size.into_inner() >= 0 && size.into_inner() % lot == 0;
		exact.then(|| u64::try_from(size.into_inner() / lot).ok())?
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn grid() -> Grid {
		Grid { tick: "0.5".parse().unwrap(), lot: "0.001".parse().unwrap() }
	}

	#[test]
	fn prices_move_away_from_the_market() {
		let price: Price = "60000.3".parse().unwrap();
		assert_eq!(grid().price_for(Side::Buy, price), "60000".parse().unwrap());
		assert_eq!(grid().price_for(Side::Sell, price), "60000.5".parse().unwrap());
		assert_eq!(grid().price_for(Side::Buy, Price::ZERO), "0.5".parse().unwrap());
	}

	#[test]
	fn sizes_are_whole_lots() {
		let price: Price = "60000".parse().unwrap();
		assert_eq!(grid().size_worth(45_000, price), "0.75".parse().unwrap());
		assert_eq!(grid().size_worth(1, price), "0.001".parse().unwrap());
		assert_eq!(
			grid().size_worth(100_000, "59999.99".parse().unwrap()),
			"1.666".parse().unwrap()
		);
		assert_eq!(grid().coins(250), "0.25".parse().unwrap());
		assert_eq!(grid().lots("0.25".parse().unwrap()), Some(250));
		assert_eq!(grid().lots("0.2505".parse().unwrap()), None);
	}
}
