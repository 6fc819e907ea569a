// SPDX-License-Identifier: Apache-2.0
//! Many values made one: medians, quartiles and averages.
//!
//! Everything here depends on the *set* of values only, never on the order they are given in.

mod average;
mod median;
mod vote;

pub use average::{clamp_step, ema_price_step, ema_step, settlement_mean};
pub use median::{median, minute_median, weighted_lower_median, weighted_lower_quantile};
pub use vote::{aggregate, capped_weights, Aggregate, Vote};
