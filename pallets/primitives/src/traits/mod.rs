// SPDX-License-Identifier: Apache-2.0
//! Where the pallets meet. None of them knows who answers; only the runtime does.
//!
//! | trait | asked by | answered by |
//! |---|---|---|
//! | [`PriceFeed`] | margin engine, perpetuals, option writing | oracle aggregator |
//! | [`VolatilitySurface`] | option writing | oracle aggregator |
//! | [`ListedExpiries`] | oracle aggregator | option writing |
//! | [`MarketSecurity`] | order book and option writing, through [`TwoCaps`] | oracle aggregator |
//! | [`Instruments`] | margin engine, order book | perpetuals and option writing |
//! | [`Headroom`] | order book, option writing | [`TwoCaps`], of all instruments and what secures them |
//! | [`BookPrices`] | perpetuals | order book |
//! | [`RiskGate`] | order book | margin engine |
//! | [`Clearing`] | order book | margin engine |
//! | [`LiquidationVenue`] | margin engine | order book |
//! | [`RewardPurse`] | oracle aggregator | margin engine |
//! | [`OptionPositions`] | option writing | margin engine |
//! | [`WindowStep`] | the runtime's block hook | every pallet with work in each window |

mod book;
mod clearing;
mod headroom;
mod instruments;
mod market_security;
mod option_positions;
mod price_feed;
mod rewards;
mod risk_gate;
mod volatility_surface;
mod window_step;

pub use book::{BookPrices, LiquidationVenue};
pub use clearing::{Clearing, ClearingError};
pub use headroom::{Headroom, TwoCaps};
pub use instruments::{funding_owed, ByKind, Instruments, Quote};
pub use market_security::MarketSecurity;
pub use option_positions::{OptionPositions, SettlementProgress};
pub use price_feed::{PriceFeed, SettlementPrice};
pub use rewards::RewardPurse;
pub use risk_gate::{CountedOrders, RiskGate, RiskRefusal};
pub use volatility_surface::{ListedExpiries, VolatilitySurface};
pub use window_step::WindowStep;
