// SPDX-License-Identifier: Apache-2.0
//! The keys that sign prices.

pub use oracle_core::crypto::reporter;
