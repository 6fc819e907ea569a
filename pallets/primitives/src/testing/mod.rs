// SPDX-License-Identifier: Apache-2.0
//! Fakes for mocks. Each answers one shared trait from values that a test sets.

pub mod book;
pub mod instruments;
pub mod market_security;
pub mod price_feed;
pub mod risk;
pub mod volatility_surface;
