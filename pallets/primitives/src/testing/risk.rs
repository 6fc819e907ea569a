// SPDX-License-Identifier: Apache-2.0
//! A risk gate, clearing and option positions that record what they are told.

mod gate;

pub use gate::{FakeClearing, FakeRiskGate};

// ---- Option positions ----

/// Answers [`OptionPositions`](crate::traits::OptionPositions) for whole-number accounts, without any
/// margin: a test says who is refused and who cannot be paid.
pub mod option_positions {
	use crate::{
		traits::{OptionPositions, SettlementProgress},
		InstrumentId, SubaccountId,
	};
	use alloc::{
		collections::{BTreeMap, BTreeSet},
		vec::Vec,
	};
	use core::cell::RefCell;
	use market_maths::{
		margin::payoff_per_lot,
		units::{Cash, Lots, Price, Quantity},
	};
	use sp_runtime::{DispatchError, DispatchResult};

	/// What [`FakeOptionPositions`] keeps.
	#[derive(Clone, Debug, Default)]
	struct Positions {
		lots: BTreeMap<(InstrumentId, SubaccountId<u64>), i64>,
		reserved: BTreeMap<(InstrumentId, SubaccountId<u64>), u64>,
		lot: Quantity,
		cash: BTreeMap<SubaccountId<u64>, i128>,
		paid: BTreeMap<u64, i128>,
		pools: BTreeMap<InstrumentId, i128>,
		forfeited: i128,
		refused: bool,
		unpayable: BTreeSet<u64>,
	}

	std::thread_local! {
		static POSITIONS: RefCell<Positions> = RefCell::new(Positions::default());
	}

	/// Positions without margin, in memory.
	pub struct FakeOptionPositions;

	impl FakeOptionPositions {
		/// Forgets everything; a lot is then `lot` coins.
		pub fn reset(lot: Quantity) {
			POSITIONS.with_borrow_mut(|all| *all = Positions { lot, ..Positions::default() });
		}

		/// Whether every account misses its margin from now on.
		pub fn refuse_everybody(refused: bool) {
			POSITIONS.with_borrow_mut(|all| all.refused = refused);
		}

		/// Makes it impossible, or possible again, to pay `holder`.
		pub fn make_unpayable(holder: u64, unpayable: bool) {
			POSITIONS.with_borrow_mut(|all| {
				if unpayable {
					all.unpayable.insert(holder);
				} else {
					all.unpayable.remove(&holder);
				}
			});
		}

		/// Changes a position as a trade would.
		pub fn trade(account: SubaccountId<u64>, id: InstrumentId, lots: i64) {
			POSITIONS.with_borrow_mut(|all| all.change(account, id, lots));
		}

		/// The lots of one account.
		pub fn position(account: SubaccountId<u64>, id: InstrumentId) -> i64 {
			POSITIONS.with_borrow(|all| all.lots.get(&(id, account)).copied().unwrap_or_default())
		}

		/// The lots that are reserved in one account, to be written later.
		pub fn reserved(account: SubaccountId<u64>, id: InstrumentId) -> u64 {
			POSITIONS
				.with_borrow(|all| all.reserved.get(&(id, account)).copied().unwrap_or_default())
		}

		/// What settlement brought or cost an account.
		pub fn settled_cash(account: SubaccountId<u64>) -> Cash {
			POSITIONS.with_borrow(|all| {
				Cash::from_inner(all.cash.get(&account).copied().unwrap_or_default())
			})
		}

		/// What was paid to a holder of tokens.
		pub fn paid(holder: u64) -> Cash {
			POSITIONS.with_borrow(|all| {
				Cash::from_inner(all.paid.get(&holder).copied().unwrap_or_default())
			})
		}

		/// What nobody was left to be paid.
		pub fn forfeited() -> Cash {
			POSITIONS.with_borrow(|all| Cash::from_inner(all.forfeited))
		}

		/// What settlement took from accounts and has not paid out.
		pub fn pool() -> Cash {
			POSITIONS.with_borrow(|all| Cash::from_inner(all.pools.values().sum()))
		}
	}

	impl Positions {
		fn change(&mut self, account: SubaccountId<u64>, id: InstrumentId, lots: i64) {
			let position = self.lots.entry((id, account)).or_default();
			*position = position.saturating_add(lots);
			if *position == 0 {
				self.lots.remove(&(id, account));
			}
		}

		fn draw(&mut self, id: &InstrumentId, value: i128) {
			let pool = self.pools.entry(*id).or_default();
			*pool = pool.saturating_sub(value);
		}

		/// What `lots` receive, or pay if negative.
		fn value(&self, id: &InstrumentId, settlement_price: Price, lots: i64) -> i128 {
			let Some(contract) = id.as_option() else { return 0 };
			let strike = contract.strike.price();
			payoff_per_lot(contract.kind, strike, settlement_price, self.lot)
				.expect("fits in a test")
				.into_inner()
				.saturating_mul(lots.into())
		}

