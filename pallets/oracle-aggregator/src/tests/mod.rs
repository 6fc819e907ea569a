// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod admit_reporter;
mod aggregate_feeds;
mod attacks;
mod bond_more;
mod cancel_penalty;
mod claim_reward;
mod conformance;
mod genesis;
mod inherent;
mod invariants;
mod minutes;
mod pause_feed;
mod properties;
mod realised_variance;
mod register_reporter;
mod remove_reporter;
mod report;
mod report_equivocation;
mod resolve_settlement;
mod resume_feed;
mod rewards;
mod runtime_api;
mod scores;
mod sessions;
mod set_feed;
mod set_panel_rule;
mod set_reporter_key;
mod set_reward_share;
mod set_settlement_rule;
mod settlement_price;
mod staleness;
mod submit_votes;
mod unbond;
mod window_step;
mod withdraw_unbonded;
mod worked_example;

pub(crate) use crate::{mock::*, Error, Event};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use market_primitives::FeedStatus::{Caution, Halted, Live};
pub(crate) use sp_core::Pair as _;
pub(crate) use sp_runtime::traits::BadOrigin;
