// SPDX-License-Identifier: Apache-2.0
//! Who takes part in a clearing with how much, and what everybody gets. Decides on values; reads and
//! writes nothing.

use crate::{bearing::Bearable, types::CancelReason};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use core::ops::RangeInclusive;
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	auction::{allocate, clearing_price_within, Claim, Clearing, Level, Priority},
	units::{Lots, Ticks},
	MathsError,
};
use market_primitives::{
	FillRole, InstrumentId, OrderId, RestingExposure, Side, SubaccountId, Window,
};

/// How an order comes into a clearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
	/// It rests in the book since an earlier window.
	Resting,
	/// It came with this window and may only rest.
	PostOnly,
	/// It came with this window.
	Taker,
	/// It comes from a liquidation.
	Liquidation,
}

impl Standing {
	pub(crate) const fn role(self) -> FillRole {
		match self {
			Self::Resting | Self::PostOnly => FillRole::Maker,
			Self::Taker => FillRole::Taker,
			Self::Liquidation => FillRole::Liquidation,
		}
	}
}

/// An order as a clearing sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate<AccountId> {
	pub(crate) id: OrderId<AccountId>,
	pub(crate) side: Side,
	pub(crate) limit: Ticks,
	pub(crate) lots: u64,
	pub(crate) window: Window,
	pub(crate) standing: Standing,
	pub(crate) reduce_only: bool,
	/// Whether what is not filled is cancelled.
	pub(crate) immediate: bool,
}

/// Lots of an order that leave the book unfilled, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
	pub(crate) lots: u64,
	pub(crate) reason: CancelReason,
}

/// An order in a clearing, with what is decided about it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Participant<AccountId> {
	pub(crate) order: Candidate<AccountId>,
	/// The limit it takes part with: its own, or one beyond its owner's orders on the other side.
	pub(crate) bound: Ticks,
	/// Lots that may be filled.
	pub(crate) eligible: u64,
	/// Lots that stay what they are but may not be filled now, because of what the market allows.
	pub(crate) withheld: u64,
	/// Whether lots are withheld only because the account lacks a price.
	pub(crate) lacks_price: bool,
	/// Lots filled.
	pub(crate) filled: u64,
	/// Lots that left unfilled.
	pub(crate) cuts: Vec<Cut>,
}

impl<AccountId> Participant<AccountId> {
	pub(crate) fn new(order: Candidate<AccountId>) -> Self {
		let (bound, eligible) = (order.limit, order.lots);
		Self {
			order,
			bound,
			eligible,
			withheld: 0,
			lacks_price: false,
			filled: 0,
			cuts: Vec::new(),
		}
	}

	/// Whether its own limit was not good enough because of its owner's other orders.
	pub(crate) fn yields_to_owner(&self) -> bool {
		self.bound != self.order.limit
	}

	/// Lots neither filled nor cut.
	pub(crate) fn remaining(&self) -> u64 {
		let cut = self.cuts.iter().fold(0u64, |sum, cut| sum.saturating_add(cut.lots));
		self.order.lots.saturating_sub(self.filled).saturating_sub(cut)
	}

	/// Cancels `lots` of what may still be filled.
	fn cut(&mut self, lots: u64, reason: CancelReason) {
		if lots > 0 {
			self.cuts.push(Cut { lots, reason });
			self.eligible = self.eligible.saturating_sub(lots);
		}
	}

	/// Keeps `lots` of what may still be filled out of this auction.
	fn withhold(&mut self, lots: u64) {
		self.withheld = self.withheld.saturating_add(lots);
		self.eligible = self.eligible.saturating_sub(lots);
	}

	/// Cancels all that is left.
	pub(crate) fn cut_rest(&mut self, reason: CancelReason) {
		let lots = self.remaining();
		if lots > 0 {
			self.cuts.push(Cut { lots, reason });
		}
		self.eligible = 0;
	}
}

/// What a clearing asks about accounts and the market.
pub(crate) struct Circumstances<'a, AccountId> {
	pub(crate) instrument: InstrumentId,
	/// The window that is cleared.
	pub(crate) window: Window,
	/// The mark, in ticks.
	pub(crate) mark: Ticks,
	/// Whether positions may only shrink, whatever the orders say.
	pub(crate) only_reductions: bool,
	/// Lots by which open interest may still grow.
	pub(crate) headroom: u64,
	pub(crate) position: &'a dyn Fn(&SubaccountId<AccountId>) -> Lots,
	pub(crate) bearable: &'a dyn Fn(&SubaccountId<AccountId>, &[RestingExposure]) -> Bearable,
}

