// SPDX-License-Identifier: Apache-2.0
//! Exams for whoever answers a shared trait. Each implementor runs them in its own tests.

pub mod book;
pub mod instruments;
pub mod market_security;
pub mod price_feed;
pub mod risk;
pub mod volatility_surface;
