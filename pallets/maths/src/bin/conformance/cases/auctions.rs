// SPDX-License-Identifier: Apache-2.0
//! Auctions of accounts: prices, fractions and bids at one moment.

use super::{
	answers::{Answers, Problem, Reply},
	auction_stories,
	case::{units_of, Case},
	refusals::Refusal,
};
use market_maths::{
	liquidation::{
		from_insurance, insolvent_payout, insolvent_sale, split_balance, withdrawals_wait,
		AuctionParameters, Standing, Verdict,
	},
	units::{Rate, Usd},
	MathsError,
};
use serde_json::{Map, Value};

pub const ONE: i128 = 1_000_000_000_000_000_000;
const MILLISECONDS: i128 = 1_000;

fn milliseconds(units: i128) -> Result<u64, Problem> {
	let milliseconds = units.checked_mul(MILLISECONDS).ok_or(Refusal::TooLarge)? / ONE;
	u64::try_from(milliseconds).map_err(|_| match milliseconds {
		..0 => Refusal::Negative.into(),
		_ => Refusal::TooLarge.into(),
	})
}

pub fn parameters(given: &Map<String, Value>) -> Result<AuctionParameters, Problem> {
	let units = |key: &str, otherwise: i128| match given.get(key) {
		None | Some(Value::Null) => Ok(otherwise),
		Some(value) => units_of(value),
	};
	let rate = |key, otherwise| units(key, otherwise).map(Rate::from_inner);
	let time = |key| milliseconds(units(key, 0)?);
	Ok(AuctionParameters {
		start: rate("starting_mtm_pct", ONE)?,
		turning: rate("fast_cutoff_pct", 0)?,
		fast_ms: time("fast_length_sec")?,
		slow_ms: time("slow_length_sec")?,
		insolvent_ms: time("insolvent_length_sec")?,
		buffer: rate("buffer_margin_pct", 0)?,
		fee: rate("liquidator_fee_rate", 0)?,
		least_worth: Usd::from_inner(units("mtm_cutoff", 0)?),
	})
}

pub fn elapsed(of: &Value) -> Result<u64, Problem> {
	of.get("elapsed_seconds").map_or(Ok(0), |value| milliseconds(units_of(value)?))
}

pub fn standing(of: &Value) -> Result<Standing, Problem> {
	let usd = |key: &str| of.get(key).map_or(Ok(0), units_of).map(Usd::from_inner);
	Ok(Standing {
		mark_to_market: usd("mark_to_market")?,
		maintenance: usd("maintenance_margin")?,
		reserved: usd("reserved_cash")?,
	})
}

/// What the whole account costs: negative is what is paid for taking it.
pub fn bid_price(
	standing: &Standing,
	elapsed: u64,
	parameters: &AuctionParameters,
) -> Result<Usd, MathsError> {
	if standing.mark_to_market > Usd::ZERO {
		standing.full_price(parameters.price_factor(elapsed)?)
	} else {
		insolvent_payout(standing, elapsed, parameters.insolvent_ms)?.checked_neg()
	}
}

pub fn verdict(verdict: Verdict) -> &'static str {
	match verdict {
		Verdict::Continues => "continues",
		Verdict::Recovered => "recovered",
		Verdict::Restarts => "restarts",
		Verdict::BecomesInsolvent => "becomes_insolvent",
	}
}

pub fn solvent(case: &Case) -> Reply {
	for (key, story) in [
		("actions", auction_stories::simulation as fn(&Case) -> Reply),
		("steps", auction_stories::steps),
		("perp_position", auction_stories::perpetual),
		("account", executed_bid),
	] {
		if case.has(key) {
			return story(case);
		}
	}
	let parameters = parameters(&case.parameters)?;
	let elapsed = elapsed(case.inputs())?;
	let factor = parameters.price_factor(elapsed)?;
	let mut answers = Answers::default().number("price_factor", factor.into_inner());
	if !case.has("mark_to_market") {
		return answers.reply();
	}
	let standing = standing(case.inputs())?;
	// An account with nothing to sell has no price, but still a margin and a verdict.
	let mut problem = None;
	for (key, number) in [
		("buffer_margin", standing.buffer_margin(parameters.buffer).map(Usd::into_inner)),
		("bid_price_full", bid_price(&standing, elapsed, &parameters).map(Usd::into_inner)),
		("max_proportion", standing.greatest_fraction(factor, &parameters).map(Rate::into_inner)),
		("fee", standing.fee(&parameters).map(Usd::into_inner)),
	] {
		match number {
			Ok(number) => answers = answers.number(key, number),
			Err(error) => problem = problem.or(Some(error)),
		}
	}
	let state = standing.verdict(elapsed, &parameters)?;
	if case.expected_error().is_some() {
		// Asked for a bid that cannot be made, and told why.
		let refusal = problem.map(Refusal::Maths);
		let is_closed = case.has("bid_fraction") && state != Verdict::Continues;
		if let Some(refusal) = refusal.or(is_closed.then_some(Refusal::Auction(state))) {
			return Err(refusal.into());
		}
	}
	answers = answers
		.truth("insolvent", standing.mark_to_market <= Usd::ZERO)
		.truth("can_terminate", matches!(state, Verdict::Recovered | Verdict::Restarts))
		.word("state", verdict(state));
	if case.has("bid_fraction") {
		let wanted = Rate::from_inner(case.number("bid_fraction")?);
		let sale = standing.sale(wanted, factor, &parameters)?;
		let limit = case.number_or(&["price_limit"], 0)?;
		if limit != 0 && sale.price.into_inner() > limit {
			return Err(Refusal::AboveLimit.into());
		}
		let held = case.number_or(&["bidder_cash"], i128::MAX)?;
		if held < sale.collateral.into_inner() {
			return Err(Refusal::TooLittleCash.into());
		}
		answers = answers
			.number("final_fraction", sale.fraction.into_inner())
			.number("cash_from_bidder", sale.price.into_inner())
			.number("cash_to_bidder", 0)
			.number("bidder_cash_required", sale.collateral.into_inner())
			.truth("auction_ended", sale.exhausts);
	}
	answers.reply()
}

