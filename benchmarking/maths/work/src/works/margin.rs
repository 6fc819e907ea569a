// SPDX-License-Identifier: Apache-2.0
//! Margin of perpetuals, coins and options, and the prices at which it is used up.

use super::each;
use crate::samples::{Samples, LOT};
use market_maths::{
	margin::{self, standard_margin},
	options::OptionKind,
};

pub(super) fn tiered(samples: &Samples, times: u32) {
	let tiers = &samples.rules.tiers;
	each(&samples.linear, times, |s| margin::tiered_requirement(s.notional, tiers));
}

pub(super) fn fraction_at_open_interest(samples: &Samples, times: u32) {
	let rules = &samples.rules;
	each(&samples.linear, times, |s| {
		margin::fraction_at_open_interest(rules.maintenance, s.open_interest, rules.band)
	});
}

pub(super) fn collateral(samples: &Samples, times: u32) {
	let rules = &samples.rules;
	each(&samples.linear, times, |s| {
		let mark = s.positions.mark;
		margin::collateral_credit(s.coins, mark, rules.cap, &rules.standard.collateral)
	});
}

pub(super) fn payoff_per_lot(samples: &Samples, times: u32) {
	// As if the forward were what it settles at.
	each(&samples.options, times, |s| {
		margin::payoff_per_lot(OptionKind::Call, s.option.strike, s.option.forward, LOT)
	});
}

pub(super) fn standard_option(samples: &Samples, times: u32) {
	// On a copy, as an order is judged.
	each(&samples.accounts, times, |s| {
		let mut sums = s.sums.clone();
		sums.add(&s.extra, s.market.confidence, &s.market)?;
		sums.part(&s.market)
	});
}

pub(super) fn standard_expiry(samples: &Samples, times: u32) {
	each(&samples.accounts, times, |s| s.sums.part(&s.market));
}

pub(super) fn standard_account(samples: &Samples, times: u32) {
	let rules = &samples.rules;
	each(&samples.accounts, times, |s| {
		standard_margin(&s.standard, rules.settlement_price, &rules.standard)
	});
}

pub(super) fn liquidation_price(samples: &Samples, times: u32) {
	let maintenance = samples.rules.maintenance;
	each(&samples.linear, times, |s| {
		let positions = &s.positions;
		margin::liquidation_price(positions.mark, positions.perpetual, positions.net, maintenance)
	});
}

pub(super) fn linear_liquidation_prices(samples: &Samples, times: u32) {
	let tiers = &samples.rules.tiers;
	each(&samples.linear, times, |s| margin::linear_liquidation_prices(&s.positions, tiers));
}
