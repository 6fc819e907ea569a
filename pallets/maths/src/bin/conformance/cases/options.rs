// SPDX-License-Identifier: Apache-2.0
//! Options: prices, volatilities and what they pay.

use super::{
	answers::{Answers, Reply},
	case::Case,
};
use market_maths::{
	aggregation::settlement_mean,
	options::{implied_volatility, payoff, settling_forward, Black76, Expiry, OptionKind, Strike},
	units::{Price, Quantity, Rate, Volatility},
	MathsError,
};

fn kind(case: &Case) -> Result<OptionKind, String> {
	match case.input("type")?.as_str() {
		Some("call") => Ok(OptionKind::Call),
		Some("put") => Ok(OptionKind::Put),
		_ => Err("type is neither call nor put".into()),
	}
}

fn price(case: &Case, key: &str) -> Result<Price, String> {
	let units = u128::try_from(case.number(key)?).map_err(|_| format!("{key} is negative"))?;
	Ok(Price::from_inner(units))
}

pub fn prices(case: &Case) -> Result<Reply, String> {
	let volatility =
		u128::try_from(case.number("volatility")?).map_err(|_| "negative volatility")?;
	let option = Black76 {
		forward: price(case, "forward")?,
		strike: price(case, "strike")?,
		volatility: Volatility::from_inner(volatility),
		seconds_to_expiry: case.whole("seconds_to_expiry")?,
		rate: Rate::from_inner(case.number("rate")?),
	};
	let compute = || -> Result<Answers, MathsError> {
		let expiry = Expiry::new(option.forward, option.seconds_to_expiry, option.rate)?;
		let (call, put) = option.prices()?;
		let of_call = option.greeks(OptionKind::Call)?;
		let of_put = option.greeks(OptionKind::Put)?;
		let units = |price: Price| i128::try_from(price.into_inner()).unwrap_or(i128::MAX);
		Ok(Answers::default()
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
			.number("rho_put", of_put.rho.into_inner()))
	};
	match compute() {
		Ok(answers) => answers.reply(),
		Err(error) => Ok(Reply::Refused(error.to_string())),
	}
}

pub fn implied(case: &Case) -> Result<Reply, String> {
	let rate = Rate::from_inner(case.number("rate")?);
	let forward = price(case, "forward")?;
	let expiry = Expiry::new(forward, case.whole("seconds_to_expiry")?, rate)
		.map_err(|error| error.to_string())?;
	let strike = Strike::new(price(case, "strike")?);
	// A price is never negative here, so one below zero cannot even be asked about.
	let answer = match u128::try_from(case.number("price")?) {
		Err(_) => Err(MathsError::BelowIntrinsic),
		Ok(units) => implied_volatility(kind(case)?, &expiry, &strike, Price::from_inner(units)),
	};
	if answer == Err(MathsError::AtIntrinsic) && !case.is_held_exactly("price")? {
		return Ok(Reply::Unsupported("the time value is below the last digit of a price".into()));
	}
	match answer {
		Ok(volatility) => Answers::default()
			.number("volatility", i128::try_from(volatility.into_inner()).unwrap_or(i128::MAX))
			.reply(),
		Err(error) => Ok(Reply::Refused(
			match error {
				MathsError::BelowIntrinsic => "below_intrinsic",
				MathsError::AtIntrinsic => "at_intrinsic",
				MathsError::AboveMaximum => "at_or_above_max",
				_ => "another error",
			}
			.into(),
		)),
	}
}

pub fn settlement(case: &Case) -> Result<Reply, String> {
	let text = |error: MathsError| error.to_string();
	if case.has("settlement_values") {
		let rows = case.input("settlement_values")?.as_array().ok_or("no list of values")?;
		let mut sum = 0i128;
		for row in rows {
			sum += super::decimal::Decimal::read(row)?.to_units()?;
		}
		return Answers::default().number("cash_change", sum).reply();
	}
	if case.has("strike") {
		let size_key = if case.has("amount") { "amount" } else { "contracts" };
		let size = Quantity::from_inner(case.number(size_key)?);
		let per_coin =
			payoff(kind(case)?, price(case, "strike")?, price(case, "settlement_price")?);
		let paid = per_coin.value_floor(size).map_err(text)?.into_inner();
		return Answers::default()
			.number("payout", paid)
			.number("settled_account_cash_change", paid)
			.number("net_settled_cash", paid)
			.reply();
	}
	if case.has("realised_average_price") {
		let window = u64::try_from(case.parameter("twap_seconds")? / 1_000_000_000_000_000_000)
			.map_err(|_| "a negative window")?;
		let (forward, seconds) = if case.has("seconds_to_expiry_of_data") {
			let forward = case.number("spot")? + case.number("forward_minus_spot")?;
			let forward = u128::try_from(forward).map_err(|_| "a negative forward")?;
			(Price::from_inner(forward), case.whole("seconds_to_expiry_of_data")?)
		} else {
			(Price::ZERO, 0)
		};
		let realised = price(case, "realised_average_price")?;
		let split = settling_forward(realised, forward, seconds, window).map_err(text)?;
		let units = |price: Price| i128::try_from(price.into_inner()).unwrap_or(i128::MAX);
		return Answers::default()
			.number("forward_fixed_portion", units(split.fixed))
			.number("forward_variable_portion", units(split.variable))
			.reply();
	}
	// An accumulator that grew by the same price every second: every minute's price is that price.
	let constant = |key: &str| -> Option<Price> {
		case.input(key).ok()?.as_str()?.split_once('*')?.0.parse().ok()
	};
	match (constant("spot_aggregate_start_text"), constant("spot_aggregate_end_text")) {
		(Some(start), Some(end)) if start == end => {
			let settled = settlement_mean(&[start; 30]).map_err(text)?;
			let units = i128::try_from(settled.into_inner()).unwrap_or(i128::MAX);
			Answers::default()
				.number("settlement_price", units)
				.truth("settled", true)
				.reply()
		},
		_ => Ok(Reply::Unsupported("settlement is the mean of minute prices".into())),
	}
}
