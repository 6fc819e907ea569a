// SPDX-License-Identifier: Apache-2.0
//! The smile of an expiry that the chain lists, from the expiries that a venue lists.

use super::{
	nodes::{between, points_of, years_of},
	nodes_of, number, Quoted, SeenSmile, STANDARDISED,
};

/// One expiry as a venue quotes it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenExpiry {
	/// When it expires, in seconds since 1970.
	pub expiry: u64,
	/// Its forward, in USD.
	pub forward: f64,
	/// What is quoted for its strikes.
	pub quotes: Vec<Quoted>,
}

/// The expiries before and after a time, if there are such.
type Beside<'a> = (Option<&'a SeenExpiry>, Option<&'a SeenExpiry>);

/// The smile of `expiry` as of a time, both in seconds since 1970, with the index at that time in USD. `None` if
/// the expiry has passed, or the venue quotes nothing that means anything.
///
/// - An expiry that the venue has itself is read at the nodes.
/// - Between two of the venue's, total variance is straight in time at the same log-moneyness, and so are forwards.
/// - Before the first and after the last the volatilities are those of that expiry at the same standardised
///   distance: its total variances in proportion to the time. The forward's distance to the index is in proportion
///   to the time, too.
pub fn smile_at(expiries: &[SeenExpiry], expiry: u64, as_of: u64, index: f64) -> Option<SeenSmile> {
	let seconds = expiry.checked_sub(as_of).filter(|seconds| *seconds > 0)?;
	let usable = |seen: &&SeenExpiry| {
		seen.expiry > as_of && seen.forward > 0.0 && !points_of(&seen.quotes, 1).is_empty()
	};
	let beside: Beside = (
		expiries
			.iter()
			.filter(usable)
			.filter(|it| it.expiry <= expiry)
			.max_by_key(|it| it.expiry),
		expiries
			.iter()
			.filter(usable)
			.filter(|it| it.expiry >= expiry)
			.min_by_key(|it| it.expiry),
	);
	match beside {
		(Some(same), _) if same.expiry == expiry => {
			Some(SeenSmile { forward: same.forward, totals: totals_of(same, seconds)? })
		},
		(Some(before), Some(after)) => Some(straight_between(before, after, seconds, as_of)),
		(Some(only), None) | (None, Some(only)) => in_proportion(only, seconds, as_of, index),
		(None, None) => None,
	}
}

/// What an expiry's quotes say at the nodes.
fn totals_of(seen: &SeenExpiry, seconds: u64) -> Option<[f64; 7]> {
	let nodes = nodes_of(&seen.quotes, seconds)?;
	let totals: Vec<f64> = nodes.iter().map(|node| number(node.total)).collect();
	totals.try_into().ok()
}

fn straight_between(
	before: &SeenExpiry,
	after: &SeenExpiry,
	seconds: u64,
	as_of: u64,
) -> SeenSmile {
	let left = |seen: &SeenExpiry| seen.expiry.saturating_sub(as_of);
	let (first, last) = (left(before), left(after));
	let part = (seconds as f64 - first as f64) / (last as f64 - first as f64);
	let of_before = points_of(&before.quotes, first);
	let of_after = points_of(&after.quotes, last);
	let root = years_of(seconds).sqrt();
	let totals = STANDARDISED.map(|standardised| {
		let k = standardised * root;
		let (early, late) = (between(&of_before, k), between(&of_after, k));
		early + part * (late - early)
	});
	let forward = before.forward + part * (after.forward - before.forward);
	SeenSmile { forward, totals }
}

fn in_proportion(seen: &SeenExpiry, seconds: u64, as_of: u64, index: f64) -> Option<SeenSmile> {
	let whole = seen.expiry.saturating_sub(as_of);
	let part = seconds as f64 / whole as f64;
	let totals = totals_of(seen, whole)?.map(|total| total * part);
	Some(SeenSmile { forward: index + part * (seen.forward - index), totals })
}

#[cfg(test)]
mod tests {
	use super::*;

	const DAY: u64 = 86_400;
	const NOW: u64 = 1_000 * DAY;
	const INDEX: f64 = 60_000.0;

