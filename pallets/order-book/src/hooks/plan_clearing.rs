// SPDX-License-Identifier: Apache-2.0
//! What a clearing would do. Reads, and changes only the book it holds in memory.

use crate::{
	auction::{
		best_of, crosses, cut_to_what_accounts_may_trade, hold, refuse_post_only_that_take,
		Candidate, Circumstances, Participant, Standing,
	},
	bearing::Accounts,
	book::Book,
	staying::{cut_what_may_not_rest, let_yield_what_lacks_a_price},
	types::{CancelReason, MemoOf, MessagesOf, SubaccountOf, WaitingCancel},
	Config, FreezeCause, LastClearings,
};
use alloc::vec::Vec;
use market_maths::{
	auction::Clearing,
	units::{Price, Ticks},
	MathsError,
};
use market_primitives::{
	traits::{Headroom, Instruments},
	InstrumentId, MarketState, OrderId, Purpose, Side, TimeInForce, Window,
};

/// Everything one clearing decides.
pub(crate) struct Plan<AccountId> {
	/// Every order it touches, by order id, with what becomes of it.
	pub(crate) participants: Vec<Participant<AccountId>>,
	/// Price and volume, if something trades.
	pub(crate) clearing: Option<Clearing>,
	/// How many resting orders took part in the auction.
	pub(crate) read: u32,
	/// How often everybody was cut anew because more of the book was needed.
	pub(crate) rounds: u32,
	/// Positions and open markets of all accounts that were judged.
	pub(crate) lines: u32,
}

/// What holds in a market while it is cleared.
struct Market {
	state: MarketState,
	only_reductions: bool,
	/// Lots by which open interest may grow. What a market of the same underlying that was cleared before has opened
	/// is not there any more: the older window comes first, and in it the market with the lower name.
	headroom: u64,
	mark: Ticks,
}

/// Plans the clearing of one market and window: cancels, then post-only orders, then one auction
/// over everything that may trade.
pub(crate) fn plan<T: Config>(
	window: Window,
	instrument: InstrumentId,
	messages: &[(SubaccountOf<T>, MessagesOf<T>)],
	book: &mut Book<T>,
	depth: u32,
	memo: &mut MemoOf<T>,
) -> Result<Plan<T::AccountId>, FreezeCause> {
	let market = market::<T>(&instrument);
	let cancels = messages.iter().flat_map(|(account, messages)| {
		messages.cancels.iter().map(move |cancel| (account, cancel))
	});
	let mut done = cancel_resting(cancels, book);
	let mut incoming = incoming::<T>(window, market.state, messages);
	if !market.state.clears() {
		incoming.iter_mut().for_each(|one| one.cut_rest(CancelReason::MarketClosed));
		done.extend(incoming);
		done.sort_by(|one, other| one.order.id.cmp(&other.order.id));
		return Ok(Plan { participants: done, clearing: None, read: 0, rounds: 0, lines: 0 });
	}

	let best = (book.best(Side::Buy), book.best(Side::Sell));
	refuse_post_only_that_take(&mut incoming, |side| match side {
		Side::Buy => best.0,
		Side::Sell => best.1,
	});
	let Plan { mut participants, clearing, read, rounds, lines } = auction::<T>(
		window, instrument, &market, incoming, book, depth, memo,
	)
	.map_err(|error| match error {
		MathsError::OutsideDomain => FreezeCause::CorruptBook,
		_ => FreezeCause::Overflow,
	})?;

	let_yield_what_lacks_a_price(&mut participants);
	take_out_what_left(&participants, book).ok_or(FreezeCause::CorruptBook)?;
	let left = (book.best(Side::Buy), book.best(Side::Sell));
	cut_what_may_not_rest(&mut participants, |side| match side {
		Side::Buy => left.0,
		Side::Sell => left.1,
	});
	participants.extend(done);
	participants.sort_by(|one, other| one.order.id.cmp(&other.order.id));
	Ok(Plan { participants, clearing, read, rounds, lines })
}

