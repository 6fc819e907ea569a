// SPDX-License-Identifier: Apache-2.0
//! How much may be written: by the cap of a series, and by what is secured of its underlying.

use crate::{mock::*, Config, Event};
use frame_support::assert_ok;
use market_maths::units::{Lots, Quantity};
use market_primitives::{
	testing::{
		instruments::FakeInstruments, market_security::FakeMarketSecurity,
		risk::FakeOptionPositions,
	},
	traits::{Headroom, Instruments},
	InstrumentId,
};

/// Lets so much be secured that so many lots of options, at 900 USD each, are the half that options may take.
fn secure(lots: u32) {
	FakeMarketSecurity::secure(BTC, number(&(2 * 900 * lots).to_string()));
}

/// Accounts are short of so many lots, as the margin engine would tell it.
fn open(id: InstrumentId, lots: i64) {
	Options::note_open_interest(&id, Lots::from_inner(lots));
}

/// Somebody asks for so many lots, gets fewer in the next window, and is told so.
fn asks_and_gets(who: u64, id: InstrumentId, asked: u64, lots: u64) {
	let before = tokens_of(who, id);
	assert_ok!(ask(who, 0, id, asked));
	take_events();
	windows(1);
	assert_eq!(tokens_of(who, id) - before, u128::from(lots));
	let cut = Event::WriteCut { id, account: account(who), asked, lots };
	assert!(take_events().contains(&cut), "{asked} of which {lots}");
	assert_eq!(Options::writers_waiting(id), 0, "nothing waits any longer");
}

#[test]
fn no_more_is_written_than_is_secured() {
	listed_options().run(|| {
		let call = call_at(90_000);
		secure(100);
		asks_and_gets(WRITER, call, 101, 100);
	});
}

#[test]
fn a_lot_that_is_not_secured_to_the_last_cent_is_not_written() {
	listed_options().run(|| {
		let call = call_at(90_000);
		FakeMarketSecurity::secure(BTC, number("179999.99"));
		asks_and_gets(WRITER, call, 100, 99);
	});
}

#[test]
fn where_nothing_is_secured_nothing_is_written() {
	listed_options().run(|| {
		secure(0);
		asks_and_gets(WRITER, call_at(90_000), 1, 0);
	});
}

#[test]
fn however_much_is_secured_the_cap_of_the_series_holds() {
	listed_options().run(|| {
		let call = call_at(90_000);
		secure(20_000);
		asks_and_gets(WRITER, call, 10_001, 10_000);
	});
}

#[test]
fn other_series_and_the_perpetual_use_up_what_is_secured() {
	listed_options().run(|| {
		let call = call_at(90_000);
		let perpetual: InstrumentId = number("BTC-PERP");
		FakeInstruments::list(perpetual, number("90000"));
		// In lots of a thousandth.
		FakeInstruments::note_open_interest(&perpetual, number("1600"));
		open(put_at(89_000), 10);
		secure(100);
		// Of two coins 1.6 are open in the perpetual, and 0.1 in puts. It is no help that options may take one.
		asks_and_gets(WRITER, call, 31, 30);
	});
}

#[test]
fn options_that_fill_all_they_may_leave_half_of_what_is_secured_to_the_perpetual() {
	listed_options().run(|| {
		let (call, put) = (call_at(90_000), put_at(89_000));
		let perpetual: InstrumentId = number("BTC-PERP");
		FakeInstruments::list(perpetual, number("90000"));
		let room = || {
			let terms = FakeInstruments::usual_terms();
			<Test as Config>::Headroom::headroom(&perpetual, &terms, number("90000"))
		};
		secure(100);
		assert_eq!(room(), 2_000, "two coins, in lots of a thousandth");
		asks_and_gets(WRITER, call, 150, 100);
		open(call, 100);
		// Whatever other series there are.
		asks_and_gets(HOLDER, put, 1, 0);
		assert_eq!(room(), 1_000);

		// What the perpetual takes of its half is not taken from options, and it may take what they leave.
		FakeInstruments::note_open_interest(&perpetual, number("900"));
		open(call, -30);
		assert_eq!(room(), 400);
		asks_and_gets(HOLDER, put, 31, 30);
	});
}

