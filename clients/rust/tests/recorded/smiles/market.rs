// SPDX-License-Identifier: Apache-2.0
//! What was recorded, and what each reporter would have said of it.

use market_maths::units::Price;
use market_primitives::{SmileId, Underlying};
use oracle_core::{SmileEntry, SmileNodes};
use straddle_client::{
	feeder::OptionName,
	simulator::{OptionTape, TapedOption},
	smile::{expiries_of, in_floating_point, smile_at, OptionQuote, SeenExpiry, SeenSmile},
};

/// How far a reporter's variances are off at most, each by itself.
const NOISE_OF_VARIANCE: f64 = 0.002;
/// How far its forwards are.
const NOISE_OF_FORWARD: f64 = 0.000_1;

/// The options on an underlying at one time.
pub struct Snapshot {
	/// When they were read, in seconds since 1970.
	pub taken_at: u64,
	/// The venue's index.
	pub index: Price,
	/// What was quoted, the earliest expiry first.
	pub expiries: Vec<SeenExpiry>,
}

/// All snapshots of an underlying, the earliest first. Rows without an index or a name that says a strike are left out.
pub fn snapshots_of(tape: &OptionTape, underlying: &str) -> Vec<Snapshot> {
	tape.snapshots(underlying)
		.filter_map(|(taken_at, rows)| snapshot(underlying, taken_at, rows))
		.collect()
}

fn snapshot(underlying: &str, taken_at: u64, rows: &[TapedOption]) -> Option<Snapshot> {
	let index = rows.iter().find_map(|row| row.index)?;
	let quote = |row: &TapedOption| {
		let name = OptionName::read(&row.instrument, underlying).ok()?;
		Some(OptionQuote {
			expiry_ms: (taken_at + row.seconds_left) * 1_000,
			strike: name.strike,
			volatility: row.volatility,
			forward: row.forward,
			index: row.index,
			seen_at_ms: taken_at * 1_000,
		})
	};
	let quotes: Vec<OptionQuote> = rows.iter().filter_map(quote).collect();
	Some(Snapshot { taken_at, index, expiries: expiries_of(&quotes, index) })
}

impl Snapshot {
	/// What somebody who sees the market with small errors says of every expiry at a second of its own.
	pub fn said(
		&self,
		underlying: Underlying,
		second: u64,
		chance: &mut Chance,
	) -> Vec<SmileEntry> {
		let index = in_floating_point(self.index);
		self.expiries
			.iter()
			.filter_map(|expiry| {
				let seen = smile_at(&self.expiries, expiry.expiry, second, index)?;
				let mut off = |width: f64| 1.0 + width * chance.even();
				let seen = SeenSmile {
					forward: seen.forward * off(NOISE_OF_FORWARD),
					totals: seen.totals.map(|total| total * off(NOISE_OF_VARIANCE)),
				};
				let checked = seen.checked().ok()?;
				Some(SmileEntry {
					smile: SmileId::new(underlying, expiry.expiry),
					nodes: SmileNodes { forward: checked.forward, totals: checked.totals },
				})
			})
			.collect()
	}
}

/// Numbers that look random, the same in every run (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
	/// Between −1 and 1.
	pub fn even(&mut self) -> f64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^= mixed >> 31;
		(mixed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
	}
}
