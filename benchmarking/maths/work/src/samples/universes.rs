// SPDX-License-Identifier: Apache-2.0
//! Accounts on several underlyings.

use super::{part, Account, Rules};
use crate::random::Random;
use alloc::vec::Vec;
use market_maths::{
	margin::portfolio::{Outcomes, OUTCOMES},
	units::Rate,
};

/// Underlyings of one account.
pub(super) const UNDERLYINGS: usize = 4;

/// Joint stresses.
const STRESSES: usize = 16;

/// What an account gains on each of its underlyings, and what may happen to all of them.
pub(crate) struct Universe {
	pub(crate) outcomes: Vec<Outcomes>,
	/// Each a row of outcome numbers.
	pub(crate) stresses: [[u8; UNDERLYINGS]; STRESSES],
	/// How much of the offset between underlyings does not count.
	pub(crate) separateness: Rate,
}

/// One account made of several.
pub(super) fn universe(random: &mut Random, accounts: &[Account], rules: &Rules) -> Universe {
	let outcomes = |account: &Account| {
		let positions = &account.portfolio;
		positions
			.part(rules.settlement_price, &rules.set, &rules.portfolio)
			.unwrap()
			.outcomes
	};
	Universe {
		outcomes: accounts.iter().map(outcomes).collect(),
		stresses: [(); STRESSES]
			.map(|()| [(); UNDERLYINGS].map(|()| random.below(OUTCOMES as u64) as u8)),
		separateness: part(random, 200, 800),
	}
}
