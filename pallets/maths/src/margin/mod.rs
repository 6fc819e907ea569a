// SPDX-License-Identifier: Apache-2.0
//! Requirements of an account, and what follows when it does not meet them.

mod collateral;
mod distribution;
mod isolated;
mod linear;
mod liquidation;
mod netted;
mod parameters;
pub mod portfolio;
mod settlement;
mod standard;
mod tiers;

pub use collateral::{collateral_credit, CollateralCredit};
pub use distribution::split_in_proportion;
pub use linear::{linear_liquidation_prices, slice_bankruptcy_price, LinearPositions};
pub use liquidation::{bankruptcy_price, liquidation_price};
pub use parameters::{
	CollateralParameters, DepegParameters, OptionParameters, OracleParameters, PerpetualParameters,
	StandardParameters,
};
pub use settlement::payoff_per_lot;
pub use standard::{
	standard_margin, ExpiryPositions, ExpirySums, Market, NetMargin, OpenOrders, OptionPosition,
	Part, PerpetualPosition, UnderlyingPositions,
};
pub use tiers::{
	check_tiers, fraction_at_open_interest, tiered_requirement, OpenInterestBand, Tier,
};
