// SPDX-License-Identifier: Apache-2.0
//! What every source of implied volatilities must do.

use crate::{traits::VolatilitySurface, FeedError, FeedStatus, Purpose, SmileId};
use market_maths::units::{Price, Volatility};

/// How the exam drives a source of smiles.
pub trait Examinee {
	/// The source.
	type Surface: VolatilitySurface;

	/// Runs `story` on a source without any smile, and checks its invariants at the end.
	fn begin(story: impl FnOnce());

	/// A smile that can be published.
	fn smile() -> SmileId;

	/// Another one of the same underlying, that expires later.
	fn other_smile() -> SmileId;

	/// Makes a smile live, seen now, with this forward and level volatility.
	fn publish(id: SmileId, forward: Price, volatility: Volatility);

	/// Lets `ms` pass without any news.
	fn wait(ms: u64);

	/// How old a smile may become.
	fn max_age_ms() -> u64;
}

/// Every part of the exam, one after the other.
pub fn all<E: Examinee>() {
	E::begin(an_unknown_smile_is_an_error::<E>);
	E::begin(a_published_smile_is_seen_live::<E>);
	E::begin(far_strikes_have_volatilities::<E>);
	E::begin(an_old_smile_is_never_live::<E>);
	E::begin(an_old_smile_serves_no_new_risk::<E>);
	E::begin(one_smile_grows_old_alone::<E>);
	E::begin(asking_changes_nothing::<E>);
}

fn forward() -> Price {
	Price::from_inner(60_000_000_000_000_000_000_000)
}

/// 40 %.
fn volatility() -> Volatility {
	Volatility::from_inner(400_000_000_000_000_000)
}

/// Nobody votes on the smile: not a zero, an error.
pub fn an_unknown_smile_is_an_error<E: Examinee>() {
	assert_eq!(E::Surface::smile(E::smile()), Err(FeedError::Unknown));
}

/// What is published is what is seen.
pub fn a_published_smile_is_seen_live<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	let seen = E::Surface::smile(E::smile()).expect("a smile was published");
	assert_eq!(seen.id, E::smile());
	assert_eq!(seen.status, FeedStatus::Live);
	assert!(seen.observed_at_ms > 0);
	assert_eq!(seen.forward_for(Purpose::NewRisk), Ok(forward()));
	let at_the_money = seen.volatility_for(forward(), Purpose::NewRisk);
	let found = at_the_money.expect("it is live").expect("it can be computed");
	let apart = found.into_inner().abs_diff(volatility().into_inner());
	assert!(apart < 1_000_000_000_000, "{found} is not {}", volatility());
}

/// However far a strike is, it has a volatility; a strike of zero has none.
pub fn far_strikes_have_volatilities<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	let seen = E::Surface::smile(E::smile()).expect("a smile was published");
	for strike in [1, 1_000_000_000_000_000_000, u128::MAX] {
		let found = seen.volatility_for(Price::from_inner(strike), Purpose::Show);
		assert!(found.expect("it may be shown").is_some_and(|found| !found.is_zero()));
	}
	assert_eq!(seen.volatility_for(Price::ZERO, Purpose::Show), Ok(Some(Volatility::ZERO)));
}

/// A smile is never live beyond its age, whether or not anything ran since.
pub fn an_old_smile_is_never_live<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	E::wait(E::max_age_ms().saturating_add(1));
	let seen = E::Surface::smile(E::smile()).expect("a smile was published");
	assert_eq!(seen.status, FeedStatus::Halted);
}

/// An old smile is for looking at and for reducing only.
pub fn an_old_smile_serves_no_new_risk<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	E::wait(E::max_age_ms().saturating_add(1));
	let seen = E::Surface::smile(E::smile()).expect("a smile was published");
	for purpose in [Purpose::NewRisk, Purpose::Liquidate, Purpose::Settle, Purpose::Withdraw] {
		assert_eq!(seen.forward_for(purpose), Err(FeedError::Halted), "{purpose:?}");
		assert_eq!(seen.volatility_for(forward(), purpose), Err(FeedError::Halted), "{purpose:?}");
		assert_eq!(seen.shape_for(purpose), Err(FeedError::Halted), "{purpose:?}");
	}
	assert_eq!(seen.forward_for(Purpose::Show), Ok(forward()));
}

/// Halting one smile halts no other.
pub fn one_smile_grows_old_alone<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	E::wait(E::max_age_ms().saturating_add(1));
	E::publish(E::other_smile(), forward(), volatility());
	let status = |id| E::Surface::smile(id).map(|seen| seen.status);
	assert_eq!(status(E::smile()), Ok(FeedStatus::Halted));
	assert_eq!(status(E::other_smile()), Ok(FeedStatus::Live));
}

/// Two questions at the same time have the same answer.
pub fn asking_changes_nothing<E: Examinee>() {
	E::publish(E::smile(), forward(), volatility());
	assert_eq!(E::Surface::smile(E::smile()), E::Surface::smile(E::smile()));
}
