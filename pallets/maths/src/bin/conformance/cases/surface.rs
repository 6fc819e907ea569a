// SPDX-License-Identifier: Apache-2.0
//! Slices of the volatility surface.

use super::{answers::Reply, case::Case};

pub fn slice(_case: &Case) -> Result<Reply, String> {
	Ok(Reply::Unsupported("not built yet".into()))
}

pub use self::{slice as calendar, slice as volatility};
