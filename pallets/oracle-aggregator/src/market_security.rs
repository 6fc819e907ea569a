// SPDX-License-Identifier: Apache-2.0
//! How large a market the stakes behind its prices secure. The only code that writes `SecuredOpenInterest`.

use crate::{Config, Event, FeedIds, Feeds, Pallet, Panel, SecuredOpenInterest};
use frame_support::traits::Get;
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	units::{Price, Usd},
};
use market_primitives::{traits::MarketSecurity, FeedId, Purpose, Underlying};
use oracle_core::cost_of_corruption;

impl<T: Config> MarketSecurity for Pallet<T> {
	fn secured_open_interest(underlying: Underlying) -> Option<Usd> {
		SecuredOpenInterest::<T>::get(underlying)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_secured(underlying: Underlying, secured: Usd) {
		SecuredOpenInterest::<T>::insert(underlying, secured);
	}
}

impl<T: Config> Pallet<T> {
	/// Finds anew what secures each index, for a session whose seats are weighed. A number that is not known now stays
	/// what it was: a stake feed that falls silent must not lift a bound.
	pub(crate) fn renew_secured_open_interest() {
		let Some(price) = Self::stake_price() else { return };
		let weight = Self::weight_of_panel();
		for feed in FeedIds::<T>::get() {
			let FeedId::Index(underlying) = feed else { continue };
			let Some(parameters) = Feeds::<T>::get(feed) else { continue };
			let cap = cost_of_corruption(weight, &parameters).open_interest_cap;
			let Some(new) = Self::worth(cap, price) else { continue };
			let old = SecuredOpenInterest::<T>::get(underlying);
			if old != Some(new) {
				SecuredOpenInterest::<T>::insert(underlying, new);
				Self::deposit_event(Event::SecuredOpenInterestChanged { underlying, old, new });
			}
		}
	}

	/// What all seats weigh together.
	pub(crate) fn weight_of_panel() -> u128 {
		let panel = Panel::<T>::get();
		panel.iter().fold(0, |sum: u128, seat| sum.saturating_add(seat.weight))
	}

	/// What [`Config::StakeUnit`] of stake is worth, while the price is good enough for new risk.
	pub(crate) fn stake_price() -> Option<Price> {
		let price = Self::observe_feed(T::StakeFeed::get()?).ok()?;
		price.value_for(Purpose::NewRisk).ok()
	}

	/// What units of stake are worth at a price, rounded down: security is never overstated. `None` if it does not fit.
	pub(crate) fn worth(stake: u128, price: Price) -> Option<Usd> {
		let unit = T::StakeUnit::get();
		let worth = multiply_divide(stake, price.into_inner(), unit, Rounding::Down).ok()?;
		i128::try_from(worth).ok().map(Usd::from_inner)
	}
}
