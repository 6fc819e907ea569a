// SPDX-License-Identifier: Apache-2.0
//! Triggers: every window in which an expiry has passed.
//!
//! Actions, the earliest expiry first: announces that it has passed; asks for the settlement price;
//! pays accounts, then holders of tokens, one series after the other and so many at a time. After all
//! payments, and after the retention time, removes the series.
//!
//! Skip if: the settlement price is not known yet, or the retention time has not passed. A series that
//! does not get on is left for the next round, so that it holds up no other one; a holder who cannot be
//! paid is recorded with what is owed, and can claim it.
//!
//! Follow-up: a dispute waits for `resolve_settlement`, or for the price to become final after all.

use crate::{
	BoardKey, BoardOf, Boards, Claim, Claims, Config, Event, Expiries, Pallet, Phase, Series,
	Settling, TokenHolders, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	storage::with_storage_layer,
	traits::{fungibles::Inspect, tokens::Fortitude, Get},
	weights::{Weight, WeightMeter},
};
use market_maths::units::Price;
use market_primitives::{
	traits::{OptionPositions, PriceFeed, SettlementPrice},
	FeedId, InstrumentId, MarketState, Purpose, WindowClock,
};
use sp_runtime::SaturatedConversion;

/// How far an expiry is brought in one go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
	Settled,
	Removed,
}

