// SPDX-License-Identifier: Apache-2.0
use super::replay::Replay;
use crate::{hooks::clear_market::Limits, mock::*, *};
use market_maths::units::{Ticks, Usd};
use market_primitives::{
	testing::{
		instruments::FakeInstruments, market_security::FakeMarketSecurity, risk::FakeRiskGate,
	},
	traits::{Instruments, LiquidationVenue, MarketSecurity},
	FeedStatus, MarketState, OrderId, Side, SubaccountId, TimeInForce, Underlying,
};
use proptest::prelude::*;
use sp_runtime::{Perbill, StateVersion};
use std::collections::BTreeSet;

const TRADERS: u64 = 8;

/// What somebody does within a window.
#[derive(Clone, Debug)]
enum Act {
	Place { who: u64, subaccount: u8, ticket: OrderTicket },
	Cancel { who: u64, subaccount: u8, sequence: u64 },
	CancelAll { who: u64, subaccount: u8 },
}

impl Act {
	fn account(&self) -> SubaccountId<u64> {
		let (Self::Place { who, subaccount, .. }
		| Self::Cancel { who, subaccount, .. }
		| Self::CancelAll { who, subaccount }) = self;
		SubaccountId::new(*who, *subaccount)
	}

	/// Does it; whether it is refused is not the point.
	fn perform(&self) {
		let _ = frame_support::storage::with_storage_layer(|| match self.clone() {
			Self::Place { who, subaccount, ticket } => place_for(who, subaccount, ticket),
			Self::Cancel { who, subaccount, sequence } => {
				let account = SubaccountId::new(who, subaccount);
				cancel(who, OrderId { account, sequence })
			},
			Self::CancelAll { who, subaccount } => {
				OrderBook::cancel_all(RuntimeOrigin::signed(who), subaccount, None)
					.map(|_| ())
					.map_err(|refused| refused.error)
			},
		});
	}
}

fn ticket() -> impl Strategy<Value = OrderTicket> {
	let kind = prop_oneof![6 => Just(0u8), 2 => Just(1), 2 => Just(2), 2 => Just(3)];
	(any::<bool>(), 1i64..30, 990u128..1_011, kind).prop_map(|(buys, lots, limit, kind)| {
		let ticket = if buys { bid(lots, limit) } else { ask(lots, limit) };
		OrderTicket {
			time_in_force: match kind {
				1 => TimeInForce::ImmediateOrCancel,
				_ => TimeInForce::GoodTillCancelled,
			},
			post_only: kind == 2,
			reduce_only: kind == 3,
			..ticket
		}
	})
}

fn subaccount() -> impl Strategy<Value = (u64, u8)> {
	(10..10 + TRADERS, 0u8..2)
}

fn cancellation() -> impl Strategy<Value = Act> {
	prop_oneof![
		2 => (subaccount(), 0u64..6).prop_map(|((who, subaccount), sequence)| {
			Act::Cancel { who, subaccount, sequence }
		}),
		1 => subaccount().prop_map(|(who, subaccount)| Act::CancelAll { who, subaccount }),
	]
}

fn act() -> impl Strategy<Value = Act> {
	prop_oneof![
		8 => (subaccount(), ticket())
			.prop_map(|((who, subaccount), ticket)| Act::Place { who, subaccount, ticket }),
		3 => cancellation(),
	]
}

/// What happens between windows.
#[derive(Clone, Debug)]
enum Weather {
	Calm,
	State(MarketState),
	Feed(FeedStatus),
	Mark(u128),
	Cap(u64),
	Secured(i128),
	Poor { who: u64, percent: u32 },
	Liquidate { who: u64, lots: u64, limit: u64, side: Side },
	CancelForLiquidation { who: u64 },
}

impl Weather {
	fn happen(&self) {
		match self.clone() {
			Self::Calm => {},
			Self::State(state) => set_state(state),
			Self::Feed(status) => FakeInstruments::set_status_of_all(status),
			Self::Mark(price) => FakeInstruments::set_price(&PERPETUAL, usd(price)),
			Self::Cap(cap) => FakeInstruments::set_open_interest_cap(&PERPETUAL, cap),
			Self::Secured(dollars) => {
				let secured = Usd::from_inner(dollars * 10i128.pow(18));
				FakeMarketSecurity::secure(Underlying::BTC, secured);
			},
			Self::Poor { who, percent } => {
				FakeRiskGate::set_bearable_share(&sub(who), Perbill::from_percent(percent))
			},
			Self::Liquidate { who, lots, limit, side } => {
				let limit = Ticks::from_inner(limit);
				OrderBook::reduce_in_next_clearing(&sub(who), &PERPETUAL, side, lots, limit);
			},
			Self::CancelForLiquidation { who } => {
				OrderBook::cancel_all_for_liquidation(&sub(who));
			},
		}
	}
}

