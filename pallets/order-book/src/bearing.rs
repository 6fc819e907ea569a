// SPDX-License-Identifier: Apache-2.0
//! How much of what an account's orders could trade it can bear.

use crate::{types::SubaccountOf, Config};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::RefCell;
use market_maths::units::Lots;
use market_primitives::{traits::RiskGate, InstrumentId, RestingExposure};
use sp_runtime::Perbill;

/// The shares of an account's lots that may be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bearable {
	/// Of what only reduces.
	pub(crate) reductions: Perbill,
	/// Of everything else.
	pub(crate) others: Perbill,
}

impl Bearable {
	/// What may be filled of so many lots. Rounded down: the rest of the market gains.
	pub(crate) fn of(&self, lots: u64, reduces: bool) -> u64 {
		let share = if reduces { self.reductions } else { self.others };
		share.mul_floor(lots)
	}
}

/// Asks `share`, the risk gate, about all the lots of an account.
///
/// What only reduces is not held back by what does not, as long as the account can bear them together:
/// one that wanted too much must still get out.
fn judge(
	exposures: &[RestingExposure],
	share: impl Fn(&[RestingExposure]) -> Perbill,
) -> Bearable {
	let of_all = share(exposures);
	let alike = Bearable { reductions: of_all, others: of_all };
	if of_all == Perbill::one() {
		return alike;
	}
	let (reductions, others): (Vec<_>, Vec<_>) =
		exposures.iter().copied().partition(|exposure| exposure.reduce_only);
	if reductions.is_empty() || others.is_empty() {
		return alike;
	}
	let apart = Bearable { reductions: share(&reductions), ..alike };
	let together: Vec<RestingExposure> = exposures
		.iter()
		.map(|exposure| {
			let lots = apart.of(exposure.lots, exposure.reduce_only);
			RestingExposure { lots, ..*exposure }
		})
		.filter(|exposure| exposure.lots > 0)
		.collect();
	if share(&together) == Perbill::one() {
		apart
	} else {
		alike
	}
}

/// What the risk gate says about accounts while one market is cleared.
///
/// Nothing it knows changes until fills are booked, so the same question is asked once.
pub(crate) struct Accounts<T: Config> {
	instrument: InstrumentId,
	positions: RefCell<BTreeMap<SubaccountOf<T>, Lots>>,
	bearable: RefCell<BTreeMap<SubaccountOf<T>, (Vec<RestingExposure>, Bearable)>>,
}

impl<T: Config> Accounts<T> {
	pub(crate) const fn new(instrument: InstrumentId) -> Self {
		Self {
			instrument,
			positions: RefCell::new(BTreeMap::new()),
			bearable: RefCell::new(BTreeMap::new()),
		}
	}

	/// The signed position in the market.
	pub(crate) fn position(&self, account: &SubaccountOf<T>) -> Lots {
		if let Some(known) = self.positions.borrow().get(account) {
			return *known;
		}
		let position = T::RiskGate::position(account, &self.instrument);
		self.positions.borrow_mut().insert(account.clone(), position);
		position
	}

	/// How much of all this the account can bear. What was asked about it last is remembered.
	pub(crate) fn bearable(
		&self,
		account: &SubaccountOf<T>,
		exposures: &[RestingExposure],
	) -> Bearable {
		if let Some((asked, known)) = self.bearable.borrow().get(account) {
			if asked == exposures {
				return *known;
			}
		}
		let bearable = judge(exposures, |of| T::RiskGate::bearable_share(account, of));
		let asked = (exposures.to_vec(), bearable);
		self.bearable.borrow_mut().insert(account.clone(), asked);
		bearable
	}
}
