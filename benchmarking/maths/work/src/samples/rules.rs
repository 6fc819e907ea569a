// SPDX-License-Identifier: Apache-2.0
//! What accounts, votes and books are judged by: the sizes of a large market.

use super::{thousandths, UNIT};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::ONE,
	liquidation::AuctionParameters,
	margin::{
		portfolio::{
			BasisShock, Contingencies, DoubtParameters, PortfolioParameters, ScenarioSet,
			SkewShock, StaticDiscount,
		},
		CollateralParameters, DepegParameters, OpenInterestBand, OptionParameters,
		OracleParameters, PerpetualParameters, StandardParameters, Tier,
	},
	units::{Cash, Price, Rate, Usd},
};

/// All of it.
pub(crate) struct Rules {
	/// The scenarios of the first day.
	pub(crate) set: ScenarioSet,
	/// Forwards that move apart, as scenarios.
	pub(crate) basis: ScenarioSet,
	pub(crate) standard: StandardParameters,
	pub(crate) portfolio: PortfolioParameters,
	pub(crate) auction: AuctionParameters,
	pub(crate) tiers: Vec<Tier>,
	pub(crate) band: OpenInterestBand,
	/// A settlement asset a little below its peg.
	pub(crate) settlement_price: Price,
	/// Of a perpetual.
	pub(crate) maintenance: Rate,
	/// Most collateral of one kind that counts.
	pub(crate) cap: Usd,
	/// Largest share of all bonds that one reporter's weighs.
	pub(crate) cap_of_bonds: Rate,
	/// Least width that votes are scored by.
	pub(crate) least_deviation: Rate,
	/// Largest step of a price in a block.
	pub(crate) step: Rate,
	/// Realised until now, per year.
	pub(crate) variance: Rate,
	/// Per hour.
	pub(crate) interest: Rate,
	/// Per hour.
	pub(crate) funding_cap: Rate,
	/// How far a mark may be from its index.
	pub(crate) band_of_mark: Rate,
	/// What an impact price is asked for.
	pub(crate) impact: Cash,
}

impl Rules {
	pub(super) fn new() -> Self {
		let portfolio = portfolio();
		Self {
			set: ScenarioSet::launch().unwrap(),
			basis: portfolio.basis.scenarios().unwrap(),
			standard: standard(),
			portfolio,
			auction: auction(),
			tiers: [(0, 12), (100_000, 25), (1_000_000, 50), (10_000_000, 100)]
				.map(|(above, fraction)| Tier {
					above: Usd::from_inner(above * UNIT),
					fraction: thousandths(fraction),
				})
				.to_vec(),
			band: OpenInterestBand {
				lower: Usd::from_inner(25_000_000 * UNIT),
				upper: Usd::from_inner(100_000_000 * UNIT),
			},
			settlement_price: Price::from_inner(ONE / 1_000 * 985),
			maintenance: thousandths(30),
			cap: Usd::from_inner(500_000 * UNIT),
			cap_of_bonds: thousandths(200),
			least_deviation: Rate::from_inner(UNIT / 5_000),
			step: thousandths(10),
			variance: thousandths(360),
			interest: Rate::from_inner(UNIT / 80_000),
			funding_cap: Rate::from_inner(UNIT / 1_000),
			band_of_mark: thousandths(20),
			impact: Cash::from_inner(10_000_000_000),
		}
	}
}

fn standard() -> StandardParameters {
	StandardParameters {
		options: OptionParameters {
			initial_at_the_money: thousandths(150),
			initial_floor: thousandths(130),
			maintenance_call: thousandths(90),
			maintenance_put: thousandths(90),
			maintenance_put_of_value: thousandths(90),
			unpaired_initial: thousandths(1_200),
			unpaired_maintenance: thousandths(1_100),
			put_initial_over_maintenance: thousandths(1_050),
		},
		perpetuals: PerpetualParameters {
			initial: thousandths(100),
			maintenance: thousandths(65),
			large: Usd::from_inner(100_000 * UNIT),
			growth: thousandths(50),
		},
		collateral: collateral(),
		oracle: OracleParameters {
			perpetual_threshold: thousandths(990),
			option_threshold: thousandths(990),
			collateral_threshold: thousandths(990),
			factor: thousandths(1_000),
		},
		depeg: depeg(2_000),
	}
}

fn collateral() -> CollateralParameters {
	CollateralParameters { factor: thousandths(800), initial_scale: thousandths(900) }
}

fn depeg(factor: i128) -> DepegParameters {
	DepegParameters { threshold: thousandths(990), factor: thousandths(factor) }
}

/// Everything counts.
fn portfolio() -> PortfolioParameters {
	PortfolioParameters {
		initial_factor: thousandths(1_200),
		maintenance_factor: thousandths(800),
		factors_scale_contingencies: false,
		discount: StaticDiscount {
			long_base: thousandths(950),
			long_rate_scale: thousandths(1_000),
			long_rate_add: thousandths(120),
			short_base: thousandths(1_040),
			short_rate_scale: thousandths(500),
			short_rate_add: thousandths(80),
		},
		basis: BasisShock {
			up: thousandths(1_050),
			down: thousandths(950),
			factor: thousandths(250),
			factor_per_year: thousandths(1_000),
		},
		skew: SkewShock {
			tilt: thousandths(1_000),
			bend: thousandths(1_000),
			tilt_cap: thousandths(250),
			tilt_cap_per_root_year: thousandths(-100),
			bend_cap: thousandths(250),
			bend_cap_per_root_year: thousandths(-100),
			least_reach: thousandths(10),
			width: thousandths(4_000),
			level: thousandths(600),
			level_per_root_year: Rate::ZERO,
		},
		contingencies: Contingencies {
			perpetual: thousandths(20),
			perpetual_initial: thousandths(10),
			base: thousandths(30),
			option: thousandths(3),
			option_initial: thousandths(2),
		},
		doubt: DoubtParameters { threshold: thousandths(990), factor: thousandths(1_000) },
		depeg: depeg(4_000),
	}
}

/// Ten minutes fast, two hours slow.
fn auction() -> AuctionParameters {
	AuctionParameters {
		start: thousandths(980),
		turning: thousandths(800),
		fast_ms: 600_000,
		slow_ms: 7_200_000,
		insolvent_ms: 3_600_000,
		buffer: thousandths(150),
		fee: thousandths(20),
		least_worth: Usd::from_inner(100 * UNIT),
	}
}
