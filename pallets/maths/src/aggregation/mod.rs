// SPDX-License-Identifier: Apache-2.0
//! Many values made one: medians, quartiles and averages.
//!
//! Everything here depends on the *set* of values only, never on the order they are given in.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`aggregate`], [`weighted_lower_median`] | the three votes of each reporter: Pyth's price aggregation; ties are ours |
//! | [`deviation_scale`] | median absolute deviation times 1.4826: F. Hampel 1974 |
//! | [`ema_step`] | exponential average over uneven times: U. Müller 1991 |
//! | [`realised_variance_step`] | exponentially weighted variance: RiskMetrics 1996 |
//! | [`settlement_mean`], [`minute_median`], [`clamp_step`], [`capped_weights`] | ours |
//! | [`PriceOverTime`] | cumulative price, as Uniswap v2's oracle |

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
