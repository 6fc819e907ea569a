// SPDX-License-Identifier: Apache-2.0
//! Accounts with options.

use super::{coins, dollars, lots, near, part, product, spot, Rules, LOT};
use crate::random::Random;
use alloc::{vec, vec::Vec};
use market_maths::{
	margin::{
		portfolio::{
			perpetual_row, DiscountFactors, ExpiryRows, PortfolioCollateral, PortfolioExpiry,
			PortfolioOption, PortfolioPerpetual, PortfolioPositions, RiskRow, ShockedExpiry,
		},
		ExpiryPositions, ExpirySums, Market, OpenOrders, OptionPosition, PerpetualPosition,
		UnderlyingPositions,
	},
	options::{Expiry, OptionKind, SettlingForward, Strike},
	units::{Lots, Price, Quantity, Rate, Ticks, Usd, Volatility},
};

/// Options of each expiry.
const OPTIONS: usize = 12;

/// Fraction bits of what rows hold.
const COLUMN_BITS: u32 = 30;

/// An account under both kinds of margin, with what a chain keeps of it.
pub(crate) struct Account {
	pub(crate) cash: Usd,
	/// For the standard margin.
	pub(crate) standard: UnderlyingPositions,
	pub(crate) market: Market,
	/// The options of its first expiry.
	pub(crate) sums: ExpirySums,
	/// One more option of it.
	pub(crate) extra: OptionPosition,
	/// For the portfolio margin.
	pub(crate) portfolio: PortfolioPositions,
	pub(crate) perpetual_lots: Lots,
	/// Coins of the underlying and collateral that moves with it.
	pub(crate) coin_lots: Lots,
	/// Of the perpetual, and of a coin.
	pub(crate) perpetual_row: RiskRow,
	pub(crate) expiries: Vec<HeldExpiry>,
	/// What all options are worth.
	pub(crate) options_worth: Usd,
	/// The mark of the perpetual.
	pub(crate) mark_ticks: Ticks,
}

/// The options of one expiry as rows.
pub(crate) struct HeldExpiry {
	pub(crate) seconds: u64,
	pub(crate) discount: DiscountFactors,
	/// What they are worth, in the unit of the columns.
	pub(crate) mark: i64,
	pub(crate) options: Vec<HeldRows>,
}

/// One option with its rows.
pub(crate) struct HeldRows {
	pub(crate) lots: Lots,
	pub(crate) scenarios: RiskRow,
	/// Forwards that move apart.
	pub(crate) basis: RiskRow,
	/// A smile that tilts or bends.
	pub(crate) skew: RiskRow,
}

/// One option before it is anything else.
struct Drawn {
	kind: OptionKind,
	strike: Price,
	lots: i64,
	volatility: Volatility,
	value: Price,
}

/// One expiry before it is anything else.
struct DrawnExpiry {
	forward: Price,
	seconds: u64,
	rate: Rate,
	confidence: Rate,
	options: Vec<Drawn>,
}

fn drawn_option(random: &mut Random, forward: Price, expiry: &Expiry) -> Drawn {
	let kind = if random.below(2) == 0 { OptionKind::Call } else { OptionKind::Put };
	let strike = near(random, forward, 700, 1_400);
	let volatility = Volatility::from_inner(part(random, 400, 900).into_inner() as u128);
	let value = expiry.price(kind, &Strike::new(strike), volatility).unwrap();
	Drawn { kind, strike, lots: lots(random, 5_000), volatility, value }
}

fn drawn_expiry(random: &mut Random, spot: Price) -> DrawnExpiry {
	let forward = near(random, spot, 990, 1_030);
	let seconds = random.between(7 * 86_400, 180 * 86_400);
	let rate = part(random, 0, 80);
	let expiry = Expiry::new(forward, seconds, rate).unwrap();
	DrawnExpiry {
		forward,
		seconds,
		rate,
		confidence: part(random, 980, 1_000),
		options: (0..OPTIONS).map(|_| drawn_option(random, forward, &expiry)).collect(),
	}
}

/// On both sides, up to ten coins, a twentieth beside the price; none in one case of two.
fn orders(random: &mut Random, price: Price) -> OpenOrders {
	if random.below(2) == 0 {
		return OpenOrders::default();
	}
	let (bought, sold) = (coins(lots(random, 10_000).abs()), coins(lots(random, 10_000).abs()));
	let (low, high) = (near(random, price, 950, 1_000), near(random, price, 1_000, 1_050));
	OpenOrders {
		bought,
		bought_for: low.value_ceil(bought).unwrap(),
		sold,
		sold_for: high.value_floor(sold).unwrap(),
	}
}

fn option_position(random: &mut Random, drawn: &Drawn) -> OptionPosition {
	OptionPosition {
		kind: drawn.kind,
		strike: drawn.strike,
		quantity: coins(drawn.lots),
		value: drawn.value,
		orders: orders(random, drawn.value),
	}
}

