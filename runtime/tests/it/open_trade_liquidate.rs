// SPDX-License-Identifier: Apache-2.0
//! A leveraged long meets a falling price: what the chain does about it, by itself and in which order.

use crate::exchange::{account, cash, instrument, limit, place, series, subaccount, Exchange};
use market_maths::{
	options::OptionKind,
	units::{Cash, Lots, Usd},
};
use market_primitives::{FeedStatus, FillRole, InstrumentId, Side, Underlying, UniverseId};
use pallet_margin_engine::{AccountStatus, Event as Margin};
use pallet_option_writing::Event as Options;
use pallet_oracle_aggregator::FINAL_AFTER_BLOCKS;
use pallet_order_book::Event as Book;
use sp_keyring::Sr25519Keyring as Who;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;
use straddle_runtime::{
	constants::time::MILLISECONDS_PER_SLOT, OptionTokens, Runtime, RuntimeCall, RuntimeEvent,
};

const PERPETUAL: &str = "BTC-PERP";

/// Bob is long one coin from 60,000 with 7,000 dollars; Alice is short 0.6 of it, Charlie 0.4.
///
/// Bob pays a taker's fee of 30 dollars. He is worth P − 53,030 at a price of P and must hold 6.5 % of P:
/// he falls short below 56,717.
fn leveraged_long() -> Exchange {
	let mut exchange = Exchange::open("60000", "3000");
	exchange
		.deposit(Who::Alice, 1_000_000)
		.deposit(Who::Charlie, 1_000_000)
		.deposit(Who::Dave, 1_000_000)
		.deposit(Who::Bob, 7_000)
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "0.6", "60000")))
		.does(Who::Charlie, place(limit(PERPETUAL, Side::Sell, "0.4", "60000")))
		.window()
		.does(Who::Bob, place(limit(PERPETUAL, Side::Buy, "1", "60000")))
		.window();
	let lots = [Who::Bob, Who::Alice, Who::Charlie].map(|who| exchange.lots(who, PERPETUAL));
	assert_eq!(lots, [1_000, -600, -400]);
	assert_eq!(exchange.cash(Who::Bob), cash("6970"));
	exchange
}

fn insure(exchange: &mut Exchange, dollars: u128) {
	let universe = UniverseId::default();
	let amount = dollars * 1_000_000;
	exchange.does(Who::Ferdie, pallet_margin_engine::Call::add_insurance { universe, amount });
}

fn is_healthy(exchange: &mut Exchange, who: Who) -> bool {
	exchange.summary(who).status == AccountStatus::Healthy
}

/// Everybody's cash, and that of nobody is negative.
fn nobody_owes(exchange: &mut Exchange) {
	exchange.chain.inspect(|| {
		for (id, account) in pallet_margin_engine::Subaccounts::<Runtime>::iter() {
			assert!(!account.cash.is_negative(), "{id:?} owes {}", account.cash);
		}
	});
}

