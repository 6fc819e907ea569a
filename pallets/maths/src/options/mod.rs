// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks of European options on a forward, and the smile they are priced on.

mod black76;
mod calendar;
mod expiry;
mod greeks;
mod implied;
mod kind;
mod out_of_the_money;
mod settling;
mod svi;

pub use black76::{Black76, Level};
pub use calendar::is_calendar_free;
pub use expiry::{Expiry, Shock, Strike};
pub use greeks::Greeks;
pub use implied::{implied_volatility, verify_volatility};
pub use kind::{payoff, OptionKind};
pub use settling::{settling_forward, SettlingForward};
pub use svi::{SmileFault, Svi, Variance};

pub(crate) use black76::per_unit;
pub(crate) use expiry::per_price;

/// Seconds in a year of 365 days.
pub const SECONDS_PER_YEAR: u64 = 31_536_000;
