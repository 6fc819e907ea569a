// SPDX-License-Identifier: Apache-2.0
//! The only code that writes subaccounts, and with them the lists of who holds what and who is watched.

use crate::{Config, Event, Holders, OpenSubaccounts, Pallet, Subaccount, Subaccounts, Watched};
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};
use market_primitives::{InstrumentId, SubaccountId, UniverseId};

/// A subaccount read from storage. What is changed in it lasts only if it is saved.
pub(crate) struct Account<T: Config> {
	pub(crate) id: SubaccountId<T::AccountId>,
	state: Subaccount,
	held: Vec<InstrumentId>,
	watched: bool,
	is_new: bool,
}

impl<T: Config> Deref for Account<T> {
	type Target = Subaccount;

	fn deref(&self) -> &Subaccount {
		&self.state
	}
}

impl<T: Config> DerefMut for Account<T> {
	fn deref_mut(&mut self) -> &mut Subaccount {
		&mut self.state
	}
}

impl<T: Config> Account<T> {
	/// Reads a subaccount; `None` if it was never opened or is closed.
	pub(crate) fn load(id: &SubaccountId<T::AccountId>) -> Option<Self> {
		let state = Subaccounts::<T>::get(id)?;
		Some(Self {
			id: id.clone(),
			held: held(&state),
			watched: state.can_fall_short(),
			state,
			is_new: false,
		})
	}

	/// Reads a subaccount or prepares a new one.
	pub(crate) fn load_or_open(id: &SubaccountId<T::AccountId>) -> Self {
		Self::load(id).unwrap_or_else(|| Self {
			id: id.clone(),
			state: Subaccount { universe: UniverseId::default(), ..Default::default() },
			held: Vec::new(),
			watched: false,
			is_new: true,
		})
	}

	/// Whether it was not in storage.
	pub(crate) fn is_new(&self) -> bool {
		self.is_new
	}

	/// Writes the subaccount and whatever lists it belongs in. An empty one is closed.
	pub(crate) fn save(mut self) {
		self.write();
	}

	/// The same, with the subaccount kept to go on with.
	pub(crate) fn write(&mut self) {
		let Self { id, state, held: before, watched, is_new } = self;
		let now = held(state);
		for gone in before.iter().filter(|instrument| now.binary_search(instrument).is_err()) {
			Holders::<T>::remove(gone, &*id);
		}
		for new in now.iter().filter(|instrument| before.binary_search(instrument).is_err()) {
			Holders::<T>::insert(new, &*id, ());
		}
		match (*watched, state.can_fall_short()) {
			(false, true) => Watched::<T>::insert(&*id, ()),
			(true, false) => Watched::<T>::remove(&*id),
			_ => {},
		}
		let is_empty = state.is_empty();
		match (*is_new, is_empty) {
			(true, true) => {},
			(true, false) => {
				OpenSubaccounts::<T>::mutate(|count| *count = count.saturating_add(1));
				Subaccounts::<T>::insert(&*id, &*state);
				let (account, universe) = (id.clone(), state.universe);
				Pallet::<T>::deposit_event(Event::SubaccountOpened { account, universe });
			},
			(false, true) => {
				OpenSubaccounts::<T>::mutate(|count| *count = count.saturating_sub(1));
				Subaccounts::<T>::remove(&*id);
				Pallet::<T>::deposit_event(Event::SubaccountClosed { account: id.clone() });
			},
			(false, false) => Subaccounts::<T>::insert(&*id, &*state),
		}
		*watched = state.can_fall_short();
		*is_new = is_empty;
		*before = now;
	}
}

/// The instruments in which there is a position, in their order.
fn held(state: &Subaccount) -> Vec<InstrumentId> {
	state.positions().map(|line| line.instrument).collect()
}
