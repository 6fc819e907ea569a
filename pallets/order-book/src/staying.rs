// SPDX-License-Identifier: Apache-2.0
//! What may stay in the book after an auction, so that nothing in it is crossed.

use crate::{
	auction::{best_of, crosses, Participant, Standing},
	types::CancelReason,
};
use market_maths::units::Ticks;
use market_primitives::Side;

/// After the auction: what rests and was withheld only for want of a price yields to what came in and would
/// rest across it. Otherwise one account that lacks a price could keep everybody else from quoting.
pub(crate) fn let_yield_what_lacks_a_price<AccountId>(participants: &mut [Participant<AccountId>]) {
	let wants_to_rest = |one: &Participant<AccountId>| {
		one.order.standing != Standing::Resting
			&& !one.order.immediate
			&& !one.yields_to_owner()
			&& one.withheld == 0
			&& one.remaining() > 0
	};
	let best = |side: Side| {
		let wanted = participants.iter().filter(|one| one.order.side == side && wants_to_rest(one));
		best_of(side, wanted.map(|one| one.order.limit))
	};
	let (best_bid, best_ask) = (best(Side::Buy), best(Side::Sell));
	for one in participants.iter_mut().filter(|one| one.lacks_price) {
		let (side, limit) = (one.order.side, one.order.limit);
		let other = match side {
			Side::Buy => best_ask,
			Side::Sell => best_bid,
		};
		if other.is_some_and(|other| crosses(side, limit, other)) {
			one.cut_rest(CancelReason::PriceUnavailable);
		}
	}
}

/// After the auction: cancels what of the window's orders may not stay in the book. What then remains
/// crosses nothing.
///
/// An auction over everything leaves nothing crossed. What was kept out of it may be: then the order
/// that came in yields to what rests, and withheld lots yield to others.
pub(crate) fn cut_what_may_not_rest<AccountId>(
	participants: &mut [Participant<AccountId>],
	best_resting: impl Fn(Side) -> Option<Ticks>,
) {
	let incoming = |one: &Participant<AccountId>| one.order.standing != Standing::Resting;
	for one in participants.iter_mut().filter(|one| incoming(one)) {
		let (side, limit) = (one.order.side, one.order.limit);
		let crossed = best_resting(side.opposite()).is_some_and(|best| crosses(side, limit, best));
		if one.yields_to_owner() {
			one.cut_rest(CancelReason::SelfTrade);
		} else if one.order.immediate {
			one.cut_rest(CancelReason::Unfilled);
		} else if crossed && one.withheld > 0 {
			one.cut_rest(CancelReason::OpenInterestCap);
		} else if crossed {
			one.cut_rest(CancelReason::CannotRest);
		}
	}
	let best_left = |side: Side, withheld: bool| {
		let left = participants.iter().filter(|one| {
			incoming(one)
				&& one.order.side == side
				&& one.remaining() > 0
				&& (one.withheld > 0) == withheld
		});
		best_of(side, left.map(|one| one.order.limit))
	};
	let free = (best_left(Side::Buy, false), best_left(Side::Sell, false));
	for one in participants.iter_mut().filter(|one| incoming(one) && one.withheld > 0) {
		let (side, limit) = (one.order.side, one.order.limit);
		let other = match side {
			Side::Buy => free.1,
			Side::Sell => free.0,
		};
		if other.is_some_and(|other| crosses(side, limit, other)) {
			one.cut_rest(CancelReason::OpenInterestCap);
		}
	}
}
