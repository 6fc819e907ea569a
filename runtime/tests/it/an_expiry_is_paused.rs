// SPDX-License-Identifier: Apache-2.0
//! The technical committee stops new risk in the options of one expiry, and nobody else is stopped.

use crate::exchange::{act, limit, place, series, Exchange};
use market_maths::{
	options::{OptionKind, SECONDS_PER_YEAR},
	units::Rate,
};
use market_primitives::{
	traits::VolatilitySurface, FeedError, FeedStatus, Side, SmileId, Underlying,
};
use oracle_core::{SmileEntry, SmileNodes, NODES};
use pallet_option_writing::BoardKey;
use pallet_oracle_aggregator::{Call as OracleCall, Concern, SurfaceRules};
use pallet_order_book::OrderTicket;
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::{traits::Dispatchable, DispatchError, ModuleError};
use straddle_runtime::{
	configs::governance::TechnicalCommitteeInstance, exchange_genesis::reporters, AccountId,
	OracleAggregator, Runtime, RuntimeCall, RuntimeOrigin,
};
use FeedStatus::{Caution, Halted, Live};

const STRIKE: &str = "60000";

/// Two expiries with options, and a trader.
struct Story {
	exchange: Exchange,
	near: BoardKey,
	far: BoardKey,
}

fn smile_id(key: &BoardKey) -> SmileId {
	SmileId::new(key.underlying, key.expiry)
}

/// 60 % a year at every node, as of a time.
fn level(id: SmileId, at_ms: u64) -> SmileEntry {
	let seconds = i128::from(id.seconds_left(at_ms));
	let total = 360_000_000_000_000_000 * seconds / i128::from(SECONDS_PER_YEAR);
	let forward = "60000".parse().unwrap();
	let totals = [Rate::from_inner(total); NODES];
	SmileEntry { smile: id, nodes: SmileNodes { forward, totals } }
}

/// Bids for a call. The bid rests.
fn bid(key: &BoardKey, premium: &str) -> RuntimeCall {
	let instrument = series(key, STRIKE, OptionKind::Call);
	place(OrderTicket { instrument, ..limit("BTC-PERP", Side::Buy, "0.1", premium) })
}

impl Story {
	/// Three rounds end a halt, and two a caution, as they do for the feeds of this chain.
	fn begin() -> Self {
		let mut exchange = Exchange::open("60000", "3000");
		exchange.chain.inspect(|| {
			SurfaceRules::<Runtime>::mutate(|rule| {
				rule.counting.rounds_to_leave_caution = 2;
				rule.counting.rounds_to_leave_halt = 3;
			});
		});
		exchange.deposit(Who::Alice, 100_000);
		let far = exchange.listed_expiry(Underlying::BTC, STRIKE, 3_600);
		let near = exchange.listed_expiry(Underlying::BTC, STRIKE, 150);
		Self { exchange, near, far }
	}

	/// A window in which all reporters vote on the smiles of both expiries.
	fn window(&mut self) {
		let observed_at_ms = self.exchange.chain.now_ms();
		let smiles = [self.near, self.far].map(|key| level(smile_id(&key), observed_at_ms));
		let smiles = smiles.to_vec().try_into().expect("two smiles are few");
		let call = RuntimeCall::from(OracleCall::report_smiles { observed_at_ms, smiles });
		self.exchange.chain.inspect(|| {
			for reporter in reporters() {
				act(reporter, call.clone()).expect("the report is taken");
			}
		});
		self.exchange.window();
	}

	/// Both smiles are live.
	fn with_smiles() -> Self {
		let mut story = Self::begin();
		for _ in 0..3 {
			story.window();
		}
		assert_eq!((story.status(story.near), story.status(story.far)), (Ok(Live), Ok(Live)));
		story
	}

	fn status(&mut self, key: BoardKey) -> Result<FeedStatus, FeedError> {
		let seen = self.exchange.chain.inspect(|| OracleAggregator::smile(smile_id(&key)));
		seen.map(|smile| smile.status)
	}

	/// Two of three members of the committee have carried it.
	fn committee_pauses(&mut self, expiry: Option<u64>, for_ms: u64) {
		let underlying = Underlying::BTC;
		let call = RuntimeCall::from(OracleCall::pause_smile { underlying, expiry, for_ms });
		type Members = pallet_collective::RawOrigin<AccountId, TechnicalCommitteeInstance>;
		let paused = self
			.exchange
			.chain
			.inspect(|| call.dispatch(RuntimeOrigin::from(Members::Members(2, 3))));
		assert!(paused.is_ok(), "{paused:?}");
	}

	fn bids(&mut self, key: BoardKey, premium: &str) -> Result<(), DispatchError> {
		self.exchange.tries(Who::Alice, bid(&key, premium))
	}
}

/// Whether an order was refused because there is nothing good enough to take it at.
fn is_for_want_of_a_price(refused: Result<(), DispatchError>) -> bool {
	matches!(
		refused,
		Err(DispatchError::Module(ModuleError { message: Some(name), .. }))
			if name.ends_with("Unavailable")
	)
}

#[test]
fn options_of_a_paused_expiry_are_not_for_new_risk_until_its_smile_has_healed() {
	let mut story = Story::with_smiles();
	let (near, far) = (story.near, story.far);
	assert_eq!(story.bids(near, "30"), Ok(()));
	story.committee_pauses(Some(near.expiry), 30_000);
	for _ in 0..9 {
		assert!(is_for_want_of_a_price(story.bids(near, "30")));
		story.window();
		assert_eq!((story.status(near), story.status(far)), (Ok(Halted), Ok(Live)));
	}
	assert_eq!(story.bids(far, "300"), Ok(()), "no other expiry is stopped");
	let details = story
		.exchange
		.chain
		.inspect(|| OracleAggregator::surface_details(smile_id(&near)))
		.expect("it is voted on");
	assert_eq!(details.concern, Some(Concern::Paused));

	let mut after = Vec::new();
	for _ in 0..5 {
		story.window();
		after.push(story.status(near).expect("it has a smile"));
	}
	assert_eq!(after, [Halted, Halted, Caution, Caution, Live]);
	assert_eq!(story.bids(near, "30"), Ok(()));
}

#[test]
fn an_expiry_that_nobody_votes_on_is_stopped_by_one_call_for_all() {
	let mut story = Story::begin();
	let (near, far) = (story.near, story.far);
	// Without a smile options are priced with the flat volatility.
	assert_eq!(story.status(near), Err(FeedError::Unknown));
	assert_eq!(story.bids(near, "30"), Ok(()));
	story.committee_pauses(None, 6_000);
	for key in [near, far] {
		assert_eq!(story.status(key), Err(FeedError::Halted));
		assert!(is_for_want_of_a_price(story.bids(key, "30")));
	}
	let perpetual = place(limit("BTC-PERP", Side::Buy, "0.1", "59500"));
	story.exchange.does(Who::Alice, perpetual).windows(2);
	assert_eq!(story.bids(near, "30"), Ok(()), "it ends by itself");
}
