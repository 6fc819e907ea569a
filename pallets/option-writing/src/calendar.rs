// SPDX-License-Identifier: Apache-2.0
//! When options expire: days, Fridays and the ends of months and quarters, in seconds since 1970.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const DAY: u64 = 86_400;
/// Options expire at 08:00 UTC, unless their cadence is shorter than a day.
pub const EXPIRY_SECOND_OF_DAY: u64 = 8 * 3_600;
/// Days from 1 March of the year 0 to 1 January 1970.
const DAYS_BEFORE_1970: u64 = 719_468;
/// Days in four centuries.
const ERA: u64 = 146_097;

/// A rule by which expiries follow each other.
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
	Serialize,
	Deserialize,
)]
pub enum Cadence {
	/// Every so many seconds, counted from `offset` seconds after the beginning of 1970.
	Every {
		/// From one expiry to the next.
		seconds: u32,
		/// Where the first one stands.
		offset: u32,
	},
	/// Every Friday at 08:00 UTC.
	Weekly,
	/// The last Friday of every month at 08:00 UTC.
	Monthly,
	/// The last Friday of March, June, September and December at 08:00 UTC.
	Quarterly,
}

impl Cadence {
	/// Every day at 08:00 UTC.
	pub const DAILY: Self = Self::Every { seconds: 86_400, offset: 28_800 };

	/// The first expiry after `after`; `None` only for a cadence of zero seconds.
	pub fn next(self, after: u64) -> Option<u64> {
		match self {
			Self::Every { seconds, offset } => {
				let (seconds, offset) = (u64::from(seconds), u64::from(offset));
				match after.checked_sub(offset) {
					None => Some(offset),
					Some(passed) => passed
						.checked_div(seconds)?
						.checked_add(1)?
						.checked_mul(seconds)?
						.checked_add(offset),
				}
			},
			Self::Weekly => {
				let today = after / DAY;
				(0..=7)
					.map(|days| today.saturating_add(days))
					.filter(|day| is_friday(*day))
					.map(expiry_on)
					.find(|expiry| *expiry > after)
			},
			Self::Monthly => last_friday_after(after, |_| true),
			Self::Quarterly => last_friday_after(after, |month| month.is_multiple_of(3)),
		}
	}
}

/// 2 January 1970 was one.
fn is_friday(day: u64) -> bool {
	day % 7 == 1
}

fn expiry_on(day: u64) -> u64 {
	day.saturating_mul(DAY).saturating_add(EXPIRY_SECOND_OF_DAY)
}

fn last_friday_after(after: u64, ends: impl Fn(u64) -> bool) -> Option<u64> {
	let (mut year, mut month) = month_of(after / DAY);
	// This month and the three that follow hold the end of a quarter; its expiry may have passed.
	for _ in 0..=6 {
		let (next_year, next_month) =
			if month == 12 { (year.saturating_add(1), 1) } else { (year, month.saturating_add(1)) };
		let last_day = first_day_of(next_year, next_month).saturating_sub(1);
		let last_friday = last_day.saturating_sub(last_day.saturating_add(6) % 7);
		if ends(month) && expiry_on(last_friday) > after {
			return Some(expiry_on(last_friday));
		}
		(year, month) = (next_year, next_month);
	}
	None
}

/// Year and month (1 to 12) of a day since 1970.
///
/// Years are counted from March, so that the leap day comes last.
fn month_of(day: u64) -> (u64, u64) {
	let days = day.saturating_add(DAYS_BEFORE_1970);
	let (era, day_of_era) = (days / ERA, days % ERA);
	let leap_days = (day_of_era / 1_460)
		.saturating_add(day_of_era / 146_096)
		.saturating_sub(day_of_era / 36_524);
	let year_of_era = day_of_era.saturating_sub(leap_days) / 365;
	let day_of_year = day_of_era.saturating_sub(days_before(year_of_era));
	let from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
	let year = year_of_era.saturating_add(era.saturating_mul(400));
	if from_march < 10 {
		(year, from_march.saturating_add(3))
	} else {
		(year.saturating_add(1), from_march.saturating_sub(9))
	}
}