/// Whether an order of `side` with this limit would trade with one of the other side at `other`.
pub(crate) fn crosses(side: Side, limit: Ticks, other: Ticks) -> bool {
	match side {
		Side::Buy => limit >= other,
		Side::Sell => limit <= other,
	}
}

/// The better of two limits: the one that is served first.
pub(crate) fn better(side: Side, one: Ticks, other: Ticks) -> Ticks {
	match side {
		Side::Buy => one.max(other),
		Side::Sell => one.min(other),
	}
}

/// The best limit of a side.
pub(crate) fn best_of(side: Side, limits: impl Iterator<Item = Ticks>) -> Option<Ticks> {
	limits.reduce(|one, other| better(side, one, other))
}

/// Refuses what post-only orders would have taken.
///
/// One that meets the resting book is refused as a whole: what it met stays there, and nothing of it could rest across
/// that. Those that meet each other are cut by what they would have traded in an auction among them alone, because
/// neither came first. What is left of them meets nothing, and no order costs others more lots than it has.
pub(crate) fn refuse_post_only_that_take<AccountId: Clone + Encode>(
	incoming: &mut [Participant<AccountId>],
	best_resting: impl Fn(Side) -> Option<Ticks>,
) {
	let may_post = |one: &Participant<AccountId>| {
		one.order.standing == Standing::PostOnly && one.remaining() > 0
	};
	for order in incoming.iter_mut().filter(|one| may_post(one)) {
		let (side, limit) = (order.order.side, order.order.limit);
		let meets_the_book =
			best_resting(side.opposite()).is_some_and(|best| crosses(side, limit, best));
		// In a market that admits no takers an immediate order can neither trade nor rest. It must not cost others
		// what rests.
		if meets_the_book || order.order.immediate {
			order.cut_rest(CancelReason::WouldTake);
		}
	}
	let mut posted: Vec<Participant<AccountId>> =
		incoming.iter().filter(|one| may_post(one)).cloned().collect();
	let Some(window) = posted.first().map(|one| one.order.window) else { return };
	// Who is filled does not depend on which of the best prices is chosen, so the mark does not matter.
	let everywhere = Ticks::ZERO..=Ticks::MAX;
	if fill(&mut posted, window, Ticks::ZERO, &everywhere).is_err() {
		// Lots that do not fit are a defect. Then nobody posts.
		posted.iter_mut().for_each(|one| one.filled = one.eligible);
	}
	for (order, alone) in incoming.iter_mut().filter(|one| may_post(one)).zip(&posted) {
		order.cut(alone.filled, CancelReason::WouldTake);
	}
}

/// Applies every rule that makes orders smaller before the auction, each account by itself.
///
/// `participants` must be sorted by order id, so that an account's own sequence decides where its orders
/// compete with each other.
pub(crate) fn cut_to_what_accounts_may_trade<AccountId: Ord + Clone>(
	participants: &mut [Participant<AccountId>],
	circumstances: &Circumstances<'_, AccountId>,
) {
	for_each_run(
		participants,
		|one, next| one.id.account.owner == next.id.account.owner,
		|own| keep_from_own_orders(own),
	);
	for_each_run(
		participants,
		|one, next| one.id.account == next.id.account,
		|own| {
			cut_to_position(own, circumstances);
			cut_to_margin(own, circumstances);
		},
	);
}

fn for_each_run<AccountId>(
	participants: &mut [Participant<AccountId>],
	together: impl Fn(&Candidate<AccountId>, &Candidate<AccountId>) -> bool,
	mut act: impl FnMut(&mut [Participant<AccountId>]),
) {
	for run in participants.chunk_by_mut(|one, next| together(&one.order, &next.order)) {
		act(run);
	}
}

