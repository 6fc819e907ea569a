// SPDX-License-Identifier: Apache-2.0
//! The slices of one time, from the first expiry to the last, as the chain would take or refuse them.

use super::{
	fit_until, nodes::years_of, nodes_of, number, variance_of, Neighbours, RecordedExpiry, Unfit,
};
use market_maths::{
	options::{check_calendar, CalendarFault, FitTolerance, Node, NodeMissed, Smile, Svi},
	units::{Rate, Volatility},
};

/// How far a slice may be from the nodes: 1.5 % of the variance or half a point of volatility.
pub const TOLERANCE: FitTolerance = FitTolerance {
	of_variance: Rate::from_inner(15_000_000_000_000_000),
	volatility: Volatility::from_inner(5_000_000_000_000_000),
};

/// One expiry with its nodes, and the slice through them or why there is none.
#[derive(Clone, Debug)]
pub struct FittedExpiry {
	/// When it expires, in seconds since 1970.
	pub expiry: u64,
	/// The time that is left, in seconds.
	pub seconds: u64,
	/// What quotes say at the chain's nodes.
	pub nodes: Vec<Node>,
	/// The slice, if the chain would take it.
	pub slice: Result<Svi, Refusal>,
}

/// Why the chain would not take the best slice: its nodes are interpolated instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// Nothing was quoted.
	NoQuotes,
	/// No slice could be found that is a smile.
	Unfit(Unfit),
	/// It is too far from a node.
	Missed(NodeMissed),
	/// It is below the last slice before it.
	Calendar(CalendarFault),
	/// Numbers out of any domain.
	Outside,
}

/// Fits the expiries of one time, earliest first.
pub fn fit_all(expiries: &[RecordedExpiry]) -> Vec<FittedExpiry> {
	let mut last: Option<Svi> = None;
	expiries
		.iter()
		.map(|recorded| {
			let seconds = recorded.seconds_to_expiry();
			let nodes = nodes_of(&recorded.quotes, seconds).unwrap_or_default();
			let slice = match nodes.is_empty() {
				true => Err(Refusal::NoQuotes),
				false => fit_one(&nodes, seconds, last.as_ref()),
			};
			if let Ok(slice) = slice {
				last = Some(slice);
			}
			FittedExpiry { expiry: recorded.expiry, seconds, nodes, slice }
		})
		.collect()
}

fn fit_one(nodes: &[Node], seconds: u64, earlier: Option<&Svi>) -> Result<Svi, Refusal> {
	let floor = earlier.map(|earlier| |k: f64| variance_of(earlier, k));
	let neighbours = Neighbours {
		earlier: floor.as_ref().map(|floor| floor as &dyn Fn(f64) -> f64),
		later: None,
	};
	let is_above = |slice: &Svi| {
		let above = |it| check_calendar(&Smile::Slice(it), &Smile::Slice(slice));
		earlier.is_none_or(|it| matches!(above(it), Ok(Ok(()))))
	};
	let slice = fit_until(nodes, neighbours, is_above).map_err(Refusal::Unfit)?;
	let near = slice.check_fit(nodes, seconds, &TOLERANCE).map_err(|_| Refusal::Outside)?;
	near.map_err(Refusal::Missed)?;
	if let Some(earlier) = earlier {
		check_calendar(&Smile::Slice(earlier), &Smile::Slice(&slice))
			.map_err(|_| Refusal::Outside)?
			.map_err(Refusal::Calendar)?;
	}
	Ok(slice)
}

/// Free money that floating point finds in accepted slices, the earliest expiry first: butterflies in each, calendar
/// spreads of any two. A second opinion that shares nothing with the chain's proof, on a grid far finer and wider than
/// where options are quoted. In words, one line each.
pub fn free_money(surface: &[FittedExpiry]) -> Vec<String> {
	let mut found = Vec::new();
	let mut before: Vec<(&FittedExpiry, Svi)> = Vec::new();
	for fitted in surface {
		let Ok(slice) = fitted.slice else { continue };
		let gives_away = |k: &f64| variance_of(&slice, *k) <= 0.0 || density(&slice, *k) < -1e-9;
		if let Some(k) = grid(fitted.seconds).find(gives_away) {
			found.push(format!("a butterfly in {} at {k}", fitted.expiry));
		}
		for (earlier, below) in &before {
			let is_below = |k: &f64| variance_of(&slice, *k) < variance_of(below, *k) - 1e-12;
			let mut places = grid(earlier.seconds).chain(grid(fitted.seconds));
			if let Some(k) = places.find(is_below) {
				found.push(format!(
					"a calendar spread of {} and {} at {k}",
					earlier.expiry, fitted.expiry
				));
			}
		}
		before.push((fitted, slice));
	}
	found
}

