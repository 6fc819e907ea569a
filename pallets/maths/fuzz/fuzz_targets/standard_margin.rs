// SPDX-License-Identifier: Apache-2.0
//! Standard margin: no account panics, maintenance never asks for more than initial, order does not
//! matter, and a long option is never worse than none.
#![no_main]

use libfuzzer_sys::{arbitrary, arbitrary::Arbitrary, fuzz_target};
use market_maths::{
	margin::{
		standard_margin, CollateralParameters, DepegParameters, ExpiryPositions, OpenOrders,
		OptionParameters, OptionPosition, OracleParameters, PerpetualParameters, PerpetualPosition,
		StandardParameters, UnderlyingPositions,
	},
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
};

const UNIT: i128 = 1_000_000_000_000_000_000;

#[derive(Arbitrary, Debug)]
struct Account {
	perpetual: Option<(i64, i64)>,
	options: Vec<(bool, u32, i64, u32)>,
	collateral: u64,
	confidence: u16,
	peg: u16,
	wide: bool,
	scale: u8,
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
	// Sizes of a market, or of nothing that exists.
	let grown = |size: i64| {
		let size = i128::from(size);
		let size = if account.wide { size << (account.scale % 63) } else { size };
		Quantity::from_inner(size)
	};
	let confidence = rate(i128::from(account.confidence % 1_001));
	let price = |units: u32| Price::from_inner(u128::from(units) * 1_000_000_000_000_000);
	let options: Vec<_> = account
		.options
		.iter()
		.take(24)
		.map(|(is_call, strike, quantity, value)| OptionPosition {
			kind: if *is_call { OptionKind::Call } else { OptionKind::Put },
			strike: price(*strike),
			quantity: grown(*quantity),
			value: price(*value),
			orders: OpenOrders::default(),
		})
		.collect();
	let positions = UnderlyingPositions {
		spot: price(1_000_000),
		confidence,
		perpetual: account.perpetual.map(|(quantity, unsettled)| PerpetualPosition {
			quantity: grown(quantity),
			mark: price(1_001_000),
			unsettled: Usd::from_inner(unsettled.into()),
			confidence,
			orders: OpenOrders::default(),
		}),
		collateral: Quantity::from_inner(account.collateral.into()),
		expiries: vec![ExpiryPositions { forward: price(1_002_000), confidence, options }],
	};
	let peg = price(u32::from(account.peg % 1_101));
	let net = match standard_margin(&positions, peg, &parameters()) {
		Ok(net) => net,
		// Nothing can be counted in a settlement asset without a value.
		Err(_) if peg.is_zero() && account.collateral > 0 => return,
		// Sizes of up to 2^125 last digits leave 128 bits once they are multiplied with a price.
		Err(error) => {
			assert!(account.wide, "a market's account has a margin: {error:?}");
			return;
		},
	};
	assert!(!peg.is_zero() || account.collateral == 0);
	assert!(net.initial <= net.maintenance, "{net:?}");

	let mut turned = positions.clone();
	turned.expiries[0].options.reverse();
	match standard_margin(&turned, peg, &parameters()) {
		Ok(other) => assert_eq!(other, net),
		// A sum of sizes that exist nowhere may leave 128 bits on its way in one order, and not in another.
		Err(_) => assert!(account.wide),
	}

	// One more call, paid for: what it could take off the loss helps, and it asks for nothing. Doubt is charged
	// on what is short.
	let mut longer = positions;
	longer.expiries[0].options.push(OptionPosition {
		kind: OptionKind::Call,
		strike: price(1_000_000),
		quantity: Quantity::from_inner(UNIT),
		value: Price::ZERO,
		orders: OpenOrders::default(),
	});
	if let Ok(with_call) = standard_margin(&longer, peg, &parameters()) {
		assert!(with_call.maintenance >= net.maintenance, "{with_call:?} {net:?}");
		assert!(with_call.initial >= net.initial, "{with_call:?} {net:?}");
	}
});
