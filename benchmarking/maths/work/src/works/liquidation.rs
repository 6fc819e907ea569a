// SPDX-License-Identifier: Apache-2.0
//! What becomes of accounts that lack margin.

use super::each;
use crate::samples::Samples;
use market_maths::{liquidation, margin};

pub(super) fn price(samples: &Samples, times: u32) {
	let parameters = &samples.rules.auction;
	each(&samples.auctions, times, |s| parameters.price_factor(s.elapsed_ms));
}

pub(super) fn sale(samples: &Samples, times: u32) {
	let parameters = &samples.rules.auction;
	each(&samples.auctions, times, |s| s.standing.sale(s.wanted, s.factor, parameters));
}

pub(super) fn fractions(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::share_fraction(&s.bids, s.wanted));
}

pub(super) fn balance(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::split_balance(s.balance, &s.sold));
}

pub(super) fn insolvent_payout(samples: &Samples, times: u32) {
	let length = samples.rules.auction.insolvent_ms;
	each(&samples.auctions, times, |s| {
		liquidation::insolvent_payout(&s.insolvent, s.elapsed_ms, length)
	});
}

pub(super) fn bankruptcy_price(samples: &Samples, times: u32) {
	each(&samples.linear, times, |s| {
		let positions = &s.positions;
		margin::bankruptcy_price(positions.mark, positions.perpetual, positions.net)
	});
}

pub(super) fn slice_bankruptcy_price(samples: &Samples, times: u32) {
	each(&samples.linear, times, |s| {
		let positions = &s.positions;
		margin::slice_bankruptcy_price(
			positions.mark,
			positions.perpetual,
			positions.net,
			s.shed,
			s.requirement,
		)
	});
}

pub(super) fn deleveraging(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::deleveraging_shares(s.closing, &s.opposites));
}

pub(super) fn shared_loss(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::share_loss(s.loss, &s.gains));
}
