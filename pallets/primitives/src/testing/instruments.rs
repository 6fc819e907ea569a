// SPDX-License-Identifier: Apache-2.0
//! Instruments whose terms and marks a test decides.

use crate::{
	traits::Instruments, FeedError, FeedStatus, InstrumentId, InstrumentTerms, Mark, MarketState,
	Underlying, UniverseId,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::RefCell;
use market_maths::units::{Lots, Price, Quantity, Volatility};

/// What [`FakeInstruments`] keeps about one instrument.
#[derive(Clone, Copy, Debug)]
struct Listing {
	terms: InstrumentTerms,
	mark: Result<Mark, FeedError>,
	cumulative_funding: i128,
	settlement_price: Option<Price>,
	open_interest: u64,
	frozen: bool,
}

std::thread_local! {
	static LISTINGS: RefCell<BTreeMap<InstrumentId, Listing>> =
		const { RefCell::new(BTreeMap::new()) };
}

/// Answers [`Instruments`] from what the test of this thread lists and marks.
pub struct FakeInstruments;

impl FakeInstruments {
	/// Forgets every instrument.
	pub fn reset() {
		LISTINGS.with_borrow_mut(BTreeMap::clear);
	}

	/// Terms that suit most tests: ticks of 0.1 USD, lots of a thousandth of a coin, in the first universe.
	pub fn usual_terms() -> InstrumentTerms {
		InstrumentTerms {
			universe: UniverseId::default(),
			tick: Price::from_inner(100_000_000_000_000_000),
			lot: Quantity::from_inner(1_000_000_000_000_000),
			price_band: market_maths::units::Rate::from_inner(200_000_000_000_000_000),
			open_interest_cap: 1_000_000_000,
			state: MarketState::Listed,
		}
	}

	/// A live mark at which index, forward and price are the same, without volatility or doubt.
	pub fn plain_mark(price: Price) -> Mark {
		Mark {
			price,
			index: price,
			forward: price,
			volatility: Volatility::ZERO,
			confidence: Price::ZERO,
			status: FeedStatus::Live,
			volatility_confidence: Volatility::ZERO,
			price_confidence: Price::ZERO,
			volatility_status: FeedStatus::Live,
		}
	}

	/// Lists `id` on usual terms with a plain mark.
	pub fn list(id: InstrumentId, price: Price) {
		Self::list_with(id, Self::usual_terms(), Ok(Self::plain_mark(price)));
	}

	/// Lists `id` on these terms with this mark.
	pub fn list_with(id: InstrumentId, terms: InstrumentTerms, mark: Result<Mark, FeedError>) {
		let listing = Listing {
			terms,
			mark,
			cumulative_funding: 0,
			settlement_price: None,
			open_interest: 0,
			frozen: false,
		};
		LISTINGS.with_borrow_mut(|all| all.insert(id, listing));
	}

	/// Removes `id` from what is listed.
	pub fn unlist(id: &InstrumentId) {
		LISTINGS.with_borrow_mut(|all| all.remove(id));
	}

	/// Sets what `id` is worth.
	pub fn set_mark(id: &InstrumentId, mark: Result<Mark, FeedError>) {
		Self::change(id, |listing| listing.mark = mark);
	}

	/// Sets a plain mark of `price`.
	pub fn set_price(id: &InstrumentId, price: Price) {
		Self::set_mark(id, Ok(Self::plain_mark(price)));
	}

	/// Sets the status of the volatility behind the mark of `id`.
	pub fn set_volatility_status(id: &InstrumentId, status: FeedStatus) {
		Self::change(id, |listing| {
			if let Ok(mark) = &mut listing.mark {
				mark.volatility_status = status;
			}
		});
	}

	/// Sets the status of the index behind the mark of every instrument.
	pub fn set_status_of_all(status: FeedStatus) {
		LISTINGS.with_borrow_mut(|all| {
			for listing in all.values_mut() {
				if let Ok(mark) = &mut listing.mark {
					mark.status = status;
				}
			}
		});
	}

	/// Sets what may be done in the market of `id`.
	pub fn set_state(id: &InstrumentId, state: MarketState) {
		Self::change(id, |listing| listing.terms.state = state);
	}

	/// Sets how many lots may be open.
	pub fn set_open_interest_cap(id: &InstrumentId, cap: u64) {
		Self::change(id, |listing| listing.terms.open_interest_cap = cap);
	}

	/// Sets the cumulative funding per long lot.
	pub fn set_funding(id: &InstrumentId, cumulative: i128) {
		Self::change(id, |listing| listing.cumulative_funding = cumulative);
	}

	/// Makes it known at which price `id` is paid.
	pub fn set_settlement_price(id: &InstrumentId, price: Price) {
		Self::change(id, |listing| listing.settlement_price = Some(price));
	}

	/// Whether somebody froze `id`.
	pub fn is_frozen(id: &InstrumentId) -> bool {
		Self::listing(id).is_some_and(|listing| listing.frozen)
	}

	fn listing(id: &InstrumentId) -> Option<Listing> {
		LISTINGS.with_borrow(|all| all.get(id).copied())
	}

	fn change(id: &InstrumentId, how: impl FnOnce(&mut Listing)) {
		LISTINGS.with_borrow_mut(|all| all.get_mut(id).map(how));
	}
}

impl Instruments for FakeInstruments {
	type Memo = ();

	fn terms(id: &InstrumentId) -> Option<InstrumentTerms> {
		Self::listing(id).map(|listing| listing.terms)
	}

	fn mark(id: &InstrumentId) -> Result<Mark, FeedError> {
		Self::listing(id).map_or(Err(FeedError::Unknown), |listing| listing.mark)
	}

	fn cumulative_funding(id: &InstrumentId) -> i128 {
		Self::listing(id).map_or(0, |listing| listing.cumulative_funding)
	}

	fn settlement_price(id: &InstrumentId) -> Option<Price> {
		Self::listing(id)?.settlement_price
	}

	fn open_interest(id: &InstrumentId) -> u64 {
		Self::listing(id).map_or(0, |listing| listing.open_interest)
	}

	fn open_quantity(underlying: Underlying) -> Quantity {
		LISTINGS.with_borrow(|all| {
			let on_it = all.iter().filter(|(id, _)| id.underlying == underlying);
			on_it.fold(Quantity::ZERO, |sum, (_, listing)| {
				let open = listing.terms.coins(listing.open_interest);
				sum.checked_add(open).unwrap_or(Quantity::MAX)
			})
		})
	}

	fn note_open_interest(id: &InstrumentId, change: Lots) {
		Self::change(id, |listing| {
			listing.open_interest =
				listing.open_interest.saturating_add_signed(change.into_inner());
		});
	}

	fn freeze(id: &InstrumentId) {
		Self::change(id, |listing| {
			listing.frozen = true;
			listing.terms.state = MarketState::Halted;
		});
	}

	fn listed() -> Vec<InstrumentId> {
		LISTINGS.with_borrow(|all| {
			let open = |(_, listing): &(&InstrumentId, &Listing)| {
				listing.terms.state != MarketState::Settled
			};
			all.iter().filter(open).map(|(id, _)| *id).collect()
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: &InstrumentId, price: Price) {
		Self::list(*id, price);
	}
}
