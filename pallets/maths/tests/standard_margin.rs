// SPDX-License-Identifier: Apache-2.0
//! What must be true of the standard margin whatever the account holds.
//!
//! Numeric cases of this kind are run by `reference_values`.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "test code")]

use market_maths::{
	margin::{
		standard_margin, CollateralParameters, DepegParameters, ExpiryPositions, ExpirySums,
		Market, NetMargin, OpenOrders, OptionParameters, OptionPosition, OracleParameters, Part,
		PerpetualParameters, PerpetualPosition, StandardParameters, UnderlyingPositions,
	},
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;
const MILLI: i128 = ONE / 1_000;

fn rate(thousandths: i128) -> Rate {
	Rate::from_inner(thousandths * MILLI)
}

fn price(thousandths: u64) -> Price {
	Price::from_inner(u128::from(thousandths) * MILLI.unsigned_abs())
}

fn one() -> Price {
	price(1_000)
}

fn parameters() -> StandardParameters {
	StandardParameters {
		options: OptionParameters {
			initial_at_the_money: rate(150),
			initial_floor: rate(130),
			maintenance_call: rate(90),
			maintenance_put: rate(90),
			maintenance_put_of_value: rate(90),
			unpaired_initial: rate(1_200),
			unpaired_maintenance: rate(1_100),
			put_initial_over_maintenance: rate(1_050),
		},
		perpetuals: PerpetualParameters {
			initial: rate(100),
			maintenance: rate(65),
			large: Usd::from_inner(100_000 * ONE),
			growth: rate(50),
		},
		collateral: CollateralParameters { factor: rate(800), initial_scale: rate(900) },
		oracle: OracleParameters {
			perpetual_threshold: rate(990),
			option_threshold: rate(990),
			collateral_threshold: rate(990),
			factor: rate(1_000),
		},
		depeg: DepegParameters { threshold: rate(990), factor: rate(2_000) },
	}
}

fn net(positions: &UnderlyingPositions) -> NetMargin {
	standard_margin(positions, one(), &parameters()).unwrap()
}

/// Orders of up to ten coins a side, at limits of up to twice the usual price.
fn orders(usual: u64) -> impl Strategy<Value = OpenOrders> {
	let side = move || (0i128..10_000, 0u64..2 * usual);
	let value = |coins: i128, limit: u64| {
		price(limit).value_ceil(Quantity::from_inner(coins * MILLI)).unwrap()
	};
	(side(), side()).prop_map(move |((bought, dear), (sold, cheap))| OpenOrders {
		bought: Quantity::from_inner(bought * MILLI),
		bought_for: value(bought, dear),
		sold: Quantity::from_inner(sold * MILLI),
		sold_for: value(sold, cheap),
	})
}

fn coins() -> impl Strategy<Value = Quantity> {
	(-10_000i128..10_000).prop_map(|coins| Quantity::from_inner(coins * MILLI))
}

prop_compose! {
	fn option()(
		is_call in any::<bool>(),
		strike in 500_000u64..2_000_000,
		quantity in coins(),
		value in 0u64..500_000,
		orders in orders(200_000),
	) -> OptionPosition {
		let kind = if is_call { OptionKind::Call } else { OptionKind::Put };
		OptionPosition { kind, strike: price(strike), quantity, value: price(value), orders }
	}
}

prop_compose! {
	fn account()(
		quantity in coins(),
		unsettled in -1_000i128..1_000,
		perpetual_orders in orders(1_000_000),
		confidence in 900i128..=1_000,
		expiries in prop::collection::vec(prop::collection::vec(option(), 0..6), 0..3),
		collateral in 0i128..5_000,
	) -> UnderlyingPositions {
		UnderlyingPositions {
			spot: price(1_000_000),
			confidence: rate(confidence),
			perpetual: Some(PerpetualPosition {
				quantity,
				mark: price(1_001_000),
				unsettled: Usd::from_inner(unsettled * ONE),
				confidence: rate(1_000),
				orders: perpetual_orders,
			}),
			collateral: Quantity::from_inner(collateral * MILLI),
			expiries: expiries.into_iter().map(|options| ExpiryPositions {
				forward: price(1_002_000),
				confidence: rate(1_000),
				options,
			}).collect(),
		}
	}
}

/// Fills `bought` and `sold` thousandths of an instrument's orders and cancels the rest: the position, and
/// what was paid for the change.
fn filled(quantity: Quantity, orders: OpenOrders, bought: i128, sold: i128) -> (Quantity, Usd) {
	let part = |inner: i128, thousandths: i128| inner / 1_000 * thousandths;
	let change = part(orders.bought.into_inner(), bought) - part(orders.sold.into_inner(), sold);
	let paid =
		part(orders.bought_for.into_inner(), bought) - part(orders.sold_for.into_inner(), sold);
	(Quantity::from_inner(quantity.into_inner() + change), Usd::from_inner(paid))
}

/// The account after some of its orders were filled, and the cash that was paid for options.
fn after(account: &UnderlyingPositions, shares: &[(i128, i128)]) -> (UnderlyingPositions, Usd) {
	let mut account = account.clone();
	let mut shares = shares.iter().copied().cycle();
	let mut cash = Usd::ZERO;
	if let Some(perpetual) = &mut account.perpetual {
		let (bought, sold) = shares.next().unwrap();
		let (quantity, paid) = filled(perpetual.quantity, perpetual.orders, bought, sold);
		let change = quantity.checked_sub(perpetual.quantity).unwrap();
		let worth = perpetual.mark.value_floor(change).unwrap();
		perpetual.unsettled =
			perpetual.unsettled.checked_add(worth).unwrap().checked_sub(paid).unwrap();
		(perpetual.quantity, perpetual.orders) = (quantity, OpenOrders::default());
	}
	for option in account.expiries.iter_mut().flat_map(|expiry| &mut expiry.options) {
		let (bought, sold) = shares.next().unwrap();
		let (quantity, paid) = filled(option.quantity, option.orders, bought, sold);
		cash = cash.checked_sub(paid).unwrap();
		(option.quantity, option.orders) = (quantity, OpenOrders::default());
	}
	(account, cash)
}

/// A thousand-millionth of a dollar: room for the roundings of a long sum.
const SLACK: i128 = ONE / 1_000_000_000;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	/// Whatever part of its open orders is filled at their limits, an account has at least the initial
	/// margin that was left when they were counted.
	#[test]
	fn no_fill_costs_more_than_was_set_aside(
		account in account(),
		shares in prop::collection::vec(
			prop_oneof![Just((0, 0)), Just((1_000, 0)), Just((0, 1_000)), (0i128..=1_000, 0i128..=1_000)],
			20,
		),
	) {
		let counted = net(&account).initial;
		let (filled, cash) = after(&account, &shares);
		let left = net(&filled).initial.checked_add(cash).unwrap();
		prop_assert!(
			left.into_inner() + SLACK >= counted.into_inner(),
			"{counted} was left with open orders, {left} after {shares:?}"
		);
	}

	/// Whoever may open may keep.
	#[test]
	fn initial_margin_is_never_more_than_maintenance_margin(account in account()) {
		let net = net(&account);
		prop_assert!(net.initial <= net.maintenance, "{net:?}");
	}

	/// Doubt about prices and about the settlement asset raises the initial requirement only.
	#[test]
	fn doubt_never_liquidates(account in account(), confidence in 0i128..1_000, peg in 500u64..1_000) {
		let calm = net(&account);
		let mut doubtful = account;
		doubtful.confidence = doubtful.confidence.min(rate(confidence));
		doubtful.collateral = Quantity::ZERO;
		let mut sure = doubtful.clone();
		sure.confidence = rate(1_000);
		let sure = standard_margin(&sure, one(), &parameters()).unwrap();
		let doubted = standard_margin(&doubtful, price(peg), &parameters()).unwrap();
		prop_assert_eq!(sure.maintenance, doubted.maintenance);
		prop_assert_eq!(sure.mark_to_market, doubted.mark_to_market);
		prop_assert!(doubted.initial <= sure.initial);
		prop_assert!(calm.initial <= calm.maintenance);
	}

	/// Holding more of an option never requires more.
	#[test]
	fn more_of_an_option_never_requires_more(account in account(), more in 0i128..5_000) {
		let mut larger = account.clone();
		let Some(option) = larger.expiries.iter_mut().flat_map(|expiry| &mut expiry.options).next()
		else {
			return Ok(());
		};
		option.quantity =
			option.quantity.checked_add(Quantity::from_inner(more * MILLI)).unwrap();
		prop_assert!(net(&larger).maintenance >= net(&account).maintenance);
	}

	/// The order in which positions are given does not matter.
	#[test]
	fn positions_may_come_in_any_order(account in account(), turn in 0usize..6) {
		let mut turned = account.clone();
		for expiry in &mut turned.expiries {
			let length = expiry.options.len().max(1);
			expiry.options.rotate_left(turn % length);
		}
		turned.expiries.reverse();
		prop_assert_eq!(net(&turned), net(&account));
	}
}

