// SPDX-License-Identifier: Apache-2.0
//! What holds for all votes.

use super::{
	smile_stories::{in_days, level},
	*,
};
use crate::{Aggregate, FeedParameters, SeatNumber, Surface};
use market_maths::{aggregation::Vote, units::Price};
use market_primitives::{
	traits::{PriceFeed, SettlementPrice},
	FeedStatus, Underlying,
};
use oracle_core::{score::Score, Counting, Outcome, Smiles};
use proptest::prelude::*;

const NOW_MS: u64 = 1_000_000_000;

fn votes() -> impl Strategy<Value = Vec<Vote>> {
	let vote =
		(1u128..1_000_000, 0u128..10_000, 1u128..1_000).prop_map(|(price, confidence, weight)| {
			Vote {
				price: Price::from_inner(price),
				confidence: Price::from_inner(confidence.min(price)),
				weight,
			}
		});
	proptest::collection::vec(vote, 1..20)
}

fn count(votes: &[Vote], total_weight: u128, last: Option<&Aggregate>) -> Outcome {
	let parameters = FeedParameters { min_reporters: 1, ..FeedParameters::major() };
	let counting = Counting {
		votes,
		newest_ms: NOW_MS,
		total_weight,
		parameters: &parameters,
		now_ms: NOW_MS,
	};
	counting.count(last).unwrap()
}

fn weight(votes: &[Vote]) -> u128 {
	votes.iter().map(|vote| vote.weight).sum()
}

proptest! {
	/// The value does not depend on the order in which votes arrived.
	#[test]
	fn order_does_not_matter(votes in votes(), turn in 0usize..20) {
		let mut turned = votes.clone();
		turned.rotate_left(turn % votes.len());
		turned.reverse();
		let total = weight(&votes);
		prop_assert_eq!(count(&votes, total, None), count(&turned, total, None));
	}

	/// Liars with less than half of the counted weight cannot move the median out of what the honest say.
	#[test]
	fn a_minority_cannot_leave_the_honest_range(
		honest in votes(),
		lies in proptest::collection::vec(1u128..u128::from(u64::MAX), 1..10),
	) {
		let most = weight(&honest).saturating_sub(1);
		let share = most / lies.len() as u128;
		let mut all = honest.clone();
		all.extend(lies.iter().map(|lie| Vote {
			price: Price::from_inner(*lie),
			confidence: Price::ZERO,
			weight: share,
		}));
		let Outcome::Renewed(found) = count(&all, weight(&all), None) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		let lowest = honest.iter().map(|vote| vote.price).min().unwrap();
		let highest = honest.iter().map(|vote| vote.price).max().unwrap();
		prop_assert!((lowest..=highest).contains(&found.raw));
	}

	/// Votes of less than half of all weight never make a value.
	#[test]
	fn no_value_without_a_quorum(votes in votes(), missing in 1u128..1_000_000) {
		let total = weight(&votes) * 2 + missing;
		prop_assert_eq!(count(&votes, total, None), Outcome::Nothing);
	}

	/// A step is never longer than the limit, and the feed is never live after it was cut.
	#[test]
	fn a_step_is_never_longer_than_the_limit(
		first in votes(),
		second in votes(),
		elapsed_ms in 1u64..600_000,
	) {
		let Outcome::Renewed(mut last) = count(&first, weight(&first), None) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		last.computed_at_ms = NOW_MS - elapsed_ms;
		let Outcome::Renewed(next) = count(&second, weight(&second), Some(&last)) else {
			return Err(TestCaseError::fail("everybody voted"));
		};
		let (from, to) = (last.value.into_inner(), next.value.into_inner());
		// (step / last)² · 3 s ≤ 1 %² · elapsed
		let step = from.abs_diff(to);
		prop_assert!(step * step * 10_000 * 3_000 <= from * from * u128::from(elapsed_ms));
		if next.value != next.raw {
			prop_assert_ne!(next.breaker.status, FeedStatus::Live);
		}
	}
}

