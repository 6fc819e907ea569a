// SPDX-License-Identifier: Apache-2.0
//! The numbers of the crate's README.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "test code")]

use market_maths::{
	liquidation::{
		backing, burned_for, deleveraging_shares, insolvent_payout, share_fraction,
		AuctionParameters, Opposite, Standing,
	},
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

	// Both cost as much beyond what they would pay at the forward.
	assert_eq!(option.time_value()?, call);
	assert_eq!(shown(option.intrinsic(OptionKind::Put)?.into_inner() as i128, 2), "4983.59");
	assert_eq!(put.checked_sub(option.intrinsic(OptionKind::Put)?)?, option.time_value()?);

	let greeks = option.greeks(OptionKind::Call)?;
	assert_eq!(shown(greeks.delta.into_inner(), 5), "0.39457");
	assert_eq!(shown(greeks.vega.into_inner(), 2), "9908.29");

	let strike = Strike::new(option.strike);
	let found = implied_volatility(OptionKind::Call, &expiry, &strike, call)?;
	// 38 last digits are the bound: a price is right to 4·10^-18 (1 + K), over a vega of 9,908. Hardly a quarter is seen.
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

fn auction() -> Result<AuctionParameters, MathsError> {
	Ok(AuctionParameters {
		start: "0.95".parse()?,
		turning: "0.7".parse()?,
		fast_ms: 900_000,
		slow_ms: 43_200_000,
		insolvent_ms: 3_600_000,
		buffer: "0.15".parse()?,
		fee: "0.1".parse()?,
		least_worth: Usd::ZERO,
	})
}

#[test]
fn an_account_under_auction() -> Result<(), MathsError> {
	let auction = auction()?;
	let mut account = Standing {
		mark_to_market: "30000".parse()?,
		maintenance: "-10000".parse()?,
		reserved: Usd::ZERO,
	};
	assert_eq!(account.buffer_margin(auction.buffer)?, "-16000".parse()?);
	assert_eq!(shown(account.fee(&auction)?.into_inner(), 2), "1043.48");
	let factor = auction.price_factor(450_000)?;
	assert_eq!(account.full_price(factor)?, "24750".parse()?);
	assert_eq!(shown(account.greatest_fraction(factor, &auction)?.into_inner(), 5), "0.39264");
	let sale = account.sale("0.2".parse()?, factor, &auction)?;
	assert_eq!((sale.price, sale.collateral), ("4950".parse()?, "8150".parse()?));

	let four_fifths: Rate = "0.8".parse()?;
	for part in [&mut account.mark_to_market, &mut account.maintenance] {
		*part = part.fraction_floor(four_fifths)?.checked_add(sale.price)?;
	}
	account.reserved = sale.price;
	assert_eq!(account.mark_to_market, "28950".parse()?);
	assert_eq!(account.maintenance, "-3050".parse()?);
	let factor = auction.price_factor(900_000)?;
	assert_eq!(account.full_price(factor)?, "16800".parse()?);
	let greatest = account.greatest_fraction(factor, &auction)?;
	assert_eq!(shown(greatest.into_inner(), 5), "0.2652");
	let bids = [("ann", "0.2".parse()?), ("bob", "0.6".parse()?)];
	let shares = share_fraction(&bids, greatest)?;
	let shares: Vec<_> = shares.into_iter().map(Rate::into_inner).collect();
	assert_eq!(shares.iter().sum::<i128>(), greatest.into_inner());
	assert_eq!(shown(shares[0] * 3, 15), shown(shares[1], 15));
	Ok(())
}

#[test]
fn what_follows_when_nobody_buys() -> Result<(), MathsError> {
	let owes = Standing {
		mark_to_market: "-1000".parse()?,
		maintenance: "-5000".parse()?,
		reserved: Usd::ZERO,
	};
	assert_eq!(insolvent_payout(&owes, 1_800_000, auction()?.insolvent_ms)?, "3000".parse()?);
	let opposite = |key, relief: &str| -> Result<_, MathsError> {
		Ok(Opposite { key, lots: 100, relief: relief.parse()? })
	};
	let opposites = [opposite("ann", "300")?, opposite("bob", "100")?];
	assert_eq!(deleveraging_shares(40, &opposites)?, [30, 10]);
	let backed = backing("10000".parse()?, "12500".parse()?)?;
	assert_eq!(burned_for("100".parse()?, backed)?, "125".parse()?);
	Ok(())
}