fn market<T: Config>(instrument: &InstrumentId) -> Market {
	let Some(terms) = T::Instruments::terms(instrument) else {
		return Market {
			state: MarketState::Settled,
			only_reductions: true,
			headroom: 0,
			mark: Ticks::ZERO,
		};
	};
	let mark = T::Instruments::mark(instrument).ok();
	let priced = mark.as_ref().is_some_and(|mark| mark.allows(Purpose::NewRisk));
	// Without a mark nothing may open anyway.
	let headroom = mark.map_or(0, |mark| T::Headroom::headroom(instrument, &terms, mark.index));
	// Without a mark the last price has to do: it only decides between prices that are equally good.
	let nearest = mark
		.and_then(|mark| nearest_tick(mark.price, terms.tick))
		.or_else(|| {
			LastClearings::<T>::get(crate::book::expiry_of(instrument), instrument)
				.map(|last| last.price)
		})
		.unwrap_or_default();
	Market {
		state: terms.state,
		only_reductions: !priced || !terms.state.allows_new_risk(),
		headroom,
		mark: nearest,
	}
}

/// The tick closest to a price; of two, the lower.
fn nearest_tick(price: Price, tick: Price) -> Option<Ticks> {
	let below = price.ticks_floor(tick).ok()?;
	let above = price.ticks_ceil(tick).ok()?;
	let distance =
		|ticks: Ticks| Some(ticks.price(tick).ok()?.into_inner().abs_diff(price.into_inner()));
	if distance(above)? < distance(below)? {
		Some(above)
	} else {
		Some(below)
	}
}

/// Takes cancelled orders out of the book. One that was filled or cancelled since is no longer there.
pub(crate) fn cancel_resting<'a, T: Config>(
	cancels: impl Iterator<Item = (&'a SubaccountOf<T>, &'a WaitingCancel)>,
	book: &mut Book<T>,
) -> Vec<Participant<T::AccountId>> {
	let mut cancelled = Vec::new();
	for (account, cancel) in cancels {
		let id = OrderId { account: account.clone(), sequence: cancel.sequence };
		let Some(resting) = book.remove(cancel.side, cancel.limit, &id) else { continue };
		let mut one = Participant::new(Candidate {
			id,
			side: cancel.side,
			limit: cancel.limit,
			lots: resting.lots,
			window: resting.window,
			standing: Standing::Resting,
			reduce_only: resting.reduce_only,
			immediate: false,
		});
		one.cut_rest(CancelReason::Requested);
		cancelled.push(one);
	}
	cancelled
}

fn incoming<T: Config>(
	window: Window,
	state: MarketState,
	messages: &[(SubaccountOf<T>, MessagesOf<T>)],
) -> Vec<Participant<T::AccountId>> {
	let mut incoming = Vec::new();
	for (account, messages) in messages {
		let id = |sequence| OrderId { account: account.clone(), sequence };
		incoming.extend(messages.orders.iter().map(|order| Candidate {
			id: id(order.sequence),
			side: order.side,
			limit: order.limit,
			lots: order.lots,
			window,
			standing: match order.post_only || !state.allows_taking() {
				true => Standing::PostOnly,
				false => Standing::Taker,
			},
			reduce_only: order.reduce_only,
			immediate: order.time_in_force == TimeInForce::ImmediateOrCancel,
		}));
		incoming.extend(messages.liquidation.iter().map(|order| Candidate {
			id: id(order.sequence),
			side: order.side,
			limit: order.limit,
			lots: order.lots,
			window,
			standing: Standing::Liquidation,
			reduce_only: true,
			immediate: true,
		}));
	}
	incoming.into_iter().map(Participant::new).collect()
}