/// Log-moneyness from e⁻⁴ to e⁴ times the forward, and closer together where the options of an expiry are quoted:
/// within eight roots of its time.
fn grid(seconds: u64) -> impl Iterator<Item = f64> {
	let root = years_of(seconds).sqrt();
	let near = (-800..=800).map(move |place| f64::from(place) / 100.0 * root);
	near.chain((-400..=400).map(|place| f64::from(place) / 100.0))
}

/// Durrleman's g of a slice, from its derivatives in closed form.
fn density(slice: &Svi, k: f64) -> f64 {
	let [b, rho, m, sigma] = [slice.b, slice.rho, slice.m, slice.sigma].map(number);
	let root = (k - m).hypot(sigma);
	let total = variance_of(slice, k);
	let slope = b * (rho + (k - m) / root);
	let bend = b * sigma.powi(2) / root.powi(3);
	(1.0 - k * slope / (2.0 * total)).powi(2) - slope.powi(2) / 4.0 * (1.0 / total + 0.25)
		+ bend / 2.0
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::smile::{rate, Quoted};

	fn chain(days: u64, volatility: impl Fn(f64) -> f64) -> RecordedExpiry {
		let quotes = (-20..=20)
			.map(|place| f64::from(place) / 20.0)
			.map(|k| Quoted { moneyness: k.exp(), volatility: volatility(k) })
			.collect();
		RecordedExpiry { taken_at: 0, expiry: days * 86_400, quotes }
	}

	#[test]
	fn a_calm_market_gives_a_slice_for_each_expiry() {
		let smile = |k: f64| 0.5 + 0.3 * k * k;
		let chains = [chain(7, smile), chain(30, smile), chain(90, smile)];
		let surface = fit_all(&chains);
		assert!(surface.iter().all(|fitted| fitted.slice.is_ok()), "{surface:?}");
		assert_eq!(free_money(&surface), Vec::<String>::new());
	}

	#[test]
	fn a_later_expiry_with_less_variance_is_refused() {
		let surface = fit_all(&[chain(30, |_| 0.8), chain(40, |_| 0.3)]);
		assert!(surface[0].slice.is_ok());
		assert!(surface[1].slice.is_err(), "{:?}", surface[1].slice);
	}

	#[test]
	fn an_expiry_without_quotes_has_no_slice() {
		let nothing = RecordedExpiry { taken_at: 0, expiry: 86_400, quotes: Vec::new() };
		assert_eq!(fit_all(&[nothing])[0].slice, Err(Refusal::NoQuotes));
	}

	#[test]
	fn the_second_opinion_finds_what_is_there() {
		let svi = |parameters: [f64; 5]| {
			let [a, b, rho, m, sigma] = parameters.map(rate);
			Svi { a, b, rho, m, sigma }
		};
		let fitted = |expiry, slice| FittedExpiry {
			expiry,
			seconds: expiry,
			nodes: Vec::new(),
			slice: Ok(slice),
		};
		// The slice of Axel Vogt, known for its butterfly.
		let vogt = svi([-0.0410, 0.1331, 0.3060, 0.3586, 0.4153]);
		assert_eq!(free_money(&[fitted(1, vogt)]).len(), 1);
		let (high, low) = (svi([0.05, 0.1, 0.0, 0.0, 0.2]), svi([0.04, 0.1, 0.0, 0.0, 0.2]));
		let found = free_money(&[fitted(1, high), fitted(2, low)]);
		assert_eq!(found.len(), 1);
		assert!(found[0].starts_with("a calendar spread of 1 and 2"), "{found:?}");
	}
}
