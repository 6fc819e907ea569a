// SPDX-License-Identifier: Apache-2.0
//! Worked examples of somebody else's specification, where its rule is ours too.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, Case},
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

/// Insurance pays first. Amounts are parts of an unnamed whole, `x`.
fn shortfall(case: &Case) -> Reply {
	// Divisible by every small number.
	const WHOLE: i128 = 720_720;
	let part = |key: &str| -> Result<Cash, Problem> {
		let text = case.input(key)?.as_str().ok_or("no text")?;
		let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
		let top = match top.strip_suffix('x') {
			Some("") => WHOLE,
			Some(times) => WHOLE * times.parse::<i128>().map_err(|_| "no number of x")?,
			None if top == "0" => 0,
			None => return Err(format!("{text} is no part of x").into()),
		};
		let bottom = bottom.parse::<i128>().ok().filter(|bottom| *bottom > 0);
		Ok(Cash::from_inner(top / bottom.ok_or("no divisor")?))
	};
	let pool = part("insurance_pool")?;
	let (paid, shared) = from_insurance(part("shortfall")?, pool)?;
	let shown = |cash: Cash| {
		let units = cash.into_inner();
		let (mut divisor, mut rest) = (WHOLE, units);
		while rest != 0 {
			(divisor, rest) = (rest, divisor % rest);
		}
		match (units / divisor, WHOLE / divisor) {
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