fn portfolio_expiry(drawn: &DrawnExpiry) -> PortfolioExpiry {
	PortfolioExpiry {
		forward: SettlingForward { fixed: Price::ZERO, variable: drawn.forward },
		seconds_to_expiry: drawn.seconds,
		pricing_rate: drawn.rate,
		rate: drawn.rate,
		confidence: drawn.confidence,
		options: drawn
			.options
			.iter()
			.map(|option| PortfolioOption {
				kind: option.kind,
				strike: option.strike,
				quantity: coins(option.lots),
				volatility: option.volatility,
			})
			.collect(),
	}
}

fn worth(expiry: &DrawnExpiry) -> Usd {
	expiry.options.iter().fold(Usd::ZERO, |sum, option| {
		sum.checked_add(option.value.value_floor(coins(option.lots)).unwrap()).unwrap()
	})
}

fn held_expiry(drawn: &DrawnExpiry, spot: Price, rules: &Rules) -> HeldExpiry {
	let expiry = portfolio_expiry(drawn);
	let rows = |set| {
		let shocked = ShockedExpiry::new(set, expiry.forward, drawn.seconds, drawn.rate).unwrap();
		ExpiryRows::new(shocked, spot).unwrap()
	};
	let (scenarios, basis) = (rows(&rules.set), rows(&rules.basis));
	let options = drawn.options.iter().map(|option| {
		let (kind, volatility) = (option.kind, option.volatility);
		let strike = Strike::new(option.strike);
		HeldRows {
			lots: Lots::from_inner(option.lots),
			scenarios: scenarios.option(kind, &strike, volatility).unwrap(),
			basis: basis.option(kind, &strike, volatility).unwrap(),
			skew: scenarios.skewed(kind, &strike, volatility, &rules.portfolio.skew).unwrap(),
		}
	});
	let of_lot = product(spot.into_inner(), LOT.into_inner() as u128) as i128;
	HeldExpiry {
		seconds: drawn.seconds,
		discount: expiry.discount_factors(&rules.portfolio.discount).unwrap(),
		mark: (worth(drawn).into_inner() << COLUMN_BITS).div_euclid(of_lot) as i64,
		options: options.collect(),
	}
}

pub(super) fn account(random: &mut Random, rules: &Rules) -> Account {
	let spot = spot(random);
	let drawn = [drawn_expiry(random, spot), drawn_expiry(random, spot)];
	let mark = near(random, spot, 998, 1_002);
	let perpetual_lots = lots(random, 20_000);
	let coin_lots = lots(random, 5_000).abs();
	let confidence = part(random, 985, 1_000);
	let unsettled = dollars(random, 0, 2_000);
	let market = Market {
		spot,
		confidence,
		settlement_price: rules.settlement_price,
		parameters: rules.standard,
	};
	let expiries: Vec<ExpiryPositions> = drawn
		.iter()
		.map(|expiry| ExpiryPositions {
			forward: expiry.forward,
			confidence: expiry.confidence,
			options: expiry.options.iter().map(|option| option_position(random, option)).collect(),
		})
		.collect();
	let mut sums = ExpirySums::new(drawn[0].forward);
	for option in &expiries[0].options {
		sums.add(option, drawn[0].confidence, &market).unwrap();
	}
	let quantity = coins(perpetual_lots);
	let perpetual = PortfolioPerpetual { quantity, mark, unsettled, confidence };
	Account {
		cash: dollars(random, 10_000, 500_000),
		extra: expiries[1].options[0],
		standard: UnderlyingPositions {
			spot,
			confidence,
			perpetual: Some(PerpetualPosition {
				quantity,
				mark,
				unsettled,
				confidence,
				orders: orders(random, mark),
			}),
			collateral: coins(coin_lots),
			expiries,
		},
		market,
		sums,
		portfolio: PortfolioPositions {
			spot,
			confidence,
			perpetual: Some(perpetual),
			base: Quantity::ZERO,
			collateral: vec![PortfolioCollateral {
				quantity: coins(coin_lots),
				price: spot,
				confidence,
				moves_with_underlying: true,
				haircut: part(random, 10, 50),
				initial_haircut: part(random, 10, 50),
			}],
			expiries: drawn.iter().map(portfolio_expiry).collect(),
		},
		perpetual_lots: Lots::from_inner(perpetual_lots),
		coin_lots: Lots::from_inner(coin_lots),
		perpetual_row: perpetual_row(&rules.set, mark, spot).unwrap(),
		options_worth: worth(&drawn[0]).checked_add(worth(&drawn[1])).unwrap(),
		expiries: drawn.iter().map(|expiry| held_expiry(expiry, spot, rules)).collect(),
		mark_ticks: mark.ticks_floor(super::TICK).unwrap(),
	}
}