fn weather() -> impl Strategy<Value = Weather> {
	let who = || 10..10 + TRADERS;
	let state = prop_oneof![
		6 => Just(MarketState::Listed),
		1 => Just(MarketState::PostOnly),
		1 => Just(MarketState::ReduceOnly),
		1 => Just(MarketState::Halted),
	];
	prop_oneof![
		6 => Just(Weather::Calm),
		3 => state.prop_map(Weather::State),
		2 => prop_oneof![3 => Just(FeedStatus::Live), 1 => Just(FeedStatus::Halted)]
			.prop_map(Weather::Feed),
		2 => (985u128..1_016).prop_map(Weather::Mark),
		2 => prop_oneof![Just(1_000u64), 0u64..60].prop_map(Weather::Cap),
		2 => (0i128..60).prop_map(Weather::Secured),
		2 => (who(), 0u32..101).prop_map(|(who, percent)| Weather::Poor { who, percent }),
		2 => (who(), 1u64..30, 985u64..1_016, any::<bool>()).prop_map(|(who, lots, limit, buys)| {
			let side = if buys { Side::Buy } else { Side::Sell };
			Weather::Liquidate { who, lots, limit, side }
		}),
		1 => who().prop_map(|who| Weather::CancelForLiquidation { who }),
	]
}

/// Lots of a thousandth of a coin that are secured at the index, rounded down.
fn secured_lots() -> u64 {
	let index = FakeInstruments::mark(&PERPETUAL).unwrap().index.into_inner();
	let secured = FakeMarketSecurity::secured_open_interest(Underlying::BTC);
	secured.map_or(u64::MAX, |secured| {
		let lots = secured.into_inner() * 1_000 / i128::try_from(index).unwrap();
		u64::try_from(lots).unwrap()
	})
}

fn perform_all(acts: &[Act]) {
	acts.iter().for_each(Act::perform);
}

/// State after `history` and a window with `acts`, once that window is cleared.
fn state_after(history: &[Act], weather: &Weather, acts: &[Act], cap: u64) -> (Vec<u8>, Vec<u8>) {
	ExtBuilder::default().open_interest_cap(cap).build().execute_with(|| {
		// Two traders begin with a position, so that there is something to reduce.
		hold(10, 11, 7);
		perform_all(history);
		clear();
		perform_all(acts);
		weather.happen();
		clear();
		ensure_invariants();
		System::reset_events();
		(sp_io::storage::root(StateVersion::V1), FakeRiskGate::fingerprint())
	})
}

/// What is told and stored after `history` and a window with nothing but `cancels`, if it is cleared as one with orders
/// is, or as the book does it.
fn told_and_stored_after(
	history: &[Act],
	weather: &Weather,
	cancels: &[Act],
	as_with_orders: bool,
) -> (Vec<Event<Test>>, Vec<u8>, Vec<u8>) {
	ExtBuilder::default().build().execute_with(|| {
		hold(10, 11, 7);
		perform_all(history);
		weather.happen();
		clear();
		perform_all(cancels);
		let waiting = Windows::<Test>::get(window());
		assert_eq!((waiting.orders, waiting.liquidations), (0, 0));
		let mut told = Vec::new();
		if as_with_orders {
			System::reset_events();
			let limits = Limits { depth: u32::MAX, evictions: 0 };
			let memo = &mut Default::default();
			assert!(OrderBook::clear_market(window(), PERPETUAL, limits, memo).is_ok());
			told.extend(events());
		}
		clear();
		told.extend(events());
		ensure_invariants();
		System::reset_events();
		(told, sp_io::storage::root(StateVersion::V1), FakeRiskGate::fingerprint())
	})
}

