// SPDX-License-Identifier: Apache-2.0
//! The surface's proofs against a second opinion: dense sampling in floating point.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	options::{
		check_calendar, CalendarFault, Interpolated, Node, Smile as Either, SmileFault, Svi,
	},
	units::Rate,
};
use proptest::prelude::*;
use std::ops::Range;

const ONE: f64 = 1e18;

fn number(rate: Rate) -> f64 {
	rate.into_inner() as f64 / ONE
}

fn rate(number: f64) -> Rate {
	Rate::from_inner((number * ONE) as i128)
}

/// A slice in floating point.
#[derive(Clone, Copy, Debug)]
struct Smile {
	a: f64,
	b: f64,
	rho: f64,
	m: f64,
	sigma: f64,
}

impl From<&Svi> for Smile {
	fn from(slice: &Svi) -> Self {
		Self {
			a: number(slice.a),
			b: number(slice.b),
			rho: number(slice.rho),
			m: number(slice.m),
			sigma: number(slice.sigma),
		}
	}
}

impl Smile {
	fn variance(&self, k: f64) -> f64 {
		self.a + self.b * (self.rho * (k - self.m) + (k - self.m).hypot(self.sigma))
	}

	fn lowest(&self) -> f64 {
		self.a + self.b * self.sigma * (1.0 - self.rho * self.rho).sqrt()
	}

	/// Durrleman's g.
	fn density(&self, k: f64) -> f64 {
		let root = (k - self.m).hypot(self.sigma);
		let w = self.variance(k);
		let slope = self.b * (self.rho + (k - self.m) / root);
		let bend = self.b * self.sigma * self.sigma / root.powi(3);
		let first = 1.0 - k * slope / (2.0 * w);
		first * first - slope * slope / 4.0 * (1.0 / w + 0.25) + bend / 2.0
	}

	/// Log-moneyness from the centre far into both wings, dense at the centre and where k is near zero.
	fn samples(&self) -> impl Iterator<Item = f64> + '_ {
		let around = (-3_000..=3_000)
			.map(|step| self.m + self.sigma * (f64::from(step) / 150.0).sinh())
			.filter(|k| k.abs() < 1_000.0);
		around.chain((-1_500..=1_500).map(|step| f64::from(step) / 500.0))
	}

	fn least_density(&self) -> f64 {
		self.samples().map(|k| self.density(k)).fold(f64::INFINITY, f64::min)
	}
}

/// From a smile of an hour to one of years, from flat to absurd.
fn slice() -> impl Strategy<Value = Svi> {
	let scale = (-11.0..0.5f64).prop_map(f64::exp);
	(scale, -0.3..1.0f64, -4.0..2.0f64, -0.97..0.97f64, -3.0..3.0f64, -5.0..1.5f64).prop_map(
		|(scale, a, b, rho, m, sigma)| {
			// Widths and shifts are those of the total volatility.
			let volatility = scale.sqrt();
			let sigma = (sigma.exp() * volatility).min(15.0);
			Svi {
				a: rate(a * scale),
				b: rate((b.exp() * scale / sigma.max(volatility)).min(2.5)),
				rho: rate(rho),
				m: rate(m * volatility),
				sigma: rate(sigma),
			}
		},
	)
}

/// Two to eight nodes, near a slice or anywhere.
fn nodes() -> impl Strategy<Value = Interpolated> {
	let bent = proptest::collection::vec((0.02..0.6f64, 0.7..1.4f64), 2..8);
	(slice(), bent, prop_oneof![Just(0.0), Just(1.0)]).prop_filter_map(
		"variances must be positive",
		|(slice, steps, noise)| {
			let smile = Smile::from(&slice);
			let width = smile.variance(0.0).max(1e-9).sqrt();
			let mut k = -width * steps.len() as f64 / 3.0;
			let mut nodes = Vec::new();
			for (step, bend) in steps {
				k += step * width;
				let total = smile.variance(k) * (1.0 + noise * (bend - 1.0));
				nodes.push(Node { k: rate(k), total: rate(total) });
			}
			Interpolated::new(nodes).ok()
		},
	)
}

/// Log-moneyness up to 10^40 on both wings, from 1 on in steps of a fiftieth.
fn far() -> impl Iterator<Item = f64> {
	(0..4_700).map(|step| 1.02f64.powi(step)).flat_map(|k| [k, -k])
}

