// SPDX-License-Identifier: Apache-2.0
use crate::{
	book::{expiry_of, Book},
	Config, LastClearings, Pallet,
};
use market_maths::{
	arithmetic::Rounding,
	auction::{impact_price, Level},
	units::{Price, Ticks, Usd},
};
use market_primitives::{
	traits::{BookPrices, Instruments},
	InstrumentId, InstrumentTerms, Side,
};

/// Price levels that a question about prices reads at most on each side.
const MOST_LEVELS: usize = 64;

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
		let (bid, ask) = (best::<T>(&mut book, Side::Buy), best::<T>(&mut book, Side::Sell));
		let ticks = [bid, ask, last.map(|last| last.price)];
		let [bid, ask, last] =
			ticks.map(|ticks| ticks.and_then(|ticks| ticks.price(terms.tick).ok()));
		(bid, ask, last)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_depth(instrument: &InstrumentId, price: Price) {
		crate::benchmarking::prepare_depth::<T>(*instrument, price, MOST_LEVELS);
	}
}

/// The best price of a side that somebody has put up margin for.
fn best<T: Config>(book: &mut Book<T>, side: Side) -> Option<Ticks> {
	let mut at = None;
	let levels = core::iter::from_fn(|| {
		at = Some(book.next(side, at)?);
		at.map(|price| (price, book.committed_lots(side, price)))
	});
	let mut committed = levels.take(MOST_LEVELS).filter(|(_, lots)| *lots > 0);
	committed.next().map(|(price, _)| price)
}

fn impact<T: Config>(
	book: &mut Book<T>,
	terms: &InstrumentTerms,
	side: Side,
	notional: Usd,
	rounding: Rounding,
) -> Option<Price> {
	let per_tick_and_lot = terms.cash_per_tick_and_lot()?;
	let mut at = None;
	let levels = core::iter::from_fn(|| {
		at = Some(book.next(side, at)?);
		at.map(|price| Level { price, lots: book.committed_lots(side, price) })
	});
	impact_price(
		levels.take(MOST_LEVELS),
		notional.to_cash_floor(),
		terms.tick,
		per_tick_and_lot,
		rounding,
	)
}
