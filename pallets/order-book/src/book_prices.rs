// SPDX-License-Identifier: Apache-2.0
use crate::{
	book::{expiry_of, Book},
	tick_page::Committed,
	Config, LastClearings, Pallet,
};
use market_maths::{
	arithmetic::Rounding,
	auction::{impact_price_after, value_of_trade, Level, UsedUp},
	units::{Price, Usd},
};
use market_primitives::{
	traits::{BookPrices, Instruments},
	InstrumentId, InstrumentTerms, Side,
};

impl<T: Config> BookPrices for Pallet<T> {
	fn impact_prices(instrument: &InstrumentId, notional: Usd) -> (Option<Price>, Option<Price>) {
		let Some(terms) = T::Instruments::terms(instrument) else { return (None, None) };
		let mut book = Book::<T>::open(*instrument);
		// Both rounded away from the middle: the spread is never understated.
		let bid = impact::<T>(&mut book, &terms, Side::Buy, notional, Rounding::Down);
		let ask = impact::<T>(&mut book, &terms, Side::Sell, notional, Rounding::Up);
		(bid, ask)
	}

	fn top(instrument: &InstrumentId) -> (Option<Price>, Option<Price>, Option<Price>) {
		let Some(terms) = T::Instruments::terms(instrument) else { return (None, None, None) };
		let mut book = Book::<T>::open(*instrument);
		let last = LastClearings::<T>::get(expiry_of(instrument), instrument);
		let (bid, ask) = (book.best_committed(Side::Buy), book.best_committed(Side::Sell));
		let ticks = [bid, ask, last.map(|last| last.price)];
		let [bid, ask, last] =
			ticks.map(|ticks| ticks.and_then(|ticks| ticks.price(terms.tick).ok()));
		(bid, ask, last)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_depth(instrument: &InstrumentId, price: Price) {
		crate::benchmarking::prepare_depth::<T>(*instrument, price);
	}
}

/// What only reduces does not count, and all else does, at however many prices it rests: a limit on levels would let a
/// few dollars at many good prices hide what stands behind them.
fn impact<T: Config>(
	book: &mut Book<T>,
	terms: &InstrumentTerms,
	side: Side,
	notional: Usd,
	rounding: Rounding,
) -> Option<Price> {
	let worth = value_of_trade(notional.to_cash_floor(), terms.cash_per_tick_and_lot()?)?;
	let (Committed { lots, value }, ticks) = book.end_of_trade(side, worth)?;
	let levels = ticks
		.into_iter()
		.map(|price| Level { price, lots: book.committed_lots(side, price) });
	impact_price_after(UsedUp { lots, value }, levels, worth, terms.tick, rounding)
}
