// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod instruments;
mod invariants;
mod list_market;
mod properties;
mod refresh_markets;
mod runtime_api;
mod set_funding_parameters;
mod set_market_state;
mod set_terms;
mod worked_example;
