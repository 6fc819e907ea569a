// SPDX-License-Identifier: Apache-2.0
//! Smiles whose shape and status a test decides.

use crate::{
	traits::{ListedExpiries, VolatilitySurface},
	FeedError, FeedStatus, SmileId, SmileObservation, SmileShape,
};
use alloc::collections::{BTreeMap, BTreeSet};
use core::cell::RefCell;
use market_maths::units::Price;

std::thread_local! {
	static SMILES: RefCell<BTreeMap<SmileId, Result<SmileObservation, FeedError>>> =
		const { RefCell::new(BTreeMap::new()) };
	static ASKED: RefCell<u32> = const { RefCell::new(0) };
	static UNLISTED: RefCell<BTreeSet<SmileId>> = const { RefCell::new(BTreeSet::new()) };
}

/// Answers [`VolatilitySurface`] from smiles that the test of this thread sets.
pub struct FakeVolatilitySurface;

impl FakeVolatilitySurface {
	/// Forgets every smile.
	pub fn reset() {
		SMILES.with_borrow_mut(BTreeMap::clear);
		ASKED.set(0);
	}

	/// Sets everything there is to know about a smile.
	pub fn set(smile: SmileObservation) {
		SMILES.with_borrow_mut(|smiles| smiles.insert(smile.id, Ok(smile)));
	}

	/// Lets a smile be live with this forward and shape.
	pub fn report(id: SmileId, forward: Price, shape: SmileShape, seconds_to_expiry: u64) {
		Self::set(SmileObservation::new(id, forward, shape, seconds_to_expiry));
	}

	/// Sets the status of a smile and leaves its shape as it is.
	pub fn set_status(id: SmileId, status: FeedStatus) {
		SMILES.with_borrow_mut(|smiles| {
			if let Some(Ok(smile)) = smiles.get_mut(&id) {
				smile.status = status;
			}
		});
	}

	/// Lets somebody vote on a smile, but too few.
	pub fn report_too_little(id: SmileId) {
		SMILES.with_borrow_mut(|smiles| smiles.insert(id, Err(FeedError::NeverReported)));
	}

	/// Lets a smile be paused before there was one.
	pub fn pause(id: SmileId) {
		SMILES.with_borrow_mut(|smiles| smiles.insert(id, Err(FeedError::Halted)));
	}

	/// How often it was asked since the last time.
	pub fn take_asked() -> u32 {
		ASKED.take()
	}
}

impl VolatilitySurface for FakeVolatilitySurface {
	fn smile(id: SmileId) -> Result<SmileObservation, FeedError> {
		ASKED.with_borrow_mut(|asked| *asked = asked.saturating_add(1));
		SMILES.with_borrow(|smiles| smiles.get(&id).cloned().unwrap_or(Err(FeedError::Unknown)))
	}
}

/// Lists every expiry, but those that a test takes off the list.
pub struct FakeListedExpiries;

impl FakeListedExpiries {
	/// Lists every expiry.
	pub fn reset() {
		UNLISTED.with_borrow_mut(BTreeSet::clear);
	}

	/// Takes an expiry off the list.
	pub fn unlist(id: SmileId) {
		UNLISTED.with_borrow_mut(|unlisted| unlisted.insert(id));
	}
}

impl ListedExpiries for FakeListedExpiries {
	fn is_listed(id: SmileId) -> bool {
		UNLISTED.with_borrow(|unlisted| !unlisted.contains(&id))
	}
}