/// A bid that has been accepted: what the account and the bidder hold afterwards.
fn executed_bid(case: &Case) -> Reply {
	let fraction = Rate::from_inner(case.number("fraction")?);
	let bid = case.number("bid")?;
	let reserved = case.number_or(&["reserved_cash"], 0)?;
	let mut answers = Answers::default();
	for (asset, balance) in case.input("account")?.as_object().ok_or("account is no list")? {
		let balance = units_of(balance)?;
		let is_cash = asset == "cash";
		let for_sale = if is_cash { balance - reserved } else { balance };
		let moved = split_balance(for_sale, &[((), fraction)])?.into_iter().sum::<i128>();
		let paid = if is_cash { bid } else { 0 };
		let of_bidder = case.number_or(&[&format!("bidder_{asset}")], 0)?;
		answers = answers
			.number(&format!("account.{asset}"), balance - moved + paid)
			.number(&format!("bidder.{asset}"), of_bidder + moved - paid);
	}
	answers.reply()
}

pub fn insolvent(case: &Case) -> Reply {
	if case.has("auctions") {
		return withdrawals(case);
	}
	let parameters = parameters(&case.parameters)?;
	let standing = standing(case.inputs())?;
	let elapsed = elapsed(case.inputs())?;
	let payout = insolvent_payout(&standing, elapsed, parameters.insolvent_ms)?;
	let mut answers = Answers::default().number("bid_price_full", -payout.into_inner());
	if case.has("bid_fraction") {
		let wanted = Rate::from_inner(case.number("bid_fraction")?);
		let sale = insolvent_sale(&standing, wanted, payout)?;
		let held = case.number_or(&["bidder_cash"], i128::MAX)?;
		if held < sale.collateral.into_inner() {
			return Err(Refusal::TooLittleCash.into());
		}
		let paid = sale.price.checked_neg()?;
		answers = answers
			.number("final_fraction", sale.fraction.into_inner())
			.number("cash_from_bidder", 0)
			.number("cash_to_bidder", paid.into_inner())
			.number("bidder_cash_required", sale.collateral.into_inner())
			.truth("auction_ended", sale.exhausts);
		if case.has("sm_cash") {
			let fund = Usd::from_inner(case.number("sm_cash")?).to_cash_floor();
			let (insured, shared) = from_insurance(paid.to_cash_floor(), fund)?;
			let units = |cash: market_maths::units::Cash| cash.to_usd().map(Usd::into_inner);
			answers = answers
				.number("paid_by_sm", units(insured)?)
				.number("sm_cash_after", units(fund.checked_sub(insured)?)?)
				.number("socialised_loss", units(shared)?);
		}
	}
	answers.reply()
}

/// Whether withdrawals wait: when all auctions have started, and after each bid. Bids go to the
/// first auction that has not ended, which one for all of it ends.
fn withdrawals(case: &Case) -> Reply {
	let list = |key: &str| case.inputs()[key].as_array().map_or(&[][..], Vec::as_slice);
	let mut open = Vec::new();
	for auction in list("auctions") {
		open.push(standing(auction)?.maintenance);
	}
	let insurance = Usd::from_inner(case.number_or(&["sm_cash"], 0)?);
	let is_set = ["sm_account_set", "sm_set"]
		.iter()
		.all(|key| case.inputs()[*key].as_bool() != Some(false));
	let wait = |open: &[Usd]| withdrawals_wait(open, insurance).map(|wait| wait && is_set);
	let mut answers = Answers::default().truth("withdraw_blocked_sequence.0", wait(&open)?);
	for (place, bid) in list("bids").iter().enumerate() {
		if units_of(bid)? >= ONE && !open.is_empty() {
			open.remove(0);
		}
		let key = format!("withdraw_blocked_sequence.{}", place + 1);
		answers = answers.truth(&key, wait(&open)?);
	}
	answers.truth("withdraw_blocked", wait(&open)?).reply()
}
