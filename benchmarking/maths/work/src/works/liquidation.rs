// SPDX-License-Identifier: Apache-2.0
//! What becomes of accounts that lack margin.

use super::each;
use crate::samples::Samples;
use alloc::vec::Vec;
use market_maths::{
	liquidation, margin,
	units::{Cash, Lots, Usd},
};

/// What the settlement asset's pool holds, and insurance: a million dollars and twenty thousand.
const POOL: Cash = Cash::from_inner(1_000_000_000_000);
const INSURANCE: Cash = Cash::from_inner(20_000_000_000);

/// A position that is being closed: more lots than any sample closes.
const POSITION: Lots = Lots::from_inner(100_000);

pub(super) fn price(samples: &Samples, times: u32) {
	let parameters = &samples.rules.auction;
	each(&samples.auctions, times, |s| parameters.price_factor(s.elapsed_ms));
}

pub(super) fn buffer_margin(samples: &Samples, times: u32) {
	let buffer = samples.rules.auction.buffer;
	each(&samples.auctions, times, |s| s.standing.buffer_margin(buffer));
}

pub(super) fn fee(samples: &Samples, times: u32) {
	let parameters = &samples.rules.auction;
	each(&samples.auctions, times, |s| s.standing.fee(parameters));
}

pub(super) fn verdict(samples: &Samples, times: u32) {
	let parameters = &samples.rules.auction;
	each(&samples.auctions, times, |s| s.standing.verdict(s.elapsed_ms, parameters));
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

pub(super) fn insolvent_sale(samples: &Samples, times: u32) {
	let length = samples.rules.auction.insolvent_ms;
	let offered: Vec<_> = samples
		.auctions
		.iter()
		.map(|s| (s, liquidation::insolvent_payout(&s.insolvent, s.elapsed_ms, length).unwrap()))
		.collect();
	each(&offered, times, |(s, payout)| {
		liquidation::insolvent_sale(&s.insolvent, s.wanted, *payout)
	});
}

pub(super) fn withdrawals_wait(samples: &Samples, times: u32) {
	let open: Vec<Vec<Usd>> = samples
		.auctions
		.chunks(8)
		.map(|some| some.iter().map(|s| s.insolvent.maintenance).collect())
		.collect();
	let insurance = INSURANCE.to_usd().unwrap();
	each(&open, times, |maintenance| liquidation::withdrawals_wait(maintenance, insurance));
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

pub(super) fn deficit_of_closing(samples: &Samples, times: u32) {
	// A position that requires what the account lacks, of all that it is worth.
	each(&samples.auctions, times, |s| {
		let requirement = s.standing.maintenance.checked_neg()?;
		let closed = Lots::from_inner(s.closing as i64);
		liquidation::deficit_of_closing(
			s.loss,
			requirement,
			s.standing.mark_to_market,
			closed,
			POSITION,
		)
	});
}

pub(super) fn from_insurance(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::from_insurance(s.loss, INSURANCE));
}

pub(super) fn backing(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::backing(POOL, POOL.checked_add(s.loss)?));
}

pub(super) fn burned_cash(samples: &Samples, times: u32) {
	each(&samples.auctions, times, |s| liquidation::burned_for(s.loss, s.wanted));
}

pub(super) fn share_for_insurance(samples: &Samples, times: u32) {
	let usual = samples.rules.auction.fee;
	each(&samples.auctions, times, |s| liquidation::share_kept_for_insurance(usual, s.wanted));
}
