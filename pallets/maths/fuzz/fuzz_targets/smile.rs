// SPDX-License-Identifier: Apache-2.0
//! Smiles: what passes the checks has no free money at any point that the fuzzer finds.
//!
//! Whatever is asked, there is an answer or a refusal. Of a slice that a market could have:
//!
//! - one without butterflies has a variance above zero, a slope below 2 and no negative density, computed a
//!   second time in floating point;
//! - one that is free of calendar arbitrage against another is nowhere below it by more than 10^-15; and the same
//!   slice moved down by more than 10^-15 is not, and by less is;
//! - straight lines through nodes near it go through them, and where they pass the check their density, computed a
//!   second time in floating point, is not negative;
//! - it is taken for close enough to those nodes, or one is named that it misses, as floating point has it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use market_maths::{
	arithmetic::ONE,
	options::{is_calendar_free, FitTolerance, Interpolated, Node, Svi, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
};

const UNIT: i128 = ONE as i128;

/// What counts as equal between two expiries, in last digits: 10^-15.
const EQUAL: i128 = 1_000;

/// The error of a total variance with b up to one, in last digits: 2·10^-18 (1 + b).
const ERROR: i128 = 4;

/// Below this, total variances say too little in floating point.
const LEAST_VARIANCE: f64 = 1e-6;

type Numbers = ([u64; 7], u16);

fuzz_target!(|input: (Numbers, [i128; 6], u128, u128, u32)| {
	let (numbers, anything, forward, strike, seconds) = input;
	check_anything(anything, Price::from_inner(forward), Price::from_inner(strike), seconds);

	let ([a, b, rho, m, sigma, other, k], drop) = numbers;
	let slice = Svi {
		a: within(a, -UNIT / 20, UNIT / 2),
		b: within(b, 0, UNIT),
		rho: within(rho, 1 - UNIT, UNIT),
		m: within(m, -UNIT / 2, UNIT / 2),
		sigma: within(sigma, UNIT / 1_000, UNIT),
	};
	let k = within(k, -6 * UNIT, 6 * UNIT);
	check_butterfly(&slice, k);
	let later = Svi {
		a: within(other, 0, UNIT),
		m: within(other.rotate_left(32), -UNIT / 2, UNIT / 2),
		..slice
	};
	check_calendar(&slice, &later, k);
	check_moved_down(&slice, (drop % 2_500).into());
	if let Some(nodes) = nodes(&slice, other) {
		check_straight(&nodes, k);
		check_fit(&slice, &nodes, u64::from(drop), a);
	}
});

/// Five nodes around the centre of a slice, each up to a tenth off.
fn nodes(slice: &Svi, mut digits: u64) -> Option<Vec<Node>> {
	let nodes = (-2..=2).map(|place| {
		let k = Rate::from_inner(slice.m.into_inner() + place * UNIT / 4);
		let seen = 900 + i128::from(digits % 201);
		digits /= 201;
		let total = slice.total_variance(k).ok()?.into_inner() / 1_000 * seen;
		Some(Node { k, total: Rate::from_inner(total) })
	});
	nodes.collect()
}

fn float(rate: Rate) -> f64 {
	rate.into_inner() as f64 / 1e18
}

/// A number from `low` on and below `high`.
fn within(digits: u64, low: i128, high: i128) -> Rate {
	Rate::from_inner(low + i128::from(digits) % (high - low))
}

fn check_anything(anything: [i128; 6], forward: Price, strike: Price, seconds: u32) {
	let [a, b, rho, m, sigma, k] = anything.map(Rate::from_inner);
	let slice = Svi { a, b, rho, m, sigma };
	let _ = slice.check();
	let _ = slice.volatility(forward, strike, seconds.into());
	let _ = slice.variance(k);
	let _ = slice.density_sign(k);
	let mirrored = Svi { m: k, ..slice };
	let _ = is_calendar_free(&slice, &mirrored);
}

fn check_butterfly(slice: &Svi, k: Rate) {
	if slice.check() != Ok(Ok(())) {
		return;
	}
	let here = slice.variance(k).expect("inside the domain");
	assert!(here.total.into_inner() >= -ERROR, "{slice:?} {k}");
	// The quotient in the slope is at most one in size; what is left is rounding down.
	assert!(here.slope.into_inner().abs() <= 2 * UNIT + 2, "{slice:?} {k}");
	if let Some((density, size)) = density(slice, k) {
		assert!(density >= -1e-7 * size, "{slice:?} {k} {density}");
	}
}