/// What happens to a feed.
#[derive(Clone, Debug)]
enum Happening {
	/// A reporter says what it saw a while ago.
	Report { who: AccountId, ago_ms: u64, dollars: u32 },
	/// A window begins so much later.
	Window { after_ms: u64 },
	/// Time passes, and no block is made.
	Silence { ms: u64 },
}

fn happening() -> impl Strategy<Value = Happening> {
	let report = (ALICE..=CAROL, 0u64..10_000, 60_000u32..60_020)
		.prop_map(|(who, ago_ms, dollars)| Happening::Report { who, ago_ms, dollars });
	let window = prop_oneof![Just(WINDOW_MS), 1u64..20_000];
	prop_oneof![
		6 => report,
		3 => window.prop_map(|after_ms| Happening::Window { after_ms }),
		1 => (1u64..20_000).prop_map(|ms| Happening::Silence { ms }),
	]
}

/// Asks for Bitcoin now, when the newest vote that anybody gave was seen at `newest_ms`.
fn assert_no_old_value_is_good(newest_ms: u64) {
	let seen = observe(BTC).expect("it has a value");
	let is_old = |seen_ms: u64| NowMs::get() - seen_ms > quick().max_age_ms;
	assert!(seen.observed_at_ms <= newest_ms, "seen at {}", seen.observed_at_ms);
	if is_old(newest_ms) || is_old(seen.observed_at_ms) {
		assert_eq!(seen.status, Halted);
	}
}

/// Windows around an expiry, and what somebody does after them.
#[derive(Clone, Debug)]
struct Turn {
	windows: u8,
	/// What all reporters say in each, and how long before they saw it; `None` if they are silent.
	said: Option<(u32, u64)>,
	/// Whether a pallet asks for the settlement price, or only a client.
	is_asked: bool,
	/// What governance would like the price to be.
	decision: Option<u32>,
	/// Over how many minutes governance lets settlements go from now on.
	minutes: Option<u32>,
}

fn turn() -> impl Strategy<Value = Turn> {
	let dollars = || 60_000u32..60_100;
	// After at most nine seconds a vote is still young in the next window.
	let said = prop::option::weighted(0.7, (dollars(), 0u64..9_000));
	let decision = prop::option::weighted(0.3, dollars());
	let minutes = prop::option::weighted(0.1, 1u32..4);
	(1u8..8, said, any::<bool>(), decision, minutes).prop_map(
		|(windows, said, is_asked, decision, minutes)| Turn {
			windows,
			said,
			is_asked,
			decision,
			minutes,
		},
	)
}

/// Ten to a minute.
const TURN_WINDOW_MS: u64 = 6_000;

fn play(turn: &Turn) {
	if let Some(minutes) = turn.minutes {
		crate::SettlementRules::<Test>::mutate(|rule| rule.minutes = minutes);
	}
	for _ in 0..turn.windows {
		let (dollars, ago_ms) = turn.said.unwrap_or_default();
		let seen_ms = NowMs::get() - ago_ms;
		let reporters = [ALICE, BOB, CAROL].into_iter().filter(|_| turn.said.is_some());
		for who in reporters {
			let said = report_at(who, seen_ms, &[valued(BTC, &dollars.to_string())]);
			assert!(said.is_ok() || said == Err(Error::<Test>::OlderThanLastReport.into()));
		}
		next_window_after(TURN_WINDOW_MS);
	}
}

/// What seven validators say in a round, if they say anything.
type Round = Vec<Option<u32>>;

