// SPDX-License-Identifier: Apache-2.0
//! What enters the hash of accounts, their margin and their liquidation, and of what is asked more seldom.

use super::{price, rate, Digest};
use alloc::{format, vec, vec::Vec};
use core::fmt::Debug;
use market_maths::{
	aggregation::{
		deviation_scale, deviation_score, realised_variance, realised_variance_step,
		squared_return_per_year, PriceOverTime,
	},
	arithmetic::{Rounding, ONE},
	auction::{clearing_price_within, impact_price, Level},
	combination::{net_payment, Leg, Terms},
	liquidation::{
		backing, burned_for, deficit_of_closing, deleveraging_shares, from_insurance,
		insolvent_payout, insolvent_sale, share_fraction, share_kept_for_insurance, share_loss,
		split_balance, withdrawals_wait, AuctionParameters, Opposite, Standing,
	},
	margin::{
		collateral_credit, fraction_at_open_interest, linear_liquidation_prices, payoff_per_lot,
		portfolio::{
			naked_shorts, perpetual_row, portfolio_margin, BasisShock, Contingencies,
			DiscountFactors, DoubtParameters, ExpiryRows, Holdings, PortfolioCollateral,
			PortfolioExpiry, PortfolioOption, PortfolioParameters, PortfolioPerpetual,
			PortfolioPositions, ShockedExpiry, SkewShock, StaticDiscount,
		},
		slice_bankruptcy_price, split_in_proportion, tiered_requirement, CollateralParameters,
		DepegParameters, LinearPositions, OpenInterestBand, Tier,
	},
	options::{
		check_calendar, payoff, settling_forward, FitTolerance, Interpolated, Node, OptionKind,
		Smile, Strike, Svi,
	},
	perpetuals::{clamp_to_band, funding_payment_of_lots, median_of_three, profit_of_lots},
	units::{
		cash_per_tick_and_lot, fill_value, Cash, Lots, Price, Quantity, Rate, Ticks, Usd,
		Volatility,
	},
};
use sha2::Digest as _;

const UNIT: i128 = ONE as i128;

const KINDS: [OptionKind; 2] = [OptionKind::Call, OptionKind::Put];

impl Digest {
	/// Everything of an answer, errors included.
	pub(super) fn show(&mut self, answer: impl Debug) {
		self.state.update(format!("{answer:?};").as_bytes());
	}

	/// So many thousandths.
	pub(super) fn part(&mut self, least: u64, most: u64) -> Rate {
		rate(i128::from(self.random.between(least, most)) * UNIT / 1_000)
	}

	/// Up to a million dollars, either way.
	pub(super) fn dollars(&mut self) -> Usd {
		Usd::from_inner(self.random.signed() % (1_000_000 * UNIT))
	}

	pub(super) fn kind(&mut self) -> OptionKind {
		KINDS[self.random.below(2) as usize]
	}

	/// A lot of a thousandth of a coin.
	const LOT: Quantity = Quantity::from_inner(UNIT / 1_000);

	pub(super) fn accounts(&mut self) {
		self.portfolio();
		self.skew();
		self.linear();
		self.liquidation();
		self.sharing();
		self.interpolated();
		self.over_time();
		self.lots();
	}

	fn skew_shock(&mut self) -> SkewShock {
		SkewShock {
			tilt: self.part(0, 1_000),
			bend: self.part(0, 1_000),
			tilt_cap: self.part(1, 300),
			tilt_cap_per_root_year: rate(-self.part(0, 100).into_inner()),
			bend_cap: self.part(1, 300),
			bend_cap_per_root_year: self.part(0, 100),
			least_reach: self.part(1, 50),
			width: self.part(1_000, 5_000),
			level: self.part(100, 900),
			level_per_root_year: Rate::ZERO,
		}
	}

