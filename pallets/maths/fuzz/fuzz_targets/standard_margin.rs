// SPDX-License-Identifier: Apache-2.0
//! Standard margin of an account with a perpetual, options of one expiry, coins and open orders.
//!
//! Sizes are those of a market, or up to 2^125 last digits of nothing that exists:
//!
//! - a market's account has a margin, unless its coins are counted in a settlement asset without a value;
//!   only sizes that exist nowhere are refused as well;
//! - maintenance asks for no more than initial;
//! - the order of the options changes nothing;
//! - open orders never raise the initial margin, and leave maintenance alone;
//! - calls in place of all that are written beyond those held, paid for and of a strike below the price of an
//!   unpaired one, take nothing away.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	margin::{
		standard_margin, CollateralParameters, DepegParameters, ExpiryPositions, NetMargin,
		OpenOrders, OptionParameters, OptionPosition, OracleParameters, PerpetualParameters,
		PerpetualPosition, StandardParameters, UnderlyingPositions,
	},
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};

const UNIT: i128 = 1_000_000_000_000_000_000;

/// The most options that an account has here.
const MOST_OPTIONS: usize = 24;

#[derive(Arbitrary, Debug)]
struct Account {
	perpetual: Option<(i64, i64)>,
	perpetual_orders: Orders,
	options: Vec<RawOption>,
	collateral: u64,
	confidence: u16,
	peg: u16,
	wide: bool,
	scale: u8,
}

#[derive(Arbitrary, Debug)]
struct RawOption {
	is_call: bool,
	strike: u32,
	quantity: i64,
	value: u32,
	orders: Option<Orders>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
struct Orders {
	bought: u32,
	bought_for: u32,
	sold: u32,
	sold_for: u32,
}

impl Orders {
	/// Up to four coins and dollars, with 9 decimals.
	fn open(self) -> OpenOrders {
		let digits = |billionths: u32| i128::from(billionths) * 1_000_000_000;
		OpenOrders {
			bought: Quantity::from_inner(digits(self.bought)),
			bought_for: Usd::from_inner(digits(self.bought_for)),
			sold: Quantity::from_inner(digits(self.sold)),
			sold_for: Usd::from_inner(digits(self.sold_for)),
		}
	}
}

impl Account {
	/// A size of a market, or of nothing that exists.
	fn quantity(&self, size: i64) -> Quantity {
		let size = i128::from(size);
		Quantity::from_inner(if self.wide { size << (self.scale % 63) } else { size })
	}

	fn confidence(&self) -> Rate {
		rate(i128::from(self.confidence % 1_001))
	}

	/// From nothing to 1.1 USD.
	fn settlement_price(&self) -> Price {
		price(u32::from(self.peg % 1_101))
	}

	fn options(&self) -> impl Iterator<Item = OptionPosition> + '_ {
		self.options.iter().take(MOST_OPTIONS).map(|option| OptionPosition {
			kind: if option.is_call { OptionKind::Call } else { OptionKind::Put },
			strike: price(option.strike),
			quantity: self.quantity(option.quantity),
			value: price(option.value),
			orders: option.orders.map(Orders::open).unwrap_or_default(),
		})
	}

	fn positions(&self) -> UnderlyingPositions {
		let confidence = self.confidence();
		UnderlyingPositions {
			spot: price(1_000_000),
			confidence,
			perpetual: self.perpetual.map(|(quantity, unsettled)| PerpetualPosition {
				quantity: self.quantity(quantity),
				mark: price(1_001_000),
				unsettled: Usd::from_inner(unsettled.into()),
				confidence,
				orders: self.perpetual_orders.open(),
			}),
			collateral: Quantity::from_inner(self.collateral.into()),
			expiries: vec![ExpiryPositions {
				forward: price(1_002_000),
				confidence,
				options: self.options().collect(),
			}],
		}
	}

	fn margin(&self, positions: &UnderlyingPositions) -> Result<NetMargin, MathsError> {
		standard_margin(positions, self.settlement_price(), &parameters())
	}
}

fn price(thousandths: u32) -> Price {
	Price::from_inner(u128::from(thousandths) * 1_000_000_000_000_000)
}