#[test]
fn the_chain_reduces_a_long_in_slices_until_it_is_safe_again() {
	let mut exchange = leveraged_long();
	for price in ["59000", "58000", "57000"] {
		exchange.prices(price, "3000").window();
		assert!(is_healthy(&mut exchange, Who::Bob), "nothing happens at {price}");
	}
	exchange
		.does(Who::Dave, place(limit(PERPETUAL, Side::Buy, "2", "56600")))
		.window();
	let insurance_before = exchange.pots().insurance;
	assert_eq!(insurance_before, Cash::ZERO);

	exchange.prices("56700", "3000");
	let mut windows_until_found = 0;
	let mut started = false;
	let mut fees = Cash::ZERO;
	let mut sold = 0;
	let mut slices = 0;
	for _ in 0..20 {
		exchange.window();
		windows_until_found += u32::from(!started);
		for event in exchange.margin_events() {
			match event {
				Margin::LiquidationStarted { account, maintenance_margin, .. } => {
					assert_eq!(account, subaccount(Who::Bob));
					assert!(maintenance_margin.is_negative());
					started = true;
				},
				Margin::PositionChanged { account, change, fee, .. }
					if account == subaccount(Who::Bob) =>
				{
					assert!(change < Lots::ZERO, "it only sells");
					assert!(fee > Cash::ZERO, "each slice pays insurance");
					fees = fees.checked_add(fee).unwrap();
					sold += change.magnitude();
				},
				Margin::InsurancePaid { .. }
				| Margin::AutoDeleveraged { .. }
				| Margin::DeficitRecorded { .. } => panic!("the market was enough: {event:?}"),
				_ => {},
			}
		}
		for event in exchange.book_events() {
			if let Book::OrderFilled { order, role, side, instrument: what, lots, .. } = event {
				assert_eq!(what, instrument(PERPETUAL));
				if order.account == subaccount(Who::Bob) {
					assert_eq!((role, side), (FillRole::Liquidation, Side::Sell));
					assert!(lots < 1_000, "a slice, not everything");
					slices += 1;
				} else {
					assert_eq!(order.account, subaccount(Who::Dave));
					assert_eq!((role, side), (FillRole::Maker, Side::Buy));
				}
			}
		}
		if started && is_healthy(&mut exchange, Who::Bob) {
			break;
		}
	}
	assert!(started && windows_until_found <= 2, "found after {windows_until_found} windows");
	assert!(slices > 0);
	assert!(is_healthy(&mut exchange, Who::Bob), "the liquidation ends");

	let left = exchange.lots(Who::Bob, PERPETUAL);
	assert!((1..1_000).contains(&left), "no more is sold than is needed: {left} lots are left");
	assert_eq!(u64::try_from(1_000 - left).unwrap(), sold);
	assert_eq!(exchange.lots(Who::Dave, PERPETUAL), 1_000 - left);
	assert_eq!(exchange.pots().insurance, fees, "the fee of a liquidation goes to insurance");
	let summary = exchange.summary(Who::Bob);
	assert!(summary.maintenance_margin > Usd::ZERO && summary.equity > Usd::ZERO);
	nobody_owes(&mut exchange);
	// It is safe: the next windows leave it alone.
	exchange.windows(3);
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), left);
}

#[test]
fn in_a_bankruptcy_insurance_pays_before_positions_move_and_those_move_in_proportion() {
	let mut exchange = leveraged_long();
	// Dave is long as well, so that the shorts have more than Bob needs: 1.2 and 0.8 coins.
	exchange
		.does(Who::Alice, place(limit(PERPETUAL, Side::Sell, "0.6", "60000")))
		.does(Who::Charlie, place(limit(PERPETUAL, Side::Sell, "0.4", "60000")))
		.does(Who::Dave, place(limit(PERPETUAL, Side::Buy, "1", "60000")))
		.window();
	insure(&mut exchange, 500);
	exchange.prices("56900", "3000").window();
	assert!(is_healthy(&mut exchange, Who::Bob));

	// Nobody bids, and the next price is beyond what Bob has: 51,500 − 53,030.
	exchange.prices("51500", "3000").window();
	let story: Vec<_> = exchange
		.margin_events()
		.into_iter()
		.filter(|event| !matches!(event, Margin::LiquidationOrderPlaced { .. }))
		.collect();
	let [Margin::LiquidationStarted { account: started, equity, .. }, Margin::InsurancePaid { account: insured, needed, paid, left, .. }, Margin::PositionChanged { account: closed, change, value, .. }, rest @ ..] =
		story.as_slice()
	else {
		panic!("first insurance, then positions, but: {story:#?}");
	};
	for account in [started, insured, closed] {
		assert_eq!(*account, subaccount(Who::Bob));
	}
	assert!(equity.is_negative());
	assert_eq!((*paid, *left), (cash("500"), Cash::ZERO), "insurance gives all it has");
	assert_eq!(*needed, equity.checked_neg().unwrap().to_cash_ceil().unwrap());
	assert_eq!(*change, Lots::from_inner(-1_000));
	let uninsured = needed.checked_sub(*paid).unwrap();
	let received = value.checked_neg().unwrap();
	assert_eq!(
		received,
		cash("51500").checked_add(uninsured).unwrap(),
		"the opposite side bears what insurance could not, and nothing else",
	);

	let mut given = BTreeMap::new();
	let mut worth = Cash::ZERO;
	for event in rest {
		match event {
			Margin::AutoDeleveraged { account, counterparty, lots, value, .. } => {
				assert_eq!(*account, subaccount(Who::Bob));
				worth = worth.checked_add(*value).unwrap();
				given.insert(counterparty.owner.clone(), *lots);
			},
			Margin::PositionChanged { .. } => {},
			// Nothing is left of Bob, so the chain keeps nothing of him.
			Margin::LiquidationEnded { account, .. } | Margin::SubaccountClosed { account } => {
				assert_eq!(*account, subaccount(Who::Bob));
			},
			_ => panic!("nothing else happens: {event:?}"),
		}
	}
	let in_proportion = [(account(Who::Alice), 600), (account(Who::Charlie), 400)];
	assert_eq!(given, in_proportion.into_iter().collect());
	assert_eq!(worth, received);
	let lots = [Who::Bob, Who::Alice, Who::Charlie, Who::Dave];
	assert_eq!(lots.map(|who| exchange.lots(who, PERPETUAL)), [0, -600, -400, 1_000]);

	exchange.windows(2);
	assert_eq!(exchange.pots().deficit, Cash::ZERO, "the shorts had gained enough");
	assert!(exchange.cash(Who::Bob) < cash("0.01"), "nothing is left of Bob but a rounding");
	nobody_owes(&mut exchange);
}