	fn parameters(&mut self) -> PortfolioParameters {
		PortfolioParameters {
			initial_factor: self.part(1_000, 1_500),
			maintenance_factor: self.part(500, 1_000),
			factors_scale_contingencies: self.random.below(2) == 0,
			discount: StaticDiscount {
				long_base: self.part(800, 1_001),
				long_rate_scale: self.part(0, 5_000),
				long_rate_add: self.part(0, 100),
				short_base: self.part(1_000, 1_100),
				short_rate_scale: self.part(0, 200),
				short_rate_add: self.part(0, 100),
			},
			basis: BasisShock {
				up: self.part(1_000, 1_100),
				down: self.part(900, 1_000),
				factor: self.part(0, 500),
				factor_per_year: self.part(0, 2_000),
			},
			skew: self.skew_shock(),
			contingencies: Contingencies {
				perpetual: self.part(0, 50),
				perpetual_initial: self.part(0, 50),
				base: self.part(0, 50),
				option: self.part(0, 50),
				option_initial: self.part(0, 50),
			},
			doubt: DoubtParameters {
				threshold: self.part(500, 1_001),
				factor: self.part(0, 1_000),
			},
			depeg: DepegParameters {
				threshold: self.part(900, 1_001),
				factor: self.part(0, 4_000),
			},
		}
	}

	fn positions(&mut self, spot: Price) -> PortfolioPositions {
		let near = |random: Rate| spot.scaled_floor(random).unwrap_or(spot);
		let expiries = (0..self.random.between(1, 3))
			.map(|_| PortfolioExpiry {
				forward: settling_forward(
					spot,
					near(self.part(950, 1_050)),
					self.random.below(5_000),
					1_800,
				)
				.expect("a price of the market"),
				seconds_to_expiry: self.random.between(60, 60_000_000),
				pricing_rate: self.part(0, 100),
				rate: self.part(0, 100),
				confidence: self.part(800, 1_001),
				options: (0..self.random.below(5))
					.map(|_| PortfolioOption {
						kind: self.kind(),
						strike: near(self.part(500, 2_000)),
						quantity: Quantity::from_inner(self.random.signed() % (10 * UNIT)),
						volatility: Volatility::from_inner(
							self.random.below(3 * ONE as u64).into(),
						),
					})
					.collect(),
			})
			.collect();
		let perpetual = PortfolioPerpetual {
			quantity: Quantity::from_inner(self.random.signed() % (10 * UNIT)),
			mark: near(self.part(990, 1_010)),
			unsettled: self.dollars(),
			confidence: self.part(800, 1_001),
		};
		PortfolioPositions {
			spot,
			confidence: self.part(800, 1_001),
			perpetual: (self.random.below(2) == 0).then_some(perpetual),
			base: Quantity::from_inner(i128::from(self.random.below(ONE as u64))),
			collateral: vec![PortfolioCollateral {
				quantity: Quantity::from_inner(i128::from(self.random.below(ONE as u64))),
				price: near(self.part(500, 2_000)),
				confidence: self.part(800, 1_001),
				moves_with_underlying: self.random.below(2) == 0,
				haircut: self.part(0, 200),
				initial_haircut: self.part(0, 200),
			}],
			expiries,
		}
	}

	/// Two underlyings, priced one by one.
	fn portfolio(&mut self) {
		let parameters = self.parameters();
		let settlement = price(self.part(900, 1_050).into_inner().unsigned_abs());
		let parts: Vec<_> = (0..2)
			.filter_map(|_| {
				let spot = price(self.price() + ONE);
				let part = self.positions(spot).part(settlement, &self.set, &parameters);
				self.show(part);
				part.ok()
			})
			.collect();
		let stress: Vec<u8> = parts.iter().map(|_| self.random.below(35) as u8).collect();
		let (cash, separateness) = (self.dollars(), self.part(0, 1_001));
		let stresses: &[&[u8]] = &[&stress];
		let margin =
			portfolio_margin(cash, &parts, settlement, stresses, separateness, &parameters);
		self.show(margin);
	}

