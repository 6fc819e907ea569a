// SPDX-License-Identifier: Apache-2.0
//! Marks, profit and funding of perpetuals.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`premium`], [`funding_rate`], [`funding_increment`] | Derive v2, perpetual asset (public contracts); the premium as in dYdX v4, too |
//! | [`mark_price`] | Hyperliquid's documentation: a median of three; the band is ours |
//! | [`profit()`], [`funding_payment`] | size times what a price or an index has moved: their definition |

mod funding;
mod mark;
mod profit;

pub use funding::{
	funding_increment, funding_payment, funding_payment_of_lots, funding_rate, premium,
};
pub use mark::{clamp_to_band, mark_price, median_of_three};
pub use profit::{profit, profit_of_lots};
