// SPDX-License-Identifier: Apache-2.0
//! Accounts with a perpetual and coins, and accounts under auction.

use super::{coins, dollars, lots, part, spot, uniform, Rules, UNIT};
use crate::random::Random;
use alloc::vec::Vec;
use market_maths::{
	liquidation::{share_fraction, Opposite, Standing},
	margin::{tiered_requirement, LinearPositions},
	units::{Cash, Quantity, Rate, Usd},
};

/// Who bids, and who holds the opposite of a position.
type Key = u32;

const BIDS: u32 = 8;
const OPPOSITES: u32 = 20;

/// A perpetual of up to a hundred coins, and coins.
pub(crate) struct Linear {
	pub(crate) positions: LinearPositions,
	pub(crate) notional: Usd,
	pub(crate) requirement: Usd,
	/// What a slice takes off it.
	pub(crate) shed: Usd,
	pub(crate) open_interest: Usd,
	pub(crate) coins: Quantity,
}

/// An account under auction, and what others get of it.
pub(crate) struct Auctioned {
	pub(crate) elapsed_ms: u64,
	pub(crate) standing: Standing,
	/// What it costs after that time.
	pub(crate) factor: Rate,
	pub(crate) wanted: Rate,
	/// Another that is worth less than nothing.
	pub(crate) insolvent: Standing,
	pub(crate) bids: Vec<(Key, Rate)>,
	/// What the bids got.
	pub(crate) sold: Vec<(Key, Rate)>,
	pub(crate) balance: i128,
	/// Lots to be closed.
	pub(crate) closing: u64,
	pub(crate) opposites: Vec<Opposite<Key>>,
	pub(crate) loss: Cash,
	pub(crate) gains: Vec<(Key, Cash)>,
}

/// A part of an amount that is not negative.
fn share(random: &mut Random, of: Usd, least: u64, most: u64) -> Usd {
	of.fraction_floor(part(random, least, most)).unwrap()
}

pub(super) fn linear(random: &mut Random, rules: &Rules) -> Linear {
	let mark = spot(random);
	let size = lots(random, 100_000);
	let held = coins(lots(random, 20_000).abs());
	let notional = mark.value_floor(coins(size.abs())).unwrap();
	let requirement = tiered_requirement(notional, &rules.tiers).unwrap();
	Linear {
		positions: LinearPositions {
			mark,
			perpetual: coins(size),
			collateral: share(random, mark.value_floor(held).unwrap(), 700, 900),
			net: share(random, notional, 5, 200),
		},
		notional,
		shed: share(random, requirement, 10, 500),
		requirement,
		open_interest: dollars(random, 1_000_000, 120_000_000),
		coins: held,
	}
}

pub(super) fn auctioned(random: &mut Random, rules: &Rules) -> Auctioned {
	let auction = &rules.auction;
	let elapsed_ms = random.below(auction.fast_ms + auction.slow_ms);
	let worth = dollars(random, 1_000, 200_000);
	let lacking = share(random, worth, 10, 300);
	let owed = dollars(random, 1_000, 50_000);
	let wanted = part(random, 50, 900);
	let bids: Vec<(Key, Rate)> = (0..BIDS).map(|key| (key, part(random, 20, 300))).collect();
	let fractions = share_fraction(&bids, wanted).unwrap();
	let opposites: Vec<Opposite<Key>> = (0..OPPOSITES)
		.map(|key| {
			let relief = dollars(random, 0, 40_000).into_inner() - 5_000 * UNIT;
			// In no order of keys.
			let key = key * 7 % OPPOSITES;
			Opposite { key, lots: random.between(1, 5_000), relief: Usd::from_inner(relief) }
		})
		.collect();
	let held: u64 = opposites.iter().map(|opposite| opposite.lots).sum();
	Auctioned {
		elapsed_ms,
		standing: Standing {
			mark_to_market: worth,
			maintenance: lacking.checked_neg().unwrap(),
			reserved: share(random, worth, 0, 100),
		},
		factor: auction.price_factor(elapsed_ms).unwrap(),
		wanted,
		insolvent: Standing {
			mark_to_market: owed.checked_neg().unwrap(),
			maintenance: owed.checked_add(lacking).unwrap().checked_neg().unwrap(),
			reserved: Usd::ZERO,
		},
		sold: (0..BIDS).zip(fractions).collect(),
		bids,
		balance: 1_000 * uniform(random) - 500 * UNIT,
		closing: held / 1_000 * random.between(100, 900),
		opposites,
		loss: Cash::from_inner(random.between(1_000_000, 50_000_000_000).into()),
		gains: (0..OPPOSITES)
			.map(|key| (key, Cash::from_inner(random.between(1, 10_000_000_000).into())))
			.collect(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn auctioned_accounts_are_for_sale() {
		let rules = Rules::new();
		let mut random = Random::new(1);
		for _ in 0..32 {
			let sample = auctioned(&mut random, &rules);
			let sale = sample.standing.sale(sample.wanted, sample.factor, &rules.auction).unwrap();
			assert!(sale.fraction > Rate::ZERO);
		}
	}
}
