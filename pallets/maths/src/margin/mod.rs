// SPDX-License-Identifier: Apache-2.0
//! Requirements of an account, and what follows when it does not meet them.

mod distribution;
mod isolated;
mod liquidation;
mod netted;
mod parameters;
pub mod portfolio;
mod settlement;
mod standard;

pub use distribution::split_in_proportion;
pub use liquidation::{bankruptcy_price, liquidation_price};
pub use parameters::{
	CollateralParameters, DepegParameters, OptionParameters, OracleParameters, PerpetualParameters,
	StandardParameters,
};
pub use settlement::payoff_per_lot;
pub use standard::{
	standard_margin, ExpiryPositions, NetMargin, OpenOrders, OptionPosition, PerpetualPosition,
	UnderlyingPositions,
};
