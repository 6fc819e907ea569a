// SPDX-License-Identifier: Apache-2.0
//! How much of what an account's orders could trade it can bear.

use crate::{
	types::{MemoOf, SubaccountOf},
	Config,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::RefCell;
use market_maths::units::Lots;
use market_primitives::{traits::RiskGate, InstrumentId, RestingExposure};
use sp_runtime::Perbill;

/// The share of some lots that may be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
	part: Perbill,
	/// Whether it is less than everything only for want of a price good enough to tell.
	pub(crate) lacks_price: bool,
}

impl Share {
	/// What may be filled of so many lots. Rounded down: the rest of the market gains.
	pub(crate) fn of(&self, lots: u64) -> u64 {
		self.part.mul_floor(lots)
	}
}

/// How much of an account's lots may be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bearable {
	/// Of what only reduces.
	reductions: Share,
	/// Of everything else.
	others: Share,
}

impl Bearable {
	pub(crate) const fn share(&self, reduces: bool) -> Share {
		if reduces {
			self.reductions
		} else {
			self.others
		}
	}
}

/// Asks the risk gate about all the lots of an account.
///
/// What only reduces is not held back by what does not, as long as the account can bear them together:
/// one that wanted too much must still get out.
fn judge(exposures: &[RestingExposure], gate: impl Fn(&[RestingExposure]) -> Share) -> Bearable {
	let of_all = gate(exposures);
	let alike = Bearable { reductions: of_all, others: of_all };
	if of_all.part == Perbill::one() {
		return alike;
	}
	let (reductions, others): (Vec<_>, Vec<_>) =
		exposures.iter().copied().partition(|exposure| exposure.reduce_only);
	if reductions.is_empty() || others.is_empty() {
		return alike;
	}
	let apart = Bearable { reductions: gate(&reductions), ..alike };
	let together: Vec<RestingExposure> = exposures
		.iter()
		.map(|exposure| {
			let lots = apart.share(exposure.reduce_only).of(exposure.lots);
			RestingExposure { lots, ..*exposure }
		})
		.filter(|exposure| exposure.lots > 0)
		.collect();
	if gate(&together).part == Perbill::one() {
		apart
	} else {
		alike
	}
}

/// What the risk gate says about accounts while one market is cleared.
///
/// Nothing it knows changes until fills are booked, so the same question is asked once.
pub(crate) struct Accounts<'a, T: Config> {
	instrument: InstrumentId,
	memo: RefCell<&'a mut MemoOf<T>>,
	positions: RefCell<BTreeMap<SubaccountOf<T>, Lots>>,
	bearable: RefCell<BTreeMap<SubaccountOf<T>, (Vec<RestingExposure>, Bearable)>>,
}

impl<'a, T: Config> Accounts<'a, T> {
	pub(crate) const fn new(instrument: InstrumentId, memo: &'a mut MemoOf<T>) -> Self {
		Self {
			instrument,
			memo: RefCell::new(memo),
			positions: RefCell::new(BTreeMap::new()),
			bearable: RefCell::new(BTreeMap::new()),
		}
	}

	/// The signed position in the market.
	pub(crate) fn position(&self, account: &SubaccountOf<T>) -> Lots {
		if let Some(known) = self.positions.borrow().get(account) {
			return *known;
		}
		let position =
			T::RiskGate::position(&mut self.memo.borrow_mut(), account, &self.instrument);
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
		let bearable = judge(exposures, |of| {
			let memo: &mut MemoOf<T> = &mut self.memo.borrow_mut();
			let part = T::RiskGate::bearable_share(memo, account, of);
			let lacks_price = part < Perbill::one()
				&& T::RiskGate::why_not_all(memo, account, of).is_about_prices();
			Share { part, lacks_price }
		});
		let asked = (exposures.to_vec(), bearable);
		self.bearable.borrow_mut().insert(account.clone(), asked);
		bearable
	}

	/// How many positions and open markets all accounts together have that were asked about.
	pub(crate) fn lines(&self) -> u32 {
		let (positions, bearable) = (self.positions.borrow(), self.bearable.borrow());
		let only_positions = positions.keys().filter(|account| !bearable.contains_key(account));
		bearable.keys().chain(only_positions).fold(0u32, |sum, account| {
			sum.saturating_add(T::RiskGate::lines(&mut self.memo.borrow_mut(), account))
		})
	}
}
