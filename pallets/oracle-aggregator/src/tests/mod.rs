// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod admit_reporter;
mod aggregate_feeds;
mod bond_more;
mod conformance;
mod genesis;
mod invariants;
mod minutes;
mod properties;
mod register_reporter;
mod remove_reporter;
mod report;
mod resolve_settlement;
mod runtime_api;
mod set_feed;
mod set_settlement_rule;
mod settlement_price;
mod staleness;
mod unbond;
mod window_step;
mod withdraw_unbonded;
mod worked_example;

pub(crate) use crate::{mock::*, Error, Event};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use market_primitives::FeedStatus::{Caution, Halted, Live};
pub(crate) use sp_runtime::traits::BadOrigin;