/// Nobody trades with oneself: an incoming order takes part with a limit just beyond its owner's
/// resting orders, and beyond those of the same window with a lower id, on the other side. Then no
/// price fills both. Liquidations are exempt: they must not depend on what their owner offers elsewhere.
fn keep_from_own_orders<AccountId>(own: &mut [Participant<AccountId>]) {
	let resting = |own: &[Participant<AccountId>], side: Side| {
		let resting = own.iter().filter(|one| one.order.standing == Standing::Resting);
		best_of(side, resting.filter(|one| one.order.side == side).map(|one| one.order.limit))
	};
	let (mut bid, mut ask) = (resting(own, Side::Buy), resting(own, Side::Sell));
	for one in own.iter_mut() {
		if !matches!(one.order.standing, Standing::Taker | Standing::PostOnly) || one.eligible == 0
		{
			continue;
		}
		let side = one.order.side;
		let (same, other) = match side {
			Side::Buy => (&mut bid, &ask),
			Side::Sell => (&mut ask, &bid),
		};
		if let Some(other) = other.filter(|other| crosses(side, one.bound, *other)) {
			let beyond = match side {
				Side::Buy => other.into_inner().checked_sub(1),
				Side::Sell => other.into_inner().checked_add(1),
			};
			match beyond {
				Some(beyond) if beyond > 0 => one.bound = Ticks::from_inner(beyond),
				_ => {
					one.cut_rest(CancelReason::SelfTrade);
					continue;
				},
			}
		}
		*same = Some(same.map_or(one.bound, |best| better(side, best, one.bound)));
	}
}

/// What only reduces may fill no more than the position, less what the account's other orders could
/// fill on the same side. A liquidation comes first, then the lower sequence.
fn cut_to_position<AccountId>(
	own: &mut [Participant<AccountId>],
	circumstances: &Circumstances<'_, AccountId>,
) {
	let reduces = |order: &Candidate<AccountId>| {
		order.reduce_only
			|| order.standing == Standing::Liquidation
			|| circumstances.only_reductions
	};
	let Some(first) = own.iter().find(|one| reduces(&one.order)) else { return };
	let position = (circumstances.position)(&first.order.id.account);
	let Some(closing_side) = closing_side(position) else {
		for one in own.iter_mut().filter(|one| reduces(&one.order)) {
			give_up(one, one.eligible);
		}
		return;
	};
	let free = own
		.iter()
		.filter(|one| !reduces(&one.order) && one.order.side == closing_side)
		.fold(0u64, |sum, one| sum.saturating_add(one.eligible));
	let is_liquidation = |one: &Participant<AccountId>| one.order.standing == Standing::Liquidation;
	let mut allowance = position.magnitude();
	for one in own.iter_mut().filter(|one| is_liquidation(one)) {
		cut_to(one, closing_side, &mut allowance);
	}
	allowance = allowance.saturating_sub(free);
	for one in own.iter_mut().filter(|one| reduces(&one.order) && !is_liquidation(one)) {
		cut_to(one, closing_side, &mut allowance);
	}
}

fn cut_to<AccountId>(one: &mut Participant<AccountId>, closing_side: Side, allowance: &mut u64) {
	let kept = if one.order.side == closing_side { one.eligible.min(*allowance) } else { 0 };
	*allowance = allowance.saturating_sub(kept);
	give_up(one, one.eligible.saturating_sub(kept));
}

/// A resting order that only the market keeps from trading stays in the book.
fn give_up<AccountId>(one: &mut Participant<AccountId>, lots: u64) {
	if one.order.standing == Standing::Resting && !one.order.reduce_only {
		one.withhold(lots);
	} else {
		one.cut(lots, CancelReason::NothingToReduce);
	}
}

/// The side that makes a position smaller; `None` if there is none.
pub(crate) fn closing_side(position: Lots) -> Option<Side> {
	match position.into_inner() {
		0 => None,
		long if long > 0 => Some(Side::Sell),
		_ => Some(Side::Buy),
	}
}

/// Cuts what an account's orders may fill to the share it can bear, those that reduce as well: at a bad
/// limit a close costs more than the margin it frees. Only liquidations are not asked about. What rests stays
/// in the book if all that is wrong is a price.
fn cut_to_margin<AccountId>(
	own: &mut [Participant<AccountId>],
	circumstances: &Circumstances<'_, AccountId>,
) {
	let judged = |one: &Participant<AccountId>| {
		one.order.standing != Standing::Liquidation && one.eligible > 0
	};
	// Where positions may only shrink, everything was cut to what closes.
	let reduces = |order: &Candidate<AccountId>| order.reduce_only || circumstances.only_reductions;
	let exposures: Vec<RestingExposure> = own
		.iter()
		.filter(|one| judged(one))
		.map(|one| RestingExposure {
			instrument: circumstances.instrument,
			side: one.order.side,
			lots: one.eligible,
			limit: one.order.limit,
			reduce_only: reduces(&one.order),
		})
		.collect();
	let Some(first) = own.first().filter(|_| !exposures.is_empty()) else { return };
	let bearable = (circumstances.bearable)(&first.order.id.account, &exposures);
	for one in own.iter_mut().filter(|one| judged(one)) {
		let share = bearable.share(reduces(&one.order));
		let lots = one.eligible.saturating_sub(share.of(one.eligible));
		match (share.lacks_price, one.order.standing) {
			(true, Standing::Resting) => {
				one.lacks_price = lots > 0;
				one.withhold(lots);
			},
			(true, _) => one.cut(lots, CancelReason::PriceUnavailable),
			(false, _) => one.cut(lots, CancelReason::InsufficientMargin),
		}
	}
}

