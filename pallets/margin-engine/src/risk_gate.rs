// SPDX-License-Identifier: Apache-2.0
//! May this account bear this?

use crate::{
	accounts::Account,
	markets::{Markets, ValuationError},
	types::{OrderExposure, Subaccount},
	Config, Pallet,
};
use market_maths::units::Lots;
use market_primitives::{
	traits::{RiskGate, RiskRefusal},
	InstrumentId, Purpose, RestingExposure, SubaccountId,
};
use sp_runtime::Perbill;

impl From<ValuationError> for RiskRefusal {
	fn from(error: ValuationError) -> Self {
		match error {
			ValuationError::PriceUnavailable => Self::PriceUnavailable,
			ValuationError::TooLarge => Self::TooLarge,
		}
	}
}

/// How often the interval in which the bearable share lies is halved.
const HALVINGS: u32 = 8;

impl<T: Config> Markets<T> {
	/// Counts an order in `account`, without asking whether it can be borne.
	pub(crate) fn count_order(
		&mut self,
		account: &mut Subaccount,
		exposure: &RestingExposure,
		lots: u64,
	) -> Result<(), RiskRefusal> {
		let quote = self.quote(&exposure.instrument)?;
		if quote.terms.universe != account.universe {
			// The market's universe knows no such subaccount.
			return Err(RiskRefusal::UnknownAccount);
		}
		account
			.change_line(&exposure.instrument, |line| {
				line.orders.add(exposure.side, lots, exposure.limit, quote.per_tick_and_lot)
			})
			.ok_or(RiskRefusal::TooManyPositions)?
			.map_err(|_| RiskRefusal::TooLarge)
	}

	/// Refuses unless the account meets its initial margin at prices that allow new risk.
	pub(crate) fn ensure_initial_margin(
		&mut self,
		account: &Subaccount,
	) -> Result<(), RiskRefusal> {
		let valuation = self.value(account)?;
		if !valuation.allows(Purpose::NewRisk) {
			return Err(RiskRefusal::PriceUnavailable);
		}
		if valuation.net.initial.is_negative() {
			return Err(RiskRefusal::InsufficientMargin);
		}
		Ok(())
	}

	/// Whether the account can bear `share` of each order, if without any it has `least` to spare.
	fn can_bear(
		&mut self,
		positions: &Subaccount,
		exposures: &[RestingExposure],
		share: Perbill,
		least: market_maths::units::Usd,
	) -> Result<bool, RiskRefusal> {
		let mut account = positions.clone();
		for exposure in exposures.iter().filter(|exposure| !exposure.reduce_only) {
			self.count_order(&mut account, exposure, share.mul_floor(exposure.lots))?;
		}
		Ok(self.value(&account)?.net.initial >= least)
	}

	fn bearable_share(
		&mut self,
		positions: &Subaccount,
		exposures: &[RestingExposure],
	) -> Result<Perbill, RiskRefusal> {
		let now = self.value(positions)?;
		// An account that misses its margin already may still do what does not take it further down.
		let least = now.net.initial.min(market_maths::units::Usd::ZERO);
		let mut all = positions.clone();
		for exposure in exposures.iter().filter(|exposure| !exposure.reduce_only) {
			self.count_order(&mut all, exposure, exposure.lots)?;
		}
		let valuation = self.value(&all)?;
		if !valuation.allows(Purpose::NewRisk) {
			return Ok(Perbill::zero());
		}
		if valuation.net.initial >= least {
			return Ok(Perbill::one());
		}
		let (mut low, mut high) = (0u32, Perbill::one().deconstruct());
		for _ in 0..HALVINGS {
			let middle = low.midpoint(high);
			if self.can_bear(positions, exposures, Perbill::from_parts(middle), least)? {
				low = middle;
			} else {
				high = middle;
			}
		}
		Ok(Perbill::from_parts(low))
	}
}

