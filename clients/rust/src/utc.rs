// SPDX-License-Identifier: Apache-2.0
//! Times of the day's clock in UTC, as RFC 3339 writes them.

const DAY: i64 = 86_400;

/// Days from 1 January 1970 to a date of the Gregorian calendar; the year begins in March here, so that
/// the leap day is its last.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
	let year = if month <= 2 { year - 1 } else { year };
	let era = year.div_euclid(400);
	let year_of_era = year.rem_euclid(400);
	let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn date_of(days: i64) -> (i64, i64, i64) {
	let shifted = days + 719_468;
	let era = shifted.div_euclid(146_097);
	let day_of_era = shifted.rem_euclid(146_097);
	let year_of_era =
		(day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let month = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * month + 2) / 5 + 1;
	let month = if month < 10 { month + 3 } else { month - 9 };
	let year = era * 400 + year_of_era + i64::from(month <= 2);
	(year, month, day)
}

/// A whole second since 1970 as `2023-03-11T07:18:00Z`.
pub fn write_utc(seconds: u64) -> String {
	let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
	let (year, month, day) = date_of(seconds.div_euclid(DAY));
	let of_day = seconds.rem_euclid(DAY);
	let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
	format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Milliseconds since 1970 of a time such as `2023-03-11T07:18:00.25Z`; `None` if it is none or not UTC.
///
/// What is finer than a millisecond is cut.
pub fn read_utc_ms(text: &str) -> Option<u64> {
	let text = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00"))?;
	let (date, time) = text.split_once(['T', ' '])?;
	let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
	let date = numbers(date, '-', [4, 2, 2])?;
	let time = numbers(time, ':', [2, 2, 2])?;
	let ([year, month, day], [hour, minute, second]) = (date, time);
	let days = days_of(year, month, day);
	if date_of(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
		return None;
	}
	if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
		return None;
	}
	let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
	let seconds = days * DAY + hour * 3_600 + minute * 60 + second;
	u64::try_from(seconds * 1_000 + milliseconds).ok()
}

/// Numbers of the given lengths with a separator between them.
fn numbers<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[i64; N]> {
	let parts: Vec<&str> = text.split(separator).collect();
	let parts: [&str; N] = parts.try_into().ok()?;
	let mut found = [0; N];
	for ((part, length), slot) in parts.iter().zip(lengths).zip(&mut found) {
		if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
			return None;
		}
		*slot = part.parse().ok()?;
	}
	Some(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn known_times_are_read_and_written() {
		assert_eq!(write_utc(1_678_519_080), "2023-03-11T07:18:00Z");
		assert_eq!(read_utc_ms("2023-03-11T07:18:00Z"), Some(1_678_519_080_000));
		assert_eq!(read_utc_ms("2023-03-11T07:18:00.123456Z"), Some(1_678_519_080_123));
		assert_eq!(read_utc_ms("2023-03-11 07:18:00.5+00:00"), Some(1_678_519_080_500));
		assert_eq!(write_utc(0), "1970-01-01T00:00:00Z");
		assert_eq!(read_utc_ms("2024-02-29T00:00:00Z"), Some(1_709_164_800_000));
	}

	#[test]
	fn what_is_no_time_in_utc_is_refused() {
		for text in [
			"",
			"2023-03-11",
			"2023-02-29T00:00:00Z",
			"2023-13-01T00:00:00Z",
			"2023-03-11T24:00:00Z",
			"2023-03-11T07:18:00",
			"2023-03-11T07:18:00+01:00",
			"2023-03-11T07:18:00.Z",
			"23-03-11T07:18:00Z",
			"2023-3-11T07:18:00Z",
		] {
			assert_eq!(read_utc_ms(text), None, "{text}");
		}
	}

	proptest! {
		#[test]
		fn what_is_written_is_read_back(seconds in 0u64..16_000_000_000) {
			prop_assert_eq!(read_utc_ms(&write_utc(seconds)), Some(seconds * 1_000));
		}
	}
}
