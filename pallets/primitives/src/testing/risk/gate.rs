// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "fakes are test code")]

use super::super::instruments::FakeInstruments;
use crate::{
	traits::{Clearing, ClearingError, CountedOrders, Instruments, RiskGate, RiskRefusal},
	Fill, FillRole, InstrumentId, RestingExposure, Side, SubaccountId,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::Encode;
use core::cell::{Cell, RefCell};
use market_maths::units::{Lots, Ticks};
use sp_runtime::Perbill;

type Account = Vec<u8>;
/// Account, market, side, limit in ticks, whether reduce-only.
type ExposureKey = (Account, InstrumentId, Side, Ticks, bool);

std::thread_local! {
	static POSITIONS: RefCell<BTreeMap<(Account, InstrumentId), i64>> =
		const { RefCell::new(BTreeMap::new()) };
	static EXPOSURES: RefCell<BTreeMap<ExposureKey, i128>> = const { RefCell::new(BTreeMap::new()) };
	static REFUSALS: RefCell<BTreeMap<Account, RiskRefusal>> =
		const { RefCell::new(BTreeMap::new()) };
	static SHARES: RefCell<BTreeMap<Account, Perbill>> = const { RefCell::new(BTreeMap::new()) };
	static REDUCTIONS: RefCell<BTreeMap<Account, Perbill>> =
		const { RefCell::new(BTreeMap::new()) };
	static UNPRICED: RefCell<BTreeSet<Account>> = const { RefCell::new(BTreeSet::new()) };
	static ROOM: RefCell<BTreeMap<Account, u64>> = const { RefCell::new(BTreeMap::new()) };
	static QUESTIONS: Cell<u32> = const { Cell::new(0) };
	static CLEARINGS: RefCell<Vec<(InstrumentId, u64)>> = const { RefCell::new(Vec::new()) };
	static FAILURE: Cell<Option<ClearingError>> = const { Cell::new(None) };
}

/// Answers [`RiskGate`] without any margin: a test says who is refused and who can bear how much.
///
/// It counts exposure as a margin engine does, so that a test can compare it with the open orders.
pub struct FakeRiskGate;

impl FakeRiskGate {
	/// Forgets everything: everybody may do everything, nobody has a position.
	pub fn reset() {
		POSITIONS.with_borrow_mut(BTreeMap::clear);
		EXPOSURES.with_borrow_mut(BTreeMap::clear);
		REFUSALS.with_borrow_mut(BTreeMap::clear);
		SHARES.with_borrow_mut(BTreeMap::clear);
		REDUCTIONS.with_borrow_mut(BTreeMap::clear);
		UNPRICED.with_borrow_mut(BTreeSet::clear);
		ROOM.with_borrow_mut(BTreeMap::clear);
		QUESTIONS.set(0);
		CLEARINGS.with_borrow_mut(Vec::clear);
		FAILURE.set(None);
	}

	/// Refuses every further order of `account`, or admits them again.
	pub fn refuse<A: Encode>(account: &SubaccountId<A>, refusal: Option<RiskRefusal>) {
		REFUSALS.with_borrow_mut(|all| match refusal {
			Some(refusal) => all.insert(account.encode(), refusal),
			None => all.remove(&account.encode()),
		});
	}

	/// Says which share of its orders `account` can bear at a clearing. What only reduces it can bear.
	pub fn set_bearable_share<A: Encode>(account: &SubaccountId<A>, share: Perbill) {
		SHARES.with_borrow_mut(|all| all.insert(account.encode(), share));
	}

	/// Says which share of what only reduces `account` can bear at a clearing.
	pub fn set_bearable_reduction<A: Encode>(account: &SubaccountId<A>, share: Perbill) {
		REDUCTIONS.with_borrow_mut(|all| all.insert(account.encode(), share));
	}

	/// Says how many lots `account` can bear at a clearing beside what only reduces.
	pub fn set_bearable_lots<A: Encode>(account: &SubaccountId<A>, lots: u64) {
		ROOM.with_borrow_mut(|all| all.insert(account.encode(), lots));
	}

	/// Says whether something that `account` has lacks a price good enough for new risk: then it can only reduce.
	pub fn set_unpriced<A: Encode>(account: &SubaccountId<A>, unpriced: bool) {
		UNPRICED.with_borrow_mut(|all| match unpriced {
			true => all.insert(account.encode()),
			false => all.remove(&account.encode()),
		});
	}

	/// How often positions and shares were asked for since the last time.
	pub fn take_questions() -> u32 {
		QUESTIONS.take()
	}

	/// Gives `account` a position. Open interest is left alone.
	pub fn set_position<A: Encode>(
		account: &SubaccountId<A>,
		instrument: &InstrumentId,
		lots: i64,
	) {
		POSITIONS.with_borrow_mut(|all| all.insert((account.encode(), *instrument), lots));
	}

	/// The sum of all positions in a market: zero if every lot bought was sold.
	pub fn net_position(instrument: &InstrumentId) -> i64 {
		POSITIONS.with_borrow(|all| {
			all.iter().filter(|((_, of), _)| of == instrument).map(|(_, lots)| *lots).sum()
		})
	}

	/// Lots still counted for orders of `account`, by market, side, limit and whether reduce-only.
	pub fn exposures<A: Encode>(
		account: &SubaccountId<A>,
	) -> BTreeMap<(InstrumentId, Side, Ticks, bool), i128> {
		let account = account.encode();
		EXPOSURES.with_borrow(|all| {
			all.iter()
				.filter(|((of, ..), lots)| *of == account && **lots != 0)
				.map(|((_, instrument, side, limit, reduce_only), lots)| {
					((*instrument, *side, *limit, *reduce_only), *lots)
				})
				.collect()
		})
	}

	/// Everything remembered, encoded: equal after two histories exactly if they had the same effect.
	pub fn fingerprint() -> Vec<u8> {
		let exposures: Vec<_> = EXPOSURES.with_borrow(|all| {
			all.iter()
				.filter(|(_, lots)| **lots != 0)
				.map(|(k, lots)| (k.clone(), *lots))
				.collect()
		});
		let positions: Vec<_> = POSITIONS.with_borrow(|all| {
			all.iter()
				.filter(|(_, lots)| **lots != 0)
				.map(|(k, lots)| (k.clone(), *lots))
				.collect()
		});
		(exposures, positions).encode()
	}

	fn count<A: Encode>(account: &SubaccountId<A>, exposure: &RestingExposure, lots: i128) {
		let RestingExposure { instrument, side, limit, reduce_only, .. } = *exposure;
		let key = (account.encode(), instrument, side, limit, reduce_only);
		EXPOSURES.with_borrow_mut(|all| *all.entry(key).or_default() += lots);
	}
}

impl<A: Encode> RiskGate<A> for FakeRiskGate {
	type Memo = ();

	const MAX_LINES: u32 = 64;

	fn forget_accounts(_memo: &mut ()) {}

	fn lines(_memo: &mut (), account: &SubaccountId<A>) -> u32 {
		let account = account.encode();
		POSITIONS.with_borrow(|all| {
			let held = all.iter().filter(|((of, _), lots)| *of == account && **lots != 0);
			u32::try_from(held.count()).unwrap_or(u32::MAX)
		})
	}

	fn admit_order(
		_memo: &mut (),
		account: &SubaccountId<A>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal> {
		if let Some(refusal) = REFUSALS.with_borrow(|all| all.get(&account.encode()).copied()) {
			return Err(refusal);
		}
		Self::count(account, exposure, exposure.lots.into());
		Ok(())
	}

	fn release_orders(account: &SubaccountId<A>, exposures: &[RestingExposure]) -> u32 {
		for exposure in exposures {
			Self::count(account, exposure, -i128::from(exposure.lots));
		}
		Self::lines(&mut (), account)
	}

	fn position(_memo: &mut (), account: &SubaccountId<A>, instrument: &InstrumentId) -> Lots {
		QUESTIONS.set(QUESTIONS.get() + 1);
		let key = (account.encode(), *instrument);
		Lots::from_inner(POSITIONS.with_borrow(|all| all.get(&key).copied().unwrap_or(0)))
	}

	fn bearable_share(
		_memo: &mut (),
		account: &SubaccountId<A>,
		exposures: &[RestingExposure],
	) -> Perbill {
		QUESTIONS.set(QUESTIONS.get() + 1);
		let account = account.encode();
		let mut share = Perbill::one();
		if exposures.iter().any(|exposure| exposure.reduce_only) {
			let set = REDUCTIONS.with_borrow(|all| all.get(&account).copied());
			share = share.min(set.unwrap_or(share));
		}
		let adds = exposures.iter().filter(|exposure| !exposure.reduce_only);
		let lots: u64 = adds.map(|exposure| exposure.lots).sum();
		if lots > 0 && UNPRICED.with_borrow(|all| all.contains(&account)) {
			return Perbill::zero();
		}
		if lots > 0 {
			let set = SHARES.with_borrow(|all| all.get(&account).copied());
			share = share.min(set.unwrap_or(share));
			let room = ROOM.with_borrow(|all| all.get(&account).copied().unwrap_or(lots));
			share = share.min(Perbill::from_rational(room.min(lots), lots));
		}
		share
	}

	fn why_not_all(
		_memo: &mut (),
		account: &SubaccountId<A>,
		exposures: &[RestingExposure],
	) -> RiskRefusal {
		let adds = exposures.iter().any(|exposure| !exposure.reduce_only);
		match adds && UNPRICED.with_borrow(|all| all.contains(&account.encode())) {
			true => RiskRefusal::PriceUnavailable,
			false => RiskRefusal::InsufficientMargin,
		}
	}

	fn counted_orders(account: &SubaccountId<A>) -> Option<Vec<CountedOrders>> {
		let mut counted = BTreeMap::<InstrumentId, (u64, u64)>::new();
		for ((instrument, side, _, reduce_only), lots) in Self::exposures(account) {
			if reduce_only {
				continue;
			}
			let (bought, sold) = counted.entry(instrument).or_default();
			let of_side = if side == Side::Buy { bought } else { sold };
			// Less than nothing is as wrong as can be.
			*of_side = of_side.saturating_add(u64::try_from(lots).unwrap_or(u64::MAX));
		}
		Some(counted.into_iter().map(|(id, (bought, sold))| (id, bought, sold)).collect())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(_account: &SubaccountId<A>) {}
}

/// Answers [`Clearing`] by moving the positions of [`FakeRiskGate`] and the open interest of
/// [`FakeInstruments`].
pub struct FakeClearing;

impl FakeClearing {
	/// Lets the next clearing fail.
	pub fn fail_next(error: ClearingError) {
		FAILURE.set(Some(error));
	}

	/// The clearings booked since the last time: market and lots bought.
	pub fn take_clearings() -> Vec<(InstrumentId, u64)> {
		CLEARINGS.take()
	}
}

impl<A: Encode> Clearing<A> for FakeClearing {
	fn book_fills(instrument: &InstrumentId, fills: &[Fill<A>]) -> Result<(), ClearingError> {
		if let Some(error) = FAILURE.take() {
			return Err(error);
		}
		let lots = |side: Side| -> u64 {
			fills.iter().filter(|fill| fill.side == side).map(|fill| fill.lots).sum()
		};
		if lots(Side::Buy) != lots(Side::Sell) {
			return Err(ClearingError::Unbalanced);
		}
		let mut long_side = 0i64;
		for fill in fills {
			let account = &fill.order.account;
			if fill.role != FillRole::Liquidation {
				FakeRiskGate::count(
					account,
					&RestingExposure {
						instrument: fill.instrument,
						side: fill.side,
						lots: fill.lots,
						limit: fill.limit,
						reduce_only: fill.reduce_only,
					},
					-i128::from(fill.lots),
				);
			}
			let change = fill.side.signed(fill.lots).ok_or(ClearingError::Overflow)?.into_inner();
			POSITIONS.with_borrow_mut(|all| {
				let position = all.entry((account.encode(), *instrument)).or_default();
				let before = *position;
				*position += change;
				long_side += (*position).max(0) - before.max(0);
			});
		}
		FakeInstruments::note_open_interest(instrument, Lots::from_inner(long_side));
		CLEARINGS.with_borrow_mut(|all| all.push((*instrument, lots(Side::Buy))));
		Ok(())
	}
}
