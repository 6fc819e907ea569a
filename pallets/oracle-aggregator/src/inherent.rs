// SPDX-License-Identifier: Apache-2.0
//! How the author's node puts votes into its block.

use crate::{Call, Config, Pallet};
use frame_support::inherent::InherentData;
use oracle_core::{block_time_ms, Bundles, InherentType, INHERENT_IDENTIFIER};

impl<T: Config> Pallet<T> {
	/// The bundles that will count, as many as a block may carry. No call if there are none: votes stick, and a
	/// block without them is a good block.
	pub(crate) fn carry_votes(data: &InherentData) -> Option<Call<T>> {
		let offered = data.get_data::<InherentType>(&INHERENT_IDENTIFIER).ok().flatten()?;
		// The chain's own clock is still that of the block before.
		let now_ms = block_time_ms(data).unwrap_or_else(Self::now_ms);
		let verdicts = Self::acceptable_bundles(Self::slot(), now_ms, &offered);
		let counting = offered.into_iter().zip(verdicts).filter(|(_, verdict)| verdict.is_ok());
		let bundles = Bundles::truncate_from(counting.map(|(signed, _)| signed).collect());
		(!bundles.is_empty()).then_some(Call::submit_votes { bundles })
	}
}