/// What the later variance is more than the earlier one, by what their parts differ by: of slices that all but
/// coincide, too, it is good to a part of the sum of its terms' sizes, which is the second number.
fn difference(earlier: &Svi, later: &Svi, k: f64) -> (f64, f64) {
	let apart =
		|later: Rate, earlier: Rate| (later.into_inner() - earlier.into_inner()) as f64 / ONE;
	let (one, next) = (Smile::from(earlier), Smile::from(later));
	let (x, next_x) = (k - one.m, k - next.m);
	let moved = apart(later.m, earlier.m);
	let roots = x.hypot(one.sigma) + next_x.hypot(next.sigma);
	let terms = [
		apart(later.a, earlier.a),
		apart(later.b, earlier.b) * (next.rho * next_x + next_x.hypot(next.sigma)),
		one.b * apart(later.rho, earlier.rho) * next_x,
		-one.b * one.rho * moved,
		// The difference of the roots is that of their squares by their sum.
		one.b * apart(later.sigma, earlier.sigma) * (one.sigma + next.sigma) / roots,
		-one.b * moved * (x / roots + next_x / roots),
	];
	(terms.iter().sum(), terms.iter().map(|term| term.abs()).sum())
}

/// Two slices that all but coincide, the later one lifted or lowered until it is nowhere below by much, or
/// somewhere.
fn alike() -> impl Strategy<Value = (Svi, Svi)> {
	let signed = |powers: Range<f64>| {
		(-1i32..=1, powers)
			.prop_map(|(sign, power): (i32, f64)| f64::from(sign) * 10f64.powf(power))
	};
	let changes = proptest::array::uniform4(signed(-17.0..-1.0f64));
	(slice(), changes, signed(-14.0..-2.0f64)).prop_map(|(earlier, [b, rho, m, sigma], gap)| {
		let more =
			|part: Rate, by: f64| Rate::from_inner(part.into_inner() + rate(by).into_inner());
		let later = Svi {
			a: earlier.a,
			b: more(earlier.b, number(earlier.b) * b),
			rho: more(earlier.rho, rho / 10.0),
			m: more(earlier.m, m),
			sigma: more(earlier.sigma, number(earlier.sigma) * sigma / 2.0),
		};
		let (one, next) = (Smile::from(&earlier), Smile::from(&later));
		let least = one
			.samples()
			.chain(next.samples())
			.step_by(3)
			.filter(|k| k.abs() < 20.0)
			.map(|k| difference(&earlier, &later, k).0)
			.fold(f64::INFINITY, f64::min);
		(earlier, Svi { a: more(later.a, gap - least), ..later })
	})
}

/// Durrleman's g of a straight smile at a log-moneyness between two nodes or beyond them.
fn straight_density(smile: &Interpolated, k: f64) -> f64 {
	let at = |k: f64| number(smile.total_variance(rate(k)).unwrap());
	let nodes: Vec<(f64, f64)> =
		smile.nodes().iter().map(|node| (number(node.k), number(node.total))).collect();
	let after = nodes.iter().position(|(node, _)| k < *node).unwrap_or(nodes.len());
	let inner = after.clamp(1, nodes.len() - 1);
	let [(k0, w0), (k1, w1)] = [nodes[inner - 1], nodes[inner]];
	let mut slope = (w1 - w0) / (k1 - k0);
	if after == 0 {
		slope = slope.min(0.0);
	} else if after == nodes.len() {
		slope = slope.max(0.0);
	}
	let w = at(k);
	let first = 1.0 - k * slope / (2.0 * w);
	first * first - slope * slope / 4.0 * (1.0 / w + 0.25)
}

