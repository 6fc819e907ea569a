// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod claim;
mod headroom;
mod instruments;
mod invariants;
mod list_series;
mod marks;
mod properties;
mod resolve_settlement;
mod runtime_api;
mod set_listing_rule;
mod set_series_state;
mod settle_expiries;
mod unwrap;
mod worked_example;
mod wrap;
mod write;
