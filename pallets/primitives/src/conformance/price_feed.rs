// SPDX-License-Identifier: Apache-2.0
//! What every source of prices must do.

use crate::{
	traits::{PriceFeed, SettlementPrice},
	FeedError, FeedId, FeedStatus, Purpose, Underlying,
};
use market_maths::units::Price;

/// How the exam drives a source of prices.
pub trait Examinee {
	/// The source.
	type Feed: PriceFeed;

	/// Runs `story` on a source that knows `feed` but never had a value of it, and checks its
	/// invariants at the end.
	fn begin(story: impl FnOnce());

	/// The feed that the source knows: an index.
	fn feed() -> FeedId;

	/// A feed that the source does not know.
	fn unknown_feed() -> FeedId;

	/// Makes `value` the live value of the feed, seen now.
	fn publish(value: Price);

	/// Lets `ms` pass without any news.
	fn wait(ms: u64);

	/// How old a value may become.
	fn max_age_ms() -> u64;
}

/// Every part of the exam, one after the other.
pub fn all<E: Examinee>() {
	E::begin(an_unknown_feed_is_an_error::<E>);
	E::begin(a_feed_without_a_value_is_an_error::<E>);
	E::begin(a_published_value_is_seen_live::<E>);
	E::begin(an_old_value_is_never_live::<E>);
	E::begin(an_old_value_serves_no_new_risk::<E>);
	E::begin(a_fresh_value_ends_the_silence::<E>);
	E::begin(asking_changes_nothing::<E>);
	E::begin(a_settlement_before_its_expiry_is_pending::<E>);
}

fn price(units: u128) -> Price {
	Price::from_inner(units.saturating_mul(1_000_000_000_000_000_000))
}

/// Nobody reports the feed: not a zero, an error.
pub fn an_unknown_feed_is_an_error<E: Examinee>() {
	assert_eq!(E::Feed::observe(E::unknown_feed()), Err(FeedError::Unknown));
}

/// The feed is known, but nobody said anything yet.
pub fn a_feed_without_a_value_is_an_error<E: Examinee>() {
	assert_eq!(E::Feed::observe(E::feed()), Err(FeedError::NeverReported));
}

/// What is published is what is seen, with a time and an average.
pub fn a_published_value_is_seen_live<E: Examinee>() {
	E::publish(price(100));
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	assert_eq!(seen.status, FeedStatus::Live);
	assert_eq!(seen.value_for(Purpose::NewRisk), Ok(price(100)));
	assert!(!seen.average.is_zero());
	assert!(seen.observed_at_ms > 0);
}

/// A value is never live beyond its age, whether or not anything ran since.
pub fn an_old_value_is_never_live<E: Examinee>() {
	E::publish(price(100));
	E::wait(E::max_age_ms().saturating_add(1));
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	assert_eq!(seen.status, FeedStatus::Halted);
	E::wait(1_000_000);
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	assert_eq!(seen.status, FeedStatus::Halted);
}

/// An old value is for looking at and for reducing only.
pub fn an_old_value_serves_no_new_risk<E: Examinee>() {
	E::publish(price(100));
	E::wait(E::max_age_ms().saturating_add(1));
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	for purpose in
		[Purpose::NewRisk, Purpose::Liquidate, Purpose::Fund, Purpose::Settle, Purpose::Withdraw]
	{
		assert_eq!(seen.value_for(purpose), Err(FeedError::Halted), "{purpose:?}");
	}
	assert_eq!(seen.value_for(Purpose::Show), Ok(price(100)));
}

/// Silence is not for ever.
pub fn a_fresh_value_ends_the_silence<E: Examinee>() {
	E::publish(price(100));
	E::wait(E::max_age_ms().saturating_add(1));
	E::publish(price(101));
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	assert_eq!(seen.status, FeedStatus::Live);
	assert_eq!(seen.value_for(Purpose::NewRisk), Ok(price(101)));
}

/// Two questions at the same time have the same answer.
pub fn asking_changes_nothing<E: Examinee>() {
	E::publish(price(100));
	assert_eq!(E::Feed::observe(E::feed()), E::Feed::observe(E::feed()));
}

/// Nothing settles before its time.
pub fn a_settlement_before_its_expiry_is_pending<E: Examinee>() {
	E::publish(price(100));
	let seen = E::Feed::observe(E::feed()).expect("a value was published");
	let tomorrow = (seen.observed_at_ms / 1_000).saturating_add(86_400);
	let (FeedId::Index(underlying) | FeedId::Volatility(underlying)) = E::feed();
	assert_eq!(E::Feed::settlement_price(underlying, tomorrow), SettlementPrice::Pending);
	assert_eq!(E::Feed::settlement_price(Underlying::BTC, u64::MAX), SettlementPrice::Pending);
}
