// SPDX-License-Identifier: Apache-2.0
//! What users cause, one file for each call.

mod admit_reporter;
mod bond_more;
mod cancel_penalty;
mod claim_reward;
mod pause_feed;
mod pause_smile;
mod propose_svi;
mod register_reporter;
mod remove_reporter;
mod report;
mod report_equivocation;
mod report_equivocation_unsigned;
mod report_smiles;
mod resolve_settlement;
mod resume_feed;
mod set_feed;
mod set_panel_rule;
mod set_reporter_key;
mod set_reward_share;
mod set_settlement_rule;
mod set_surface_rule;
mod submit_votes;
mod unbond;
mod withdraw_unbonded;
