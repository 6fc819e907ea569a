// SPDX-License-Identifier: Apache-2.0
//! Requirements of an account, and what follows when it does not meet them.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`standard_margin`], [`ExpirySums`], [`Market`] | Derive v2, standard risk manager (public contracts and documentation); a short option alone as at Deribit; open orders at their worst are ours |
//! | [`portfolio`] | scenarios as in SPAN, Deribit and Derive v2; risk arrays as in SPAN |
//! | [`tiered_requirement`] | margin tiers as at Hyperliquid |
//! | [`fraction_at_open_interest`] | dYdX v4, open-interest notional caps |
//! | [`collateral_credit`] | Derive v2, base assets; the cap is ours |
//! | [`bankruptcy_price`], [`slice_bankruptcy_price`] | dYdX v4, bankruptcy price |
//! | [`liquidation_price`], [`linear_liquidation_prices`] | ours: where the margin of a straight line is zero |
//! | [`split_in_proportion`] | largest remainders, as Hamilton apportioned seats |
//! | [`payoff_per_lot`] | the definition of an option settled in cash |

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