		fn may(&self) -> DispatchResult {
			if self.refused {
				Err(DispatchError::Other("the account would miss its initial margin"))
			} else {
				Ok(())
			}
		}
	}

	fn signed(lots: u64) -> i64 {
		i64::try_from(lots).expect("fits in a test")
	}

	impl OptionPositions<u64> for FakeOptionPositions {
		fn write(account: &SubaccountId<u64>, id: &InstrumentId, lots: u64) -> DispatchResult {
			POSITIONS.with_borrow_mut(|all| {
				all.may()?;
				all.change(*account, *id, signed(lots).saturating_neg());
				Ok(())
			})
		}

		fn reserve_write(
			account: &SubaccountId<u64>,
			id: &InstrumentId,
			lots: u64,
		) -> DispatchResult {
			POSITIONS.with_borrow_mut(|all| {
				all.may()?;
				let reserved = all.reserved.entry((*id, *account)).or_default();
				*reserved = reserved.saturating_add(lots);
				Ok(())
			})
		}

		fn release_write(account: &SubaccountId<u64>, id: &InstrumentId, lots: u64) {
			POSITIONS.with_borrow_mut(|all| {
				let reserved = all.reserved.entry((*id, *account)).or_default();
				*reserved = reserved.checked_sub(lots).expect("no more than was reserved");
				if *reserved == 0 {
					all.reserved.remove(&(*id, *account));
				}
			});
		}

		fn reserved_writes() -> Vec<(InstrumentId, SubaccountId<u64>, u64)> {
			POSITIONS.with_borrow(|all| {
				let reserved = all.reserved.iter();
				reserved.map(|((id, account), lots)| (*id, *account, *lots)).collect()
			})
		}

		fn take_long(account: &SubaccountId<u64>, id: &InstrumentId, lots: u64) -> DispatchResult {
			POSITIONS.with_borrow_mut(|all| {
				all.may()?;
				if all.lots.get(&(*id, *account)).copied().unwrap_or_default() < signed(lots) {
					return Err(DispatchError::Other("the account is not that long"));
				}
				all.change(*account, *id, signed(lots).saturating_neg());
				Ok(())
			})
		}

		fn put_long(account: &SubaccountId<u64>, id: &InstrumentId, lots: u64) -> DispatchResult {
			POSITIONS.with_borrow_mut(|all| all.change(*account, *id, signed(lots)));
			Ok(())
		}

		fn settle_accounts(
			id: &InstrumentId,
			settlement_price: Price,
			limit: u32,
		) -> SettlementProgress {
			POSITIONS.with_borrow_mut(|all| {
				let holders: Vec<_> =
					all.lots.keys().filter(|(held, _)| held == id).copied().collect();
				let mut settled = 0u32;
				for (_, account) in holders.iter().take(limit as usize) {
					let lots = all.lots.remove(&(*id, *account)).unwrap_or_default();
					let value = all.value(id, settlement_price, lots);
					let cash = all.cash.entry(*account).or_default();
					*cash = cash.saturating_add(value);
					all.draw(id, value);
					settled = settled.saturating_add(1);
				}
				SettlementProgress { settled, finished: holders.len() <= limit as usize }
			})
		}

		fn settle_token(
			id: &InstrumentId,
			settlement_price: Price,
			holder: &u64,
			lots: u64,
		) -> Result<Cash, DispatchError> {
			POSITIONS.with_borrow_mut(|all| {
				if all.unpayable.contains(holder) {
					return Err(DispatchError::Other("the holder cannot receive so little"));
				}
				let value = all.value(id, settlement_price, signed(lots));
				let paid = all.paid.entry(*holder).or_default();
				*paid = paid.saturating_add(value);
				all.draw(id, value);
				Ok(Cash::from_inner(value))
			})
		}

		fn forfeit_tokens(
			id: &InstrumentId,
			settlement_price: Price,
			lots: u64,
		) -> Result<Cash, DispatchError> {
			POSITIONS.with_borrow_mut(|all| {
				let value = all.value(id, settlement_price, signed(lots));
				all.forfeited = all.forfeited.saturating_add(value);
				all.draw(id, value);
				Ok(Cash::from_inner(value))
			})
		}

		fn settlement_pool(id: &InstrumentId) -> Cash {
			POSITIONS
				.with_borrow(|all| Cash::from_inner(all.pools.get(id).copied().unwrap_or_default()))
		}

		fn net_lots(id: &InstrumentId) -> Lots {
			POSITIONS.with_borrow(|all| {
				let held = all.lots.iter().filter(|((held, _), _)| held == id);
				Lots::from_inner(held.map(|(_, lots)| *lots).sum())
			})
		}
	}
}

pub use option_positions::FakeOptionPositions;
