// SPDX-License-Identifier: Apache-2.0
//! Portfolio margin: what an account may lose in any of a set of scenarios.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`RiskRow`], [`Holdings`] | SPAN's risk arrays (CME): instruments are priced once, accounts multiply and add |
//! | [`ScenarioSet`] | Deribit and Derive v2, portfolio margin; tails weighted as at Paradex |
//! | [`VolatilityShock`] | Deribit's tenor law, (30 days / t)^p, and floor |
//! | [`StaticDiscount`], [`BasisShock`], [`SkewShock`], [`Contingencies`], [`naked_shorts()`] | Derive v2, portfolio risk manager (public contracts) |
//! | [`AcrossUnderlyings`] | joint stresses and capped offsets as in SPAN; λ is ours |
//!
//! Everything is in USD. What an account gains, what it is worth and what it must hold are rounded against it;
//! the prices it is told from, and factors on volatility, are rounded to nearest and are nobody's.
//!
//! ```text
//!  scenarios ──► shocked expiry ──► risk row ──┐ once per refresh, for all accounts
//!                                               ├─► profits per column ──► worst ──► requirement
//!                               lots held ──┘ per account: additions and multiplications only
//! ```

mod account;
mod across;
mod naked_shorts;
mod outcomes;
mod parameter_groups;
mod repricing;
mod requirement;
mod risk_row;
mod scenario_set;
mod shocked_expiry;
mod skew;
mod static_discount;
mod volatility_shock;

use super::parameters::parameters;
pub use account::{
	margin_after_loss, portfolio_margin, PortfolioCollateral, PortfolioMargin, PortfolioPart,
	PortfolioPerpetual, PortfolioPositions,
};
pub use across::AcrossUnderlyings;
pub use naked_shorts::naked_shorts;
pub use outcomes::{Outcomes, BASIS, BEND, OUTCOMES, TILT};
pub use parameter_groups::{
	BasisShock, Contingencies, DoubtParameters, PortfolioParameters, SkewShock, StaticDiscount,
};
pub use repricing::{ExpiryOutcomes, PortfolioExpiry, PortfolioOption};
pub use requirement::{ColumnProfits, Holdings, Worst, MOST_LOTS};
pub use risk_row::{perpetual_row, ExpiryRows, RiskRow};
pub use scenario_set::{Scenario, ScenarioFault, ScenarioSet, VolatilityMove, COLUMNS};
pub use shocked_expiry::ShockedExpiry;
pub use skew::SkewLosses;
pub use static_discount::DiscountFactors;
pub use volatility_shock::{VolatilityFactors, VolatilityShock, REFERENCE_SECONDS};
