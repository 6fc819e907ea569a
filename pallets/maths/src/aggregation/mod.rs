// SPDX-License-Identifier: Apache-2.0
//! Many values made one: medians, quartiles and averages.
//!
//! Everything here depends on the *set* of values only, never on the order they are given in.

mod average;
mod deviation;
mod median;
mod over_time;
mod realised;
mod vote;

pub use average::{clamp_step, ema_price_step, ema_step, settlement_mean};
pub use deviation::{deviation_scale, deviation_score};
pub use median::{median, minute_median, weighted_lower_median, weighted_lower_quantile};
pub use over_time::PriceOverTime;
pub use realised::{realised_variance, realised_variance_step, squared_return_per_year};
pub use vote::{aggregate, capped_weights, Aggregate, Vote};