/// Holds the auction: finds the price, fills, and keeps open interest under its cap.
///
/// The price stays within `prices`, between the orders of either side that were not read. `None` if
/// nothing trades.
pub(crate) fn hold<AccountId: Ord + Clone + Encode>(
	participants: &mut [Participant<AccountId>],
	circumstances: &Circumstances<'_, AccountId>,
	prices: &RangeInclusive<Ticks>,
) -> Result<Option<Clearing>, MathsError> {
	let Circumstances { window, mark, headroom, .. } = *circumstances;
	let clearing = fill(participants, window, mark, prices)?;
	if clearing.is_none() {
		return Ok(None);
	}
	let filled = participants.iter().filter(|one| one.filled > 0);
	let accounts = closing_capacity(filled, circumstances);
	if open_interest_growth(participants, &accounts)? <= u128::from(headroom) {
		return Ok(clearing);
	}
	let accounts = closing_capacity(participants.iter(), circumstances);
	withhold_what_opens(participants, &accounts, headroom)?;
	fill(participants, window, mark, prices)
}

/// One auction over what is eligible.
fn fill<AccountId: Encode>(
	participants: &mut [Participant<AccountId>],
	window: Window,
	mark: Ticks,
	prices: &RangeInclusive<Ticks>,
) -> Result<Option<Clearing>, MathsError> {
	participants.iter_mut().for_each(|one| one.filled = 0);
	let levels = |side: Side| {
		let mut levels: Vec<Level> = participants
			.iter()
			.filter(|one| one.order.side == side && one.eligible > 0)
			.map(|one| Level { price: one.bound, lots: one.eligible })
			.collect();
		levels.sort_by_key(|level| level.price);
		if side == Side::Buy {
			levels.reverse();
		}
		levels
	};
	let clearing =
		clearing_price_within(&levels(Side::Buy), &levels(Side::Sell), mark, prices.clone())?;
	let Some(clearing) = clearing else { return Ok(None) };
	for (side, priority) in
		[(Side::Buy, Priority::HighestFirst), (Side::Sell, Priority::LowestFirst)]
	{
		let mut taking: Vec<&mut Participant<AccountId>> = participants
			.iter_mut()
			.filter(|one| one.order.side == side && crosses(side, one.bound, clearing.price))
			.collect();
		let claims: Vec<Claim> = taking
			.iter()
			.map(|one| Claim { price: one.bound, window: one.order.window, lots: one.eligible })
			.collect();
		let tie_break =
			|place: usize| taking.get(place).map(|one| tie_break(&one.order.id, window));
		let fills = allocate(&claims, priority, clearing.volume, tie_break)?;
		for (one, lots) in taking.iter_mut().zip(fills) {
			one.filled = lots;
		}
	}
	Ok(Some(clearing))
}

/// What decides between orders that are equal in everything else: a number nobody can choose.
pub(crate) fn tie_break<AccountId: Encode>(id: &OrderId<AccountId>, window: Window) -> [u8; 32] {
	(id, window).using_encoded(sp_io::hashing::blake2_256)
}

/// Lots that each account's position could shrink by, and the side it shrinks on.
type ClosingCapacity<AccountId> = BTreeMap<SubaccountId<AccountId>, (Option<Side>, u64)>;

fn closing_capacity<'a, AccountId: Ord + Clone + 'a>(
	participants: impl Iterator<Item = &'a Participant<AccountId>>,
	circumstances: &Circumstances<'_, AccountId>,
) -> ClosingCapacity<AccountId> {
	let mut capacity = BTreeMap::new();
	for one in participants {
		capacity.entry(one.order.id.account.clone()).or_insert_with_key(|account| {
			let position = (circumstances.position)(account);
			(closing_side(position), position.magnitude())
		});
	}
	capacity
}

