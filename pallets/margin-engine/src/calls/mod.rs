// SPDX-License-Identifier: Apache-2.0
//! What users cause, one file per call.

mod add_insurance;
mod deposit;
mod move_fees_to_insurance;
mod pause_withdrawals;
mod poke;
mod set_fee_rates;
mod set_liquidation_parameters;
mod set_margin_parameters;
mod transfer_between;
mod withdraw;