	fn seen(days: u64, forward: f64, volatility: impl Fn(f64) -> f64) -> SeenExpiry {
		let quotes = (-40..=40)
			.map(|place| f64::from(place) / 20.0)
			.map(|k| Quoted { moneyness: k.exp(), volatility: volatility(k) })
			.collect();
		SeenExpiry { expiry: NOW + days * DAY, forward, quotes }
	}

	/// A week at 50 % with a forward of 60,100, and thirty days at 60 % with one of 60,400.
	fn venue() -> [SeenExpiry; 2] {
		[seen(7, 60_100.0, |_| 0.5), seen(30, 60_400.0, |_| 0.6)]
	}

	fn at(expiries: &[SeenExpiry], days: u64) -> SeenSmile {
		smile_at(expiries, NOW + days * DAY, NOW, INDEX).unwrap()
	}

	fn is_near(found: f64, expected: f64) -> bool {
		(found / expected - 1.0).abs() < 1e-9
	}

	#[test]
	fn the_worked_example_of_the_readme_holds() {
		let smile = at(&venue(), 14);
		// (0.25 · 7 + (0.36 · 30 − 0.25 · 7) · 7 / 23) / 365
		assert!(smile.totals.iter().all(|total| (total - 0.012_340_7).abs() < 5e-8), "{smile:?}");
		let volatility = (smile.totals[3] * 365.0 / 14.0).sqrt();
		assert!((volatility - 0.5672).abs() < 5e-5, "{volatility}");
		assert!((smile.forward - 60_191.30).abs() < 0.005, "{}", smile.forward);
	}

	#[test]
	fn an_expiry_that_the_venue_has_is_read_as_it_is() {
		let smile = at(&venue(), 30);
		assert!(smile.totals.iter().all(|total| is_near(*total, 0.36 * 30.0 / 365.0)), "{smile:?}");
		assert_eq!(smile.forward, 60_400.0);
	}

	#[test]
	fn before_the_first_expiry_and_after_the_last_volatilities_stay_at_their_standardised_place() {
		let tilted = seen(16, 60_160.0, |k| 0.5 - 0.2 * k);
		let of_venue = at(std::slice::from_ref(&tilted), 16);
		for days in [1, 64] {
			let smile = at(std::slice::from_ref(&tilted), days);
			let part = days as f64 / 16.0;
			for (found, original) in smile.totals.iter().zip(of_venue.totals) {
				assert!(is_near(*found, original * part), "{days} days: {smile:?}");
			}
			assert!(is_near(smile.forward, INDEX + 160.0 * part), "{}", smile.forward);
		}
	}

	#[test]
	fn between_expiries_the_same_strike_is_compared() {
		// Nothing but the strike decides the variance here, and both expiries agree on it.
		let by_strike = |days: u64| {
			let years = days as f64 / 365.0;
			seen(days, INDEX, move |k| ((0.02 + 0.01 * k.abs()) / years).sqrt())
		};
		let smile = at(&[by_strike(10), by_strike(40)], 20);
		let k = 1.5 * (20.0_f64 / 365.0).sqrt();
		assert!((smile.totals[6] - (0.02 + 0.01 * k)).abs() < 1e-6, "{smile:?}");
		assert!((smile.totals[3] - 0.02).abs() < 1e-9, "{smile:?}");
	}

	#[test]
	fn what_has_passed_or_says_nothing_makes_no_smile() {
		assert_eq!(smile_at(&venue(), NOW, NOW, INDEX), None);
		assert_eq!(smile_at(&[], NOW + DAY, NOW, INDEX), None);
		let nothing = SeenExpiry { quotes: Vec::new(), ..seen(1, 60_000.0, |_| 0.5) };
		assert_eq!(smile_at(&[nothing], NOW + DAY, NOW, INDEX), None);
		// What the venue still lists after its expiry has no say either.
		let passed = SeenExpiry { expiry: NOW, ..seen(1, 1.0, |_| 9.0) };
		let [week, month] = venue();
		assert_eq!(at(&[passed, week, month], 14), at(&venue(), 14));
	}
}