/// What is known after rounds whose bundles come in this order.
fn counted_in_order(
	rounds: &[Round],
	order: &[usize],
) -> (Option<Aggregate>, Vec<(SeatNumber, Score)>, Option<Surface>) {
	let validators: Vec<AccountId> = (11..18).collect();
	let id = in_days(30);
	let mut found = None;
	ExtBuilder::default()
		.reporters(&[])
		.validators(&validators)
		.build_and_execute(|| {
			for round in rounds {
				let said = |at: &usize| {
					let dollars = round[*at]?.to_string();
					let who = validators[*at];
					let smiles = Smiles::truncate_from(vec![level(id, &dollars, "0.5")]);
					let bundle = bundle(who, &[(BTC, dollars.as_str())]).with_smiles(smiles);
					Some(signed_by(who, bundle))
				};
				let bundles = order.iter().filter_map(said).collect();
				assert_ok!(next_window_with_bundles(bundles));
			}
			let scores = crate::Scores::<Test>::get().into_inner();
			found = Some((
				crate::Aggregates::<Test>::get(BTC),
				scores,
				crate::Surfaces::<Test>::get(id),
			));
		});
	found.expect("the story was told")
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	/// Whatever is reported, counted or left out, and whenever somebody asks: what is old is halted.
	#[test]
	fn a_stale_value_is_never_live(
		happenings in prop::collection::vec(happening(), 1..40),
		later_ms in 0u64..30_000,
	) {
		ExtBuilder::default().build_and_execute(|| {
			rounds_of(BTC, 3, "60000");
			assert_eq!(status(BTC), Live);
			let mut newest_ms = NowMs::get() - WINDOW_MS;
			for happening in happenings {
				match happening {
					Happening::Report { who, ago_ms, dollars } => {
						let seen_ms = NowMs::get() - ago_ms;
						let value = valued(BTC, &dollars.to_string());
						if report_at(who, seen_ms, &[value]).is_ok() {
							newest_ms = newest_ms.max(seen_ms);
						}
					},
					Happening::Window { after_ms } => next_window_after(after_ms),
					Happening::Silence { ms } => NowMs::mutate(|now| *now += ms),
				}
				assert_no_old_value_is_good(newest_ms);
				NowMs::mutate(|now| *now += later_ms);
				assert_no_old_value_is_good(newest_ms);
				NowMs::mutate(|now| *now -= later_ms);
			}
		});
	}

	/// Whatever is reported, late or never, whoever asks, and whatever governance does: once final, a settlement price
	/// is that for ever, and is announced no second time.
	#[test]
	fn a_settlement_price_is_final_once_and_never_changes(turns in prop::collection::vec(turn(), 8..24)) {
		ExtBuilder::default().settling_over(2, 2).build_and_execute(|| {
			let (underlying, expiry) = (Underlying::BTC, START_MS / 1_000 + 120);
			let mut known: Option<Price> = None;
			for turn in turns {
				play(&turn);
				if let Some(dollars) = turn.decision {
					let price = price(&dollars.to_string());
					if Oracle::resolve_settlement(root(), underlying, expiry, price).is_ok() {
						assert_eq!(known, None, "nobody decides what is final");
					}
				}
				let answer = if turn.is_asked {
					<Oracle as PriceFeed>::settlement_price(underlying, expiry)
				} else {
					Oracle::api_settlement_price(underlying, expiry)
				};
				if let Some(price) = known {
					assert_eq!(answer, SettlementPrice::Final(price));
				} else if let SettlementPrice::Final(price) = answer {
					known = Some(price);
				}
			}
			let is_final =
				|event: &&Event<Test>| matches!(event, Event::SettlementPriceFinal { .. });
			let all = events();
			let told: Vec<_> = all.iter().filter(is_final).collect();
			assert!(told.len() <= 1, "{told:?}");
			if let (Some(price), Some(told)) = (known, told.first()) {
				assert_eq!(**told, Event::SettlementPriceFinal { underlying, expiry, price });
			}
		});
	}

	/// In which order an author carries the bundles of a block changes nothing: no value, no smile and no score.
	#[test]
	fn the_order_of_bundles_in_a_block_does_not_matter(
		rounds in prop::collection::vec(
			prop::collection::vec(prop::option::weighted(0.8, 59_900u32..60_100), 7),
			1..6,
		),
		order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
	) {
		let in_order: Vec<usize> = (0..7).collect();
		prop_assert_eq!(counted_in_order(&rounds, &in_order), counted_in_order(&rounds, &order));
	}
}
