// SPDX-License-Identifier: Apache-2.0
//! What users cause, one file for each call.

mod admit_reporter;
mod bond_more;
mod register_reporter;
mod remove_reporter;
mod report;
mod resolve_settlement;
mod set_feed;
mod set_settlement_rule;
mod unbond;
mod withdraw_unbonded;
