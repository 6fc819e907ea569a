// SPDX-License-Identifier: Apache-2.0
//! The only code that changes how much of a series is open, and with it how much of its underlying.

use crate::{Config, OpenOptions, Pallet, SeriesRecord};
use market_maths::units::Quantity;
use market_primitives::Underlying;

impl<T: Config> Pallet<T> {
	/// Lets so many lots of a series be open.
	pub(crate) fn set_open_interest(underlying: Underlying, series: &mut SeriesRecord, lots: u64) {
		let (before, after) = (series.terms.coins(series.open_interest), series.terms.coins(lots));
		series.open_interest = lots;
		if before == after {
			return;
		}
		OpenOptions::<T>::mutate_exists(underlying, |open| {
			let others = open.unwrap_or_default().into_inner().saturating_sub(before.into_inner());
			let total = Quantity::from_inner(others.saturating_add(after.into_inner()));
			*open = (!total.is_zero()).then_some(total);
		});
	}
}
