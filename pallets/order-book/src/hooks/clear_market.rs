// SPDX-License-Identifier: Apache-2.0
//! **Triggers:** a finished window with messages to a market.
//! **Actions:** plans the clearing, books its fills, writes the book, lets the rest rest, and announces all.
//! **Exceptional:** what does not add up undoes everything; the caller freezes the market.

use super::plan_clearing::{cancel_resting, plan, Plan};
use crate::{
	auction::{tie_break, Participant, Standing},
	book::{expiry_of, note_expiry, Book, NoRoom},
	eviction::Evictions,
	hooks::window_step::FrozenBy,
	orders, queue,
	types::{CancelReason, ClearingRecord, MemoOf, OrderIdOf, RestingOrder},
	Config, Event, FreezeCause, LastClearings, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::{auction::Clearing as AuctionResult, units::Ticks};
use market_primitives::{
	traits::{Clearing, ClearingError},
	Fill, InstrumentId, RestingExposure, Side, Window,
};

/// How far a clearing may go beyond its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
	/// Resting orders that it reaches on each side, rounded up to a whole level.
	pub(crate) depth: u32,
	/// Resting orders that leave full sides for others at better prices.
	pub(crate) evictions: u32,
}

/// What a clearing had to look at beside its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
	/// Resting orders that took part in the auction, or left a full side.
	pub(crate) in_auction: u32,
	/// Resting orders at the price of an order that came, went or rests.
	pub(crate) beside: u32,
	/// Positions and open markets of the accounts that were judged or had something released.
	pub(crate) lines: u32,
}

impl<T: Config> Pallet<T> {
	/// Clears one market of one window, within these limits. What `memo` knows of accounts is then out of date.
	pub(crate) fn clear_market(
		window: Window,
		instrument: InstrumentId,
		limits: Limits,
		memo: &mut MemoOf<T>,
	) -> Result<Work, FrozenBy> {
		let messages = queue::take::<T>(window, instrument);
		let mut book = Book::<T>::open(instrument);
		let Plan { mut participants, clearing, read, rounds, lines } =
			plan::<T>(window, instrument, &messages, &mut book, limits.depth, memo)?;
		log::trace!(
			target: crate::LOG_TARGET,
			"{instrument:?} in window {window}: {} orders in {rounds} rounds",
			participants.len(),
		);

		let fills = fills(instrument, clearing, &participants);
		if !fills.is_empty() {
			T::Clearing::book_fills(&instrument, &fills).map_err(freeze_cause)?;
		}
		let mut evictions = Evictions::<T>::of_at_most(limits.evictions);
		let rested = Self::let_rest(&mut participants, &mut book, &mut evictions, window);
		let in_auction = read.saturating_add(evictions.count());
		evictions.note_in(&mut participants);
		let beside = book.orders_read().saturating_sub(read);
		book.commit()?;

		Self::announce_fills(&participants, clearing, instrument);
		let released = Self::release_and_announce_cuts(&participants, instrument);
		for (order, lots) in rested {
			Self::deposit_event(Event::OrderRested { order, instrument, lots });
		}
		// An order that does more than reduce is listed without its lots.
		let changed = |one: &&Participant<T::AccountId>| {
			let left = one.remaining();
			left == 0 || (one.order.reduce_only && left < one.order.lots)
		};
		let listed = participants.iter().filter(|one| one.order.standing != Standing::Liquidation);
		orders::note_left::<T>(listed.filter(changed).map(|one| (&one.order.id, one.remaining())));
		let liquidated = messages.iter().filter(|(_, of)| of.liquidation.is_some());
		orders::forget_liquidations::<T>(&instrument, liquidated.map(|(account, _)| account));
		if let Some(clearing) = clearing {
			Self::record_clearing(window, instrument, clearing, &fills)?;
		}
		Ok(Work { in_auction, beside, lines: lines.saturating_add(released) })
	}

	/// Carries out at most `most` of the cancellations that wait for a market in a window, ahead of its
	/// clearing, or in its stead if nothing else waits: without an order that comes in, a clearing does no more than
	/// this. Says how many orders rested at the prices of those that were cancelled.
	pub(crate) fn cancel_ahead(
		window: Window,
		instrument: InstrumentId,
		most: u32,
	) -> Result<u32, FrozenBy> {
		let cancels = queue::take_cancels::<T>(window, instrument, most);
		let mut book = Book::<T>::open(instrument);
		let mut cancelled = cancel_resting::<T>(
			cancels.iter().map(|(account, cancel)| (account, cancel)),
			&mut book,
		);
		// As a clearing would announce them.
		cancelled.sort_by(|one, other| one.order.id.cmp(&other.order.id));
		let beside = book.orders_read();
		book.commit()?;
		Self::release_and_announce_cuts(&cancelled, instrument);
		orders::forget::<T>(cancelled.iter().map(|one| &one.order.id));
		Ok(beside)
	}

