// SPDX-License-Identifier: Apache-2.0
#![allow(clippy::arithmetic_side_effects, reason = "test code")]

mod begin_turn;
mod invariants;
mod runtime_api;
mod worked_example;

pub(crate) use crate::{mock::*, Event, Rotation};
