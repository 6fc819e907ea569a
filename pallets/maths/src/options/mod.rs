// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks of European options on a forward, and the smile they are priced on.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`Black76`], [`Expiry`], [`Greeks`] | F. Black 1976 |
//! | [`implied_volatility`] | Corrado and Miller 1996; Householder |
//! | [`Svi`] | J. Gatheral 2004, raw SVI; its volatility at a strike: Derive v2's SVI feed |
//! | [`Svi::check`] | Durrleman's condition, as in Gatheral and Jacquier 2014; the proof is ours |
//! | [`check_calendar`] | total variance never falls: Gatheral and Jacquier 2014; the proofs are ours |
//! | [`settling_forward`] | Derive v2, forwards of expiries that settle on an average |
//! | [`Interpolated`], [`Fit`] | ours |

mod black76;
mod calendar;
mod density;
mod expiry;
mod fit;
mod greeks;
mod implied;
mod interpolated;
mod kind;
mod out_of_the_money;
mod polynomial;
mod quartic;
mod settling;
mod svi;

pub use black76::{Black76, Level};
pub use calendar::{check_calendar, is_calendar_free, CalendarFault, Smile};
pub use expiry::{Expiry, Shock, Strike};
pub use fit::{annual_volatility, Fit, FitTolerance, Node, NodeMissed};
pub use greeks::Greeks;
pub use implied::{implied_volatility, verify_volatility};
pub use interpolated::Interpolated;
pub use kind::{payoff, OptionKind};
pub use settling::{settling_forward, SettlingForward};
pub use svi::{SmileFault, Svi, Variance};

pub(crate) use black76::per_unit;
pub(crate) use expiry::per_price;

/// Seconds in a year of 365 days.
pub const SECONDS_PER_YEAR: u64 = 31_536_000;