fn rate(thousandths: i128) -> Rate {
	Rate::from_inner(thousandths * UNIT / 1_000)
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
			large: Usd::from_inner(100_000 * UNIT),
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

fuzz_target!(|account: Account| {
	let positions = account.positions();
	let net = match account.margin(&positions) {
		Ok(net) => net,
		Err(error) => {
			// Sizes of up to 2^125 last digits leave 128 bits once they are multiplied with a price.
			let is_worthless = account.settlement_price().is_zero() && account.collateral > 0;
			assert!(is_worthless || account.wide, "a market's account has a margin: {error:?}");
			return;
		},
	};
	assert!(!account.settlement_price().is_zero() || account.collateral == 0);
	check_levels(&account, &positions, &net);
	check_order(&account, &positions, &net);
	check_orders(&account, &positions, &net);
	check_covered(&account, positions, &net);
});

/// What all options of an expiry can lose is a sum with a rounding at each strike, so that two such sums of
/// different quantities may be off by so many last digits against each other.
fn roundings(positions: &UnderlyingPositions) -> Usd {
	let options = positions.expiries.iter().map(|expiry| expiry.options.len()).sum::<usize>();
	Usd::from_inner(2 * i128::try_from(options).expect("a few") + 2)
}

fn check_levels(account: &Account, positions: &UnderlyingPositions, net: &NetMargin) {
	// Only quantities that orders change are rounded differently.
	let has_orders = account.options().any(|option| option.orders != OpenOrders::default());
	let slack = if has_orders { roundings(positions) } else { Usd::ZERO };
	assert!(net.initial <= with(net.maintenance, slack), "{net:?}");
}

fn with(amount: Usd, slack: Usd) -> Usd {
	amount.checked_add(slack).unwrap_or(Usd::MAX)
}

fn check_order(account: &Account, positions: &UnderlyingPositions, net: &NetMargin) {
	let mut turned = positions.clone();
	turned.expiries[0].options.reverse();
	match account.margin(&turned) {
		Ok(other) => assert_eq!(other, *net),
		// A sum of sizes that exist nowhere may leave 128 bits on its way in one order, and not in another.
		Err(error) => assert!(account.wide, "{error:?}"),
	}
}

fn check_orders(account: &Account, positions: &UnderlyingPositions, net: &NetMargin) {
	let mut without = positions.clone();
	if let Some(perpetual) = &mut without.perpetual {
		perpetual.orders = OpenOrders::default();
	}
	for option in &mut without.expiries[0].options {
		option.orders = OpenOrders::default();
	}
	match account.margin(&without) {
		Ok(free) => {
			assert!(net.initial <= with(free.initial, roundings(positions)), "{net:?} {free:?}");
			assert_eq!(net.maintenance, free.maintenance);
			assert_eq!(net.mark_to_market, free.mark_to_market);
		},
		Err(error) => assert!(account.wide, "{error:?}"),
	}
}

/// At a strike below 1.1 times the forward, what calls that nothing pairs are charged is more than they can lose up
/// to it; beyond it they lose nothing once as many are held. With fewer, the strike is one more price at which the
/// rest loses, which is charged on top of what is still unpaired: that is no error, and asserted by nobody.
///
/// A whole coin gains more between any two strikes than is lost by rounding at one more.
fn check_covered(account: &Account, mut positions: UnderlyingPositions, net: &NetMargin) {
	let unpaired = |filled: bool| {
		let calls = positions.expiries[0].options.iter().filter(|it| it.kind == OptionKind::Call);
		calls.into_iter().try_fold(0i128, |sum, call| {
			let sold = if filled { call.orders.sold.into_inner() } else { 0 };
			sum.checked_sub(call.quantity.into_inner())?.checked_add(sold)
		})
	};
	let (Some(held), Some(filled)) = (unpaired(false), unpaired(true)) else {
		return;
	};
	positions.expiries[0].options.push(OptionPosition {
		kind: OptionKind::Call,
		strike: price(1_000_000),
		quantity: Quantity::from_inner(UNIT.max(held).max(filled)),
		value: Price::ZERO,
		orders: OpenOrders::default(),
	});
	match account.margin(&positions) {
		Ok(with_call) => {
			assert!(with_call.maintenance >= net.maintenance, "{with_call:?} {net:?}");
			assert!(with_call.initial >= net.initial, "{with_call:?} {net:?}");
		},
		Err(error) => assert!(account.wide, "{error:?}"),
	}
}