/// Durrleman's g in floating point, and how large what it is the sum of is: of that, g is exact to some 10^-8
/// where the variance is not below [`LEAST_VARIANCE`].
fn density(slice: &Svi, k: Rate) -> Option<(f64, f64)> {
	let (b, sigma, k) = (float(slice.b), float(slice.sigma), float(k));
	let distance = k - float(slice.m);
	let root = distance.hypot(sigma);
	let total = float(slice.a) + b * (float(slice.rho) * distance + root);
	let slope = b * (float(slice.rho) + distance / root);
	let bend = b * sigma * sigma / root.powi(3) / 2.0;
	density_of(k, total, slope, bend)
}

/// From w, w′ and w″/2.
fn density_of(k: f64, total: f64, slope: f64, bend: f64) -> Option<(f64, f64)> {
	if total < LEAST_VARIANCE {
		return None;
	}
	let lean = k * slope / (2.0 * total);
	let steepness = slope * slope / 4.0 * (1.0 / total + 0.25);
	Some(((1.0 - lean).powi(2) - steepness + bend, (1.0 + lean.abs()).powi(2) + steepness + bend))
}

fn check_straight(nodes: &[Node], k: Rate) {
	let Ok(smile) = Interpolated::new(nodes.to_vec()) else {
		assert!(nodes.iter().any(|node| node.total <= Rate::ZERO), "{nodes:?}");
		return;
	};
	for node in nodes {
		assert_eq!(smile.total_variance(node.k), Ok(node.total));
	}
	assert!(smile.total_variance(k).is_ok_and(|total| total >= Rate::ZERO), "{nodes:?} {k}");
	if smile.check() != Ok(Ok(())) {
		return;
	}
	// The piece that k is on: wings are as steep as beside them, and none falls outwards.
	let next = nodes.partition_point(|node| node.k <= k);
	let start = next.clamp(1, nodes.len() - 1);
	let (from, to) = (nodes[start - 1], nodes[start]);
	let slope = (float(to.total) - float(from.total)) / (float(to.k) - float(from.k));
	let (anchor, slope) = match next {
		0 => (from, slope.min(0.0)),
		_ if next == nodes.len() => (to, slope.max(0.0)),
		_ => (from, slope),
	};
	let total = float(anchor.total) + slope * (float(k) - float(anchor.k));
	if let Some((density, size)) = density_of(float(k), total, slope, 0.0) {
		assert!(density >= -1e-7 * size, "{nodes:?} {k} {density}");
	}
}

fn check_fit(slice: &Svi, nodes: &[Node], days: u64, digits: u64) {
	let seconds = 86_400 * (1 + days % 800);
	let tolerance = FitTolerance {
		of_variance: within(digits, 0, UNIT / 10),
		volatility: Volatility::from_inner(u128::from(digits >> 32) << 24),
	};
	let annual = |total: Rate| (float(total) * SECONDS_PER_YEAR as f64 / seconds as f64).sqrt();
	let (share, most) =
		(float(tolerance.of_variance), tolerance.volatility.into_inner() as f64 / 1e18);
	// By how much a node is missed beyond what is allowed; not positive if either allowance is enough.
	let missed = |node: &Node| {
		let ours = slice.total_variance(node.k).expect("inside the domain");
		let apart = (float(ours) - float(node.total)).abs() - share * float(node.total);
		let distance = (annual(ours) - annual(node.total)).abs() - most;
		(apart, distance)
	};
	match slice.check_fit(nodes, seconds, &tolerance) {
		Ok(Ok(_)) => {
			let is_close = |(apart, distance): (f64, f64)| apart <= 1e-12 || distance <= 1e-8;
			assert!(nodes.iter().all(|node| is_close(missed(node))), "{slice:?} {nodes:?}");
		},
		Ok(Err(fault)) => {
			let (apart, distance) = missed(&fault.node);
			assert!(nodes.contains(&fault.node) && apart >= -1e-12 && distance >= -1e-8);
		},
		Err(_) => {
			let is_negative = |node: &Node| {
				node.total < Rate::ZERO
					|| slice.total_variance(node.k).is_ok_and(|w| w < Rate::ZERO)
			};
			assert!(nodes.iter().any(is_negative), "{slice:?} {nodes:?}");
		},
	}
}

fn check_calendar(earlier: &Svi, later: &Svi, k: Rate) {
	if is_calendar_free(earlier, later) != Ok(true) {
		return;
	}
	let total = |slice: &Svi| slice.total_variance(k).expect("inside the domain").into_inner();
	let slack = EQUAL + 2 * ERROR;
	assert!(total(later) + slack >= total(earlier), "{earlier:?} {later:?} {k}");
}

fn check_moved_down(slice: &Svi, drop: i128) {
	let lower = Svi { a: Rate::from_inner(slice.a.into_inner() - drop), ..*slice };
	assert_eq!(is_calendar_free(slice, &lower), Ok(drop <= EQUAL), "{slice:?} {drop}");
}
