// SPDX-License-Identifier: Apache-2.0
//! What time causes, one file for each.

mod aggregate_feeds;
mod sessions;
mod window_step;
