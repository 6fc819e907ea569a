// SPDX-License-Identifier: Apache-2.0
//! Perpetuals' funding and marks, trades of several legs, and the call auction.

use super::each;
use crate::samples::{Samples, LOT, TICK};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::Rounding,
	auction::{self, Priority},
	combination::{self, Leg, Terms},
	perpetuals,
	units::{cash_per_tick_and_lot, Cash, Quantity, Ticks},
};

/// Eight hours, in which payments would sum to the premium.
const CONVERGENCE: u64 = 28_800;

pub(super) fn funding(samples: &Samples, times: u32) {
	let rules = &samples.rules;
	each(&samples.rounds, times, |s| {
		let premium = perpetuals::premium(s.last, s.bid, s.ask)?;
		let rate =
			perpetuals::funding_rate(premium, CONVERGENCE, rules.interest, rules.funding_cap)?;
		perpetuals::funding_increment(rate, s.last, s.elapsed_ms)
	});
}

pub(super) fn mark(samples: &Samples, times: u32) {
	let band = samples.rules.band_of_mark;
	each(&samples.rounds, times, |s| perpetuals::mark_price(s.last, s.now, s.bid, s.outside, band));
}

pub(super) fn profit(samples: &Samples, times: u32) {
	let per = cash_per_tick_and_lot(TICK, LOT).unwrap_or(Cash::ZERO);
	let entry = Ticks::from_inner(600_000);
	each(&samples.accounts, times, |s| {
		perpetuals::profit_of_lots(s.perpetual_lots, entry, s.mark_ticks, per)
	});
}

pub(super) fn net_payment(samples: &Samples, times: u32) {
	// Bought and sold: three options, and a perpetual at another price than its mark.
	let trades: Vec<Vec<Leg>> = samples
		.options
		.chunks(4)
		.map(|options| {
			let legs = options.iter().zip([7, -40, 12, -5]).enumerate();
			legs.map(|(place, (s, lots))| {
				let quantity = Quantity::from_inner(LOT.into_inner() * lots);
				match place {
					0 => Leg {
						quantity,
						price: s.option.strike,
						terms: Terms::AgainstMark(s.option.forward),
					},
					_ => Leg { quantity, price: s.price, terms: Terms::Outright },
				}
			})
			.collect()
		})
		.collect();
	each(&trades, times, |legs| combination::net_payment(legs));
}

pub(super) fn clearing(samples: &Samples, times: u32) {
	each(&samples.books, times, |s| {
		auction::clearing_price(&s.bids, &s.asks, Ticks::from_inner(50_000))
	});
}

pub(super) fn allocation(samples: &Samples, times: u32) {
	each(&samples.claims, times, |s| {
		auction::allocate(&s.claims, Priority::HighestFirst, s.volume, |place| place)
	});
}

pub(super) fn impact_price(samples: &Samples, times: u32) {
	let per = cash_per_tick_and_lot(TICK, LOT).unwrap_or(Cash::ZERO);
	let notional = samples.rules.impact;
	each(&samples.books, times, |s| {
		auction::impact_price(s.thin.iter().copied(), notional, TICK, per, Rounding::Up)
	});
}