	/// Rows of a perpetual and under a skew, and what they cost.
	fn skew(&mut self) {
		let spot = price(self.price() + ONE);
		self.show(perpetual_row(&self.set, spot, spot));
		let skew = self.skew_shock();
		let seconds = self.random.between(60, 60_000_000);
		let rows = settling_forward(spot, spot, seconds, 1_800)
			.and_then(|forward| ShockedExpiry::new(&self.set, forward, seconds, Rate::ZERO))
			.and_then(|shocked| ExpiryRows::new(shocked, spot));
		let Ok(rows) = rows else {
			return;
		};
		let strike = Strike::new(spot.scaled_floor(self.part(500, 2_000)).unwrap_or(spot));
		let volatility = Volatility::from_inner(self.random.below(3 * ONE as u64).into());
		let kind = self.kind();
		let row = rows.skewed(kind, &strike, volatility, &skew);
		self.show(row);
		let Ok(row) = row else {
			return;
		};
		let mut holdings = Holdings::new();
		holdings
			.add(Lots::from_inner(self.random.below(2_000) as i64 - 1_000), &row)
			.expect("few lots");
		let discount =
			DiscountFactors { long: self.part(800, 1_001), short: self.part(1_000, 1_200) };
		let mark = self.random.signed() as i64 >> 20;
		let losses = skew.losses(&holdings.profits(), &discount, mark);
		self.show(losses);
	}

	/// Perpetuals under tiers.
	fn linear(&mut self) {
		let tiers = [
			Tier { above: Usd::ZERO, fraction: self.part(1, 50) },
			Tier { above: Usd::from_inner(100_000 * UNIT), fraction: self.part(50, 200) },
			Tier { above: Usd::from_inner(900_000 * UNIT), fraction: self.part(200, 1_001) },
		];
		let mark = price(self.price() + ONE);
		let (first, second) = (self.dollars(), self.dollars());
		self.show(tiered_requirement(first, &tiers));
		let band = OpenInterestBand { lower: first.min(second), upper: first.max(second) };
		let interest = self.dollars();
		let base = self.part(0, 1_001);
		self.show(fraction_at_open_interest(base, interest, band));
		let positions = LinearPositions {
			mark,
			perpetual: Quantity::from_inner(self.random.signed() % (10 * UNIT)),
			collateral: self.dollars(),
			net: self.dollars(),
		};
		self.show(linear_liquidation_prices(&positions, &tiers));
		let (equity, shed, requirement) = (self.dollars(), self.dollars(), self.dollars());
		self.show(slice_bankruptcy_price(mark, positions.perpetual, equity, shed, requirement));
		let credit = CollateralParameters {
			factor: self.part(0, 1_001),
			initial_scale: self.part(0, 1_001),
		};
		let coins = Quantity::from_inner(i128::from(self.random.below(ONE as u64)));
		self.show(collateral_credit(coins, mark, equity, &credit));
		let kind = self.kind();
		let strike = price(self.price());
		self.show(payoff_per_lot(kind, strike, mark, Self::LOT));
		self.show(payoff(kind, strike, mark));
		self.show(kind.opposite());
		let shorts = [(kind, strike, coins), (self.kind(), strike, positions.perpetual)];
		self.show(naked_shorts(shorts.into_iter()));
		let legs = [
			Leg { quantity: positions.perpetual, price: mark, terms: Terms::Outright },
			Leg { quantity: coins, price: strike, terms: Terms::AgainstMark(mark) },
		];
		self.show(net_payment(&legs));
	}

