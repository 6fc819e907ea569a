// SPDX-License-Identifier: Apache-2.0
//! What is secured, as a test decides.

use crate::{traits::MarketSecurity, Underlying};
use alloc::collections::BTreeMap;
use core::cell::RefCell;
use market_maths::units::Usd;

std::thread_local! {
	static SECURED: RefCell<BTreeMap<Underlying, Usd>> = const { RefCell::new(BTreeMap::new()) };
}

/// Answers [`MarketSecurity`] from what the test of this thread says.
pub struct FakeMarketSecurity;

impl FakeMarketSecurity {
	/// Nobody knows anything.
	pub fn reset() {
		SECURED.with_borrow_mut(BTreeMap::clear);
	}

	/// Lets so much open interest of an underlying be secured.
	pub fn secure(underlying: Underlying, secured: Usd) {
		SECURED.with_borrow_mut(|all| all.insert(underlying, secured));
	}
}

impl MarketSecurity for FakeMarketSecurity {
	fn secured_open_interest(underlying: Underlying) -> Option<Usd> {
		SECURED.with_borrow(|all| all.get(&underlying).copied())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_secured(underlying: Underlying, secured: Usd) {
		Self::secure(underlying, secured);
	}
}
