// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks of European options on a forward.

mod black76;
mod expiry;
mod greeks;
mod implied;
mod kind;
mod out_of_the_money;
mod settling;

pub use black76::Black76;
pub use expiry::{Expiry, Strike};
pub use greeks::Greeks;
pub use implied::{implied_volatility, verify_volatility};
pub use kind::{payoff, OptionKind};
pub use settling::{settling_forward, SettlingForward};

/// Seconds in a year of 365 days.
pub const SECONDS_PER_YEAR: u64 = 31_536_000;
