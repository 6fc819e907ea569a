// SPDX-License-Identifier: Apache-2.0
//! The demo.

pub mod cast;
pub mod checklist;
pub mod maker;
