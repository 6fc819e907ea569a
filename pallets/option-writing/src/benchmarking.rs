// SPDX-License-Identifier: Apache-2.0
//! What each call and each step in a window costs, at its worst.

#![allow(clippy::float_arithmetic, reason = "the benchmark macro fits lines to measurements")]

use crate::{calendar::Cadence, *};
use frame_benchmarking::{account, v2::*};
use frame_support::traits::{tokens::Fortitude, EnsureOrigin, Get};
use frame_system::RawOrigin;
use market_maths::{
	options::OptionKind,
	units::{Price, Quantity, Rate, Volatility},
};
use market_primitives::{
	traits::{Headroom, OptionPositions, PriceFeed, VolatilitySurface},
	FeedId, InstrumentId, InstrumentTerms, MarketState, SmileId, Strike, SubaccountId, Underlying,
	UniverseId,
};

const UNIT: u128 = 1_000_000_000_000_000_000;
const SIGNED_UNIT: i128 = 1_000_000_000_000_000_000;
const INDEX: Price = Price::from_inner(UNIT.saturating_mul(90_000));
/// So few lots that any endowed account can bear them.
const LOTS: u64 = 2;

fn terms() -> InstrumentTerms {
	InstrumentTerms {
		universe: UniverseId::default(),
		tick: Price::from_inner(UNIT),
		lot: Quantity::from_inner(SIGNED_UNIT / 100),
		price_band: Rate::from_inner(SIGNED_UNIT / 10),
		open_interest_cap: 1_000_000_000,
		state: MarketState::Listed,
	}
}

fn key(after: u64) -> BoardKey {
	let expiry = Cadence::DAILY.next(after).unwrap_or(u64::MAX);
	BoardKey { expiry, underlying: Underlying::BTC }
}

fn strike(thousands: u64) -> Strike {
	Strike::from_inner(thousands.saturating_mul(100_000_000_000))
}

/// Lists the series whatever it is, and makes the feeds give it a mark of `price` where that can be.
pub(crate) fn prepare_series<T: Config>(id: &InstrumentId, price: Price) {
	let Some(contract) = id.as_option() else { return };
	let strike = contract.strike.price().into_inner();
	// Without volatility an option is worth what it pays.
	let index = match contract.kind {
		OptionKind::Call => strike.saturating_add(price.into_inner()),
		OptionKind::Put => strike.saturating_sub(price.into_inner()),
	};
	T::PriceFeed::prepare(FeedId::Index(id.underlying), Price::from_inner(index));
	T::PriceFeed::prepare(FeedId::Volatility(id.underlying), Price::ZERO);
	let key = BoardKey { expiry: contract.expiry, underlying: id.underlying };
	Pallet::<T>::list_strike(key, contract.strike, terms(), Pallet::<T>::now_ms());
}

fn reported<T: Config>() {
	T::PriceFeed::prepare(FeedId::Index(Underlying::BTC), INDEX);
	T::PriceFeed::prepare(FeedId::Volatility(Underlying::BTC), Price::from_inner(UNIT / 2));
	T::Headroom::prepare_headroom(Underlying::BTC);
}

/// An expiry with as many strikes as there can be.
fn full_board<T: Config>() -> BoardKey {
	reported::<T>();
	let key = key(Pallet::<T>::now_ms() / 1_000);
	let smile = SmileId::new(key.underlying, key.expiry);
	T::VolatilitySurface::prepare_smile(smile, INDEX, Volatility::from_inner(UNIT / 2));
	for thousands in 1..=T::MaxStrikesPerExpiry::get() {
		Pallet::<T>::list_strike(key, strike(thousands.into()), terms(), Pallet::<T>::now_ms());
	}
	key
}

fn writer<T: Config>(number: u32) -> SubaccountId<T::AccountId> {
	let account = SubaccountId::new(account("writer", number, 0), 0);
	T::OptionPositions::endow(&account);
	account
}

fn written<T: Config>(
	id: InstrumentId,
	number: u32,
) -> Result<SubaccountId<T::AccountId>, BenchmarkError> {
	let account = writer::<T>(number);
	Pallet::<T>::do_write(account.clone(), id, LOTS)?;
	Pallet::<T>::execute_writes_in(id);
	Ok(account)
}

fn settle<T: Config>(key: BoardKey, change: impl FnOnce(&mut Settling<T::AccountId>)) {
	Boards::<T>::mutate_extant(key, |board| {
		let series = u32::try_from(board.strikes.len()).unwrap_or(u32::MAX).saturating_mul(2);
		let mut settling = Settling::start(INDEX, series);
		change(&mut settling);
		board.phase = Phase::Settling(settling);
	});
}

