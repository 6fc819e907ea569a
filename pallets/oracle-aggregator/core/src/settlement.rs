// SPDX-License-Identifier: Apache-2.0
//! How minutes become a settlement price. Values in, decision out: no storage.

use crate::parameters::is_one_step;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{aggregation::settlement_mean, units::Price, MathsError};
use scale_info::TypeInfo;
use sp_arithmetic::Perbill;

/// The longest a settlement may look back, in minutes; and the longest it may wait.
pub const MAX_SETTLEMENT_MINUTES: u32 = 60;
/// Blocks between the computation of a settlement price and the moment at which it is final. By then
/// validators have finalised the computation, so that nobody is paid on a fork that is given up.
pub const FINAL_AFTER_BLOCKS: u64 = 10;

/// How a settlement price is known.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Settlement {
	/// It was computed, or governance decided, and it is past the wait. It never changes again.
	Final {
		/// The price.
		price: Price,
	},
	/// Too few minutes were seen. Governance may decide on a price within this range; if there is none, it is decided
	/// where the options are listed.
	Disputed {
		/// The lowest and the highest of the minutes that were seen; none if none was.
		range: Option<(Price, Price)>,
	},
	/// It was computed. It will be final [`FINAL_AFTER_BLOCKS`] blocks later, at this price.
	Computed {
		/// The price.
		price: Price,
		/// The number of the block that computed it.
		in_block: u64,
	},
}

impl Settlement {
	/// What it is in the block of this number: a computed price becomes final by waiting, and nothing
	/// else changes.
	pub const fn in_block(self, number: u64) -> Self {
		match self {
			Self::Computed { price, in_block }
				if number >= in_block.saturating_add(FINAL_AFTER_BLOCKS) =>
			{
				Self::Final { price }
			},
			other => other,
		}
	}
}

/// How settlement prices are made.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
pub struct SettlementRule {
	/// Minutes before the expiry whose mean is the price.
	pub minutes: u32,
	/// The share of these minutes that must be known.
	pub coverage: Perbill,
	/// The longest run of unknown minutes that is passed over.
	pub longest_gap: u32,
	/// Values a minute needs to count as known.
	pub samples: u32,
}

impl Default for SettlementRule {
	/// 30 minutes, 24 of them known, no gap beyond 3, each of 5 values or more.
	fn default() -> Self {
		Self { minutes: 30, coverage: Perbill::from_percent(80), longest_gap: 3, samples: 5 }
	}
}

impl SettlementRule {
	/// Minutes that must be known.
	pub fn required(&self) -> u32 {
		self.coverage.mul_ceil(self.minutes)
	}

	/// Whether no number more than doubles or halves from `old` to this.
	pub fn is_one_step_from(&self, old: &Self) -> bool {
		is_one_step(old.minutes.into(), self.minutes.into(), 1)
			&& is_one_step(old.longest_gap.into(), self.longest_gap.into(), 1)
			&& is_one_step(old.samples.into(), self.samples.into(), 1)
	}

	/// Whether each number lies within its hard bounds.
	pub fn is_within_bounds(&self) -> bool {
		(1..=MAX_SETTLEMENT_MINUTES).contains(&self.minutes)
			&& self.coverage >= Perbill::from_percent(50)
			&& self.longest_gap <= MAX_SETTLEMENT_MINUTES
			&& (1..=20).contains(&self.samples)
	}
}

/// What minutes decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
	/// This is the price.
	Price(Price),
	/// Too few minutes were seen, and nothing more is waited for. The range of what was seen.
	Dispute(Option<(Price, Price)>),
}

impl Decision {
	/// What it amounts to, made in the block of this number.
	pub const fn made_in(self, block: u64) -> Settlement {
		match self {
			Self::Price(price) => Settlement::Computed { price, in_block: block },
			Self::Dispute(range) => Settlement::Disputed { range },
		}
	}
}

/// The minutes around an expiry, oldest first; `None` is a minute that is not known.
#[derive(Clone, Copy, Debug)]
pub struct Minutes<'a> {
	/// Those before the expiry, as many as the rule asks for.
	pub before: &'a [Option<Price>],
	/// Those after it that are finished, at most as many again.
	pub after: &'a [Option<Price>],
}

/// What the minutes say about the price; `None` while it must be waited for.
///
/// 1. At the expiry the price is the mean of the known minutes, if enough of them are known and no gap
///    among them is too long.
/// 2. Otherwise each unknown minute is replaced by a known one after the expiry, until there are as many
///    as the rule asks for.
/// 3. After as many minutes again what is there must do, if it is enough.
/// 4. Otherwise governance decides.
pub fn plan_settlement(
	minutes: &Minutes<'_>,
	rule: &SettlementRule,
) -> Result<Option<Decision>, MathsError> {
	let mut known: Vec<Price> = minutes.before.iter().flatten().copied().collect();
	let count = |known: &[Price]| u32::try_from(known.len()).unwrap_or(u32::MAX);

	let covered = count(&known) >= rule.required();
	if covered && longest_gap(minutes.before) <= rule.longest_gap {
		return settled(&known);
	}
	for minute in minutes.after {
		known.extend(minute);
		if count(&known) >= rule.minutes {
			return settled(&known);
		}
	}
	if u32::try_from(minutes.after.len()).unwrap_or(u32::MAX) < rule.minutes {
		return Ok(None);
	}
	if count(&known) >= rule.required() {
		return settled(&known);
	}
	let range = known.iter().min().zip(known.iter().max());
	Ok(Some(Decision::Dispute(range.map(|(low, high)| (*low, *high)))))
}

fn settled(known: &[Price]) -> Result<Option<Decision>, MathsError> {
	settlement_mean(known).map(|price| Some(Decision::Price(price)))
}

/// The longest run of unknown minutes.
fn longest_gap(minutes: &[Option<Price>]) -> u32 {
	let mut longest = 0u32;
	let mut current = 0u32;
	for minute in minutes {
		current = if minute.is_some() { 0 } else { current.saturating_add(1) };
		longest = longest.max(current);
	}
	longest
}
