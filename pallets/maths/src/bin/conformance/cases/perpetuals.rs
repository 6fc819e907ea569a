// SPDX-License-Identifier: Apache-2.0
//! Funding and profit of perpetuals.

use super::{
	answers::{Answers, Problem, Reply},
	case::{milliseconds, price, sum, Case},
	refusals::Refusal,
};
use market_maths::{
	perpetuals::{funding_increment, funding_payment, funding_rate, premium, profit},
	units::{Quantity, Rate, Usd},
	MathsError,
};

const ONE: i128 = 1_000_000_000_000_000_000;

/// A premium and the hours in which payments sum to it, both so many times as large that the hours are whole seconds.
/// Their quotient stays what it is.
fn in_whole_seconds(premium: Rate, hours: i128) -> Result<(Rate, u64), Problem> {
	let period = u128::try_from(hours).map_err(|_| Refusal::Negative)?;
	let period = period.checked_mul(3_600).ok_or(Refusal::TooLarge)?;
	let (mut common, mut rest) = (ONE as u128, period);
	while rest != 0 {
		(common, rest) = (rest, common % rest);
	}
	let times = ONE / common as i128;
	let premium = premium.into_inner().checked_mul(times);
	// The rate is per hour, so that the premium is multiplied by its seconds.
	let premium = premium.filter(|premium| premium.checked_mul(3_600).is_some());
	match (premium, u64::try_from(period / common)) {
		(Some(premium), Ok(seconds)) => Ok((Rate::from_inner(premium), seconds)),
		_ => Err(Problem::unsupported("a period of so many digits is no number of seconds here")),
	}
}

pub fn funding(case: &Case) -> Reply {
	let parameter = |key: &str| case.parameter(key);
	let or_one = |key: &str| if case.has(key) { case.number(key) } else { Ok(ONE) };
	let index = price(or_one("index_price")?)?;
	let of_book = |key: &str| {
		if case.has(key) {
			case.number(key).and_then(price)
		} else {
			Ok(index)
		}
	};
	let (bid, ask) = (of_book("impact_bid")?, of_book("impact_ask")?);
	let interest = Rate::from_inner(parameter("static_interest_rate")?);
	let cap = Rate::from_inner(parameter("max_abs_rate_per_hour")?);

	let hours = parameter("convergence_period_hours")?;
	let (premium, convergence) = in_whole_seconds(premium(index, bid, ask)?, hours)?;
	let rate = funding_rate(premium, convergence, interest, cap)?;
	let elapsed = milliseconds(case.number_or(&["elapsed_seconds"], 0)?)?;
	let paid = |size: i128| -> Result<i128, MathsError> {
		let grown = funding_increment(rate, index, elapsed)?;
		funding_payment(Quantity::from_inner(size), grown, Usd::ZERO).map(Usd::into_inner)
	};
	let size = |keys: &[&str], otherwise: i128| {
		keys.iter()
			.find(|key| case.has(key))
			.map_or(Ok(otherwise), |key| case.number(key))
	};
	let short = size(&["short_position"], -ONE)?;
	let long = size(&["long_position"], short.saturating_neg())?;
	let asked = size(&["position", "short_position", "long_position"], -ONE)?;
	let (to_short, to_long, to_asked) = (paid(short)?, paid(long)?, paid(asked)?);
	Answers::default()
		.number("hourly_funding_rate", rate.into_inner())
		.number("impact_bid", bid.into_inner() as i128)
		.number("impact_ask", ask.into_inner() as i128)
		.number("short_funding", to_short)
		.number("long_funding", to_long)
		.number("funding", to_asked)
		.number("unsettled_cash_before_apply", to_asked)
		.number("unsettled_cash_after_apply", to_asked)
		.reply()
}

pub fn profits(case: &Case) -> Reply {
	let (then, now) = (price(case.number("mark_at_open")?)?, price(case.number("mark_now")?)?);
	let gained = |size: i128| profit(Quantity::from_inner(size), then, now).map(Usd::into_inner);
	if case.has("position_before") {
		let realised = gained(case.number("position_before")?)?;
		// Realised is not yet paid out.
		return Answers::default()
			.number("realised_pnl", realised)
			.number("unsettled_cash", realised)
			.reply();
	}
	let size = case.number("position")?;
	let (long, short) = (gained(size)?, gained(-size)?);
	let mut answers = Answers::default().number("long_pnl", long).number("short_pnl", short);
	if case.has("long_cash") {
		let after = sum(&[case.number("long_cash")?, long])?;
		answers = answers.number("long_cash_after", after);
	}
	if case.has("short_cash") {
		let after = sum(&[case.number("short_cash")?, short])?;
		// At its start an auction of an insolvent account asks for nothing but its debt.
		answers = answers
			.number("short_cash_after", after)
			.truth("auction_insolvent", after < 0)
			.number("auction_bid_price", after.min(0));
	}
	answers.reply()
}
