// SPDX-License-Identifier: Apache-2.0
//! What each call and each piece of the margin watch costs, at its worst.

#![allow(clippy::float_arithmetic, reason = "the benchmark macro fits lines to measurements")]

use crate::{
	accounts::Account,
	liquidation::{Step, HOLDERS_PER_STEP},
	markets::Markets,
	parameters::{default_margin, MOST_SLICES},
	types::MAX_LINES,
	*,
};
use alloc::boxed::Box;
use frame_benchmarking::{account, v2::*, whitelisted_caller};
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use market_maths::{
	options::OptionKind,
	units::{Cash, Lots, Price, Rate, Usd},
};
use market_primitives::{
	traits::{Instruments, LiquidationVenue, PriceFeed, RiskGate, WindowStep},
	FeedId, InstrumentId, OptionContract, Strike, SubaccountId, Underlying, UniverseId,
	WindowClock,
};

const UNIT: u128 = 1_000_000_000_000_000_000;
/// An index of 90,000 USD.
const INDEX: Price = Price::from_inner(UNIT.saturating_mul(90_000));
const PERPETUAL: InstrumentId = InstrumentId::perpetual(Underlying::BTC);
const AMOUNT: u128 = 1_000_000_000_000;
/// 27 November 2026, 08:00 UTC.
const EXPIRY: u64 = 1_795_766_400;
/// The most orders of one account that a window takes.
const SLICES: u32 = MOST_SLICES as u32;

/// One of so many calls of one expiry.
fn call(number: u32) -> InstrumentId {
	let strike = 80_000u64.saturating_add(u64::from(number).saturating_mul(500));
	InstrumentId::option(
		Underlying::BTC,
		OptionContract {
			expiry: EXPIRY,
			strike: Strike::from_inner(strike.saturating_mul(100_000_000)),
			kind: OptionKind::Call,
		},
	)
}

/// Lists `n` instruments and gives an account a position in each, long and short in turn.
fn with_lines<T: Config>(owner: T::AccountId, n: u32) -> SubaccountId<T::AccountId> {
	let id = SubaccountId::new(owner, 0);
	Pallet::<T>::endow(&id);
	let instruments = (1..n).map(call).chain([PERPETUAL]).take(n.try_into().unwrap_or(usize::MAX));
	let mut account = Account::<T>::load_or_open(&id);
	for (place, instrument) in instruments.enumerate() {
		if T::Instruments::terms(&instrument).is_none() {
			T::Instruments::prepare(&instrument, Price::from_inner(UNIT));
		}
		let lots = Lots::from_inner(if place.is_multiple_of(2) { 1 } else { -1 });
		account.change_line(&instrument, |line| line.position.lots = lots);
	}
	account.save();
	T::Instruments::prepare(&PERPETUAL, INDEX);
	// With a volatility, so that an option is not just worth what it pays.
	T::PriceFeed::prepare(FeedId::Volatility(Underlying::BTC), Price::from_inner(UNIT / 2));
	id
}

fn full<T: Config>() -> SubaccountId<T::AccountId> {
	let caller: T::AccountId = whitelisted_caller();
	T::SettlementAsset::set_balance(&caller, AMOUNT.saturating_mul(10));
	with_lines::<T>(caller, MAX_LINES)
}

