// SPDX-License-Identifier: Apache-2.0
//! What users cause: one file per call.

mod claim;
mod resolve_settlement;
mod set_listing_rule;
mod set_series_state;
mod unwrap;
mod wrap;
mod write;
