// SPDX-License-Identifier: Apache-2.0
//! The demo.

pub mod checklist;
