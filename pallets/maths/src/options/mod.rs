// SPDX-License-Identifier: Apache-2.0
//! Prices and greeks of European options on a forward.

mod kind;

pub use kind::OptionKind;
