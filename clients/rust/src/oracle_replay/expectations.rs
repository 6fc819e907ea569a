// SPDX-License-Identifier: Apache-2.0
//! What must hold of a replay.

use crate::{
	oracle_replay::record::{basis_points, PegBreak, Record, StatusChange, PEG_LOST_BELOW},
	table::Table,
};
use market_primitives::FeedStatus;

/// How far from the dollar venues a price may be in the median while a stablecoin is off its peg, in millionths.
const MOST_IN_THE_MEDIAN: i64 = 2_000;
/// And at the 99th percentile: what a price may move in a step.
const MOST_AT_P99: i64 = 10_000;

/// Something that must hold, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
	/// What must hold.
	pub text: String,
	/// Whether it did.
	pub held: bool,
	/// What was seen.
	pub seen: String,
}

/// Everything that must hold, and whether it did.
pub fn of(record: &Record) -> Vec<Expectation> {
	let live: u64 = record.statuses.values().map(|counts| counts.live).sum();
	let outside = record.violations.len();
	let silent = record.changes.iter().filter(|it| is_worse(it) && it.concern.is_none()).count();
	let mut found = vec![
		expectation(
			"prices were live",
			live > 0,
			match live {
				0 => "no price was ever live".into(),
				live => format!("{live} values"),
			},
		),
		expectation(
			"every value was judged",
			record.unjudged == 0,
			match record.unjudged {
				0 => "all".into(),
				unjudged => format!("{unjudged} could not be"),
			},
		),
		expectation(
			"no live price outside the range of the honest votes",
			outside == 0,
			format!("{outside} outside"),
		),
		expectation(
			"every change for the worse says why",
			silent == 0,
			format!(
				"{} of {} do not",
				silent,
				record.changes.iter().filter(|it| is_worse(it)).count()
			),
		),
	];
	found.extend(record.pegs.iter().filter_map(|(coin, peg)| {
		let (median, held) = stays_with_dollars(peg)?;
		Some(expectation(
			&format!(
				"the price stays with the dollar venues while {coin} is below {PEG_LOST_BELOW} USD"
			),
			held,
			format!("{} from them in the median", basis_points(median)),
		))
	}));
	found
}

/// The same as a table.
pub fn table(record: &Record) -> Table {
	let mut table = Table::new(["", "expected", "seen"]);
	for Expectation { text, held, seen } in of(record) {
		table.row([if held { "ok" } else { "FAILED" }, &text, &seen]);
	}
	table
}

fn expectation(text: &str, held: bool, seen: String) -> Expectation {
	Expectation { text: text.into(), held, seen }
}

/// The median distance while the coin was off its peg, and whether all distances are as they should be; `None` if it
/// never was, or nobody quoted in dollars.
fn stays_with_dollars(peg: &PegBreak) -> Option<(i64, bool)> {
	let median = peg.from_dollar_venues.median()?;
	let is_near = peg.from_dollar_venues.percentile(99).is_some_and(|it| it <= MOST_AT_P99);
	Some((median, median <= MOST_IN_THE_MEDIAN && is_near))
}

fn is_worse(change: &StatusChange) -> bool {
	const fn badness(status: FeedStatus) -> u8 {
		match status {
			FeedStatus::Live => 0,
			FeedStatus::Caution => 1,
			FeedStatus::Halted => 2,
		}
	}
	badness(change.new) > badness(change.old)
}
