// SPDX-License-Identifier: Apache-2.0

//! What the exchange does in every block, after the inherents and before the first transaction.

use crate::{
	configs::system::{share_of, RuntimeBlockWeights},
	Babe, MarginEngine, MultiBlockMigrations, OptionWriting, OracleAggregator, OrderBook,
	Perpetuals, SequencerRotation, System, Timestamp,
};
use frame_support::{
	dispatch::DispatchClass,
	migrations::MultiStepMigrator,
	traits::{PostInherents, Time},
	weights::{Weight, WeightMeter},
};
use market_primitives::{traits::WindowStep, WindowClock};
use sp_runtime::Perbill;

/// What all steps together may take of a block. The rest is left to transactions.
const SHARE_OF_BLOCK: Perbill = Perbill::from_percent(60);

/// What the steps before that of options may take together of what all may take.
const SHARE_BEFORE_OPTIONS: Perbill = Perbill::from_percent(15);

/// What they may take together with it.
const SHARE_UNTIL_OPTIONS: Perbill = Perbill::from_percent(30);

/// What the steps before the book's may take together of what all may take.
const SHARE_BEFORE_BOOK: Perbill = Perbill::from_percent(56);

/// What all steps together may take of a block.
pub fn budget() -> Weight {
	share_of(SHARE_OF_BLOCK, RuntimeBlockWeights::get().max_block)
}

/// What options find left in every block, however much the steps before theirs need.
pub fn left_to_options() -> Weight {
	let until = share_of(SHARE_UNTIL_OPTIONS, budget());
	until.saturating_sub(share_of(SHARE_BEFORE_OPTIONS, budget()))
}

/// What the book finds left in every block, however much the steps before it need.
pub fn left_to_the_book() -> Weight {
	budget().saturating_sub(share_of(SHARE_BEFORE_BOOK, budget()))
}

/// Runs the exchange's steps in the one order in which they may run.
///
/// **Triggers:** every block, once its time is known.
/// **Actions:** prices before marks and funding; both before expiries; all three before the watch over
/// accounts; and the clearing last, so that it sees what this block decided.
/// **Skip if:** a long migration is under way: its half-changed state must not be read.
pub struct Window;

impl PostInherents for Window {
	fn post_inherents() {
		if MultiBlockMigrations::ongoing() {
			return;
		}
		let clock = WindowClock { window: *Babe::current_slot(), now_ms: Timestamp::now() };
		let budget = budget();
		let mut spent = Weight::zero();

		// Each step has a share that the steps before it cannot eat, and may use what they left.
		step::<OracleAggregator>(&clock, budget, Perbill::from_percent(10), &mut spent);
		step::<Perpetuals>(&clock, budget, SHARE_BEFORE_OPTIONS, &mut spent);
		step::<OptionWriting>(&clock, budget, SHARE_UNTIL_OPTIONS, &mut spent);
		step::<MarginEngine>(&clock, budget, Perbill::from_percent(55), &mut spent);
		step::<SequencerRotation>(&clock, budget, SHARE_BEFORE_BOOK, &mut spent);
		step::<OrderBook>(&clock, budget, Perbill::one(), &mut spent);

		System::register_extra_weight_unchecked(spent, DispatchClass::Mandatory);
	}
}

/// Runs one step. `until` is the share of the budget that all steps up to this one may have spent.
fn step<Step: WindowStep>(clock: &WindowClock, budget: Weight, until: Perbill, spent: &mut Weight) {
	let mut meter = WeightMeter::with_limit(share_of(until, budget).saturating_sub(*spent));
	Step::on_window(clock, &mut meter);
	*spent = spent.saturating_add(meter.consumed());
}
