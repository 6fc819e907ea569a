// SPDX-License-Identifier: Apache-2.0
//! The numbers of the crate's README.

#![allow(clippy::arithmetic_side_effects, reason = "test code")]

use market_maths::{
	options::{implied_volatility, Black76, Expiry, OptionKind, Strike},
	perpetuals::{funding_increment, funding_payment, funding_rate, premium},
	units::{Price, Rate, Usd, Volatility},
	MathsError,
};

/// To so many decimals, halves up, as the README prints them.
fn shown(units: i128, decimals: u32) -> String {
	let unit = 10i128.pow(18 - decimals);
	Rate::from_inner((units + unit / 2).div_euclid(unit) * unit).to_string()
}

#[test]
fn a_bitcoin_call_of_thirty_days() -> Result<(), MathsError> {
	let option = Black76 {
		forward: "90000".parse()?,
		strike: "95000".parse()?,
		volatility: "0.55".parse()?,
		seconds_to_expiry: 30 * 86_400,
		rate: "0.04".parse()?,
	};
	let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)?;
	assert_eq!(shown(expiry.discount_factor()?.into_inner(), 9), "0.996717727");

	let (call, put) = option.prices()?;
	assert_eq!(shown(call.into_inner() as i128, 2), "3638.33");
	assert_eq!(shown(put.into_inner() as i128, 2), "8621.92");
	// The put in the money is the call and the discounted 5,000.
	assert_eq!(put.checked_sub(call)?, option.intrinsic(OptionKind::Put)?);

	let greeks = option.greeks(OptionKind::Call)?;
	assert_eq!(shown(greeks.delta.into_inner(), 5), "0.39457");
	assert_eq!(shown(greeks.vega.into_inner(), 2), "9908.29");

	let strike = Strike::new(option.strike);
	let found = implied_volatility(OptionKind::Call, &expiry, &strike, call)?;
	// 10^-17: what the last digits of a value mean for its volatility.
	assert!(found.into_inner().abs_diff(option.volatility.into_inner()) <= 10);
	let rounded: Price = "3638.33".parse()?;
	let found: Volatility = implied_volatility(OptionKind::Call, &expiry, &strike, rounded)?;
	assert_eq!(shown(found.into_inner() as i128, 5), "0.55");
	Ok(())
}

#[test]
fn an_hour_of_funding() -> Result<(), MathsError> {
	let (index, bid, ask) = ("90000".parse()?, "90090".parse()?, "90100".parse()?);
	let premium = premium(index, bid, ask)?;
	assert_eq!(premium, "0.001".parse()?);
	let rate = funding_rate(premium, 8 * 3_600, Rate::ZERO, "0.0075".parse()?)?;
	assert_eq!(rate, "0.000125".parse()?);
	let grown = funding_increment(rate, index, 3_600_000)?;
	assert_eq!(funding_payment("2".parse()?, grown, Usd::ZERO)?, "-22.5".parse()?);
	assert_eq!(funding_payment("-2".parse()?, grown, Usd::ZERO)?, "22.5".parse()?);
	Ok(())
}
