// SPDX-License-Identifier: Apache-2.0
//! Stories that go through the whole chain.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "a test that overflows or misses an index fails, as it should"
)]

#[cfg(feature = "try-runtime")]
mod a_live_state_holds;
mod an_expiry_is_paused;
mod bad_input_changes_nothing_but_the_fee;
mod chain_starts;
mod exchange;
mod harness;
mod house;
mod open_trade_liquidate;
mod option_lives_and_expires;
mod oracle_goes_silent;
mod perpetuals_pay_funding;
mod prices_cost_little;
mod proxies_keep_their_limits;
mod stakes_secure_markets;
mod transactions_pay;
mod validators_answer_for_their_keys;
mod validators_report_prices;
mod volatility_is_halted;
mod voters_decide;
mod windows_have_no_order;
