// SPDX-License-Identifier: Apache-2.0
//! The uniform price of a call auction and who gets how much at it.
//!
//! Notation: `D(p)` is what bids with a limit of at least `p` want, `S(p)` what asks with a limit of
//! at most `p` offer. `min(D, S)` trades, `|D − S|` is the imbalance that stays behind.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`clearing_price`] | call auctions of exchanges: most volume, then least imbalance, then the reference price; the lower of equals is ours |
//! | [`allocate`] | price, then time, then pro rata; windows in place of times, and the tie-break, are ours |
//! | [`impact_price`] | dYdX v4 and Derive v2: the average price of a fixed notional |

mod allocation;
mod impact;
mod price;
#[cfg(test)]
mod properties;

pub use allocation::{allocate, Claim, Priority};
pub use impact::{impact_price, impact_price_after, value_of_trade, UsedUp};
pub use price::{clearing_price, clearing_price_within, Clearing, Level};
