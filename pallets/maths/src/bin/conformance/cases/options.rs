// SPDX-License-Identifier: Apache-2.0
//! Options: prices, volatilities and what they pay.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, sum, units_of, volatility, whole, Case},
	refusals::Refusal,
};
use market_maths::{
	aggregation::settlement_mean,
	liquidation::backing,
	options::{implied_volatility, payoff, settling_forward, Black76, Expiry, OptionKind, Strike},
	units::{Cash, Price, Quantity, Rate, Usd},
	MathsError,
};

const ONE: i128 = 1_000_000_000_000_000_000;

fn kind(case: &Case) -> Result<OptionKind, Problem> {
	match case.input("type")?.as_str() {
		Some("call") => Ok(OptionKind::Call),
		Some("put") => Ok(OptionKind::Put),
		_ => Err("type is neither call nor put".into()),
	}
}

fn price_of(case: &Case, key: &str) -> Result<Price, Problem> {
	price(case.number(key)?)
}

fn units(price: Price) -> i128 {
	i128::try_from(price.into_inner()).unwrap_or(i128::MAX)
}

pub fn prices(case: &Case) -> Reply {
	let option = Black76 {
		forward: price_of(case, "forward")?,
		strike: price_of(case, "strike")?,
		volatility: volatility(case.number("volatility")?)?,
		seconds_to_expiry: case.whole("seconds_to_expiry")?,
		rate: Rate::from_inner(case.number("rate")?),
	};
	let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)?;
	let (call, put) = option.prices()?;
	let of_call = option.greeks(OptionKind::Call)?;
	let of_put = option.greeks(OptionKind::Put)?;
	Answers::default()
		.number("discount", expiry.discount_factor()?.into_inner())
		.number("call", units(call))
		.number("put", units(put))
		.number("delta_call", of_call.delta.into_inner())
		.number("delta_put", of_put.delta.into_inner())
		.number("gamma", of_call.gamma.into_inner())
		.number("vega", of_call.vega.into_inner())
		.number("theta_call", of_call.theta.into_inner())
		.number("theta_put", of_put.theta.into_inner())
		.number("rho_call", of_call.rho.into_inner())
		.number("rho_put", of_put.rho.into_inner())
		.reply()
}

pub fn implied(case: &Case) -> Reply {
	let rate = Rate::from_inner(case.number("rate")?);
	let forward = price_of(case, "forward")?;
	let expiry = Expiry::new(forward, case.whole("seconds_to_expiry")?, rate)?;
	let strike = price_of(case, "strike")?;
	let asked = match case.number("price") {
		// Beyond every number here, and so beyond what an option on this forward is worth.
		Err(Problem::Refused(Refusal::TooLarge)) if case.expected_error().is_some() => {
			let is_below = case.is_negative("price");
			let beyond =
				if is_below { MathsError::BelowIntrinsic } else { MathsError::AboveMaximum };
			return Err(beyond.into());
		},
		other => other?,
	};
	// A price is never negative here, so one below zero cannot even be asked about.
	let asked = u128::try_from(asked).map_err(|_| MathsError::BelowIntrinsic)?;
	let (kind, asked) = (kind(case)?, Price::from_inner(asked));
	let answer = implied_volatility(kind, &expiry, &Strike::new(strike), asked);
	let is_rounded_away = expiry.intrinsic(kind, strike) == Ok(asked)
		&& case.expected_error().is_none()
		&& !case.is_held_exactly("price")?;
	if answer == Err(MathsError::AtIntrinsic) && is_rounded_away {
		return Err(Problem::unsupported("the time value is below the last digit of a price"));
	}
	Answers::default()
		.number("volatility", i128::try_from(answer?.into_inner()).unwrap_or(i128::MAX))
		.reply()
}

