// SPDX-License-Identifier: Apache-2.0
//! The surface's proofs against a second opinion: dense sampling in floating point.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::float_arithmetic,
	clippy::unwrap_used,
	reason = "test code"
)]

use market_maths::{
	options::{SmileFault, Svi},
	units::Rate,
};
use proptest::prelude::*;

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

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3_000))]

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
	#![proptest_config(ProptestConfig { max_global_rejects: 4_000, ..ProptestConfig::with_cases(400) })]

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