	/// An account under auction.
	fn liquidation(&mut self) {
		let parameters = AuctionParameters {
			start: self.part(900, 1_001),
			turning: self.part(500, 900),
			fast_ms: self.random.between(1, 1_000_000),
			slow_ms: self.random.between(1, 100_000_000),
			insolvent_ms: self.random.between(1, 10_000_000),
			buffer: self.part(0, 300),
			fee: self.part(0, 200),
			least_worth: Usd::from_inner(i128::from(self.random.below(ONE as u64)) * 10_000),
		};
		let standing = Standing {
			mark_to_market: self.dollars(),
			maintenance: self.dollars(),
			reserved: Usd::ZERO,
		};
		let elapsed = self.random.below(100_000_000);
		let factor = parameters.price_factor(elapsed);
		self.show((parameters.check(), factor, parameters.is_run_out(elapsed)));
		let wanted = self.part(0, 1_001);
		if let Ok(factor) = factor {
			self.show(standing.full_price(factor));
			self.show(standing.greatest_fraction(factor, &parameters));
			self.show(standing.sale(wanted, factor, &parameters));
		}
		self.show(standing.buffer_margin(parameters.buffer));
		self.show(standing.fee(&parameters));
		self.show(standing.verdict(elapsed, &parameters));
		let payout = insolvent_payout(&standing, elapsed, parameters.insolvent_ms);
		self.show(payout);
		self.show(insolvent_sale(&standing, wanted, payout.unwrap_or_default()));
		let (first, second, insurance) = (self.dollars(), self.dollars(), self.dollars());
		self.show(withdrawals_wait(&[first, second], insurance));
	}

	/// What is split among many.
	fn sharing(&mut self) {
		let count = self.random.between(1, 12);
		let bids: Vec<_> = (0..count).map(|key| (key, self.part(0, 400))).collect();
		let greatest = self.part(0, 1_001);
		let fractions = share_fraction(&bids, greatest);
		self.show(&fractions);
		if let Ok(fractions) = fractions {
			let sold: Vec<_> = (0..count).zip(fractions).collect();
			let balance = self.random.signed() >> 20;
			self.show(split_balance(balance, &sold));
		}
		let weights: Vec<_> = (0..count).map(|key| (key, self.random.wide() >> 64)).collect();
		let total = self.random.wide() >> 60;
		self.show(split_in_proportion(total, &weights));
		let opposites: Vec<_> = (0..count)
			.map(|key| Opposite { key, lots: self.random.below(1_000), relief: self.dollars() })
			.collect();
		let closing = self.random.below(3_000);
		self.show(deleveraging_shares(closing, &opposites));
		let cash = |units: u64| Cash::from_inner(units.into());
		let gains: Vec<_> = (0..count).map(|key| (key, cash(self.random.word() >> 20))).collect();
		let loss = cash(self.random.word() >> 18);
		self.show(share_loss(loss, &gains));
		let [held, claims, insurance] = [(); 3].map(|()| cash(self.random.word() >> 20));
		self.show(from_insurance(claims, insurance));
		let backing = backing(held, claims);
		self.show(backing);
		if let Ok(backing) = backing {
			self.show(burned_for(insurance, backing));
			let usual = self.part(0, 1_001);
			self.show(share_kept_for_insurance(usual, backing));
		}
		let lots = Lots::from_inner(self.random.between(1, 1_000) as i64);
		let closed = Lots::from_inner(self.random.between(0, 1_000) as i64);
		let (requirement, requirements) = (self.dollars(), self.dollars());
		self.show(deficit_of_closing(held, requirement, requirements, closed, lots));
	}

	/// Smiles between nodes.
	fn interpolated(&mut self) {
		let mut k = -UNIT;
		let nodes: Vec<Node> = (0..self.random.between(1, 9))
			.map(|_| {
				k += self.part(1, 400).into_inner();
				Node { k: rate(k), total: self.part(1, 900) }
			})
			.collect();
		let slice = Svi {
			a: self.part(0, 200),
			b: self.part(0, 600),
			rho: rate(self.part(0, 1_998).into_inner() - UNIT * 999 / 1_000),
			m: rate(self.part(0, 400).into_inner() - UNIT / 5),
			sigma: self.part(1, 500),
		};
		let seconds = self.random.between(60, 60_000_000);
		let (forward, strike) = (price(self.price() + 1), price(self.price()));
		self.show(slice.moneyness(forward, strike));
		self.show(slice.fit(&nodes, seconds));
		let tolerance = FitTolerance {
			of_variance: self.part(0, 300),
			volatility: Volatility::from_inner(self.random.below(ONE as u64 / 5).into()),
		};
		self.show(slice.check_fit(&nodes, seconds, &tolerance));
		let standardised = rate(self.random.signed() % (4 * UNIT));
		let total = self.part(1, 900);
		self.show(Node::standardised(standardised, total, seconds));
		let Ok(smile) = Interpolated::new(nodes) else {
			return;
		};
		let k = rate(self.random.signed() % (4 * UNIT));
		self.show(smile.total_variance(k));
		self.show(smile.check());
		self.show(smile.volatility(forward, strike, seconds));
		self.show(check_calendar(&Smile::Slice(&slice), &Smile::Nodes(&smile)));
	}