/// The first day of a month, counted from 1970.
fn first_day_of(year: u64, month: u64) -> u64 {
	let year = if month <= 2 { year.saturating_sub(1) } else { year };
	let from_march = month.saturating_add(9) % 12;
	let day_of_year = from_march.saturating_mul(153).saturating_add(2) / 5;
	(year / 400)
		.saturating_mul(ERA)
		.saturating_add(days_before(year % 400))
		.saturating_add(day_of_year)
		.saturating_sub(DAYS_BEFORE_1970)
}

/// Days in the years of an era before this one.
fn days_before(year_of_era: u64) -> u64 {
	year_of_era
		.saturating_mul(365)
		.saturating_add(year_of_era / 4)
		.saturating_sub(year_of_era / 100)
}

#[cfg(test)]
mod tests {
	use super::*;
	use market_primitives::InstrumentId;

	/// Reads the expiry out of a name such as `27NOV26`.
	fn at(date: &str) -> u64 {
		let id: InstrumentId = format!("BTC-{date}-1-C").parse().unwrap();
		id.as_option().unwrap().expiry
	}

	fn follow(cadence: Cadence, mut after: u64, dates: &[&str]) {
		for date in dates {
			after = cadence.next(after).unwrap();
			assert_eq!(after, at(date), "{cadence:?} should have brought {date}");
		}
	}

	#[test]
	fn options_expire_every_day_at_eight() {
		follow(Cadence::DAILY, at("27FEB28"), &["28FEB28", "29FEB28", "1MAR28"]);
		assert_eq!(Cadence::DAILY.next(at("27FEB28") - 1), Some(at("27FEB28")));
	}

	#[test]
	fn options_expire_every_friday() {
		follow(Cadence::Weekly, at("20NOV26"), &["27NOV26", "4DEC26", "11DEC26"]);
		follow(Cadence::Weekly, at("20NOV26") - 1, &["20NOV26", "27NOV26"]);
		follow(Cadence::Weekly, at("20NOV26T0801"), &["27NOV26"]);
	}

	#[test]
	fn options_expire_on_the_last_friday_of_a_month() {
		follow(
			Cadence::Monthly,
			at("20NOV26"),
			&[
				"27NOV26", "25DEC26", "29JAN27", "26FEB27", "26MAR27", "30APR27", "28MAY27",
				"25JUN27",
			],
		);
		follow(Cadence::Monthly, at("27NOV26"), &["25DEC26"]);
		follow(Cadence::Monthly, at("28JAN28"), &["25FEB28", "31MAR28"]);
		follow(Cadence::Monthly, at("31JAN99"), &["27FEB99", "27MAR99"]);
	}

	#[test]
	fn options_expire_on_the_last_friday_of_a_quarter() {
		follow(Cadence::Quarterly, at("20NOV26"), &["25DEC26", "26MAR27", "25JUN27", "24SEP27"]);
		follow(Cadence::Quarterly, at("25DEC26"), &["26MAR27"]);
		follow(Cadence::Quarterly, at("31DEC27"), &["31MAR28"]);
	}

	#[test]
	fn a_rehearsal_expires_every_few_minutes() {
		let cadence = Cadence::Every { seconds: 300, offset: 0 };
		assert_eq!(cadence.next(1_000), Some(1_200));
		assert_eq!(cadence.next(1_200), Some(1_500));
		assert_eq!(Cadence::Every { seconds: 0, offset: 0 }.next(1), None);
		assert_eq!(Cadence::DAILY.next(0), Some(28_800));
	}

	#[test]
	fn every_day_of_four_centuries_belongs_to_the_month_it_lies_in() {
		let (mut year, mut month) = (1970, 1);
		for day in 0..ERA {
			let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
			if first_day_of(next.0, next.1) == day {
				(year, month) = next;
			}
			assert_eq!(month_of(day), (year, month), "day {day}");
		}
	}
}