/// What an option pays to the account that is settled; of two that hold it and owe it, `settle_only` names one.
fn payouts(case: &Case) -> Reply {
	let size_key = if case.has("amount") { "amount" } else { "contracts" };
	let contracts = case.number(size_key)?;
	if !case.has("settlement_price") {
		return unsettled().number("payout", 0).reply();
	}
	let settled = case.inputs()["settle_only"].as_str();
	let of_account = if settled == Some("short") { -contracts } else { contracts };
	let per_coin =
		payoff(kind(case)?, price_of(case, "strike")?, price_of(case, "settlement_price")?);
	let paid = per_coin.value_floor(Quantity::from_inner(of_account))?;
	let answers = Answers::default()
		.number("payout", paid.into_inner())
		.number("settled_account_cash_change", paid.into_inner())
		.number("net_settled_cash", paid.into_inner());
	let Some(settled) = settled else {
		return answers.reply();
	};
	// Open interest is what is held long.
	let left = if settled == "short" { contracts } else { 0 };
	answers
		.truth("cash_solvent", is_backed(paid)?)
		.number("open_interest_after", left)
		.reply()
}

/// Whether cash is backed after one account was settled: what it is paid is new cash, and what it pays is gone, but
/// neither changes what can be claimed of the pool. Of however much is in it: here, as much as was paid.
fn is_backed(paid: Usd) -> Result<bool, Problem> {
	let net_settled = paid.to_cash_floor();
	let held = Cash::from_inner(net_settled.into_inner().abs());
	let supply = held.checked_add(net_settled)?;
	Ok(backing(held, supply.checked_sub(net_settled)?)?.into_inner() == ONE)
}

/// Nothing is paid of what has no settlement price yet.
fn unsettled() -> Answers {
	Answers::default().number("cash_change", 0).truth("settled", false)
}

pub fn settlement(case: &Case) -> Reply {
	if case.has("settlement_values") {
		if case.inputs()["settled"].as_bool() == Some(false) {
			return unsettled().reply();
		}
		let rows = case.input("settlement_values")?.as_array().ok_or("no list of values")?;
		let paid = rows.iter().map(units_of).collect::<Result<Vec<_>, _>>()?;
		return Answers::default().number("cash_change", sum(&paid)?).reply();
	}
	if case.has("strike") {
		return payouts(case);
	}
	let has_average = case.has("realised_average_price");
	if has_average || case.has("forward_minus_spot") {
		let window = whole(case.parameter("twap_seconds")?, "twap_seconds")?;
		let has_time = case.has("seconds_to_expiry_of_data");
		let seconds = match (has_time, has_average) {
			(true, _) => case.whole("seconds_to_expiry_of_data")?,
			// After the window nothing is left to vary, and before it nothing is fixed.
			(false, true) => 0,
			(false, false) => window,
		};
		if seconds < window && !has_average {
			return Err(Problem::unsupported("the average of the window so far is not given"));
		}
		let forward = if seconds > 0 {
			price(sum(&[case.number("spot")?, case.number("forward_minus_spot")?])?)?
		} else {
			Price::ZERO
		};
		let realised = price(case.number_or(&["realised_average_price"], 0)?)?;
		let split = settling_forward(realised, forward, seconds, window)?;
		// A forward is as sure as what it was made of, and how old that may be is for the oracle to say.
		return Answers::default()
			.number("forward_fixed_portion", units(split.fixed))
			.number("forward_variable_portion", units(split.variable))
			.number("confidence", case.number_or(&["data_confidence"], ONE)?)
			.elsewhere("stale_error", "the oracle says how old data may be")
			.elsewhere("settled_at_expiry", "the market settles, and waits for its data")
			.reply();
	}
	// An accumulator that grew by the same price every second: every minute's price is that price.
	let constant = |key: &str| -> Option<Price> {
		let (factor, _) = case.input(key).ok()?.as_str()?.split_once('*')?;
		units_of(&factor.trim().into()).and_then(price).ok()
	};
	match (constant("spot_aggregate_start_text"), constant("spot_aggregate_end_text")) {
		(Some(start), Some(end)) if start == end => {
			let settled = settlement_mean(&[start; 30])?;
			Answers::default()
				.number("settlement_price", units(settled))
				.truth("settled", true)
				.reply()
		},
		_ => Err(Problem::unsupported("settlement is the mean of minute prices")),
	}
}
