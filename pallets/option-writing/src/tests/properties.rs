// SPDX-License-Identifier: Apache-2.0
use crate::{calendar::Cadence, mock::*, strikes::strikes_around, Phase};
use market_maths::units::Price;
use market_primitives::testing::risk::FakeOptionPositions;
use proptest::prelude::*;

/// What somebody does with options before they expire.
#[derive(Clone, Debug)]
enum Act {
	Write { who: u64, strike: u64, lots: u64 },
	Wrap { who: u64, strike: u64, lots: u64 },
	Unwrap { who: u64, strike: u64, lots: u64 },
	Give { who: u64, to: u64, strike: u64, lots: u128 },
	Trade { who: u64, to: u64, strike: u64, lots: i64 },
	CannotBePaid { who: u64 },
	Window,
}

fn an_act() -> impl Strategy<Value = Act> {
	let who = || 10u64..15;
	let strike = || (89u64..=91).prop_map(|thousands| thousands * 1_000);
	prop_oneof![
		(who(), strike(), 1u64..50).prop_map(|(who, strike, lots)| Act::Write {
			who,
			strike,
			lots
		}),
		(who(), strike(), 1u64..50).prop_map(|(who, strike, lots)| Act::Wrap { who, strike, lots }),
		(who(), strike(), 1u64..50).prop_map(|(who, strike, lots)| Act::Unwrap {
			who,
			strike,
			lots
		}),
		(who(), who(), strike(), 1u128..50).prop_map(|(who, to, strike, lots)| Act::Give {
			who,
			to,
			strike,
			lots
		}),
		(who(), who(), strike(), 1i64..50).prop_map(|(who, to, strike, lots)| Act::Trade {
			who,
			to,
			strike,
			lots
		}),
		who().prop_map(|who| Act::CannotBePaid { who }),
		Just(Act::Window),
	]
}

/// Does it if it is allowed.
fn act(act: Act) {
	match act {
		Act::Write { who, strike, lots } => {
			let _ = ask(who, 0, call_at(strike), lots);
		},
		Act::Wrap { who, strike, lots } => {
			let _ = Options::wrap(signed(who), 0, call_at(strike), lots);
		},
		Act::Unwrap { who, strike, lots } => {
			let _ = Options::unwrap(signed(who), 0, call_at(strike), lots);
		},
		Act::Give { who, to, strike, lots } => {
			let _ = OptionTokens::transfer(signed(who), call_at(strike), to, lots);
		},
		Act::Trade { who, to, strike, lots } => {
			FakeOptionPositions::trade(account(who), call_at(strike), -lots);
			FakeOptionPositions::trade(account(to), call_at(strike), lots);
		},
		Act::CannotBePaid { who } => FakeOptionPositions::make_unpayable(who, true),
		Act::Window => windows(1),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// Whatever was written, traded, wrapped and given away: all accounts and holders together get what
	/// they pay, to the last unit, and nobody is left unpaid but those who can claim.
	#[test]
	fn settlement_pays_everybody_from_what_it_takes(
		acts in proptest::collection::vec(an_act(), 0..60),
		price in 80_000u64..100_000,
		steps in 1u32..20,
	) {
		listed_options().run(|| {
			for each in acts {
				act(each);
				check();
			}
			settle_in_steps_of(steps);
			expire_at(&price.to_string());
			for _ in 0..200 {
				windows(1);
			}
			for who in 10..15 {
				FakeOptionPositions::make_unpayable(who, false);
				for strike in [89_000, 90_000, 91_000] {
					let _ = Options::claim(signed(who), call_at(strike));
				}
			}
			assert!(FakeOptionPositions::pool().is_zero(), "{:?} left", FakeOptionPositions::pool());
			let key = crate::BoardKey { expiry: EXPIRY, underlying: BTC };
			let phase = crate::Boards::<Test>::get(key).map(|board| board.phase);
			assert!(matches!(phase, None | Some(Phase::Settled { .. })), "{phase:?}");
		});
	}

	#[test]
	fn the_next_expiry_lies_ahead_and_none_is_left_out(
		after in 0u64..4_000_000_000,
		seconds in 60u32..1_000_000,
		offset in 0u32..100_000,
	) {
		for cadence in [
			Cadence::Every { seconds, offset },
			Cadence::Weekly,
			Cadence::Monthly,
			Cadence::Quarterly,
		] {
			let next = cadence.next(after).unwrap();
			prop_assert!(next > after);
			prop_assert_eq!(cadence.next(next - 1), Some(next));
			prop_assert_eq!(cadence.next(after + (next - after) / 2), Some(next));
		}
	}

	#[test]
	fn strikes_are_ascending_and_enclose_the_forward(
		forward in 1u128..200_000_000,
		step in 1u128..1_000_000,
		each_side in 1u8..=32,
	) {
		// In hundredths of a USD.
		let unit = 10_000_000_000_000_000;
		let (forward, step) = (forward * unit, step * unit);
		let strikes =
			strikes_around(Price::from_inner(forward), Price::from_inner(step), each_side);
		let prices: Vec<u128> = strikes.iter().map(|strike| strike.price().into_inner()).collect();
		prop_assert!(prices.is_sorted_by(|one, other| one + step == *other));
		prop_assert!(prices.len() <= 2 * usize::from(each_side) + 1);
		prop_assert!(prices[0] > 0);
		prop_assert!(prices[prices.len() - 1] > forward);
		prop_assert!(prices[0] < forward || prices[0] == step);
	}
}
