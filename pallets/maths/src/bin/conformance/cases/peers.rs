// SPDX-License-Identifier: Apache-2.0
//! Worked examples of somebody else's specification, where its rule is ours too.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, Case},
	refusals::Refusal,
};
use market_maths::{
	aggregation::PriceOverTime,
	liquidation::from_insurance,
	units::{Cash, Price},
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;
const MINUTE_MS: u64 = 60_000;

pub fn answer(case: &Case) -> Reply {
	let reason = match case.topic() {
		"funding.twap" | "funding.twap.auction_excluded" => return averages(case),
		"funding.loss_socialisation" => return shortfall(case),
		"auction.uncrossing_price" => {
			"an auction clears where the imbalance is least and then nearest the mark, not in the middle"
		},
		"mark_price.last_trade_throttle" => "no single trade sets a mark: it is a median of three prices",
		"mark_price.book_impact" => {
			"the book counts in a mark by bid, ask and last clearing, not by a leveraged notional"
		},
		other => {
			return Err(Problem::unsupported(format!("no rule of topic {other:?} is shared")));
		},
	};
	Err(Problem::unsupported(reason))
}

/// Changes of a price: minute and new price.
fn updates(of: &Value) -> Result<Vec<(u64, Price)>, Problem> {
	let mut found = Vec::new();
	for row in of.as_array().into_iter().flatten() {
		let minute = row[0].as_u64().ok_or("an update without a minute")?;
		found.push((minute, price(units_of(&row[1])?)?));
	}
	Ok(found)
}

/// A price summed over the minutes that count.
fn over_time(case: &Case, name: &str, minutes: u64) -> Result<PriceOverTime, Problem> {
	let bounds = &case.inputs()["auction_minutes"];
	let out = bounds[0].as_u64().unwrap_or(0)..bounds[1].as_u64().unwrap_or(0);
	let updates = updates(case.input(&format!("{name}_updates"))?)?;
	let mut now = price(case.number(&format!("{name}_before"))?)?;
	let mut sum = PriceOverTime::default();
	for minute in 0..minutes {
		for (_, update) in updates.iter().filter(|(at, _)| *at == minute) {
			now = *update;
		}
		if !out.contains(&minute) {
			sum = sum.then(now, MINUTE_MS)?;
		}
	}
	Ok(sum)
}

fn averages(case: &Case) -> Reply {
	let minutes = case.whole("period_minutes")?;
	let (mark, spot) = (over_time(case, "mark", minutes)?, over_time(case, "spot", minutes)?);
	let average = |sum: &PriceOverTime| {
		sum.average_since(&PriceOverTime::default())
			.map(|average| average.into_inner() as i128)
	};
	let (mark, spot) = (average(&mark)?, average(&spot)?);
	let answers = Answers::default().number("internal_twap", mark).number("external_twap", spot);
	let is_plain = ["interest_rate", "clamp_lower", "clamp_upper"]
		.iter()
		.try_fold(true, |plain, key| Ok::<_, Problem>(plain && case.number_or(&[key], 0)? == 0))?;
	if !is_plain || case.number_or(&["scaling_factor"], ONE)? != ONE {
		return answers.reply();
	}
	// A premium that is paid over the period, while it counts.
	let bounds = &case.inputs()["auction_minutes"];
	let out = bounds[1].as_i64().unwrap_or(0) - bounds[0].as_i64().unwrap_or(0);
	let counted = i128::from(minutes) - i128::from(out);
	answers
		.number("funding_payment", (mark - spot) * counted / i128::from(minutes))
		.reply()
}

/// A part of an unnamed whole `x`, as `0`, `x`, `3x`, `x/4` or `3x/4`: numerator and denominator.
fn part_of_whole(text: &str) -> Result<(i128, i128), Problem> {
	let problem = || Problem::from(format!("{text} is no part of x"));
	let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
	let top = match top.strip_suffix('x') {
		Some("") => 1,
		Some(times) => times.parse::<i128>().map_err(|_| problem())?,
		None if top == "0" => 0,
		None => return Err(problem()),
	};
	let bottom = bottom.parse::<i128>().ok().filter(|bottom| *bottom > 0);
	Ok((top, bottom.ok_or_else(problem)?))
}

fn greatest_common_divisor(one: i128, other: i128) -> i128 {
	let (mut divisor, mut rest) = (one, other);
	while rest != 0 {
		(divisor, rest) = (rest, divisor % rest);
	}
	divisor
}

/// Insurance pays first. Amounts are numbers, or parts of an unnamed whole, `x`.
fn shortfall(case: &Case) -> Reply {
	let part = |key: &str| case.inputs()[key].as_str().filter(|text| text.contains('x'));
	if part("shortfall").or(part("insurance_pool")).is_none() {
		return shortfall_of_numbers(case);
	}
	let part = |key: &str| -> Result<(i128, i128), Problem> {
		part_of_whole(case.input(key)?.as_str().ok_or("no text")?)
	};
	let (missing, pool) = (part("shortfall")?, part("insurance_pool")?);
	// The least number of equal parts of which both are whole multiples.
	let common = greatest_common_divisor(missing.1, pool.1);
	let whole = (missing.1 / common).checked_mul(pool.1).ok_or(Refusal::TooLarge)?;
	let parts = |(top, bottom): (i128, i128)| -> Result<Cash, Problem> {
		let parts = top.checked_mul(whole / bottom).ok_or(Refusal::TooLarge)?;
		Ok(Cash::from_inner(parts))
	};
	let pool = parts(pool)?;
	let (paid, shared) = from_insurance(parts(missing)?, pool)?;
	let shown = |cash: Cash| {
		let units = cash.into_inner();
		let divisor = greatest_common_divisor(whole, units);
		match (units / divisor, whole / divisor) {
			(0, _) => "0".into(),
			(1, 1) => "x".into(),
			(top, 1) => format!("{top}x"),
			(1, bottom) => format!("x/{bottom}"),
			(top, bottom) => format!("{top}x/{bottom}"),
		}
	};
	let left = pool.checked_sub(paid)?;
	Answers::default()
		.word("from_insurance", shown(paid))
		.word("loss_socialised", shown(shared))
		.word("insurance_after", shown(left))
		.reply()
}

fn shortfall_of_numbers(case: &Case) -> Reply {
	let amount = |key: &str| case.number(key).map(Cash::from_inner);
	let pool = amount("insurance_pool")?;
	let (paid, shared) = from_insurance(amount("shortfall")?, pool)?;
	Answers::default()
		.number("from_insurance", paid.into_inner())
		.number("loss_socialised", shared.into_inner())
		.number("insurance_after", pool.checked_sub(paid)?.into_inner())
		.reply()
}