/// Takes all that an account has, and more.
fn ruin<T: Config>(id: &SubaccountId<T::AccountId>) {
	if let Some(mut account) = Account::<T>::load(id) {
		account.cash = Cash::from_inner(-1_000_000_000_000);
		account.save();
	}
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::RiskAdminOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

fn clock() -> WindowClock {
	WindowClock { window: 7, now_ms: 21_000 }
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let id = full::<T>();
		let before = Subaccounts::<T>::get(&id).map(|account| account.cash);

		#[extrinsic_call]
		_(RawOrigin::Signed(id.owner.clone()), 0, AMOUNT);

		assert!(Subaccounts::<T>::get(&id).map(|account| account.cash) > before);
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let id = full::<T>();
		let before = Subaccounts::<T>::get(&id).map(|account| account.cash);

		#[extrinsic_call]
		_(RawOrigin::Signed(id.owner.clone()), 0, AMOUNT);

		assert!(Subaccounts::<T>::get(&id).map(|account| account.cash) < before);
		Ok(())
	}

	#[benchmark]
	fn transfer_between() -> Result<(), BenchmarkError> {
		let id = full::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(id.owner.clone()), 0, 1, AMOUNT);

		assert!(Subaccounts::<T>::contains_key(SubaccountId::new(id.owner, 1)));
		Ok(())
	}

	#[benchmark]
	fn poke() -> Result<(), BenchmarkError> {
		let id = with_lines::<T>(account("owner", 0, 0), MAX_LINES);
		ruin::<T>(&id);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id.clone());

		assert!(RedList::<T>::contains_key(&id));
		Ok(())
	}

	#[benchmark]
	fn add_insurance() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		T::SettlementAsset::set_balance(&caller, AMOUNT.saturating_mul(10));
		Deficit::<T>::insert(UniverseId::default(), Cash::from_inner(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), UniverseId::default(), AMOUNT);

		assert!(Deficit::<T>::get(UniverseId::default()).is_zero());
		Ok(())
	}

	#[benchmark]
	fn move_fees_to_insurance() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let amount = Cash::from_inner(5);
		Fees::<T>::insert(UniverseId::default(), amount);
		Deficit::<T>::insert(UniverseId::default(), Cash::from_inner(1));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, UniverseId::default(), amount);

		assert!(Fees::<T>::get(UniverseId::default()).is_zero());
		Ok(())
	}

	#[benchmark]
	fn set_margin_parameters() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		// A change that loosens.
		let mut stricter = default_margin();
		let initial = &mut stricter.perpetuals.initial;
		*initial = Rate::from_inner(initial.into_inner().saturating_mul(2));
		MarginParameters::<T>::insert(Underlying::BTC, stricter);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Underlying::BTC, Box::new(default_margin()));

		assert!(LoosenedAt::<T>::contains_key(ParameterGroup::Margin(Underlying::BTC)));
		Ok(())
	}

	#[benchmark]
	fn set_fee_rates() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		TradingFees::<T>::put(FeeRates::default());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, FeeRates::default());

		assert_eq!(TradingFees::<T>::get(), FeeRates::default());
		Ok(())
	}

	#[benchmark]
	fn set_liquidation_parameters() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		LiquidationRules::<T>::put(LiquidationParameters::default());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, LiquidationParameters::default());

		assert_eq!(LiquidationRules::<T>::get(), LiquidationParameters::default());
		Ok(())
	}

	#[benchmark]
	fn pause_withdrawals() -> Result<(), BenchmarkError> {
		let origin =
			T::EmergencyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);

		assert!(WithdrawalsPausedUntil::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn start_watch() -> Result<(), BenchmarkError> {
		#[block]
		{
			Pallet::<T>::on_window(&clock(), &mut WeightMeter::new());
		}

		assert!(SweepCursor::<T>::get().is_none());
		Ok(())
	}

	#[benchmark]
	fn watch_account(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let id = with_lines::<T>(account("owner", 0, 0), n);

		#[block]
		{
			Pallet::<T>::on_window(&clock(), &mut WeightMeter::new());
		}

		assert_eq!(SweepCursor::<T>::get(), Some(id));
		Ok(())
	}

	/// An account in liquidation with `n` positions, at most `s` of which may be reduced.
	#[benchmark]
	fn tend_account(n: Linear<1, MAX_LINES>, s: Linear<0, SLICES>) -> Result<(), BenchmarkError> {
		let id = with_lines::<T>(account("owner", 0, 0), n);
		let mut account = Account::<T>::load(&id).ok_or(BenchmarkError::Stop("no account"))?;
		let valuation = Markets::<T>::new()
			.value(&account)
			.map_err(|_| BenchmarkError::Stop("it has no value"))?;
		// It is worth nothing, and owes nothing either.
		account.cash = account
			.cash
			.checked_sub(valuation.net.mark_to_market.to_cash_floor())
			.map_err(|_| BenchmarkError::Stop("it is worth too much"))?;
		account.status = AccountStatus::InLiquidation(LiquidationRecord {
			since: 1,
			equity: Usd::ZERO,
			maintenance_margin: Usd::from_inner(-1),
			last_step: None,
			idle_windows: 0,
		});
		account.save();
		RedList::<T>::insert(&id, ());
		LiquidationRules::<T>::mutate(|rules| {
			rules.slices_per_window = u8::try_from(s).unwrap_or(MOST_SLICES);
		});
		let tended;

		#[block]
		{
			tended = Pallet::<T>::tend(&mut Markets::new(), &id, 7, &mut WeightMeter::new());
		}

		assert!(matches!(tended, Ok(Step::Orders(placed)) if (placed > 0) == (s > 0)));
		let status = Subaccounts::<T>::get(&id).map(|account| account.status);
		let Some(AccountStatus::InLiquidation(record)) = status else {
			return Err(BenchmarkError::Stop("its liquidation is over"));
		};
		assert_eq!(record.last_step, Some(7));
		Ok(())
	}

	/// All `o` orders of an account, when its liquidation begins.
	#[benchmark]
	fn cancel_orders(
		o: Linear<1, { T::LiquidationVenue::MOST_ORDERS }>,
	) -> Result<(), BenchmarkError> {
		let id = with_lines::<T>(account("owner", 0, 0), 1);
		if T::LiquidationVenue::prepare_orders(&id, o) != o {
			return Err(BenchmarkError::Stop("orders did not rest"));
		}
		let cancelled;

		#[block]
		{
			cancelled = T::LiquidationVenue::cancel_all_for_liquidation(&id);
		}

		assert_eq!(cancelled, o);
		Ok(())
	}

	#[benchmark]
	fn liquidation_step(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let id = with_lines::<T>(account("owner", 0, 0), n);
		for number in 1..HOLDERS_PER_STEP {
			let id = with_lines::<T>(account("owner", number, 0), MAX_LINES);
			let mut opposite = Account::<T>::load(&id).ok_or(BenchmarkError::Stop("no account"))?;
			opposite.change_line(&PERPETUAL, |line| line.position.lots = Lots::from_inner(-1));
			opposite.save();
		}
		let mut account = Account::<T>::load(&id).ok_or(BenchmarkError::Stop("no account"))?;
		let lots = Lots::from_inner(1_000);
		account.change_line(&PERPETUAL, |line| line.position.lots = lots);
		account.save();
		ruin::<T>(&id);
		// Less than is needed, so that the opposites are charged, too.
		let insurance = Cash::from_inner(1_000_000);
		InsuranceFund::<T>::insert(UniverseId::default(), insurance);

		#[block]
		{
			let mut markets = Markets::new();
			let tended = Pallet::<T>::tend(&mut markets, &id, 7, &mut WeightMeter::new());
			if let Ok(Step::LastResort(resort)) = tended {
				let resorts = alloc::vec![(id.clone(), resort)];
				Pallet::<T>::take_last_resorts(&mut markets, resorts, 7);
			}
		}

		assert!(InsuranceFund::<T>::get(UniverseId::default()) < insurance);
		assert!(RedList::<T>::contains_key(&id));
		assert!(Pallet::<T>::position(&mut Default::default(), &id, &PERPETUAL) < lots);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty_chain(), crate::mock::Test);
}