	/// Puts into the book what came in and may stay. Where a level has too little room, the tie-break decides; where
	/// a side has no page left, the worst one makes room for better prices.
	fn let_rest(
		participants: &mut [Participant<T::AccountId>],
		book: &mut Book<T>,
		evictions: &mut Evictions<T>,
		window: Window,
	) -> Vec<(OrderIdOf<T>, u64)> {
		let mut by_level: BTreeMap<(Side, u64), Vec<&mut Participant<T::AccountId>>> =
			BTreeMap::new();
		for one in participants.iter_mut() {
			if one.order.standing != Standing::Resting && one.remaining() > 0 {
				let limit = one.order.limit.into_inner();
				// Best prices first, should the book run out of room.
				let rank = if one.order.side == Side::Buy {
					u64::MAX.saturating_sub(limit)
				} else {
					limit
				};
				by_level.entry((one.order.side, rank)).or_default().push(one);
			}
		}
		let mut rested = Vec::new();
		for ((side, _), mut level) in by_level {
			let Some(limit) = level.first().map(|one| one.order.limit) else { continue };
			evictions.make_page(book, side, limit);
			if level.len() > book.room(side, limit) {
				level.sort_by_cached_key(|one| tie_break(&one.order.id, window));
			}
			for one in level {
				let resting = RestingOrder {
					order: one.order.id.clone(),
					lots: one.remaining(),
					window: one.order.window,
					reduce_only: one.order.reduce_only,
				};
				let (id, lots) = (resting.order.clone(), resting.lots);
				let inserted = match evictions.closes(side, limit) {
					true => Err(NoRoom),
					false => book.insert(side, limit, resting),
				};
				match inserted {
					Ok(()) => rested.push((id, lots)),
					Err(NoRoom) => one.cut_rest(CancelReason::BookFull),
				}
			}
		}
		rested.sort();
		rested
	}

	fn announce_fills(
		participants: &[Participant<T::AccountId>],
		clearing: Option<AuctionResult>,
		instrument: InstrumentId,
	) {
		let Some(AuctionResult { price, .. }) = clearing else { return };
		for one in participants.iter().filter(|one| one.filled > 0) {
			Self::deposit_event(Event::OrderFilled {
				order: one.order.id.clone(),
				instrument,
				side: one.order.side,
				lots: one.filled,
				price,
				remaining: one.order.lots.saturating_sub(one.filled),
				role: one.order.standing.role(),
			});
		}
	}

	/// Says how many positions and open markets the accounts have together for which something is released.
	fn release_and_announce_cuts(
		participants: &[Participant<T::AccountId>],
		instrument: InstrumentId,
	) -> u32 {
		let mut released = Vec::new();
		for one in participants {
			let mut remaining = one.order.lots.saturating_sub(one.filled);
			for cut in &one.cuts {
				remaining = remaining.saturating_sub(cut.lots);
				if one.order.standing != Standing::Liquidation {
					let exposure = RestingExposure {
						instrument,
						side: one.order.side,
						lots: cut.lots,
						limit: one.order.limit,
						reduce_only: one.order.reduce_only,
					};
					released.push((&one.order.id.account, exposure));
				}
				Self::deposit_event(Event::OrderCancelled {
					order: one.order.id.clone(),
					instrument,
					lots: cut.lots,
					remaining,
					reason: cut.reason,
				});
			}
		}
		orders::release::<T>(released.into_iter())
	}

	fn record_clearing(
		window: Window,
		instrument: InstrumentId,
		clearing: AuctionResult,
		fills: &[Fill<T::AccountId>],
	) -> Result<(), FreezeCause> {
		let AuctionResult { price, volume } = clearing;
		let expiry = expiry_of(&instrument);
		let before = LastClearings::<T>::get(expiry, instrument)
			.map_or(0, |last| last.recent_volume_at(window));
		let recent_volume = before.saturating_add(volume);
		let record =
			clearing_record(window, fills, recent_volume).ok_or(FreezeCause::CorruptBook)?;
		// Should there be no room for the expiry, the record merely outlives the series.
		let _ = note_expiry::<T>(&instrument);
		LastClearings::<T>::insert(expiry, instrument, record);
		Self::deposit_event(Event::MarketCleared { instrument, window, price, volume });
		Ok(())
	}
}

fn fills<AccountId: Clone>(
	instrument: InstrumentId,
	clearing: Option<AuctionResult>,
	participants: &[Participant<AccountId>],
) -> Vec<Fill<AccountId>> {
	let Some(AuctionResult { price, .. }) = clearing else { return Vec::new() };
	participants
		.iter()
		.filter(|one| one.filled > 0)
		.map(|one| Fill {
			order: one.order.id.clone(),
			instrument,
			side: one.order.side,
			lots: one.filled,
			price,
			limit: one.order.limit,
			role: one.order.standing.role(),
			reduce_only: one.order.reduce_only,
		})
		.collect()
}

/// The facts of a clearing that its invariants are checked on. `None` if a side has no fills.
fn clearing_record<AccountId>(
	window: Window,
	fills: &[Fill<AccountId>],
	recent_volume: u64,
) -> Option<ClearingRecord> {
	let of = |side: Side| fills.iter().filter(move |fill| fill.side == side);
	let lots = |side: Side| of(side).try_fold(0u64, |sum, fill| sum.checked_add(fill.lots));
	let prices = || fills.iter().map(|fill| fill.price);
	let fill_prices: (Ticks, Ticks) = (prices().min()?, prices().max()?);
	Some(ClearingRecord {
		window,
		price: fill_prices.0,
		bought: lots(Side::Buy)?,
		sold: lots(Side::Sell)?,
		fill_prices,
		lowest_bid: of(Side::Buy).map(|fill| fill.limit).min()?,
		highest_ask: of(Side::Sell).map(|fill| fill.limit).max()?,
		recent_volume,
	})
}

fn freeze_cause(error: ClearingError) -> FreezeCause {
	match error {
		ClearingError::Unbalanced => FreezeCause::Unbalanced,
		ClearingError::UnknownInstrument => FreezeCause::UnknownInstrument,
		ClearingError::UnknownAccount => FreezeCause::UnknownAccount,
		ClearingError::TooManyPositions => FreezeCause::TooManyPositions,
		ClearingError::Overflow => FreezeCause::Overflow,
	}
}