/// Mixes the messages of different subaccounts as `picks` says, and keeps each one's own order.
fn interleave(acts: &[Act], picks: &[usize]) -> Vec<Act> {
	let accounts: BTreeSet<_> = acts.iter().map(Act::account).collect();
	let mut queues: Vec<Vec<Act>> = accounts
		.iter()
		.map(|account| acts.iter().rev().filter(|act| act.account() == *account).cloned().collect())
		.collect();
	let mut mixed = Vec::new();
	for pick in picks.iter().cycle() {
		queues.retain(|queue| !queue.is_empty());
		if queues.is_empty() {
			break;
		}
		let chosen = pick % queues.len();
		mixed.extend(queues[chosen].pop());
	}
	mixed
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn any_permutation_of_a_windows_messages_leads_to_the_same_state(
		history in prop::collection::vec(act(), 0..30),
		acts in prop::collection::vec(act(), 1..40),
		permutations in prop::collection::vec(prop::collection::vec(0usize..97, 40), 100),
		weather in weather(),
		cap in prop_oneof![Just(1_000u64), 5u64..40],
	) {
		let expected = state_after(&history, &weather, &acts, cap);
		for picks in permutations {
			let mixed = interleave(&acts, &picks);
			prop_assert_eq!(mixed.len(), acts.len());
			let state = state_after(&history, &weather, &mixed, cap);
			prop_assert!(state == expected, "another state after {:?}", mixed);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn random_order_flow_keeps_every_invariant_and_can_be_replayed(
		windows in prop::collection::vec((prop::collection::vec(act(), 0..25), weather()), 1..12),
		cap in prop_oneof![Just(1_000u64), 0u64..60],
	) {
		ExtBuilder::default().open_interest_cap(cap).build().execute_with(|| {
			let mut replay = Replay::default();
			for (acts, weather) in windows {
				perform_all(&acts);
				weather.happen();
				let open_before = FakeInstruments::open_interest(&PERPETUAL);
				replay.read(events());
				clear();
				ensure_invariants();
				let cap = FakeInstruments::terms(&PERPETUAL).unwrap().open_interest_cap;
				let cap = cap.min(secured_lots());
				let open = FakeInstruments::open_interest(&PERPETUAL);
				assert!(open <= cap.max(open_before), "{open} open, the cap is {cap}");
			}
			replay.read(events());
			replay.ensure_matches_the_book();
		});
	}

	#[test]
	fn a_window_of_cancellations_alone_ends_as_if_it_had_been_cleared_with_an_auction(
		history in prop::collection::vec(act(), 0..40),
		cancels in prop::collection::vec(cancellation(), 1..20),
		weather in weather(),
	) {
		let by_the_book = told_and_stored_after(&history, &weather, &cancels, false);
		let with_an_auction = told_and_stored_after(&history, &weather, &cancels, true);
		prop_assert!(by_the_book == with_an_auction, "{:?}", by_the_book.0);
	}

	/// The clearing reads only the part of the book it needs. It must come out as if it had read all.
	#[test]
	fn a_clearing_fills_as_an_auction_over_everything_would(
		makers in prop::collection::vec((10u64..14, 1i64..9, 990u128..1_011, any::<bool>()), 0..24),
		coming in prop::collection::vec((20u64..24, 1i64..30, 985u128..1_016, any::<bool>()), 1..10),
		mark in 985u128..1_016,
	) {
		ExtBuilder::default().build().execute_with(|| {
			let order = |lots, limit, buys| if buys { bid(lots, limit) } else { ask(lots, limit) };
			for (who, lots, limit, buys) in makers {
				// Bids below, asks above: nothing trades yet.
				let limit = if buys { limit.min(999) } else { limit.max(1_001) };
				let _ = place(who, order(lots, limit, buys));
			}
			clear();
			FakeInstruments::set_price(&PERPETUAL, usd(mark));
			let mut levels = [resting(Side::Buy), resting(Side::Sell)];
			for (place_in_line, (_, lots, limit, buys)) in coming.iter().enumerate() {
				// Each from an owner of its own, so that nobody yields to oneself.
				let who = 100 + u64::try_from(place_in_line).unwrap();
				place(who, order(*lots, *limit, *buys)).unwrap();
				levels[usize::from(!buys)].push((
					u64::try_from(*limit).unwrap(),
					u64::try_from(*lots).unwrap(),
				));
			}
			let expected = auction_over(levels, u64::try_from(mark).unwrap());
			clear();
			let deep = cuts().iter().any(|(.., reason)| *reason == CancelReason::CannotRest);
			if !deep {
				assert_eq!(cleared_at(), expected);
			}
			ensure_invariants();
		});
	}
}

fn auction_over([bids, asks]: [Vec<(u64, u64)>; 2], mark: u64) -> Option<(u64, u64)> {
	use market_maths::auction::{clearing_price, Level};
	let sorted = |side: Vec<(u64, u64)>, descending: bool| {
		let mut side: Vec<Level> = side
			.into_iter()
			.map(|(price, lots)| Level { price: Ticks::from_inner(price), lots })
			.collect();
		side.sort_by_key(|level| level.price);
		if descending {
			side.reverse();
		}
		side
	};
	clearing_price(&sorted(bids, true), &sorted(asks, false), Ticks::from_inner(mark))
		.unwrap()
		.map(|clearing| (clearing.price.into_inner(), clearing.volume))
}
