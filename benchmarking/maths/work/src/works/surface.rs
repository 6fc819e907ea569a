// SPDX-License-Identifier: Apache-2.0
//! Smiles and whether they are free of arbitrage.

use super::each;
use crate::samples::Samples;
use market_maths::options::is_calendar_free;

pub(super) fn variance(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| samples.smiles[s.smile].slice.total_variance(s.moneyness));
}

pub(super) fn derivatives(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| samples.smiles[s.smile].slice.variance(s.moneyness));
}

pub(super) fn volatility(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| {
		let smile = &samples.smiles[s.smile];
		smile.slice.volatility(s.forward, s.strike, smile.seconds)
	});
}

pub(super) fn check(samples: &Samples, times: u32) {
	each(&samples.smiles, times, |s| s.slice.check());
}

pub(super) fn fit_check(samples: &Samples, times: u32) {
	each(&samples.smiles, times, |s| s.slice.check_fit(&s.nodes, s.seconds, &samples.tolerance));
}

pub(super) fn calendar_check(samples: &Samples, times: u32) {
	each(&samples.smiles, times, |s| is_calendar_free(&s.slice, &s.later));
}

pub(super) fn straight_volatility(samples: &Samples, times: u32) {
	each(&samples.strikes, times, |s| {
		let smile = &samples.smiles[s.smile];
		smile.straight.volatility(s.forward, s.strike, smile.seconds)
	});
}

pub(super) fn straight_check(samples: &Samples, times: u32) {
	each(&samples.smiles, times, |s| s.straight.check());
}
