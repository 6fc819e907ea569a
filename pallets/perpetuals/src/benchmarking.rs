// SPDX-License-Identifier: Apache-2.0
//! What each call and each market's step in a window costs.

#![allow(clippy::float_arithmetic, reason = "the benchmark macro fits lines to measurements")]

use crate::*;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use market_maths::units::{Price, Quantity, Rate, Usd};
use market_primitives::{
	traits::{BookPrices, Instruments, PriceFeed},
	Emergency, FeedId, InstrumentId, InstrumentTerms, MarketState, Underlying, UniverseId,
};

const UNIT: u128 = 1_000_000_000_000_000_000;
const SIGNED_UNIT: i128 = 1_000_000_000_000_000_000;
/// An index of 90,000 USD.
const INDEX: Price = Price::from_inner(UNIT.saturating_mul(90_000));

/// Terms of a market that trades in steps of 0.1 USD and 0.001 coins.
pub(crate) fn terms() -> InstrumentTerms {
	InstrumentTerms {
		universe: UniverseId::default(),
		tick: Price::from_inner(UNIT / 10),
		lot: Quantity::from_inner(SIGNED_UNIT / 1_000),
		price_band: Rate::from_inner(SIGNED_UNIT / 10),
		open_interest_cap: 1_000_000_000,
		state: MarketState::Listed,
	}
}

/// Funding over eight hours, capped at 0.4 % per hour, with an impact notional of more than a word of single lots.
pub(crate) fn funding() -> FundingParameters {
	FundingParameters {
		convergence_seconds: 28_800,
		interest_per_hour: Rate::from_inner(12_500_000_000_000),
		cap_per_hour: Rate::from_inner(4_000_000_000_000_000),
		impact_notional: Usd::from_inner(SIGNED_UNIT.saturating_mul(10_000)),
	}
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::MarketAdminOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

/// Lists a market while no other is.
fn only_market<T: Config>() -> Underlying {
	for underlying in Listed::<T>::take() {
		Markets::<T>::remove(underlying);
	}
	<Pallet<T> as Instruments>::prepare(&InstrumentId::perpetual(Underlying::BTC), INDEX);
	Underlying::BTC
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn list_market() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let underlying = only_market::<T>();
		Markets::<T>::remove(underlying);
		Listed::<T>::kill();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, underlying, terms(), funding());

		assert!(Markets::<T>::contains_key(underlying));
		Ok(())
	}

	#[benchmark]
	fn set_market_state() -> Result<(), BenchmarkError> {
		let origin =
			T::EmergencyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let underlying = only_market::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, underlying, MarketState::ReduceOnly);

		let state = Markets::<T>::get(underlying).map(|market| market.terms.state);
		assert_eq!(state, Some(MarketState::ReduceOnly));
		Ok(())
	}

	#[benchmark]
	fn set_terms() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let underlying = only_market::<T>();
		let band = Rate::from_inner(SIGNED_UNIT / 5);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, underlying, band, 2_000_000_000);

		let terms = Markets::<T>::get(underlying).map(|market| market.terms);
		assert_eq!(terms.map(|terms| terms.price_band), Some(band));
		Ok(())
	}

	#[benchmark]
	fn set_funding_parameters() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let underlying = only_market::<T>();
		let new = FundingParameters { convergence_seconds: 14_400, ..funding() };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, underlying, new);

		assert_eq!(Markets::<T>::get(underlying).map(|market| market.funding), Some(new));
		Ok(())
	}

	#[benchmark]
	fn refresh_market() -> Result<(), BenchmarkError> {
		let underlying = only_market::<T>();
		T::PriceFeed::prepare(FeedId::Index(underlying), INDEX);
		T::BookPrices::prepare_depth(&InstrumentId::perpetual(underlying), INDEX);
		Pallet::<T>::update_market(underlying, |market| {
			market.accrued_at_ms = 1_000;
			market.emergency = Some(Emergency { previous: MarketState::Listed, until_ms: 1 });
		});

		#[block]
		{
			Pallet::<T>::refresh_market(underlying, 4_000);
		}

		let market = Markets::<T>::get(underlying).ok_or(BenchmarkError::Stop("unlisted"))?;
		assert_eq!((market.accrued_at_ms, market.emergency), (4_000, None));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty_chain(), crate::mock::Test);
}
