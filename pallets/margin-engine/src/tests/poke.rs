// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, Error, Event, RedList};
use frame_support::{assert_noop, dispatch::Pays};
use market_primitives::{testing::instruments::FakeInstruments, FeedStatus};

#[test]
fn whoever_points_at_an_account_in_need_pays_nothing() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		take_events();
		set_price(BTC, "85000");
		let post = Margin::poke(signed(CAROL), account(ALICE)).unwrap();
		assert_eq!(post.pays_fee, Pays::No);
		assert!(RedList::<Test>::contains_key(account(ALICE)));
		assert_eq!(
			take_events(),
			[Event::AccountPoked {
				account: account(ALICE),
				by: CAROL,
				maintenance_margin: usd("-525"),
			}]
		);
		assert_noop!(Margin::poke(signed(DAVE), account(ALICE)), Error::<Test>::InLiquidation);
		next_window();
		assert!(state(ALICE).is_in_liquidation());
	});
}

#[test]
fn whoever_is_wrong_pays_as_usual() {
	a_chain().with(ALICE, 10_000).with(BOB, 100_000).run(|| {
		trade(ALICE, BOB, BTC, 1_000, "90000");
		let wrong = Margin::poke(signed(CAROL), account(ALICE)).unwrap_err();
		assert_eq!(wrong.error, Error::<Test>::AccountMeetsMargin.into());
		assert_eq!(wrong.post_info.pays_fee, Pays::Yes);
		assert_noop!(Margin::poke(signed(CAROL), account(CAROL)), Error::<Test>::UnknownAccount);
		set_price(BTC, "50000");
		FakeInstruments::set_status_of_all(FeedStatus::Halted);
		assert_noop!(
			Margin::poke(signed(CAROL), account(ALICE)),
			Error::<Test>::AccountMeetsMargin
		);
		FakeInstruments::unlist(&BTC);
		assert_noop!(Margin::poke(signed(CAROL), account(ALICE)), Error::<Test>::PriceUnavailable);
		set_price(BTC, "90000");
		<FakeInstruments as market_primitives::traits::Instruments>::note_open_interest(
			&BTC,
			lots(1_000),
		);
	});
}