#[test]
fn a_large_perpetual_requires_a_growing_fraction() {
	let requirement = |coins: i128| {
		let perpetual = PerpetualPosition {
			quantity: Quantity::from_inner(coins * ONE),
			mark: price(1_000_000),
			unsettled: Usd::ZERO,
			confidence: rate(1_000),
			orders: OpenOrders::default(),
		};
		let account = UnderlyingPositions {
			spot: price(1_000_000),
			confidence: rate(1_000),
			perpetual: Some(perpetual),
			collateral: Quantity::ZERO,
			expiries: Vec::new(),
		};
		net(&account).initial.to_string()
	};
	assert_eq!(requirement(100), "-10000", "a tenth of 100,000");
	assert_eq!(requirement(200), "-30000", "fifteen percent of twice the large notional");
	assert_eq!(requirement(-200), "-30000");
	assert_eq!(requirement(300), "-60000", "twenty percent of three times");
}

/// The part of an expiry whose options are these, added in this order.
fn part_of<'a>(options: impl Iterator<Item = &'a OptionPosition>, market: &Market) -> Part {
	let mut sums = ExpirySums::new(price(1_002_000));
	for option in options {
		sums.add(option, rate(1_000), market).unwrap();
	}
	sums.part(market).unwrap()
}

proptest! {
	/// An order book changes one option at a time and must not sum the others again.
	#[test]
	fn an_option_taken_out_leaves_no_trace_and_order_does_not_show(
		kept in prop::collection::vec(option(), 0..6),
		taken in option(),
		place in any::<prop::sample::Index>(),
		confidence in 900i128..=1_000,
		doubt in 500i128..=1_000,
	) {
		let market = Market {
			spot: price(1_000_000),
			confidence: rate(confidence),
			settlement_price: one(),
			parameters: parameters(),
		};
		let expected = part_of(kept.iter(), &market);
		prop_assert_eq!(part_of(kept.iter().rev(), &market), expected);

		let mut sums = ExpirySums::new(price(1_002_000));
		let at = place.index(kept.len() + 1);
		for (number, option) in kept[..at].iter().chain([&taken]).chain(&kept[at..]).enumerate() {
			// What is least sure of all is forgotten with the option that was unsure.
			let confidence = if number == at { doubt } else { 1_000 };
			sums.add(option, rate(confidence), &market).unwrap();
		}
		sums.remove(&taken, rate(doubt), &market).unwrap();
		prop_assert_eq!(sums.part(&market).unwrap(), expected);
		prop_assert_eq!(sums.is_empty(), kept.is_empty());
		let mut never_added = taken;
		never_added.quantity = never_added.quantity.checked_add(Quantity::from_inner(ONE * 100)).unwrap();
		let nowhere = Err(MathsError::OutsideDomain);
		prop_assert_eq!(sums.remove(&never_added, rate(1_000), &market), nowhere);
		if let Some(first) = kept.first() {
			prop_assert_eq!(sums.remove(first, rate(1_001), &market), nowhere);
		}
	}

	/// Parts add up: an underlying is what its perpetual and its expiries come to, in any order.
	#[test]
	fn an_underlying_is_the_sum_of_its_parts(positions in account()) {
		let market = Market {
			spot: positions.spot,
			confidence: positions.confidence,
			settlement_price: one(),
			parameters: parameters(),
		};
		let bare = UnderlyingPositions { collateral: Quantity::ZERO, ..positions.clone() };
		let mut parts = Part::default();
		for expiry in bare.expiries.iter().rev() {
			parts = parts.checked_add(part_of(expiry.options.iter(), &market)).unwrap();
		}
		let perpetual = market.of_perpetual(&bare.perpetual.unwrap()).unwrap();
		parts = parts.checked_add(perpetual).unwrap();
		prop_assert_eq!(parts.margin(&market).unwrap(), net(&bare));
		let without = UnderlyingPositions { perpetual: None, ..bare };
		let left = parts.checked_sub(perpetual).unwrap();
		prop_assert_eq!(left.margin(&market).unwrap(), net(&without));
	}
}