/// Holds the auction between what came in and as much of the book as it can reach. Says what becomes of
/// all that came in and all that was read of the book.
///
/// Resting bids can only trade with incoming asks, because the book is not crossed. Once the bids read
/// hold as many lots as all incoming asks, worse ones cannot trade, and the price stays above them: at
/// their price as much or less would trade, at a greater imbalance. The same on the other side.
fn auction<T: Config>(
	window: Window,
	instrument: InstrumentId,
	market: &Market,
	incoming: Vec<Participant<T::AccountId>>,
	book: &mut Book<T>,
	depth: u32,
	memo: &mut MemoOf<T>,
) -> Result<Plan<T::AccountId>, MathsError> {
	let reach = Reach::of(&incoming, book);
	let (meeting, apart): (Vec<_>, Vec<_>) =
		incoming.into_iter().partition(|one| reach.meets_anybody(&one.order));
	if meeting.is_empty() {
		return Ok(Plan { participants: apart, clearing: None, read: 0, rounds: 0, lines: 0 });
	}
	let accounts = Accounts::<T>::new(instrument, memo);
	let circumstances = Circumstances {
		instrument,
		window,
		mark: market.mark,
		only_reductions: market.only_reductions,
		headroom: market.headroom,
		position: &|account| accounts.position(account),
		bearable: &|account, exposures| accounts.bearable(account, exposures),
	};

	let mut bids = SideOfBook::<T>::new(Side::Buy, reach.lowest_ask, depth);
	let mut asks = SideOfBook::<T>::new(Side::Sell, reach.highest_bid, depth);
	let mut participants = meeting.clone();
	let mut rounds = 0u32;
	loop {
		let taken_from = |side: Side| {
			lots_of(&participants, |one| {
				one.order.side != side && one.order.standing != Standing::Resting
			})
		};
		let offered_by = |side: Side| {
			lots_of(&participants, |one| {
				one.order.side == side && one.order.standing == Standing::Resting
			})
		};
		let more_bids = bids.read(book, offered_by(Side::Buy), taken_from(Side::Buy));
		let more_asks = asks.read(book, offered_by(Side::Sell), taken_from(Side::Sell));
		if rounds > 0 && !more_bids && !more_asks {
			break;
		}
		rounds = rounds.saturating_add(1);
		participants = meeting.iter().chain(&bids.orders).chain(&asks.orders).cloned().collect();
		participants.sort_by(|one, other| one.order.id.cmp(&other.order.id));
		cut_to_what_accounts_may_trade(&mut participants, &circumstances);
	}
	let clearing = hold(
		&mut participants,
		&circumstances,
		&(above(bids.unread(book))..=below(asks.unread(book))),
	)?;
	participants.extend(apart);
	let read = bids.orders.len().saturating_add(asks.orders.len());
	let read = u32::try_from(read).unwrap_or(u32::MAX);
	Ok(Plan { participants, clearing, read, rounds, lines: accounts.lines() })
}

/// The prices above all bids that were not read.
fn above(bid: Option<Ticks>) -> Ticks {
	bid.map_or(Ticks::ZERO, |bid| Ticks::from_inner(bid.into_inner().saturating_add(1)))
}

/// The prices below all asks that were not read.
fn below(ask: Option<Ticks>) -> Ticks {
	ask.map_or(Ticks::MAX, |ask| Ticks::from_inner(ask.into_inner().saturating_sub(1)))
}

fn lots_of<AccountId>(
	participants: &[Participant<AccountId>],
	which: impl Fn(&Participant<AccountId>) -> bool,
) -> u64 {
	participants
		.iter()
		.filter(|one| which(one))
		.fold(0u64, |sum, one| sum.saturating_add(one.eligible))
}

/// How far the orders of a window reach.
struct Reach {
	/// The highest bid that came in.
	highest_bid: Option<Ticks>,
	/// The lowest ask that came in.
	lowest_ask: Option<Ticks>,
	/// The highest bid there is.
	best_bid: Option<Ticks>,
	/// The lowest ask there is.
	best_ask: Option<Ticks>,
}