/// What happened to a writer who could not pay, in order.
type Story = Vec<&'static str>;

/// Bob writes a coin's calls with 10,000 dollars and they pay 12,000. One holds them as tokens. Insurance
/// has 300 dollars, and Alice as many as given.
fn a_writer_cannot_pay(alice: u128) -> (Exchange, InstrumentId, Story) {
	let mut exchange = Exchange::open("60000", "3000");
	exchange.deposit(Who::Bob, 10_000).deposit(Who::Alice, alice);
	insure(&mut exchange, 300);
	let key = exchange.listed_expiry(Underlying::BTC, "60000", 80);
	let call = series(&key, "60000", OptionKind::Call);
	let target = account(Who::One).into();
	exchange
		.does(Who::Bob, pallet_option_writing::Call::write { subaccount: 0, id: call, lots: 100 })
		.window()
		.does(
			Who::Bob,
			RuntimeCall::OptionTokens(pallet_assets::Call::transfer {
				id: call,
				target,
				amount: 100,
			}),
		);
	assert_eq!(exchange.chain.inspect(|| OptionTokens::balance(call, account(Who::One))), 100);

	exchange.prices("65900", "3000").windows(2);
	assert!(!is_healthy(&mut exchange, Who::Bob), "worth 4,100, he must hold 9 % of 65,900");
	exchange.prices("72000", "3000");
	let mut story = Vec::new();
	// The settlement price is final some blocks after its computation.
	let wait_ms = FINAL_AFTER_BLOCKS * MILLISECONDS_PER_SLOT + 15_000;
	while exchange.chain.now_ms() < key.expiry * 1_000 + wait_ms {
		exchange.window();
		for event in exchange.chain.events() {
			match event {
				RuntimeEvent::MarginEngine(event) => story.extend(part_of_story(event)),
				RuntimeEvent::OptionWriting(Options::PaymentDeferred { id, lots, .. }) => {
					assert_eq!((id, lots), (call, 100));
					story.push("token waits");
				},
				_ => {},
			}
		}
	}
	nobody_owes(&mut exchange);
	(exchange, call, story)
}

fn part_of_story(event: Margin<Runtime>) -> Option<&'static str> {
	Some(match event {
		Margin::TokensSettled { .. } => "token paid",
		Margin::PositionSettled { cash, .. } => {
			assert_eq!(cash, self::cash("-2000"), "he had less than he owes");
			"writer pays"
		},
		Margin::InsurancePaid { paid, left, .. } => {
			assert_eq!((paid, left), (cash("300"), Cash::ZERO));
			"insurance pays"
		},
		Margin::DeficitRecorded { amount, .. } => {
			assert_eq!(amount, cash("1700"));
			"deficit"
		},
		_ => return None,
	})
}

#[test]
fn a_loss_that_has_no_other_side_is_a_deficit_only_after_insurance_is_empty() {
	let (mut exchange, _, story) = a_writer_cannot_pay(100_000);
	assert_eq!(story, ["writer pays", "token paid", "insurance pays", "deficit"]);
	let paid = exchange.wallet(Who::One);
	assert_eq!(paid, 12_000_000_000, "the holder of the token gets all of 72,000 − 60,000");

	// Until the deficit is made good nobody withdraws.
	let withdraw = pallet_margin_engine::Call::withdraw { index: 0, amount: 1_000_000 };
	let blocked: DispatchError =
		pallet_margin_engine::Error::<Runtime>::WithdrawalsBlockedByDeficit.into();
	assert_eq!(exchange.tries(Who::Alice, withdraw.clone()), Err(blocked));
	insure(&mut exchange, 2_000);
	let pots = exchange.pots();
	assert_eq!((pots.deficit, pots.insurance), (Cash::ZERO, cash("300")));
	exchange.does(Who::Alice, withdraw).window();
}

