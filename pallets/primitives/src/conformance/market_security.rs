// SPDX-License-Identifier: Apache-2.0
//! What everybody must do who says how large a market is secured.

use crate::{traits::MarketSecurity, Underlying};

/// How the exam drives whoever says it.
pub trait Examinee {
	/// Who says it.
	type Security: MarketSecurity;

	/// Runs `story` where it is known what secures the market of [`secured`](Self::secured), and checks invariants at
	/// its end.
	fn begin(story: impl FnOnce());

	/// An underlying with a market that is secured.
	fn secured() -> Underlying;

	/// An underlying without any price.
	fn unpriced() -> Underlying;

	/// Lets nobody know any more what stakes are worth, for so long that everything was computed anew.
	fn lose_sight();
}

/// Every part of the exam, one after the other.
pub fn all<E: Examinee>() {
	E::begin(what_is_secured_is_known_and_not_negative::<E>);
	E::begin(nothing_is_known_of_what_has_no_price::<E>);
	E::begin(asking_changes_nothing::<E>);
	E::begin(a_bound_is_not_lifted_by_ignorance::<E>);
}

/// Nothing is less than nothing.
pub fn what_is_secured_is_known_and_not_negative<E: Examinee>() {
	let secured = E::Security::secured_open_interest(E::secured()).expect("it is known");
	assert!(!secured.is_negative(), "{secured} is secured");
}

/// Not a zero, which would close the market, but no bound.
pub fn nothing_is_known_of_what_has_no_price<E: Examinee>() {
	assert_eq!(E::Security::secured_open_interest(E::unpriced()), None);
}

/// Two questions have the same answer.
pub fn asking_changes_nothing<E: Examinee>() {
	let ask = || E::Security::secured_open_interest(E::secured());
	assert_eq!(ask(), ask());
}

/// A bound that was known stays while nobody knows better.
pub fn a_bound_is_not_lifted_by_ignorance<E: Examinee>() {
	let before = E::Security::secured_open_interest(E::secured());
	E::lose_sight();
	assert_eq!(E::Security::secured_open_interest(E::secured()), before);
}