#[test]
fn at_a_higher_index_fewer_lots_are_secured() {
	listed_options().run(|| {
		let call = call_at(90_000);
		secure(100);
		// 90,000 USD, the half, are 0.989 coins.
		index("91000");
		asks_and_gets(WRITER, call, 99, 98);
	});
}

#[test]
fn what_is_secured_is_shared_in_proportion_as_a_cap_is() {
	listed_options().run(|| {
		let call = call_at(90_000);
		secure(100);
		assert_ok!(ask(WRITER, 0, call, 90));
		assert_ok!(ask(HOLDER, 0, call, 30));
		take_events();
		windows(1);
		assert_eq!((tokens_of(WRITER, call), tokens_of(HOLDER, call)), (75, 25));
		let cut = Event::WriteCut { id: call, account: account(WRITER), asked: 90, lots: 75 };
		assert!(take_events().contains(&cut));
	});
}

#[test]
fn room_that_another_market_took_meanwhile_is_gone() {
	listed_options().run(|| {
		let call = call_at(90_000);
		secure(100);
		assert_ok!(ask(WRITER, 0, call, 100));
		open(put_at(90_000), 60);
		windows(1);
		assert_eq!(tokens_of(WRITER, call), 40);
	});
}

#[test]
fn less_secured_than_open_takes_nothing_from_anybody() {
	listed_options().run(|| {
		let call = call_at(90_000);
		write(WRITER, 0, call, 100);
		open(call, 100);
		secure(50);
		asks_and_gets(HOLDER, call, 1, 0);
		// Tokens are sent, become a position, and become tokens again.
		give_tokens(WRITER, HOLDER, call, 40);
		assert_ok!(Options::unwrap(signed(HOLDER), 0, call, 40));
		assert_ok!(Options::wrap(signed(HOLDER), 0, call, 10));
		assert_eq!(FakeOptionPositions::position(account(WRITER), call), -100);
		assert_eq!(FakeOptionPositions::position(account(HOLDER), call), 30);
		windows(1);
		assert_eq!(series(call).open_interest, 100);
	});
}

#[test]
fn an_unwrap_and_a_write_of_one_window_do_the_same_in_either_order() {
	let mut ends = Vec::new();
	for unwrap_first in [true, false] {
		listed_options().run(|| {
			let call = call_at(90_000);
			write(WRITER, 0, call, 100);
			open(call, 100);
			// No lot more fits, before the writer closes some.
			secure(100);
			take_events();
			let closes = || {
				assert_ok!(Options::unwrap(signed(WRITER), 0, call, 40));
				open(call, -40);
			};
			let writes = || {
				assert_ok!(ask(HOLDER, 0, call, 50));
			};
			if unwrap_first {
				closes();
				writes();
			} else {
				writes();
				closes();
			}
			let mut said = take_events();
			said.sort_by_key(|event| format!("{event:?}"));
			windows(1);
			said.extend(take_events());
			assert_eq!((tokens_of(WRITER, call), tokens_of(HOLDER, call)), (60, 40));
			let short =
				[WRITER, HOLDER].map(|who| FakeOptionPositions::position(account(who), call));
			assert_eq!(short, [-60, -40]);
			ends.push((said, sp_io::storage::root(sp_runtime::StateVersion::V1)));
		});
	}
	assert_eq!(ends[0], ends[1]);
}

#[test]
fn an_expired_option_is_open_until_it_is_paid() {
	listed_options().run(|| {
		open(call_at(90_000), 5);
		open(put_at(91_000), 2);
		assert_eq!(Options::open_quantity(BTC), number("0.07"));
		set_time(EXPIRY);
		windows(1);
		assert_eq!(Options::open_quantity(BTC), number("0.07"), "its price is not known");
		settle_at("90400");
		windows(1);
		assert_eq!(Options::open_quantity(BTC), Quantity::ZERO);
	});
}
