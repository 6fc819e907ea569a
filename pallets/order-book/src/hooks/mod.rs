// SPDX-License-Identifier: Apache-2.0
//! What time causes.

pub(crate) mod clear_market;
mod close_expired;
pub(crate) mod plan_clearing;
mod window_step;
