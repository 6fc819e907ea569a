// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod add_insurance;
mod book_fills;
mod conformance;
mod deposit;
mod halted_volatility;
mod invariants;
mod last_resort;
mod liquidation;
mod margin_watch;
mod move_fees_to_insurance;
mod option_positions;
mod pause_withdrawals;
mod poke;
mod properties;
mod rewards;
mod risk_gate;
mod runtime_api;
mod set_fee_rates;
mod set_liquidation_parameters;
mod set_margin_parameters;
mod sums;
mod transfer_between;
mod withdraw;
mod worked_example;