impl Reach {
	fn of<T: Config>(incoming: &[Participant<T::AccountId>], book: &mut Book<T>) -> Self {
		let best = |side: Side| {
			let live = incoming.iter().filter(|one| one.order.side == side && one.eligible > 0);
			best_of(side, live.map(|one| one.order.limit))
		};
		let (highest_bid, lowest_ask) = (best(Side::Buy), best(Side::Sell));
		let with_book = |side: Side, incoming: Option<Ticks>, resting: Option<Ticks>| {
			best_of(side, incoming.into_iter().chain(resting))
		};
		Self {
			highest_bid,
			lowest_ask,
			best_bid: with_book(Side::Buy, highest_bid, book.best(Side::Buy)),
			best_ask: with_book(Side::Sell, lowest_ask, book.best(Side::Sell)),
		}
	}

	fn meets_anybody<AccountId>(&self, order: &Candidate<AccountId>) -> bool {
		let other = match order.side {
			Side::Buy => self.best_ask,
			Side::Sell => self.best_bid,
		};
		other.is_some_and(|other| crosses(order.side, order.limit, other))
	}
}

/// The part of one side of the book that a clearing has read.
struct SideOfBook<T: Config> {
	side: Side,
	/// The best limit that came in on the other side; nothing beyond it can trade.
	until: Option<Ticks>,
	/// How many orders may be read, rounded up to a whole level.
	depth: usize,
	at: Option<Ticks>,
	orders: Vec<Participant<T::AccountId>>,
}

impl<T: Config> SideOfBook<T> {
	fn new(side: Side, until: Option<Ticks>, depth: u32) -> Self {
		let depth = usize::try_from(depth).unwrap_or(usize::MAX);
		Self { side, until, depth, at: None, orders: Vec::new() }
	}

	/// The best price not read.
	fn unread(&self, book: &mut Book<T>) -> Option<Ticks> {
		book.next(self.side, self.at)
	}

	/// Reads on until the lots that may be filled surely reach `wanted`, of which `offered` are
	/// read. False if there was no need, nothing more, or the clearing has reached as deep as one may.
	///
	/// The first time it reads what would be enough if nobody were cut. From then on it reads at least as many
	/// orders as it has, so that however much is cut, the rounds grow only with the logarithm of the depth.
	fn read(&mut self, book: &mut Book<T>, offered: u64, wanted: u64) -> bool {
		if offered >= wanted {
			return false;
		}
		let mut missing = wanted.saturating_sub(offered);
		let at_least = self.orders.len().saturating_mul(2);
		let mut read_some = false;
		while self.orders.len() < self.depth {
			let Some(tick) = book.next(self.side, self.at) else { break };
			if !self.until.is_some_and(|until| crosses(self.side, tick, until)) {
				break;
			}
			let side = self.side;
			let level = book.level(side, tick);
			let lots = level.iter().fold(0u64, |sum, order| sum.saturating_add(order.lots));
			self.orders.extend(level.iter().map(|resting| {
				Participant::new(Candidate {
					id: resting.order.clone(),
					side,
					limit: tick,
					lots: resting.lots,
					window: resting.window,
					standing: Standing::Resting,
					reduce_only: resting.reduce_only,
					immediate: false,
				})
			}));
			self.at = Some(tick);
			read_some = true;
			missing = missing.saturating_sub(lots);
			if missing == 0 && self.orders.len() >= at_least {
				break;
			}
		}
		read_some
	}
}

/// Takes what was filled or cut out of the book held in memory. `None` if an order is not where it was.
fn take_out_what_left<T: Config>(
	participants: &[Participant<T::AccountId>],
	book: &mut Book<T>,
) -> Option<()> {
	for one in participants.iter().filter(|one| one.order.standing == Standing::Resting) {
		let Candidate { id, side, limit, lots, .. } = &one.order;
		match one.remaining() {
			0 => {
				book.remove(*side, *limit, id)?;
			},
			left if left < *lots => book.set_lots(*side, *limit, id, left)?,
			_ => {},
		}
	}
	Some(())
}
