// SPDX-License-Identifier: Apache-2.0
//! What everything that lists instruments must do.

#![allow(clippy::arithmetic_side_effects, reason = "exams are test code")]

use crate::{traits::Instruments, FeedStatus, InstrumentId, MarketState, Underlying};
use market_maths::units::{Lots, Price, Volatility};

/// An instrument that is listed has terms in which every fill's cash is exact, and is among those
/// that are listed.
pub fn a_listed_instrument_has_exact_terms<I: Instruments>(listed: &InstrumentId) {
	let terms = I::terms(listed).expect("a listed instrument has terms");
	assert!(
		terms.cash_per_tick_and_lot().is_some(),
		"{listed}: cash per tick and lot is not exact"
	);
	assert!(I::listed().contains(listed), "{listed} has terms but is not among those listed");
	for id in I::listed() {
		let terms = I::terms(&id).expect("whatever is listed has terms");
		assert_ne!(terms.state, MarketState::Settled, "{id} is settled and still listed");
	}
}

/// An instrument that is not listed has no terms, and what is said about it changes nothing.
pub fn an_unlisted_instrument_is_left_alone<I: Instruments>(unlisted: &InstrumentId) {
	let before = I::listed();
	let open = I::open_quantity(unlisted.underlying);
	assert_eq!(I::terms(unlisted), None);
	assert!(I::mark(unlisted).is_err(), "{unlisted} is not listed and has a mark");
	I::note_open_interest(unlisted, Lots::from_inner(5));
	I::freeze(unlisted);
	assert_eq!(I::terms(unlisted), None, "a word about {unlisted} listed it");
	assert_eq!(I::open_interest(unlisted), 0);
	assert_eq!(I::open_quantity(unlisted.underlying), open);
	assert_eq!(I::cumulative_funding(unlisted), 0);
	assert_eq!(I::listed(), before);
}

/// Open interest is the sum of what is told, and never falls below zero.
pub fn open_interest_adds_up<I: Instruments>(listed: &InstrumentId) {
	let before = I::open_interest(listed);
	I::note_open_interest(listed, Lots::from_inner(7));
	I::note_open_interest(listed, Lots::from_inner(-3));
	assert_eq!(I::open_interest(listed), before + 4);
	I::note_open_interest(listed, Lots::from_inner(-4));
	assert_eq!(I::open_interest(listed), before);
	I::note_open_interest(listed, Lots::from_inner(i64::MIN));
	assert_eq!(I::open_interest(listed), 0, "open interest fell below zero");
	let back = i64::try_from(before).expect("fits in a test");
	I::note_open_interest(listed, Lots::from_inner(back));
}

/// What is open of an underlying is counted in its coins, follows every word about a market of it, and no other.
pub fn open_quantity_follows<I: Instruments>(listed: &InstrumentId, other: Underlying) {
	assert_ne!(listed.underlying, other);
	let open = || I::open_quantity(listed.underlying);
	let (before, elsewhere) = (open(), I::open_quantity(other));
	let lot = I::terms(listed).expect("a listed instrument has terms").lot;
	let coins = |lots: i64| Lots::from_inner(lots).quantity(lot).expect("fits in a test");
	I::note_open_interest(listed, Lots::from_inner(7));
	assert_eq!(open(), before.checked_add(coins(7)).expect("fits in a test"));
	I::note_open_interest(listed, Lots::from_inner(-3));
	assert_eq!(open(), before.checked_add(coins(4)).expect("fits in a test"));
	I::note_open_interest(listed, Lots::from_inner(-4));
	assert_eq!((open(), I::open_quantity(other)), (before, elsewhere));
}

/// A frozen market does not clear, and is still listed so that positions in it are valued.
pub fn freezing_stops_one_market<I: Instruments>(frozen: &InstrumentId, other: &InstrumentId) {
	let other_before = I::terms(other);
	I::freeze(frozen);
	let terms = I::terms(frozen).expect("a frozen instrument keeps its terms");
	assert!(!terms.state.clears(), "{frozen} clears although it is frozen");
	assert!(I::mark(frozen).is_ok(), "{frozen} lost its mark");
	assert!(I::listed().contains(frozen));
	assert_eq!(I::terms(other), other_before, "freezing {frozen} changed {other}");
}

/// A perpetual rests on its index and nothing else.
pub fn perpetuals_have_no_volatility<I: Instruments>(perpetual: &InstrumentId) {
	assert!(perpetual.is_perpetual());
	let mark = I::mark(perpetual).expect("it has a price");
	assert_eq!((mark.volatility, mark.volatility_confidence), (Volatility::ZERO, Volatility::ZERO));
	assert_eq!((mark.price_confidence, mark.volatility_status), (Price::ZERO, FeedStatus::Live));
}

/// Options pay no funding.
pub fn options_pay_no_funding<I: Instruments>(option: &InstrumentId) {
	assert!(option.as_option().is_some());
	assert_eq!(I::cumulative_funding(option), 0);
}
