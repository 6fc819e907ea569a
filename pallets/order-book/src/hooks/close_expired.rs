// SPDX-License-Identifier: Apache-2.0
//! **Triggers:** a series with resting orders has expired.
//! **Actions:** cancels its orders, releases their exposure, and forgets the market once none is left.
//! **Skip if:** the weight left does not hold one more level; the rest waits for the next block. It has a share of
//! its own before the clearings, and what they leave.

use crate::{
	book::{next_expired, Book},
	orders,
	types::{CancelReason, RestingOrder},
	weights::WeightInfo,
	Config, Event, Pallet,
};
use frame_support::weights::WeightMeter;
use market_primitives::{RestingExposure, Side};

impl<T: Config> Pallet<T> {
	pub(crate) fn close_expired(now_seconds: u64, meter: &mut WeightMeter) {
		let most = Self::fullest_level();
		while meter.can_consume(most) {
			let Some(instrument) = next_expired::<T>(now_seconds) else { return };
			let mut book = Book::<T>::open(instrument);
			let mut any = false;
			for side in [Side::Buy, Side::Sell] {
				while let Some(tick) = book.best(side) {
					if !meter.can_consume(most) {
						break;
					}
					let closed = Self::close_level(&mut book, instrument, side, tick);
					meter.consume(T::WeightInfo::close_level(closed));
					any = true;
				}
			}
			if let Err(cause) = book.commit() {
				log::error!(target: crate::LOG_TARGET, "closing {instrument:?} failed: {cause:?}");
				return;
			}
			if !any {
				// Either the weight ran out, or the book says that it holds orders and has none.
				return;
			}
		}
	}

	fn close_level(
		book: &mut Book<T>,
		instrument: market_primitives::InstrumentId,
		side: Side,
		tick: market_maths::units::Ticks,
	) -> u32 {
		let level = book.level(side, tick).to_vec();
		for resting in &level {
			book.remove(side, tick, &resting.order);
			Self::deposit_event(Event::OrderCancelled {
				order: resting.order.clone(),
				instrument,
				lots: resting.lots,
				remaining: 0,
				reason: CancelReason::Expired,
			});
		}
		orders::release::<T>(level.iter().map(|resting| {
			let RestingOrder { lots, reduce_only, .. } = *resting;
			let exposure = RestingExposure { instrument, side, lots, limit: tick, reduce_only };
			(&resting.order.account, exposure)
		}));
		orders::forget::<T>(level.iter().map(|resting| &resting.order));
		u32::try_from(level.len()).unwrap_or(u32::MAX)
	}
}
