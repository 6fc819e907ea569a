// SPDX-License-Identifier: Apache-2.0
//! What the step costs at worst.
#![allow(clippy::float_arithmetic, reason = "the benchmark macro's tests use it")]

use crate::{Config, CurrentTurn, CurrentTurnRecord, Epoch, EpochInfo, Pallet};
use frame_benchmarking::v2::*;
use frame_support::weights::WeightMeter;
use market_primitives::{traits::WindowStep, WindowClock};

#[benchmarks]
mod benchmarks {
	use super::*;

	/// A window in the middle of a turn.
	#[benchmark]
	fn same_turn() {
		let epoch = T::EpochInfo::current();
		let current = CurrentTurnRecord { epoch: epoch.index, number: 0, lead: 0 };
		CurrentTurn::<T>::put(current);
		let clock = WindowClock { window: epoch.first_window, now_ms: 0 };
		#[block]
		{
			Pallet::<T>::on_window(&clock, &mut WeightMeter::new());
		}
		assert_eq!(CurrentTurn::<T>::get(), Some(current));
	}

	/// A turn in an epoch of `n` validators.
	#[benchmark]
	fn begin_turn(n: Linear<1, 1_000>) {
		CurrentTurn::<T>::kill();
		let epoch = Epoch { validators: n, ..T::EpochInfo::current() };
		#[block]
		{
			Pallet::<T>::begin_turn(epoch, epoch.first_window);
		}
		assert!(CurrentTurn::<T>::get().is_some_and(|current| current.lead < n));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_chain(), crate::mock::Test);
}
