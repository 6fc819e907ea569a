// SPDX-License-Identifier: Apache-2.0
//! Inputs that several targets share.

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use market_maths::arithmetic::ONE;
use oracle_core::FeedParameters;
use sp_arithmetic::Perbill;
use std::ops::RangeInclusive;

/// The most reporters on a panel here.
pub const MOST_REPORTERS: u32 = 64;

/// Raw material of a feed's parameters.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct RawParameters {
	max_age_ms: u32,
	min_reporters: u8,
	quorums: [u32; 2],
	step_limit: u32,
	clamped_rounds: u8,
	/// The floor of confidence, and what caution and a halt add to it.
	confidences: [u32; 3],
	agreement_band: u32,
	/// What rounds a status lasts at least.
	rounds: [u8; 2],
}

impl RawParameters {
	/// Parameters that governance may set.
	pub fn parameters(&self) -> FeedParameters {
		let [quorum, live_quorum] =
			self.quorums.map(|raw| within(raw, 500_000_000..=1_000_000_000));
		let [floor, caution, halt] = self.confidences;
		let floor = within(floor, 0..=50_000_000);
		let caution = within(caution, floor..=499_999_999);
		let halt = within(halt, caution + 1..=500_000_000);
		let parameters = FeedParameters {
			max_age_ms: within(self.max_age_ms, 3_000..=600_000).into(),
			min_reporters: within(self.min_reporters.into(), 1..=MOST_REPORTERS),
			quorum: Perbill::from_parts(quorum.min(live_quorum)),
			live_quorum: Perbill::from_parts(quorum.max(live_quorum)),
			step_limit: Perbill::from_parts(within(self.step_limit, 100_000..=500_000_000)),
			clamped_rounds_to_halt: within(self.clamped_rounds.into(), 1..=100),
			confidence_floor: Perbill::from_parts(floor),
			caution_confidence: Perbill::from_parts(caution),
			halt_confidence: Perbill::from_parts(halt),
			agreement_band: Perbill::from_parts(within(
				self.agreement_band,
				1_000_000..=500_000_000,
			)),
			rounds_to_leave_caution: within(self.rounds[0].into(), 1..=1_000),
			rounds_to_leave_halt: within(self.rounds[1].into(), 1..=1_000),
		};
		assert!(parameters.is_within_bounds(MOST_REPORTERS));
		parameters
	}

	/// Numbers that no governance may set.
	pub fn anything(&self) -> FeedParameters {
		let [quorum, live_quorum] = self.quorums.map(Perbill::from_parts);
		let [floor, caution, halt] = self.confidences.map(Perbill::from_parts);
		FeedParameters {
			max_age_ms: self.max_age_ms.into(),
			min_reporters: self.min_reporters.into(),
			quorum,
			live_quorum,
			step_limit: Perbill::from_parts(self.step_limit),
			clamped_rounds_to_halt: self.clamped_rounds.into(),
			confidence_floor: floor,
			caution_confidence: caution,
			halt_confidence: halt,
			agreement_band: Perbill::from_parts(self.agreement_band),
			rounds_to_leave_caution: self.rounds[0].into(),
			rounds_to_leave_halt: self.rounds[1].into(),
		}
	}
}

/// A number of a range.
fn within(raw: u32, range: RangeInclusive<u32>) -> u32 {
	range.start() + raw % (range.end() - range.start() + 1)
}

/// `places` turned around and on: another order of the same.
pub fn in_another_order<T: Clone>(places: &[T], turn: u8) -> Vec<T> {
	let mut turned = places.to_vec();
	if !turned.is_empty() {
		turned.rotate_left(usize::from(turn) % places.len());
		turned.reverse();
	}
	turned
}

/// Whether a number moved by no more than `share` of what it was. Floating point is exact to 10^-15 or so of each
/// number here.
pub fn is_within_share(from: u128, to: u128, share: f64) -> bool {
	from.abs_diff(to) as f64 <= from as f64 * share * (1.0 + 1e-12)
}

/// Whether a number lies between two others, whichever is the larger.
pub fn is_between(number: u128, one: u128, other: u128) -> bool {
	(one.min(other)..=one.max(other)).contains(&number)
}

/// About so many last digits: `base` and up to a thirtieth more or less.
pub fn near(base: u128, parts: i16) -> u128 {
	let step = base / (30 * u128::from(i16::MAX.unsigned_abs()));
	base.saturating_add_signed(i128::from(parts) * i128::try_from(step).unwrap_or(0))
		.max(1)
}

/// Sixty thousand dollars.
pub const BASE_PRICE: u128 = 60_000 * ONE;
