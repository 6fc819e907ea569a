// SPDX-License-Identifier: Apache-2.0
//! Votes and prices as they pass.

use super::each;
use crate::samples::Samples;
use market_maths::aggregation::{self, Vote};

/// Window of an average, in milliseconds.
const WINDOW: u64 = 150_000;

pub(super) fn vote(samples: &Samples, times: u32) {
	let cap = samples.rules.cap_of_bonds;
	each(&samples.rounds, times, |s| {
		let weights = aggregation::capped_weights(&s.bonds, cap)?;
		let mut votes = s.votes;
		for (vote, weight) in votes.iter_mut().zip(weights) {
			*vote = Vote { weight, ..*vote };
		}
		aggregation::aggregate(&votes)
	});
}

pub(super) fn deviation_scale(samples: &Samples, times: u32) {
	let least = samples.rules.least_deviation;
	each(&samples.rounds, times, |s| aggregation::deviation_scale(&s.weighted, s.last, least));
}

pub(super) fn deviation_score(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| {
		aggregation::deviation_score(s.votes[0].price, s.last, s.width)
	});
}

pub(super) fn ema_step(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| {
		aggregation::ema_price_step(s.last, s.now, s.elapsed_ms, WINDOW)
	});
}

pub(super) fn step_clamp(samples: &Samples, times: u32) {
	let step = samples.rules.step;
	each(&samples.rounds, times, |s| {
		aggregation::clamp_step(s.last, s.now, step, s.elapsed_ms, 3_000)
	});
}

pub(super) fn minute_median(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| {
		let mut minute = s.minute;
		aggregation::minute_median(&mut minute)
	});
}

pub(super) fn settlement_mean(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| aggregation::settlement_mean(&s.hour[..30]));
}

pub(super) fn time_average(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| s.later.average_since(&s.earlier));
}

pub(super) fn realised_variance(samples: &Samples, times: u32) {
	each(&samples.rounds, times, |s| aggregation::realised_variance(&s.hour, 60_000));
}

pub(super) fn realised_variance_step(samples: &Samples, times: u32) {
	let average = samples.rules.variance;
	each(&samples.rounds, times, |s| {
		aggregation::realised_variance_step(average, s.last, s.now, 60_000, 86_400_000)
	});
}