	/// Prices as they pass.
	fn over_time(&mut self) {
		let first = price(self.price() + ONE);
		let points: Vec<Price> = (0..self.random.between(2, 20))
			.map(|_| first.scaled_floor(self.part(900, 1_100)).unwrap_or(first))
			.collect();
		let elapsed = self.random.between(1, 10_000_000);
		self.show(realised_variance(&points, elapsed));
		let (last, average) = (points[points.len() - 1], self.part(0, 2_000));
		self.show(squared_return_per_year(first, last, elapsed));
		self.show(realised_variance_step(average, first, last, elapsed, 86_400_000));
		let before = PriceOverTime::default().then(first, elapsed);
		let after = before.and_then(|before| before.then(last, elapsed / 2));
		self.show((before, after));
		if let (Ok(before), Ok(after)) = (before, after) {
			self.show(after.average_since(&before));
		}
		let votes: Vec<_> = points.iter().map(|point| (*point, self.random.wide() >> 70)).collect();
		let least = self.part(1, 20);
		let scale = deviation_scale(&votes, first, least);
		self.show(scale);
		if let Ok(scale) = scale {
			self.show(deviation_score(last, first, scale));
		}
		let band = self.part(0, 100);
		self.show(clamp_to_band(last, first, band));
		self.show(median_of_three(first, last, points[0]));
	}

	/// Whole lots at whole ticks.
	fn lots(&mut self) {
		let tick = price(ONE / 10);
		let lots = Lots::from_inner(self.random.signed() as i64 >> 30);
		let [entry, now] = [(); 2].map(|()| Ticks::from_inner(self.random.word() >> 40));
		let value = price(self.price());
		self.show((lots.magnitude(), lots.quantity(Self::LOT), entry.price(tick)));
		self.show((value.ticks_floor(tick), value.ticks_ceil(tick)));
		let usd = self.dollars();
		let part = self.part(0, 3_000);
		self.show((
			usd.to_cash_floor(),
			usd.to_cash_ceil(),
			usd.fraction_ceil(part),
			usd.fraction_floor(part),
		));
		let quantity = Quantity::from_inner(self.random.signed() >> 40);
		self.show((value.value_ceil(quantity), usd.to_cash_floor().to_usd()));
		let Some(per) = cash_per_tick_and_lot(tick, Self::LOT) else {
			return;
		};
		self.show(fill_value(entry, lots, per));
		self.show(profit_of_lots(lots, entry, now, per));
		self.show(funding_payment_of_lots(lots, Self::LOT, usd, Usd::ZERO));
		let level = |random: &mut crate::random::Random| Level {
			price: Ticks::from_inner(random.between(80, 121)),
			lots: random.between(1, 100),
		};
		let mut asks: Vec<Level> = (0..8).map(|_| level(&mut self.random)).collect();
		asks.sort_by_key(|level| level.price);
		let notional = Cash::from_inner(i128::from(self.random.below(100_000_000)));
		self.show(impact_price(asks.iter().copied(), notional, tick, per, Rounding::Up));
		asks.dedup_by_key(|level| level.price);
		let mut bids = asks.clone();
		bids.reverse();
		let (mark, lower, upper) =
			(Ticks::from_inner(100), Ticks::from_inner(90), Ticks::from_inner(110));
		self.show(clearing_price_within(&bids, &asks, mark, lower..=upper));
	}
}
