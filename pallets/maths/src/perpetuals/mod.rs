// SPDX-License-Identifier: Apache-2.0
//! Marks, profit and funding of perpetuals.

mod funding;
mod mark;
mod profit;

pub use funding::{
	funding_increment, funding_payment, funding_payment_of_lots, funding_rate, premium,
};
pub use mark::{clamp_to_band, mark_price, median_of_three};
pub use profit::{profit, profit_of_lots};
