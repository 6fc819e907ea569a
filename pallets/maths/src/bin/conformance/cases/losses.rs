// SPDX-License-Identifier: Apache-2.0
//! Losses that everybody bears, and trades of several legs.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, units_of, Case},
};
use market_maths::{
	combination::{net_payment, Leg, Terms},
	liquidation::{backing, burned_for, from_insurance, share_kept_for_insurance},
	units::{Cash, Quantity, Rate, Usd},
	MathsError,
};

const ONE: i128 = 1_000_000_000_000_000_000;

/// Cash has fewer decimals than cases.
fn cash(units: i128) -> Result<Cash, Problem> {
	let cash = Usd::from_inner(units).to_cash_floor();
	if cash.to_usd().map(Usd::into_inner) == Ok(units) {
		Ok(cash)
	} else {
		Err("an amount is no whole unit of cash".into())
	}
}

fn units(cash: Cash) -> Result<i128, MathsError> {
	cash.to_usd().map(Usd::into_inner)
}

pub fn write_down(case: &Case) -> Reply {
	if case.has("requested") {
		let fund = cash(case.number("sm_cash")?)?;
		let requested = cash(case.number("requested")?)?;
		let (paid, unpaid) = from_insurance(requested, fund)?;
		let left = fund.checked_sub(paid)?;
		return Answers::default()
			.number("sm_cash_after", units(left)?)
			.number("recipient_cash", units(paid)?)
			.number("socialised_loss", units(unpaid)?)
			.reply();
	}
	let number = |names: &[&str], otherwise| case.number_or(names, otherwise);
	let held = number(&["stable_held", "stable"], 0)?;
	let supply = number(&["cash_supply_before", "cash_supply", "total_supply", "supply"], held)?;
	let borrowed = number(&["borrow", "total_borrow", "cash_borrowed"], 0)?;
	let settled = number(&["net_settled_cash", "net_settled"], 0)?;
	let fees = number(&["sm_fees", "accrued_sm_fees"], 0)?;
	let mut losses = number(&["socialised_loss"], 0)?;
	for loss in case.inputs()["socialised_losses"].as_array().into_iter().flatten() {
		losses += units_of(loss)?;
	}
	// A loss is paid with new cash, of which the fees not yet paid out cover the first part.
	let covered = losses.min(fees);
	let claims = supply + losses + (fees - covered) - borrowed - settled;
	let rate = |held: i128, claims: i128| -> Result<Rate, Problem> {
		Ok(backing(cash(held)?, cash(claims)?)?)
	};
	let usual = Rate::from_inner(match case.parameters.get("sm_fee") {
		Some(_) => case.parameter("sm_fee")?,
		None => number(&["sm_fee"], 0)?,
	});
	let share = |rate| share_kept_for_insurance(usual, rate).map(Rate::into_inner);
	let during = rate(held, claims)?;
	let whole = Rate::from_inner(ONE);
	let mut answers = Answers::default()
		.number("exchange_rate", during.into_inner())
		.number("sm_fee_during", share(during)?)
		.number("previous_sm_fee", usual.into_inner())
		.number("sm_fees_after", fees - covered)
		.truth("withdraw_fee_enabled", during < whole);
	let after = rate(held + number(&["then_stable_donated"], 0)?, claims)?;
	answers = answers
		.number("exchange_rate_after", after.into_inner())
		.number("sm_fee_after", share(after)?)
		.truth("withdraw_fee_enabled_after_recovery", after < whole);
	if case.has("withdraw_stable") {
		let withdrawn = cash(case.number("withdraw_stable")?)?;
		answers = answers.number("cash_burned", units(burned_for(withdrawn, during)?)?);
	}
	answers.reply()
}

/// A trade of several legs. Amounts are what the maker buys.
pub fn combination(case: &Case) -> Reply {
	let (mut legs, mut amounts, mut of_type) = (Vec::new(), Vec::new(), Answers::default());
	for (place, given) in case.input("legs")?.as_array().ok_or("no legs")?.iter().enumerate() {
		let quantity = units_of(&given["amount"])?;
		let mark = ["mark", "perp_mark"].iter().find_map(|key| given.get(*key));
		let terms = match given["type"].as_str() {
			Some("perp" | "perpetual") => {
				let mark = mark.map_or_else(|| case.number("perp_mark"), units_of)?;
				Terms::AgainstMark(price(mark)?)
			},
			_ => Terms::Outright,
		};
		of_type = of_type
			.number(&format!("maker_positions.{place}"), quantity)
			.number(&format!("taker_positions.{place}"), -quantity);
		amounts.push(quantity);
		legs.push(Leg {
			quantity: Quantity::from_inner(quantity),
			price: price(units_of(&given["price"])?)?,
			terms,
		});
	}
	let paid = net_payment(&legs)?.into_inner();
	if let [only] = amounts.as_slice() {
		of_type = of_type.number("maker_position", *only).number("taker_position", -only);
	}
	of_type
		.number("maker_cash_change", -paid)
		.number("taker_cash_change", paid)
		.reply()
}
