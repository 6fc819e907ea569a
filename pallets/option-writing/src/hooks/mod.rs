// SPDX-License-Identifier: Apache-2.0
//! What time causes.

mod list_series;
mod settle_expiries;