/// Whether there is more to do for an expiry in this window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
	/// Another step.
	More,
	/// Nothing before the next window.
	Wait,
	/// It can be removed.
	Settled,
	/// The block has no room for another step.
	OutOfRoom,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn settle_expiries(clock: &WindowClock, meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return;
		}
		let due = |key: &BoardKey| key.expiry <= clock.now_seconds();
		let mut steps = T::MaxSettlementSteps::get();
		let mut settled = Vec::new();
		for key in Expiries::<T>::get().into_iter().take_while(due) {
			match Self::work_on(key, Until::Settled, clock.now_ms, &mut steps, meter) {
				Next::OutOfRoom => return,
				Next::Settled => settled.push(key),
				Next::More | Next::Wait => {},
			}
		}
		// Nobody waits for a removal, so all payments come first.
		for key in settled {
			if Self::work_on(key, Until::Removed, clock.now_ms, &mut steps, meter)
				== Next::OutOfRoom
			{
				return;
			}
		}
	}

	/// Takes steps for one expiry until it has to wait.
	fn work_on(
		key: BoardKey,
		until: Until,
		now_ms: u64,
		steps: &mut u32,
		meter: &mut WeightMeter,
	) -> Next {
		loop {
			// What kind of step comes is read first, and paid for by itself.
			if meter.try_consume(T::WeightInfo::check_expiry()).is_err() {
				return Next::OutOfRoom;
			}
			let Some(board) = Boards::<T>::get(key) else { return Next::Wait };
			if let Phase::Settled { at_ms, .. } = board.phase {
				let retained_ms = T::Retention::get().saturating_mul(1_000);
				if now_ms < at_ms.saturating_add(retained_ms) {
					return Next::Wait;
				}
				if until == Until::Settled {
					return Next::Settled;
				}
			}
			// Asking for a price is no step: expiries that wait for theirs, however many they are, must
			// not hold up those that have one.
			if matches!(board.phase, Phase::Settling(_) | Phase::Settled { .. }) {
				let Some(left) = steps.checked_sub(1) else { return Next::OutOfRoom };
				*steps = left;
			}
			if meter.try_consume(Self::weight_of_step(&board.phase)).is_err() {
				return Next::OutOfRoom;
			}
			if Self::step_expiry(key, board, now_ms) == Next::Wait {
				return Next::Wait;
			}
		}
	}

	fn weight_of_step(phase: &Phase<T::AccountId>) -> Weight {
		let batch = T::SettlementBatch::get();
		match phase {
			Phase::Trading | Phase::AwaitingPrice | Phase::Disputed => {
				T::WeightInfo::price_expiry()
			},
			Phase::Settling(settling) if settling.accounts_done => {
				T::WeightInfo::settle_holders(batch)
			},
			Phase::Settling(_) => T::WeightInfo::settle_accounts(batch),
			// A token's leftovers, approvals and accounts that hold nothing, cost no more to remove than
			// as many holders cost to pay.
			Phase::Settled { .. } => {
				T::WeightInfo::delist_strike().saturating_add(T::WeightInfo::settle_holders(batch))
			},
		}
	}

	pub(crate) fn step_expiry(key: BoardKey, mut board: BoardOf<T>, now_ms: u64) -> Next {
		let next = match board.phase {
			Phase::Trading => {
				Self::stop_trading(key, &mut board);
				Next::More
			},
			Phase::AwaitingPrice | Phase::Disputed => Self::ask_for_price(key, &mut board),
			Phase::Settling(ref settling) => {
				let mut settling = settling.clone();
				let next = Self::settle_series(key, &board, &mut settling);
				board.phase = Phase::Settling(settling);
				Self::finish_if_all_paid(key, &mut board, now_ms);
				next
			},
			Phase::Settled { .. } => {
				// Writes or removes the expiry itself.
				return if Self::delist_last_strike(key, &mut board) {
					Next::More
				} else {
					Next::Wait
				};
			},
		};
		Boards::<T>::insert(key, board);
		next
	}

	pub(crate) fn stop_trading(key: BoardKey, board: &mut BoardOf<T>) {
		let index = T::PriceFeed::observe(FeedId::Index(key.underlying))
			.and_then(|index| index.value_for(Purpose::Show))
			.ok();
		board.index_at_expiry = index;
		board.phase = Phase::AwaitingPrice;
		let BoardKey { expiry, underlying } = key;
		Self::deposit_event(Event::OptionsExpired { underlying, expiry, index });
	}

	pub(crate) fn ask_for_price(key: BoardKey, board: &mut BoardOf<T>) -> Next {
		let BoardKey { expiry, underlying } = key;
		match T::PriceFeed::settlement_price(underlying, expiry) {
			SettlementPrice::Final(price) => {
				Self::start_settling(key, board, price, false);
				Next::More
			},
			SettlementPrice::Disputed if board.phase != Phase::Disputed => {
				board.phase = Phase::Disputed;
				Self::deposit_event(Event::SettlementDisputed { underlying, expiry });
				Next::Wait
			},
			SettlementPrice::Disputed | SettlementPrice::Pending => Next::Wait,
		}
	}

	pub(crate) fn start_settling(
		key: BoardKey,
		board: &mut BoardOf<T>,
		price: Price,
		decided: bool,
	) {
		board.phase = Phase::Settling(Settling::start(price, series_count(board)));
		let BoardKey { expiry, underlying } = key;
		Self::deposit_event(Event::SettlementPriceSet { underlying, expiry, price, decided });
	}

	fn finish_if_all_paid(key: BoardKey, board: &mut BoardOf<T>, now_ms: u64) {
		if let Phase::Settling(Settling { left: 0, price, .. }) = board.phase {
			board.phase = Phase::Settled { price, at_ms: now_ms };
			let BoardKey { expiry, underlying } = key;
			Self::deposit_event(Event::ExpirySettled { underlying, expiry });
		}
	}

	/// One step for the series at work. Where it does not get on, the expiry waits for the next window and
	/// then goes on with the next series.
	fn settle_series(
		key: BoardKey,
		board: &BoardOf<T>,
		settling: &mut Settling<T::AccountId>,
	) -> Next {
		let count = series_count(board);
		let at: usize = settling.position.saturated_into();
		let unpaid = key.all_series(&board.strikes).nth(at).filter(|id| {
			Series::<T>::get(id).is_some_and(|series| series.terms.state != MarketState::Settled)
		});
		let Some(id) = unpaid else {
			settling.advance(count);
			return Next::More;
		};
		let gets_on = if settling.accounts_done {
			Self::settle_holders_of(id, settling)
		} else {
			Self::settle_accounts_of(id, settling)
		};
		if settling.accounts_done && Self::nobody_holds_tokens(id) {
			Self::mark_settled(id, settling.price);
			settling.left = settling.left.saturating_sub(1);
			settling.advance(count);
			return Next::More;
		}
		if gets_on {
			return Next::More;
		}
		settling.advance(count);
		Next::Wait
	}

	/// Settles the next accounts. False if there are some left and none could be settled.
	fn settle_accounts_of(id: InstrumentId, settling: &mut Settling<T::AccountId>) -> bool {
		let batch = T::SettlementBatch::get();
		let progress = T::OptionPositions::settle_accounts(&id, settling.price, batch);
		if progress.settled > 0 {
			Self::deposit_event(Event::AccountsSettled { id, accounts: progress.settled });
		}
		settling.accounts_done = progress.finished;
		progress.finished || progress.settled > 0
	}

	/// Pays the next holders. False at the end of a pass: if some are left, somebody moved tokens behind
	/// it, or they cannot be burnt.
	fn settle_holders_of(id: InstrumentId, settling: &mut Settling<T::AccountId>) -> bool {
		let batch = T::SettlementBatch::get();
		let holders = T::TokenHolders::holders(&id, settling.after.as_ref(), batch);
		let found: u32 = holders.len().saturated_into();
		for (holder, lots) in holders {
			if lots > 0 {
				Self::pay_holder(id, &holder, lots, settling.price);
			}
			settling.after = Some(holder);
		}
		found >= batch
	}

	/// Asked of the tokens themselves: a holder may have destroyed some of its own.
	fn nobody_holds_tokens(id: InstrumentId) -> bool {
		T::Tokens::total_issuance(id) == 0
	}

	/// Burns the holder's tokens and pays them. If it cannot be paid, what it is owed is recorded.
	fn pay_holder(id: InstrumentId, holder: &T::AccountId, lots: u64, price: Price) {
		let burnt = with_storage_layer(|| {
			Self::change_series(id, |_, series| {
				Self::burn_tokens(id, series, holder, lots, Fortitude::Force)
			})
		});
		if burnt.is_err() {
			return;
		}
		let holder = holder.clone();
		match with_storage_layer(|| T::OptionPositions::settle_token(&id, price, &holder, lots)) {
			Ok(paid) => Self::deposit_event(Event::TokensPaid { id, holder, lots, paid }),
			Err(reason) => {
				Self::defer_payment(id, &holder, lots, price);
				Self::deposit_event(Event::PaymentDeferred { id, holder, lots, reason });
			},
		}
	}

	fn defer_payment(id: InstrumentId, holder: &T::AccountId, lots: u64, price: Price) {
		Claims::<T>::mutate(id, holder, |claim| {
			if claim.is_none() {
				Series::<T>::mutate_extant(id, |series| {
					series.claims = series.claims.saturating_add(1);
				});
			}
			let lots = claim.map_or(0, |claim| claim.lots).saturating_add(lots);
			*claim = Some(Claim { lots, settlement_price: price });
		});
	}

	/// No account holds the series any more, and nobody its tokens.
	fn mark_settled(id: InstrumentId, price: Price) {
		let forfeited = Series::<T>::mutate_extant(id, |series| {
			series.emergency = None;
			Self::set_open_interest(id.underlying, series, 0);
			series.terms.state = MarketState::Settled;
			core::mem::take(&mut series.tokens)
		});
		if forfeited > 0 {
			// Should it fail, the money stays in the pool, where nobody can take it.
			let _ =
				with_storage_layer(|| T::OptionPositions::forfeit_tokens(&id, price, forfeited));
			Self::deposit_event(Event::TokensForfeited { id, lots: forfeited });
		}
		Self::deposit_event(Event::SeriesSettled { id, price });
	}
}

/// A call and a put at each strike.
fn series_count<AccountId, MaxStrikes: Get<u32>>(
	board: &crate::Board<AccountId, MaxStrikes>,
) -> u32 {
	let strikes: u32 = board.strikes.len().saturated_into();
	strikes.saturating_mul(2)
}