impl<T: Config> RiskGate<T::AccountId> for Pallet<T> {
	fn admit_order(
		id: &SubaccountId<T::AccountId>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal> {
		let mut account = Account::<T>::load(id).ok_or(RiskRefusal::UnknownAccount)?;
		if exposure.reduce_only {
			return Ok(());
		}
		if account.is_in_liquidation() {
			return Err(RiskRefusal::InLiquidation);
		}
		let mut markets = Markets::<T>::new();
		markets.count_order(&mut account, exposure, exposure.lots)?;
		markets.ensure_initial_margin(&account)?;
		account.save();
		Ok(())
	}

	fn release_order(id: &SubaccountId<T::AccountId>, exposure: &RestingExposure) {
		if exposure.reduce_only {
			return;
		}
		let Some(mut account) = Account::<T>::load(id) else {
			log::error!(target: LOG, "{exposure:?} released for an account that is not open");
			return;
		};
		match account.release(exposure.instrument, |orders| {
			let per_tick_and_lot = Self::per_tick_and_lot(&exposure.instrument)?;
			orders
				.remove(exposure.side, exposure.lots, exposure.limit, per_tick_and_lot)
				.ok()
		}) {
			Some(()) => account.save(),
			// What was not counted cannot be released. Counting too much is the safe side.
			None => log::error!(target: LOG, "{exposure:?} released but never admitted"),
		}
	}

	fn position(id: &SubaccountId<T::AccountId>, instrument: &InstrumentId) -> Lots {
		Account::<T>::load(id).map_or(Lots::ZERO, |account| account.position(instrument).lots)
	}

	fn bearable_share(id: &SubaccountId<T::AccountId>, exposures: &[RestingExposure]) -> Perbill {
		let Some(account) = Account::<T>::load(id) else {
			return Perbill::zero();
		};
		if exposures.iter().all(|exposure| exposure.reduce_only) {
			return Perbill::one();
		}
		if account.is_in_liquidation() {
			return Perbill::zero();
		}
		// Only these orders can be filled now; what else is open stays in the book.
		let positions = account.without_orders();
		Markets::<T>::new()
			.bearable_share(&positions, exposures)
			.unwrap_or(Perbill::zero())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(id: &SubaccountId<T::AccountId>) {
		use frame_support::traits::fungible::Mutate;
		use market_maths::units::Cash;
		const ENDOWMENT: u128 = 1_000_000_000_000_000;
		let minted = T::SettlementAsset::mint_into(&Self::account_id(), ENDOWMENT);
		if let (Ok(_), Ok(cash)) = (minted, i128::try_from(ENDOWMENT)) {
			let mut account = Account::<T>::load_or_open(id);
			crate::Backing::<T>::mutate(account.universe, |backing| {
				*backing = backing.checked_add(Cash::from_inner(cash)).unwrap_or_default();
			});
			account.cash = account.cash.checked_add(Cash::from_inner(cash)).unwrap_or_default();
			account.save();
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_full(id: &SubaccountId<T::AccountId>, but: &InstrumentId) {
		use crate::types::MAX_LINES;
		use market_maths::{options::OptionKind, units::Price};
		use market_primitives::{
			traits::{Instruments, PriceFeed},
			FeedId, OptionContract, Strike,
		};
		/// 27 November 2026, 08:00 UTC.
		const EXPIRY: u64 = 1_795_766_400;
		const DOLLAR: u128 = 1_000_000_000_000_000_000;
		Self::endow(id);
		let Some(mut account) = Account::<T>::load(id) else { return };
		let index = T::Instruments::mark(but).map(|mark| mark.index);
		for number in 1..MAX_LINES {
			let dollars = u128::from(number).saturating_mul(1_000);
			let price = Price::from_inner(dollars.saturating_mul(DOLLAR));
			let Ok(strike) = Strike::from_price(price) else { continue };
			let contract = OptionContract { expiry: EXPIRY, strike, kind: OptionKind::Call };
			let option = InstrumentId::option(but.underlying, contract);
			if T::Instruments::terms(&option).is_none() {
				T::Instruments::prepare(&option, Price::from_inner(DOLLAR));
			}
			// Long and short in turn, so that neither side of a valuation is spared.
			let lots = Lots::from_inner(if number.is_multiple_of(2) { 1 } else { -1 });
			account.change_line(&option, |line| line.position.lots = lots);
		}
		account.save();
		// Listing options moves the index; what trades in `but` must find it where it was.
		if let Ok(index) = index {
			T::PriceFeed::prepare(FeedId::Index(but.underlying), index);
		}
		if but.is_perpetual() {
			// With a volatility, so that an option is not just worth what it pays.
			let volatility = Price::from_inner(DOLLAR / 2);
			T::PriceFeed::prepare(FeedId::Volatility(but.underlying), volatility);
		}
	}
}

pub(crate) const LOG: &str = "runtime::margin-engine";

impl Subaccount {
	/// Changes what is counted for open orders in an instrument. `None` if nothing is counted there or the
	/// change fails.
	fn release(
		&mut self,
		instrument: InstrumentId,
		change: impl FnOnce(&mut OrderExposure) -> Option<()>,
	) -> Option<()> {
		self.line(&instrument)?;
		self.change_line(&instrument, |line| change(&mut line.orders))?
	}

	/// The account as if no order were open.
	fn without_orders(&self) -> Self {
		let mut account = self.clone();
		account.lines.retain(|line| !line.position.lots.is_zero());
		for line in account.lines.iter_mut() {
			line.orders = OrderExposure::default();
		}
		account
	}
}
