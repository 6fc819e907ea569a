// SPDX-License-Identifier: Apache-2.0
//! Losses that everybody bears, and trades of several legs.

use super::{
	answers::{Answers, Problem, Reply},
	case::{price, sum, units_of, without, Case},
};
use market_maths::{
	combination::{net_payment, Leg, Terms},
	liquidation::{backing, burned_for, from_insurance, share_kept_for_insurance},
	units::{Cash, Quantity, Rate},
};
use serde_json::Value;

const ONE: i128 = 1_000_000_000_000_000_000;

/// Names of what is held for all cash.
const HELD: &[&str] = &["stable_held", "stable"];

/// Cash in units of 10^-18 instead of its own, which are larger: what is paid, backed and burned is computed of whole
/// units, however much one is worth.
const fn cash(units: i128) -> Cash {
	Cash::from_inner(units)
}

/// What stands against cash after a loss.
pub struct Pool {
	held: i128,
	claims: i128,
	/// Fees not yet paid out.
	fees: i128,
}

impl Pool {
	/// Whether a case says what is held.
	pub fn is_given(case: &Case) -> bool {
		HELD.iter().any(|name| case.has(name))
	}

	/// A loss is paid with new cash, of which the fees not yet paid out cover the first part.
	pub fn after(case: &Case, loss: i128) -> Result<Self, Problem> {
		let number = |names: &[&str], otherwise| case.number_or(names, otherwise);
		let held = number(HELD, 0)?;
		let supply =
			number(&["cash_supply_before", "cash_supply", "total_supply", "supply"], held)?;
		let borrowed = number(&["borrow", "total_borrow", "cash_borrowed"], 0)?;
		let settled = number(&["net_settled_cash", "net_settled"], 0)?;
		let fees = number(&["sm_fees", "accrued_sm_fees"], 0)?;
		let fees = sum(&[fees, -loss.min(fees)])?;
		let claims = sum(&[supply, loss, fees, -borrowed, -settled])?;
		Ok(Self { held, claims, fees })
	}

	/// How far cash is backed once so much more is held.
	fn backing(&self, donated: i128) -> Result<Rate, Problem> {
		Ok(backing(cash(sum(&[self.held, donated])?), cash(self.claims))?)
	}

	/// How far cash is backed, and what a withdrawal costs of it.
	pub fn describe(&self, answers: Answers, case: &Case) -> Result<Answers, Problem> {
		let backing = self.backing(0)?;
		let answers = answers
			.number("exchange_rate", backing.into_inner())
			.number("sm_fees_after", self.fees)
			.truth("withdraw_fee_enabled", backing.into_inner() < ONE);
		if !case.has("withdraw_stable") {
			return Ok(answers);
		}
		let burned = burned_for(cash(case.number("withdraw_stable")?), backing)?;
		Ok(answers.number("cash_burned", burned.into_inner()))
	}
}

pub fn write_down(case: &Case) -> Reply {
	if case.has("requested") {
		let fund = cash(case.number("sm_cash")?);
		let (paid, unpaid) = from_insurance(cash(case.number("requested")?), fund)?;
		let left = fund.checked_sub(paid)?;
		return Answers::default()
			.number("sm_cash_after", left.into_inner())
			.number("recipient_cash", paid.into_inner())
			.number("amount_paid", paid.into_inner())
			.number("socialised_loss", unpaid.into_inner())
			.reply();
	}
	let mut losses = vec![case.number_or(&["socialised_loss"], 0)?];
	for loss in case.inputs()["socialised_losses"].as_array().into_iter().flatten() {
		losses.push(units_of(loss)?);
	}
	let pool = Pool::after(case, sum(&losses)?)?;
	let usual = Rate::from_inner(match case.parameters.get("sm_fee") {
		Some(_) => case.parameter("sm_fee")?,
		None => case.number_or(&["sm_fee"], 0)?,
	});
	let share = |backing| share_kept_for_insurance(usual, backing).map(Rate::into_inner);
	let after = pool.backing(case.number_or(&["then_stable_donated"], 0)?)?;
	let answers = Answers::default()
		.number("sm_fee_during", share(pool.backing(0)?)?)
		.number("previous_sm_fee", usual.into_inner())
		.number("exchange_rate_after", after.into_inner())
		.number("sm_fee_after", share(after)?)
		.truth("withdraw_fee_enabled_after_recovery", after.into_inner() < ONE);
	pool.describe(answers, case)
}

/// A trade of several legs. Amounts are what the maker buys.
pub fn combination(case: &Case) -> Reply {
	let (mut legs, mut amounts, mut given_cash) = (Vec::new(), Vec::new(), Vec::new());
	let mut answers = Answers::default();
	let given = case.input("legs")?.as_array().ok_or("no legs")?;
	for (place, given) in given.iter().enumerate() {
		let quantity = units_of(&given["amount"])?;
		let mark = ["mark", "perp_mark"].iter().find_map(|key| given.get(*key));
		let terms = match given["type"].as_str() {
			Some("perp" | "perpetual") => {
				let mark = mark.map_or_else(|| case.number("perp_mark"), units_of)?;
				Terms::AgainstMark(price(mark)?)
			},
			kind => {
				// It is what everything else is paid with.
				given_cash.extend((kind == Some("cash")).then_some(quantity));
				Terms::Outright
			},
		};
		answers = answers
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
	let received = sum(&[sum(&given_cash)?, -paid])?;
	if is_one_instrument(given) {
		let position = sum(&amounts)?;
		answers = answers.number("maker_position", position).number("taker_position", -position);
	} else {
		const MANY: &str = "the legs are of several instruments";
		answers = answers.elsewhere("maker_position", MANY).elsewhere("taker_position", MANY);
	}
	answers
		.number("maker_cash_change", received)
		.number("taker_cash_change", -received)
		.reply()
}

/// Whether there are legs, and all differ in amounts and prices at most.
fn is_one_instrument(legs: &[Value]) -> bool {
	let instrument = |leg: &Value| without(leg, &["amount", "price", "mark", "perp_mark"]);
	let mut instruments = legs.iter().map(instrument);
	instruments.next().is_some_and(|first| instruments.all(|other| other == first))
}