fn board_of<T: Config>(key: BoardKey) -> Result<BoardOf<T>, BenchmarkError> {
	Boards::<T>::get(key).ok_or(BenchmarkError::Stop("no such expiry"))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn write() -> Result<(), BenchmarkError> {
		let id = full_board::<T>().series(strike(50), OptionKind::Call);
		let writer = writer::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(writer.owner), writer.index, id, LOTS);

		assert_eq!(Pallet::<T>::writers_waiting(id), 1);
		Ok(())
	}

	/// The cap has room for half of what is asked.
	#[benchmark]
	fn execute_writes(
		n: Linear<0, { T::MaxWritersPerWindow::get() }>,
	) -> Result<(), BenchmarkError> {
		let id = full_board::<T>().series(strike(50), OptionKind::Call);
		for number in 0..n {
			Pallet::<T>::do_write(writer::<T>(number), id, LOTS)?;
		}
		let half = u64::from(n).saturating_mul(LOTS) / 2;
		Series::<T>::mutate_extant(id, |series| series.terms.open_interest_cap = half);

		#[block]
		{
			if PendingWriters::<T>::iter().next().is_some() {
				Pallet::<T>::execute_writes_in(id);
			}
		}

		assert_eq!(Series::<T>::get(id).map(|series| series.tokens), Some(half));
		assert_eq!(Pallet::<T>::writers_waiting(id), 0);
		Ok(())
	}

	#[benchmark]
	fn wrap() -> Result<(), BenchmarkError> {
		let id = full_board::<T>().series(strike(50), OptionKind::Call);
		let holder = writer::<T>(0);
		T::OptionPositions::put_long(&holder, &id, LOTS)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.owner), holder.index, id, LOTS);

		assert_eq!(Series::<T>::get(id).map(|series| series.tokens), Some(LOTS));
		Ok(())
	}

	#[benchmark]
	fn unwrap() -> Result<(), BenchmarkError> {
		let id = full_board::<T>().series(strike(50), OptionKind::Call);
		let writer = written::<T>(id, 0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(writer.owner), writer.index, id, LOTS);

		assert_eq!(Series::<T>::get(id).map(|series| series.tokens), Some(0));
		Ok(())
	}

	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let id = key.series(strike(50), OptionKind::Call);
		let writer = written::<T>(id, 0)?;
		let batch = T::SettlementBatch::get();
		T::OptionPositions::settle_accounts(&id, INDEX, batch);
		let owed = Claim { lots: LOTS, settlement_price: INDEX };
		Claims::<T>::insert(id, &writer.owner, owed);
		Series::<T>::mutate_extant(id, |series| series.claims = 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(writer.owner.clone()), id);

		assert!(!Claims::<T>::contains_key(id, &writer.owner));
		Ok(())
	}

	#[benchmark]
	fn set_listing_rule() -> Result<(), BenchmarkError> {
		let origin = T::MarketAdminOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let listing = ListingCadence {
			cadence: Cadence::Quarterly,
			expiries_ahead: 8,
			strike_step: Price::from_inner(UNIT.saturating_mul(1_000)),
			strikes_each_side: 32,
		};
		let mut cadences = Cadences::default();
		while cadences.try_push(listing).is_ok() {}
		let terms = ListingRules::<T>::get(Underlying::BTC).map_or_else(terms, |rule| rule.terms);
		// A change that loosens.
		let stricter = InstrumentTerms { open_interest_cap: terms.open_interest_cap / 2, ..terms };
		let rule = ListingRule { cadences: cadences.clone(), terms: stricter };
		Pallet::<T>::store_rule(Underlying::BTC, Some(rule))?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Underlying::BTC, cadences, terms);

		assert!(LoosenedAt::<T>::contains_key(Underlying::BTC));
		Ok(())
	}

	#[benchmark]
	fn set_series_state() -> Result<(), BenchmarkError> {
		let origin =
			T::EmergencyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let id = full_board::<T>().series(strike(50), OptionKind::Call);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, MarketState::Halted);

		let state = Series::<T>::get(id).map(|series| series.terms.state);
		assert_eq!(state, Some(MarketState::Halted));
		Ok(())
	}

	#[benchmark]
	fn resolve_settlement() -> Result<(), BenchmarkError> {
		let origin = T::SettlementOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let key = full_board::<T>();
		Boards::<T>::mutate_extant(key, |board| board.phase = Phase::Disputed);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key.underlying, key.expiry, INDEX);

		assert_eq!(board_of::<T>(key)?.settlement_price(), Some(INDEX));
		Ok(())
	}

	/// A look at an underlying for which nothing is to be listed.
	#[benchmark]
	fn check_listing() -> Result<(), BenchmarkError> {
		reported::<T>();
		let done = ListingDone { index: INDEX, tolerance: INDEX, earliest_expiry: u64::MAX };
		ListingsDone::<T>::insert(Underlying::BTC, done);
		let nothing;

		#[block]
		{
			nothing = Pallet::<T>::live_index(Underlying::BTC).map(|index| {
				Pallet::<T>::nothing_to_list(Underlying::BTC, index, &Default::default())
			});
		}

		assert_eq!(nothing, Some(true));
		Ok(())
	}

	/// Finds what is missing by the largest rule there can be, while there is no room left to list it.
	#[benchmark]
	fn plan_listing() -> Result<(), BenchmarkError> {
		reported::<T>();
		let listing = |cadence| ListingCadence {
			cadence,
			expiries_ahead: 8,
			strike_step: Price::from_inner(UNIT.saturating_mul(1_000)),
			strikes_each_side: 32,
		};
		let mut cadences = Cadences::default();
		let mut seconds = 86_400;
		while cadences.try_push(listing(Cadence::Every { seconds, offset: 28_800 })).is_ok() {
			seconds = seconds.saturating_mul(2);
		}
		let rule = ListingRule { cadences, terms: terms() };
		Pallet::<T>::store_rule(Underlying::BTC, Some(rule.clone()))?;
		let clock = market_primitives::WindowClock::default();
		let mut unlimited = frame_support::weights::WeightMeter::new();
		let mut room = u32::MAX;
		Pallet::<T>::list_by_rule(Underlying::BTC, &rule, INDEX, &clock, &mut room, &mut unlimited);
		ListingsDone::<T>::remove(Underlying::BTC);

		#[block]
		{
			Pallet::<T>::list_by_rule(
				Underlying::BTC,
				&rule,
				INDEX,
				&clock,
				&mut room,
				&mut unlimited,
			);
		}

		assert!(ListingsDone::<T>::contains_key(Underlying::BTC));
		Ok(())
	}

	#[benchmark]
	fn list_strike() -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		Boards::<T>::mutate_extant(key, |board| board.strikes.pop());
		let strike = strike(T::MaxStrikesPerExpiry::get().into());
		for kind in [OptionKind::Call, OptionKind::Put] {
			Series::<T>::remove(key.series(strike, kind));
		}

		#[block]
		{
			Pallet::<T>::list_strike(key, strike, terms(), 0);
		}

		assert!(Series::<T>::contains_key(key.series(strike, OptionKind::Put)));
		Ok(())
	}

	#[benchmark]
	fn check_expiry() -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let board;

		#[block]
		{
			board = Boards::<T>::get(key);
		}

		assert!(board.is_some());
		Ok(())
	}

	#[benchmark]
	fn price_expiry() -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let mut board = board_of::<T>(key)?;

		#[block]
		{
			Pallet::<T>::stop_trading(key, &mut board);
			Pallet::<T>::ask_for_price(key, &mut board);
			Boards::<T>::insert(key, board);
		}

		assert!(board_of::<T>(key)?.phase != Phase::Trading);
		Ok(())
	}

	#[benchmark]
	fn settle_accounts(n: Linear<1, { T::SettlementBatch::get() }>) -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let id = key.series(strike(1), OptionKind::Call);
		for number in 0..n {
			written::<T>(id, number)?;
		}
		settle::<T>(key, |_| ());

		#[block]
		{
			Pallet::<T>::step_expiry(key, board_of::<T>(key)?, 0);
		}

		assert!(T::OptionPositions::net_lots(&id).is_zero());
		Ok(())
	}

	#[benchmark]
	fn settle_holders(n: Linear<1, { T::SettlementBatch::get() }>) -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let id = key.series(strike(1), OptionKind::Call);
		for number in 0..n {
			written::<T>(id, number)?;
		}
		while !T::OptionPositions::settle_accounts(&id, INDEX, n).finished {}
		settle::<T>(key, |settling| settling.accounts_done = true);

		#[block]
		{
			Pallet::<T>::step_expiry(key, board_of::<T>(key)?, 0);
		}

		assert_eq!(Series::<T>::get(id).map(|series| series.tokens), Some(0));
		Ok(())
	}

	#[benchmark]
	fn delist_strike() -> Result<(), BenchmarkError> {
		let key = full_board::<T>();
		let strikes = T::MaxStrikesPerExpiry::get();
		// An account has room for one more position.
		for (kind, writer) in [(OptionKind::Call, 0), (OptionKind::Put, 1)] {
			let id = key.series(strike(strikes.into()), kind);
			let owner = written::<T>(id, writer)?.owner;
			Series::<T>::try_mutate(id, |series| {
				let series = series.as_mut().ok_or(BenchmarkError::Stop("no such series"))?;
				Pallet::<T>::burn_tokens(id, series, &owner, LOTS, Fortitude::Force)?;
				Ok::<(), BenchmarkError>(())
			})?;
		}
		let mut board = board_of::<T>(key)?;

		#[block]
		{
			Pallet::<T>::delist_last_strike(key, &mut board);
		}

		let left = u32::try_from(board_of::<T>(key)?.strikes.len()).ok();
		assert_eq!(left, strikes.checked_sub(1));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty_chain(), crate::mock::Test);
}
