// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod book_fills;
mod deposit;
mod risk_gate;
mod withdraw;