#[test]
fn who_holds_a_token_that_the_universe_cannot_pay_claims_it_when_it_can() {
	// All dollars there are: 10,000 of Bob, 1,000 of Alice, 300 of insurance.
	let (mut exchange, call, story) = a_writer_cannot_pay(1_000);
	assert_eq!(story, ["writer pays", "token waits", "insurance pays", "deficit"]);
	assert_eq!(exchange.wallet(Who::One), 0);
	insure(&mut exchange, 2_000);
	exchange.window();
	exchange
		.does(Who::One, pallet_option_writing::Call::claim { id: call })
		.window();
	assert_eq!(exchange.wallet(Who::One), 12_000_000_000);
	assert_eq!(exchange.pots().deficit, Cash::ZERO);
}

#[test]
fn a_bankrupt_short_is_closed_against_longs_in_proportion() {
	let mut exchange = Exchange::open("60000", "3000");
	exchange
		.deposit(Who::Alice, 1_000_000)
		.deposit(Who::Charlie, 1_000_000)
		.deposit(Who::Dave, 1_000_000)
		.deposit(Who::Bob, 7_000)
		// Three longs of different size; Bob is short a third of it, Dave the rest.
		.does(Who::Alice, place(limit(PERPETUAL, Side::Buy, "1.7", "60000")))
		.does(Who::Charlie, place(limit(PERPETUAL, Side::Buy, "1.3", "60000")))
		.does(Who::Bob, place(limit(PERPETUAL, Side::Sell, "1", "60000")))
		.does(Who::Dave, place(limit(PERPETUAL, Side::Sell, "2", "60000")))
		.window();
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), -1_000);
	insure(&mut exchange, 100);
	exchange.prices("62500", "3000").window();
	assert!(is_healthy(&mut exchange, Who::Bob));

	exchange.prices("68000", "3000").window();
	let events = exchange.margin_events();
	let place_of = |found: fn(&Margin<Runtime>) -> bool| events.iter().position(found);
	let insured = place_of(|event| matches!(event, Margin::InsurancePaid { .. }));
	let moved = place_of(|event| matches!(event, Margin::PositionChanged { .. }));
	assert!(insured.is_some() && insured < moved, "insurance first: {events:#?}");
	let given: BTreeMap<_, _> = events
		.iter()
		.filter_map(|event| match event {
			Margin::AutoDeleveraged { counterparty, lots, .. } => {
				Some((counterparty.owner.clone(), *lots))
			},
			_ => None,
		})
		.collect();
	// 1,000 lots of 3,000, in the proportion of 1,700 to 1,300; the halves are dealt exactly.
	assert_eq!(given.values().sum::<u64>(), 1_000);
	let of = |who: Who| given.get(&account(who)).copied().unwrap_or_default();
	assert!((566..=567).contains(&of(Who::Alice)) && (433..=434).contains(&of(Who::Charlie)));
	assert_eq!(of(Who::Dave), 0, "who is on the same side gives nothing");
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 0);
	exchange.windows(2);
	nobody_owes(&mut exchange);
	assert_eq!(exchange.pots().deficit, Cash::ZERO);
}

#[test]
fn a_price_that_jumps_liquidates_nobody_before_it_is_confirmed() {
	let mut exchange = leveraged_long();
	// 13 % at once: the oracle takes a step of 10 % and calls for caution. The average hardly moves.
	exchange.prices("52000", "3000").window();
	assert_eq!(exchange.index_status(Underlying::BTC), FeedStatus::Caution);
	assert!(exchange.summary(Who::Bob).maintenance_margin.is_negative());
	assert!(is_healthy(&mut exchange, Who::Bob));
	// It was a mistake: the price is back, and nothing has happened to Bob.
	exchange.prices("60000", "3000").windows(4);
	assert_eq!(exchange.index_status(Underlying::BTC), FeedStatus::Live);
	assert!(is_healthy(&mut exchange, Who::Bob));
	assert_eq!(exchange.lots(Who::Bob, PERPETUAL), 1_000);

	// It stays there: as soon as the feed is trusted, the chain acts.
	exchange.prices("52000", "3000");
	let mut windows = 0;
	while exchange.lots(Who::Bob, PERPETUAL) == 1_000 {
		assert!(windows < 5, "a price that lasts is believed");
		exchange.window();
		windows += 1;
		let trusted = exchange.index_status(Underlying::BTC) == FeedStatus::Live;
		let acted = exchange.lots(Who::Bob, PERPETUAL) != 1_000;
		assert_eq!(acted, trusted, "window {windows}");
	}
	assert!(windows > 1);
	nobody_owes(exchange.windows(2));
}
