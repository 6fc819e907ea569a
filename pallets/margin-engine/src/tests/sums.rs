// SPDX-License-Identifier: Apache-2.0
//! An account's sums with a line exchanged are those of the account with that line.

use crate::{
	markets::Markets,
	mock::*,
	types::{Line, OrderExposure, Position, Subaccount},
};
use market_maths::units::{Cash, Lots};
use market_primitives::{
	testing::instruments::FakeInstruments, traits::Instruments, FeedStatus, InstrumentId, Side,
};
use proptest::prelude::*;

/// What becomes of one line.
#[derive(Clone, Debug)]
struct Change {
	market: usize,
	lots: i64,
	entry: i64,
	bought: u64,
	sold: u64,
	cash: i64,
}

fn markets() -> Vec<InstrumentId> {
	vec![BTC, ETH, call("90000"), call("100000"), put("80000"), put("90000")]
}

prop_compose! {
	fn change()(
		market in 0usize..6,
		lots in prop_oneof![Just(0i64), -5_000i64..5_000],
		entry in -1_000_000_000_000i64..1_000_000_000_000,
		bought in prop_oneof![Just(0u64), 0u64..5_000],
		sold in prop_oneof![Just(0u64), 0u64..5_000],
		cash in -1_000_000_000_000i64..1_000_000_000_000,
	) -> Change {
		Change { market, lots, entry, bought, sold, cash }
	}
}

impl Change {
	fn apply(&self, account: &mut Subaccount) {
		let instrument = markets()[self.market];
		let per_tick_and_lot = Margin::per_tick_and_lot(&instrument).unwrap();
		let limit = ticks("1000");
		let mut orders = OrderExposure::default();
		orders.add(Side::Buy, self.bought, limit, per_tick_and_lot).unwrap();
		orders.add(Side::Sell, self.sold, limit, per_tick_and_lot).unwrap();
		account.cash = Cash::from_inner(self.cash.into());
		account.change_line(&instrument, |line| {
			line.position = Position {
				lots: Lots::from_inner(self.lots),
				entry_value: Cash::from_inner(if self.lots == 0 { 0 } else { self.entry.into() }),
				funding_index: 0,
			};
			line.orders = orders;
		});
	}
}

/// Two options of one expiry have doubtful volatilities, each by its own measure.
fn list_everything(status: FeedStatus) {
	for (option, price) in markets().into_iter().skip(2).zip(["4000", "1500", "900", "3800"]) {
		list_option(option, price);
	}
	FakeInstruments::set_funding(&BTC, 3_000_000_000_000);
	let mut mark = FakeInstruments::mark(&call("100000")).unwrap();
	mark.status = status;
	(mark.volatility_status, mark.price_confidence) = (FeedStatus::Halted, number("900"));
	FakeInstruments::set_mark(&call("100000"), Ok(mark));
	let mut mark = FakeInstruments::mark(&put("80000")).unwrap();
	(mark.volatility_status, mark.price_confidence) = (FeedStatus::Caution, number("400"));
	FakeInstruments::set_mark(&put("80000"), Ok(mark));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn a_line_exchanged_gives_what_summing_everything_anew_gives(
		changes in prop::collection::vec(change(), 1..12),
		cautious in any::<bool>(),
		settled in any::<bool>(),
	) {
		a_chain().with_usual_fees().build().execute_with(|| {
			list_everything(if cautious { FeedStatus::Caution } else { FeedStatus::Live });
			if settled {
				FakeInstruments::set_settlement_price(&put("90000"), number("87654.321"));
			}
			let mut account = Subaccount::default();
			let mut markets = Markets::<Test>::new();
			let mut sums = markets.sums(&account).unwrap();
			for change in changes {
				let mut changed = account.clone();
				change.apply(&mut changed);
				let instrument = self::markets()[change.market];
				let line = |account: &Subaccount| -> Option<Line> { account.line(&instrument).copied() };
				let (before, after) = (line(&account), line(&changed));
				let exchanged =
					markets.exchanged(&sums, before.as_ref(), after.as_ref()).unwrap();
				let expected = Markets::<Test>::new().value(&changed).unwrap();
				assert_eq!(exchanged.valuation(changed.cash), Ok(expected), "{change:?}");
				sums.accept(exchanged);
				assert_eq!(sums.valuation(changed.cash), Ok(expected), "{change:?}");
				account = changed;
			}
		});
	}

	#[test]
	fn what_is_to_be_written_never_leaves_more_initial_margin(
		changes in prop::collection::vec(change(), 1..12),
		asked in prop::collection::vec((2usize..6, 1u64..5_000), 1..4),
	) {
		a_chain().with_usual_fees().build().execute_with(|| {
			list_everything(FeedStatus::Live);
			let mut account = Subaccount::default();
			for change in changes {
				change.apply(&mut account);
			}
			for (market, lots) in asked {
				account.change_line(&self::markets()[market], |line| line.to_write += lots);
			}
			let mut markets = Markets::<Test>::new();
			let now = markets.value(&account).unwrap().net;
			let written = markets.value_as_written(&account).unwrap().net;
			assert!(written.initial <= now.initial, "{} of {}", written.initial, now.initial);
			let to_act = markets.value_to_act(&account).unwrap().net;
			assert_eq!(to_act, market_maths::margin::NetMargin { initial: written.initial, ..now });
		});
	}
}