/// Lots by which the long side would grow: what opens longs less what closes them.
///
/// With `V` the volume, `O` what opens on a side and `C` what closes: `V = O + C` on each side, so the
/// growth is `O_buy − C_sell = O_buy + O_sell − V`. Negative growth is returned as zero.
fn open_interest_growth<AccountId: Ord>(
	participants: &[Participant<AccountId>],
	accounts: &ClosingCapacity<AccountId>,
) -> Result<u128, MathsError> {
	let mut volume = 0u128;
	let mut opening = 0u128;
	let mut per_account: BTreeMap<(&SubaccountId<AccountId>, Side), u64> = BTreeMap::new();
	for one in participants.iter().filter(|one| one.filled > 0) {
		let filled = per_account.entry((&one.order.id.account, one.order.side)).or_default();
		*filled = filled.checked_add(one.filled).ok_or(MathsError::Overflow)?;
		if one.order.side == Side::Buy {
			volume = volume.saturating_add(one.filled.into());
		}
	}
	for ((account, side), filled) in per_account {
		let closes = closes(accounts, account, side);
		opening = opening.saturating_add(filled.saturating_sub(closes).into());
	}
	Ok(opening.saturating_sub(volume))
}

fn closes<AccountId: Ord>(
	accounts: &ClosingCapacity<AccountId>,
	account: &SubaccountId<AccountId>,
	side: Side,
) -> u64 {
	accounts
		.get(account)
		.filter(|(closing, _)| *closing == Some(side))
		.map_or(0, |(_, lots)| *lots)
}

/// Scales down what opens positions on one side, so that at most `headroom` lots open there, and
/// open interest cannot grow by more.
///
/// Everybody who would have been filled keeps the same share, rounded down: the cap gains. The side
/// chosen is the one on which more positions would have closed, or where as many would have, could close: there
/// closing orders find the whole other side to trade with, so a market at its cap does not lock anybody in. Closing
/// orders too far from the price to be filled decide nothing before those that are: they cost nothing to send.
fn withhold_what_opens<AccountId: Ord + Clone>(
	participants: &mut [Participant<AccountId>],
	accounts: &ClosingCapacity<AccountId>,
	headroom: u64,
) -> Result<(), MathsError> {
	// Which part of each order closes, the better limit first, then the lower sequence.
	let mut order: Vec<usize> = (0..participants.len()).collect();
	let key = |place: &usize| {
		participants.get(*place).map(|one| {
			let limit = one.bound.into_inner();
			let rank =
				if one.order.side == Side::Buy { u64::MAX.saturating_sub(limit) } else { limit };
			(one.order.standing != Standing::Liquidation, !one.order.reduce_only, rank, *place)
		})
	};
	order.sort_by_key(key);
	let mut left: BTreeMap<SubaccountId<AccountId>, u64> = BTreeMap::new();
	let mut closing: BTreeMap<usize, u64> = BTreeMap::new();
	// On each side, what would have closed and what could.
	let mut closing_lots = [(Side::Buy, (0u128, 0u128)), (Side::Sell, (0u128, 0u128))];
	for place in order {
		let Some(one) = participants.get(place) else { continue };
		let account = &one.order.id.account;
		let capacity = closes(accounts, account, one.order.side);
		if capacity == 0 {
			continue;
		}
		let left = left.entry(account.clone()).or_insert(capacity);
		let closed = one.eligible.min(*left);
		*left = left.saturating_sub(closed);
		closing.insert(place, closed);
		for (side, (filled, lots)) in &mut closing_lots {
			if *side == one.order.side {
				*filled = filled.saturating_add(closed.min(one.filled).into());
				*lots = lots.saturating_add(closed.into());
			}
		}
	}
	let [(_, bought_back), (_, sold_off)] = closing_lots;
	let side = if sold_off >= bought_back { Side::Sell } else { Side::Buy };

	let closed = |place: usize| closing.get(&place).copied().unwrap_or(0);
	let opening: u128 = participants
		.iter()
		.enumerate()
		.filter(|(_, one)| one.order.side == side)
		.map(|(place, one)| u128::from(one.filled.saturating_sub(closed(place))))
		.fold(0u128, u128::saturating_add);
	for (place, one) in participants.iter_mut().enumerate() {
		if one.order.side != side {
			continue;
		}
		let would_open = one.filled.saturating_sub(closed(place));
		let opens = match opening {
			0 => 0,
			_ => multiply_divide(would_open.into(), headroom.into(), opening, Rounding::Down)?,
		};
		let opens = u64::try_from(opens).map_err(|_| MathsError::Overflow)?.min(would_open);
		let kept = closed(place).saturating_add(opens).min(one.eligible);
		one.withhold(one.eligible.saturating_sub(kept));
	}
	Ok(())
}
