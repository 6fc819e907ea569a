// SPDX-License-Identifier: Apache-2.0
//! What users cause: one file per call.

mod list_market;
mod set_funding_parameters;
mod set_market_state;
mod set_terms;