proptest! {
	#![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::with_cases(2_000) })]

	#[test]
	fn a_straight_smile_that_is_accepted_has_no_negative_density(smile in nodes()) {
		let slopes: Vec<f64> = smile
			.nodes()
			.windows(2)
			.map(|pair| {
				(number(pair[1].total) - number(pair[0].total))
					/ (number(pair[1].k) - number(pair[0].k))
			})
			.collect();
		match smile.check().unwrap() {
			Ok(()) => {
				prop_assert!(slopes.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9));
				for step in -800..=800 {
					let k = f64::from(step) / 100.0;
					prop_assert!(straight_density(&smile, k) > -1e-6, "{k}");
				}
			},
			Err(SmileFault::NegativeDensity { at }) => {
				let is_kink = smile.nodes().iter().any(|node| node.k == at);
				prop_assert!(is_kink || straight_density(&smile, number(at)) < 1e-6);
			},
			Err(SmileFault::WingTooSteep) => {
				let (first, last) = (slopes[0], slopes[slopes.len() - 1]);
				prop_assert!(first < -2.0 + 1e-9 || last > 2.0 - 1e-9);
			},
			Err(fault) => prop_assert!(false, "{fault:?}"),
		}
	}

	#[test]
	fn a_straight_smile_stays_between_its_nodes_and_goes_through_them(smile in nodes()) {
		for pair in smile.nodes().windows(2) {
			prop_assert_eq!(smile.total_variance(pair[0].k).unwrap(), pair[0].total);
			let middle = Rate::from_inner((pair[0].k.into_inner() + pair[1].k.into_inner()) / 2);
			let total = smile.total_variance(middle).unwrap();
			prop_assert!(total >= pair[0].total.min(pair[1].total));
			prop_assert!(total <= pair[0].total.max(pair[1].total));
		}
	}

	#[test]
	fn a_proved_calendar_has_no_crossing_and_a_crossing_has_a_witness(
		(earlier, later) in (slice(), slice(), 0.5..3.0f64, any::<bool>()).prop_map(
			|(earlier, other, more, alike)| {
				let scaled = |part: Rate| rate(number(part) * more);
				let b = scaled(earlier.b);
				(earlier, if alike { Svi { a: scaled(earlier.a), b, ..earlier } } else { other })
			},
		),
	) {
		prop_assume!(number(earlier.m).abs() < 2.0 && number(later.m).abs() < 2.0);
		let (one, next) = (Smile::from(&earlier), Smile::from(&later));
		let apart = |k: f64| next.variance(k) - one.variance(k);
		match check_calendar(&Either::Slice(&earlier), &Either::Slice(&later)).unwrap() {
			Ok(()) => {
				let near = |k: &f64| k.abs() < 14.0;
				for k in one.samples().chain(next.samples()).filter(near) {
					prop_assert!(apart(k) > -1e-12, "{k}");
				}
			},
			Err(CalendarFault::Crossing { at }) => prop_assert!(apart(number(at)) < 1e-12),
			Err(CalendarFault::WingsCross) => {
				// Where they all but touch, steps are too wide to show it.
				prop_assert!(far().any(|k| apart(k) < 1e-3));
			},
			Err(CalendarFault::NotProved) => prop_assert!(false, "{earlier:?} {later:?}"),
		}
	}

	#[test]
	fn slices_that_all_but_coincide_are_told_apart((earlier, later) in alike()) {
		let (one, next) = (Smile::from(&earlier), Smile::from(&later));
		// What counts as equal, and what floating point loses.
		let is_below = |k: f64| {
			let (apart, size) = difference(&earlier, &later, k);
			apart < -1e-15 - 1e-13 * size
		};
		let may_be_below = |k: f64| {
			let (apart, size) = difference(&earlier, &later, k);
			apart < -1e-15 + 1e-13 * size + 1e-17
		};
		let near = one.samples().chain(next.samples()).step_by(3);
		let mut places = near.chain(far().step_by(5));
		match check_calendar(&Either::Slice(&earlier), &Either::Slice(&later)).unwrap() {
			Ok(()) => prop_assert!(!places.any(is_below), "{earlier:?} {later:?}"),
			Err(CalendarFault::Crossing { at }) => {
				prop_assert!(may_be_below(number(at)), "{earlier:?} {later:?} {at}");
			},
			Err(CalendarFault::WingsCross) => {
				// They may all but touch there, in a part too narrow for steps: it is looked for where they are closest.
				let by = |k: f64| difference(&earlier, &later, k).0;
				let places = || one.samples().chain(next.samples()).chain(far());
				let closest = places().min_by(|one, other| by(*one).total_cmp(&by(*other))).unwrap();
				let around = (0..=20_000).map(|step| closest * (0.95 + f64::from(step) / 200_000.0));
				prop_assert!(places().chain(around).any(may_be_below), "{earlier:?} {later:?}");
			},
			Err(CalendarFault::NotProved) => prop_assert!(false, "{earlier:?} {later:?}"),
		}
	}

	#[test]
	fn a_calendar_of_a_slice_and_straight_lines_is_proved_or_refuted(
		(slice, smile) in (
			slice(),
			proptest::collection::vec((0.02..0.6f64, -1.0..1.0f64), 1..8),
			prop_oneof![Just(1e-6), Just(1e-2), Just(0.5)],
		).prop_filter_map("variances must be positive", |(slice, steps, noise)| {
			let smile = Smile::from(&slice);
			let width = smile.variance(0.0).max(1e-9).sqrt();
			let mut k = -width * steps.len() as f64 / 3.0;
			let nodes = steps.iter().map(|(step, bend)| {
				k += step * width;
				Node { k: rate(k), total: rate(smile.variance(k) * (1.0 + noise * bend)) }
			});
			Interpolated::new(nodes.collect()).ok().map(|nodes| (slice, nodes))
		}),
	) {
		prop_assume!(number(slice.m).abs() < 2.0);
		let one = Smile::from(&slice);
		let straight = |k: f64| number(smile.total_variance(rate(k)).unwrap());
		prop_assume!(straight(-14.0).max(straight(14.0)) < 140.0);
		for (earlier, later, sign) in [
			(Either::Slice(&slice), Either::Nodes(&smile), 1.0),
			(Either::Nodes(&smile), Either::Slice(&slice), -1.0),
		] {
			let apart = |k: f64| sign * (straight(k) - one.variance(k));
			match check_calendar(&earlier, &later).unwrap() {
				Ok(()) => {
					for k in one.samples().step_by(7).filter(|k| k.abs() < 14.0) {
						prop_assert!(apart(k) > -1e-12, "{sign} {k}");
					}
				},
				Err(CalendarFault::Crossing { at }) => {
					prop_assert!(apart(number(at)) < 1e-12, "{sign} {at}");
				},
				Err(CalendarFault::WingsCross) => {},
				Err(CalendarFault::NotProved) => prop_assert!(false, "{sign}"),
			}
		}
	}

	/// The calendar proof knows nothing of a straight smile but its lines: through the nodes of a slice
	/// it is nowhere below the slice between them.
	#[test]
	fn a_straight_smile_through_a_slice_is_above_it_between_the_nodes(slice in slice()) {
		prop_assume!(slice.check().unwrap().is_ok());
		let smile = Smile::from(&slice);
		let width = smile.variance(0.0).sqrt();
		let at = |k: f64| Node { k: rate(k), total: slice.total_variance(rate(k)).unwrap() };
		let nodes = [-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5].map(|node| at(node * width));
		let straight = Interpolated::new(nodes.to_vec()).unwrap();
		for pair in nodes.windows(2) {
			for part in 1..8 {
				let k = pair[0].k.into_inner()
					+ (pair[1].k.into_inner() - pair[0].k.into_inner()) / 8 * part;
				let k = Rate::from_inner(k);
				let below = slice.total_variance(k).unwrap().into_inner();
				prop_assert!(straight.total_variance(k).unwrap().into_inner() + 200 >= below);
			}
		}
	}

	#[test]
	fn a_verified_slice_has_no_negative_density_and_a_refused_one_has_a_witness(slice in slice()) {
		let smile = Smile::from(&slice);
		match slice.check().unwrap() {
			Ok(()) => prop_assert!(smile.least_density() > -1e-9),
			Err(SmileFault::NegativeDensity { at }) => {
				prop_assert!(smile.density(number(at)) < 1e-9);
				if slice.variance(at).is_ok() {
					prop_assert!(slice.density_sign(at).unwrap() < rate(1e-9));
				}
			},
			Err(SmileFault::NegativeVariance { at }) => {
				prop_assert!(smile.variance(number(at)) < 1e-15);
			},
			Err(SmileFault::WingTooSteep) => {
				prop_assert!(smile.b * (1.0 + smile.rho.abs()) > 2.0 - 1e-12);
			},
			Err(fault) => prop_assert!(false, "{fault:?}"),
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::with_cases(150) })]

	/// Where the answer turns from no to yes as the level rises, the least density is zero: the check
	/// refuses nothing that it could accept.
	#[test]
	fn the_check_is_tight(slice in slice()) {
		let with = |a: i128| Svi { a: Rate::from_inner(a), ..slice };
		let accepted = |a: i128| with(a).check().unwrap().is_ok();
		// From no variance at all up to a total volatility of two.
		let lowest = slice.a.into_inner() - rate(Smile::from(&slice).lowest()).into_inner();
		let (mut no, mut yes) = (lowest, lowest + 4_000_000_000_000_000_000);
		prop_assume!(!accepted(no) && accepted(yes));
		while yes - no > 1 {
			let middle = no + (yes - no) / 2;
			if accepted(middle) { yes = middle } else { no = middle }
		}
		let least = Smile::from(&with(yes)).least_density();
		prop_assert!(least > -1e-9, "{least}");
		let fault = with(no).check().unwrap().unwrap_err();
		if matches!(fault, SmileFault::NegativeDensity { .. } | SmileFault::NotProved) {
			// Samples are close enough to each other for this.
			prop_assert!(least < 1e-3, "{least} {fault:?}");
		}
	}
}
