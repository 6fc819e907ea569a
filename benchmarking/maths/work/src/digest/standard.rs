// SPDX-License-Identifier: Apache-2.0
//! What enters the hash of the standard margin: accounts summed anew, and with one option taken out again.

use super::{price, Digest};
use market_maths::{
	arithmetic::ONE,
	margin::{
		standard_margin, CollateralParameters, DepegParameters, ExpiryPositions, ExpirySums,
		Market, OpenOrders, OptionParameters, OptionPosition, OracleParameters,
		PerpetualParameters, PerpetualPosition, StandardParameters, UnderlyingPositions,
	},
	units::{Price, Quantity, Usd},
};

const UNIT: i128 = ONE as i128;

impl Digest {
	fn standard_parameters(&mut self) -> StandardParameters {
		StandardParameters {
			options: OptionParameters {
				initial_at_the_money: self.part(100, 300),
				initial_floor: self.part(50, 150),
				maintenance_call: self.part(50, 120),
				maintenance_put: self.part(50, 120),
				maintenance_put_of_value: self.part(50, 120),
				unpaired_initial: self.part(1_000, 1_300),
				unpaired_maintenance: self.part(1_000, 1_200),
				put_initial_over_maintenance: self.part(1_000, 1_100),
			},
			perpetuals: PerpetualParameters {
				initial: self.part(20, 200),
				maintenance: self.part(10, 100),
				large: Usd::from_inner(i128::from(self.random.below(100_000)) * UNIT),
				growth: self.part(0, 100),
			},
			collateral: CollateralParameters {
				factor: self.part(500, 1_001),
				initial_scale: self.part(500, 1_001),
			},
			oracle: OracleParameters {
				perpetual_threshold: self.part(900, 1_001),
				option_threshold: self.part(900, 1_001),
				collateral_threshold: self.part(900, 1_001),
				factor: self.part(0, 2_000),
			},
			depeg: DepegParameters {
				threshold: self.part(900, 1_001),
				factor: self.part(0, 3_000),
			},
		}
	}

	/// Up to ten coins.
	fn coins(&mut self) -> Quantity {
		Quantity::from_inner(i128::from(self.random.below(10 * ONE as u64)))
	}

	/// Orders of up to ten coins a side at limits around `usual`; none in one case of two.
	fn open_orders(&mut self, usual: Price) -> OpenOrders {
		if self.random.below(2) == 0 {
			return OpenOrders::default();
		}
		let (bought, sold) = (self.coins(), self.coins());
		let limits = [self.part(500, 1_500), self.part(500, 1_500)];
		let [high, low] = limits.map(|part| usual.scaled_floor(part).unwrap_or(usual));
		OpenOrders {
			bought,
			bought_for: high.value_ceil(bought).unwrap_or_default(),
			sold,
			sold_for: low.value_floor(sold).unwrap_or_default(),
		}
	}

	fn option_position(&mut self, spot: Price) -> OptionPosition {
		let near = |random| spot.scaled_floor(random).unwrap_or(spot);
		let value = near(self.part(0, 500));
		OptionPosition {
			kind: self.kind(),
			strike: near(self.part(500, 2_000)),
			quantity: Quantity::from_inner(self.random.signed() % (10 * UNIT)),
			value,
			orders: self.open_orders(value),
		}
	}

	/// One account, judged as a whole; then each of its expiries with the first option taken out.
	pub(super) fn standard(&mut self) {
		let spot = price(self.price() + ONE);
		let parameters = self.standard_parameters();
		let settlement_price =
			price(self.random.between(ONE as u64 * 8 / 10, ONE as u64 + 1).into());
		let near = |random| spot.scaled_floor(random).unwrap_or(spot);
		let expiries = (0..self.random.below(4))
			.map(|_| ExpiryPositions {
				forward: near(self.part(950, 1_050)),
				confidence: self.part(800, 1_001),
				options: (0..self.random.below(8)).map(|_| self.option_position(spot)).collect(),
			})
			.collect();
		let mark = near(self.part(990, 1_010));
		let perpetual = PerpetualPosition {
			quantity: Quantity::from_inner(self.random.signed() % (10 * UNIT)),
			mark,
			unsettled: self.dollars(),
			confidence: self.part(800, 1_001),
			orders: self.open_orders(mark),
		};
		let positions = UnderlyingPositions {
			spot,
			confidence: self.part(800, 1_001),
			perpetual: (self.random.below(2) == 0).then_some(perpetual),
			collateral: self.coins(),
			expiries,
		};
		self.show(standard_margin(&positions, settlement_price, &parameters));
		let market =
			Market { spot, confidence: positions.confidence, settlement_price, parameters };
		for expiry in &positions.expiries {
			let mut sums = ExpirySums::new(expiry.forward);
			for option in &expiry.options {
				self.show(sums.add(option, expiry.confidence, &market));
			}
			if let Some(first) = expiry.options.first() {
				self.show(sums.remove(first, expiry.confidence, &market));
			}
			let part = sums.part(&market);
			self.show(part.and_then(|part| part.margin(&market)));
		}
	}
}
