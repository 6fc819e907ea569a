// SPDX-License-Identifier: Apache-2.0
//! What calls and steps cost at worst.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::float_arithmetic,
	clippy::unwrap_used,
	reason = "benchmark code"
)]

use crate::{
	round::share_of, types::Aggregate, Aggregates, BalanceOf, Breaker, Call, Clock, Config, Event,
	FeedIds, FeedParameters, Feeds, Minutes, Pallet, Panel, ReportedValue, Reporters, Samples,
	Settlement, SettlementRule, Settlements, Votes,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use market_maths::units::Price;
use market_primitives::{traits::WindowStep, FeedId, FeedStatus, Underlying, WindowClock};
use sp_runtime::{traits::Zero, Perbill};

const BTC: FeedId = FeedId::Index(Underlying::BTC);

/// Makes a feed live at `value`, as if everybody had reported it for long.
pub(crate) fn prepare_feed<T: Config>(feed: FeedId, value: Price) {
	if Pallet::<T>::put_feed(feed, FeedParameters::major()).is_err() {
		return;
	}
	let now_ms = Pallet::<T>::now_ms();
	let aggregate = Aggregate {
		value,
		raw: value,
		confidence: Price::ZERO,
		lowest: value,
		highest: value,
		average: value,
		hour_average: value,
		observed_at_ms: now_ms,
		computed_at_ms: now_ms,
		breaker: Breaker { status: FeedStatus::Live, ..Breaker::beginning() },
		concern: None,
	};
	Aggregates::<T>::insert(feed, aggregate);
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::OracleAdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// A chain without the reporters and feeds of its genesis.
fn clear<T: Config>() {
	let _ = Reporters::<T>::clear(u32::MAX, None);
	let _ = Feeds::<T>::clear(u32::MAX, None);
	let _ = Votes::<T>::clear(u32::MAX, None);
	let _ = Aggregates::<T>::clear(u32::MAX, None);
	let _ = Samples::<T>::clear(u32::MAX, None);
	Panel::<T>::kill();
	FeedIds::<T>::kill();
}

/// As many feeds as there may be, the first of them Bitcoin's index.
fn feeds<T: Config>() -> Vec<FeedId> {
	let letter = |number: u32| char::from_u32(u32::from('A') + number % 26).unwrap();
	let mut feeds = vec![BTC];
	for number in 1..T::MaxFeeds::get() {
		let ticker: alloc::string::String =
			["X".into(), letter(number / 26).into(), alloc::string::String::from(letter(number))]
				.concat();
		feeds.push(FeedId::Index(ticker.parse().unwrap()));
	}
	for feed in &feeds {
		let parameters = FeedParameters { min_reporters: 1, ..FeedParameters::major() };
		Pallet::<T>::put_feed(*feed, parameters).unwrap();
	}
	feeds
}

fn bond<T: Config>() -> BalanceOf<T> {
	T::MinimumBond::get().max(1_000u32.into()) * 4u32.into()
}

fn rich<T: Config>(index: u32) -> T::AccountId {
	let who: T::AccountId = account("reporter", index, 0);
	let much = bond::<T>() * 100u32.into();
	T::Currency::set_balance(&who, much);
	who
}

fn seated<T: Config>(index: u32) -> T::AccountId {
	let who = rich::<T>(index);
	Pallet::<T>::admit(&who).unwrap();
	Pallet::<T>::take_seat(&who, bond::<T>()).unwrap();
	who
}

fn others_seated<T: Config>() {
	for index in 1..T::MaxReporters::get() {
		seated::<T>(index);
	}
}

fn values<T: Config>(feeds: &[FeedId], units: u128) -> BoundedVec<ReportedValue, T::MaxFeeds> {
	let value = Price::from_inner(units * 1_000_000_000_000_000_000);
	let confidence = share_of(value, Perbill::from_parts(100_000));
	let values: Vec<_> = feeds
		.iter()
		.map(|feed| ReportedValue { feed: *feed, value, confidence })
		.collect();
	BoundedVec::truncate_from(values)
}

/// Everyone on the panel votes on `feeds` in the window that begins.
fn everyone_votes<T: Config>(feeds: &[FeedId], units: u128) {
	Clock::<T>::mutate(|clock| clock.window += 1);
	for seat in Panel::<T>::get() {
		let values = values::<T>(feeds, units);
		Pallet::<T>::do_report(seat.reporter, Pallet::<T>::now_ms(), values).unwrap();
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_reporter() -> Result<(), BenchmarkError> {
		clear::<T>();
		let who = rich::<T>(0);
		#[extrinsic_call]
		_(admin::<T>()?, who.clone());
		assert!(Reporters::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn register_reporter() {
		clear::<T>();
		others_seated::<T>();
		let who = rich::<T>(0);
		Pallet::<T>::admit(&who).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert!(Pallet::<T>::seat_of(&who).is_ok());
	}

	#[benchmark]
	fn bond_more() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert_eq!(Pallet::<T>::held(&who), bond::<T>() * 2u32.into());
	}

	#[benchmark]
	fn unbond() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		everyone_votes::<T>(&feeds::<T>(), 60_000);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert!(Pallet::<T>::seat_of(&who).is_err());
	}

	#[benchmark]
	fn withdraw_unbonded() {
		clear::<T>();
		let who = seated::<T>(0);
		Pallet::<T>::do_unbond(who.clone(), bond::<T>()).unwrap();
		Reporters::<T>::mutate(&who, |reporter| {
			let reporter = reporter.as_mut().unwrap();
			reporter.unbonding.as_mut().unwrap().withdrawable_at_ms = 0;
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), who.clone());
		assert!(Pallet::<T>::held(&who).is_zero());
	}

	#[benchmark]
	fn remove_reporter() -> Result<(), BenchmarkError> {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		everyone_votes::<T>(&feeds::<T>(), 60_000);
		#[extrinsic_call]
		_(admin::<T>()?, who.clone());
		assert!(Pallet::<T>::seat_of(&who).is_err());
		Ok(())
	}

	#[benchmark]
	fn set_feed() -> Result<(), BenchmarkError> {
		clear::<T>();
		feeds::<T>();
		let old = Feeds::<T>::get(BTC).ok_or(BenchmarkError::Stop("no such feed"))?;
		let max_age_ms = old.max_age_ms.saturating_mul(2);
		let parameters = FeedParameters { max_age_ms, ..old };
		#[extrinsic_call]
		_(admin::<T>()?, BTC, parameters);
		assert_eq!(Feeds::<T>::get(BTC), Some(parameters));
		Ok(())
	}

	#[benchmark]
	fn set_settlement_rule() -> Result<(), BenchmarkError> {
		let old = crate::SettlementRules::<T>::get();
		let coverage = sp_runtime::Perbill::one();
		let rule = SettlementRule { coverage, ..old };
		#[extrinsic_call]
		_(admin::<T>()?, rule);
		assert_eq!(crate::SettlementRules::<T>::get(), rule);
		Ok(())
	}

	#[benchmark]
	fn report(v: Linear<1, { T::MaxFeeds::get() }>) {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		let mut feeds = feeds::<T>();
		everyone_votes::<T>(&feeds, 60_000);
		Clock::<T>::mutate(|clock| clock.window += 1);
		feeds.truncate(usize::try_from(v).unwrap());
		let values = values::<T>(&feeds, 60_001);
		let now_ms = Pallet::<T>::now_ms();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), now_ms, values.clone());
		let seen = Event::<T>::Reported { reporter: who, observed_at_ms: now_ms, values };
		frame_system::Pallet::<T>::assert_last_event(seen.into());
	}

	#[benchmark]
	fn resolve_settlement() -> Result<(), BenchmarkError> {
		let price = Price::from_inner(1_000_000_000_000_000_000);
		let disputed = Settlement::Disputed { range: Some((price, price)) };
		Settlements::<T>::insert(Underlying::BTC, 0, disputed);
		#[extrinsic_call]
		_(admin::<T>()?, Underlying::BTC, 0, price);
		assert_eq!(Settlements::<T>::get(Underlying::BTC, 0), Some(Settlement::Final { price }));
		Ok(())
	}

	/// The step without any feed, with all seats taken.
	#[benchmark]
	fn on_window_base() {
		clear::<T>();
		others_seated::<T>();
		seated::<T>(0);
		let clock = WindowClock { window: 7, now_ms: Pallet::<T>::now_ms() };
		#[block]
		{
			Pallet::<T>::on_window(&clock, &mut WeightMeter::new());
		}
		assert_eq!(Clock::<T>::get(), clock);
	}

	/// Counting the votes of `r` reporters, none of whom agree.
	#[benchmark]
	fn aggregate_feed(r: Linear<1, { T::MaxReporters::get() }>) {
		clear::<T>();
		for index in 0..r {
			seated::<T>(index);
		}
		Pallet::<T>::put_feed(BTC, FeedParameters { min_reporters: 1, ..FeedParameters::major() })
			.unwrap();
		everyone_votes::<T>(&[BTC], 60_000);
		let now_ms = Pallet::<T>::now_ms();
		Pallet::<T>::step_feed(BTC, &Panel::<T>::get(), now_ms);
		Votes::<T>::mutate(BTC, |votes| {
			for (place, vote) in votes.iter_mut().rev().enumerate() {
				let units = 60_000 + u128::try_from(place).unwrap();
				vote.value = Price::from_inner(units * 1_000_000_000_000_000_000);
			}
		});
		let panel = Panel::<T>::get();
		#[block]
		{
			Pallet::<T>::step_feed(BTC, &panel, now_ms);
		}
		assert!(Aggregates::<T>::contains_key(BTC));
	}

	/// Finishing a minute full of values in an hour full of minutes.
	#[benchmark]
	fn finish_minute() {
		clear::<T>();
		let price = |units: u128| Price::from_inner(units * 1_000_000_000_000_000_000);
		let samples: Vec<Price> =
			(0..crate::MAX_SAMPLES).rev().map(|at| price(at.into())).collect();
		let minute = 59;
		Samples::<T>::insert(BTC, (minute, BoundedVec::truncate_from(samples)));
		let points: Vec<_> = (0..59)
			.map(|minute_of_hour| crate::MinutePoint { minute_of_hour, value: price(1) })
			.collect();
		Minutes::<T>::insert(BTC, 0, (0, BoundedVec::truncate_from(points)));
		#[block]
		{
			Pallet::<T>::finish_minute(BTC, (minute + 1) * 60_000, 5);
		}
		assert_eq!(Minutes::<T>::get(BTC, 0).unwrap().1.len(), 60);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
