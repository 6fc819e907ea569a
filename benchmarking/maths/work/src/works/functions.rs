// SPDX-License-Identifier: Apache-2.0
//! Functions of one number.

use super::each;
use crate::samples::Samples;
use market_maths::functions;

pub(super) fn exponential(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| functions::exp(s.exponent));
}

pub(super) fn logarithm(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| functions::ln(s.positive));
}

pub(super) fn square_root(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| functions::square_root(s.positive));
}

pub(super) fn normal_cdf(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| functions::normal_cdf(s.deviation));
}

pub(super) fn normal_density(samples: &Samples, times: u32) {
	each(&samples.arguments, times, |s| functions::normal_density(s.deviation));
}
