// SPDX-License-Identifier: Apache-2.0
//! A chain with nothing but the rotation, and epochs that a story sets.

use crate::{self as pallet_sequencer_rotation, Epoch, EpochInfo, ValidatorIndex};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
	weights::WeightMeter,
};
use market_primitives::{traits::WindowStep, Invariants, WindowClock};
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Sequencing = pallet_sequencer_rotation;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_sequencer_rotation::Config for Test {
	type EpochInfo = Epochs;
	type TurnWindows = ConstU64<20>;
	type MaxListers = ConstU32<64>;
	type WeightInfo = ();
}

/// Epoch 1 of the story: seven validators, 200 windows.
pub(crate) const FIRST: Epoch =
	Epoch { index: 1, first_window: 1_000, windows: 200, randomness: [0; 32], validators: 7 };

/// Epoch 2 of the story.
pub(crate) const SECOND: Epoch =
	Epoch { index: 2, first_window: 1_200, randomness: [7; 32], ..FIRST };

parameter_types! {
	pub static Current: Epoch = FIRST;
	pub static Next: Option<Epoch> = Some(SECOND);
}

/// Answers from what the story sets. The accounts of an epoch's validators are 100 · epoch + place.
pub struct Epochs;

impl EpochInfo<u64> for Epochs {
	fn current() -> Epoch {
		Current::get()
	}

	fn next() -> Option<Epoch> {
		Next::get()
	}

	fn validator(epoch: u64, index: ValidatorIndex) -> Option<u64> {
		let current = Current::get();
		let known = epoch == current.index && index < current.validators;
		known.then(|| epoch.saturating_mul(100).saturating_add(index.into()))
	}
}

pub(crate) fn new_chain() -> sp_io::TestExternalities {
	Current::set(FIRST);
	Next::set(Some(SECOND));
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::new(storage);
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs a story and checks at its end that everything holds that must.
pub(crate) fn story(story: impl FnOnce()) {
	new_chain().execute_with(|| {
		story();
		assert_eq!(<Sequencing as Invariants>::broken(), vec![]);
	});
}

pub(crate) fn enter(window: u64) {
	enter_with(window, &mut WeightMeter::new());
}

pub(crate) fn enter_with(window: u64, meter: &mut WeightMeter) {
	Sequencing::on_window(&WindowClock { window, now_ms: 0 }, meter);
}

pub(crate) fn events() -> Vec<pallet_sequencer_rotation::Event<Test>> {
	System::read_events_for_pallet()
}
