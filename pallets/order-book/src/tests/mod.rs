// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod bearing;
mod book_prices;
mod cancel_all;
mod cancel_order;
mod cancellations_alone;
mod clearing;
mod close_expired;
mod conformance;
mod headroom;
mod invariants;
mod liquidation_venue;
mod market_states;
mod place_order;
mod place_orders;
mod post_only;
mod properties;
mod replay;
mod runtime_api;
mod worked_example;
