// SPDX-License-Identifier: Apache-2.0
//! What time causes.

mod execute_writes;
mod list_series;
mod settle_expiries;
