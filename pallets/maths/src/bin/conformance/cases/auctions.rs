// SPDX-License-Identifier: Apache-2.0
//! Auctions of accounts: prices, fractions and bids at one moment.

use super::{
	answers::{Answers, Problem, Reply},
	auction_stories,
	case::{milliseconds, sum, units_of, Case},
	losses::Pool,
	refusals::Refusal,
};
use market_maths::{
	liquidation::{
		from_insurance, insolvent_payout, insolvent_sale, split_balance, withdrawals_wait,
		AuctionParameters, Sale, Standing, Verdict,
	},
	units::{Cash, Rate, Usd},
	MathsError,
};
use serde_json::{Map, Value};

pub const ONE: i128 = 1_000_000_000_000_000_000;

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
	let wanted = wanted(case)?;
	let sale = wanted.map(|wanted| standing.sale(wanted, factor, &parameters));
	let reasons: Vec<Refusal> = match (action(case), &sale) {
		(Some(action), _) => {
			let is_run_out = parameters.is_run_out(elapsed);
			against_action(action, &standing, state, is_run_out)?
		},
		(None, Some(sale)) => {
			let is_closed = state != Verdict::Continues;
			against_bid(case, is_closed.then_some(Refusal::Auction(state)), sale)?
		},
		(None, None) => {
			let refusal = problem.map(Refusal::Maths);
			refusal.into_iter().chain(against_start(&standing, elapsed)).collect()
		},
	};
	refuse(case, &reasons)?;
	answers = answers
		.truth("insolvent", standing.mark_to_market <= Usd::ZERO)
		.truth("can_terminate", matches!(state, Verdict::Recovered | Verdict::Restarts))
		.word("state", verdict(state))
		.truth("accepted", reasons.is_empty());
	if let Some(sale) = sale {
		let sale = sale?;
		answers = answers
			.number("final_fraction", sale.fraction.into_inner())
			.number("cash_from_bidder", sale.price.into_inner())
			.number("cash_to_bidder", 0)
			.number("bidder_cash_required", sale.collateral.into_inner())
			.truth("auction_ended", sale.exhausts);
	}
	answers.reply()
}

/// The fraction that is bid for, if there is a bid.
fn wanted(case: &Case) -> Result<Option<Rate>, Problem> {
	let fraction = case.inputs().get("bid_fraction").map(units_of).transpose()?;
	Ok(fraction.map(Rate::from_inner))
}

/// What is to be done with the auction, if anything but a bid.
fn action(case: &Case) -> Option<&str> {
	case.inputs()["action"].as_str().filter(|action| !action.starts_with("bid"))
}

fn no_rule_of(action: &str) -> Problem {
	Problem::unsupported(format!("no rule of the action {action:?} outside of steps"))
}

/// Why there is no auction to be started of an account that lacks nothing.
fn against_start(standing: &Standing, elapsed: u64) -> Option<Refusal> {
	let is_healthy = elapsed == 0 && !standing.maintenance.is_negative();
	is_healthy.then_some(Refusal::Auction(Verdict::Recovered))
}

/// Why an auction of a solvent account may not be started, ended, or turned into that of an insolvent one.
fn against_action(
	action: &str,
	standing: &Standing,
	state: Verdict,
	is_run_out: bool,
) -> Result<Vec<Refusal>, Problem> {
	let has_margin = !standing.maintenance.is_negative();
	let reasons = if action.starts_with("terminate") {
		let goes_on = matches!(state, Verdict::Continues | Verdict::BecomesInsolvent);
		vec![goes_on.then_some(state)]
	} else if action.starts_with("convert") {
		let is_paid_for = standing.reserved >= standing.mark_to_market;
		vec![
			is_paid_for.then_some(Verdict::Restarts),
			(!is_run_out).then_some(Verdict::Continues),
			has_margin.then_some(Verdict::Recovered),
		]
	} else if action.starts_with("start") {
		vec![has_margin.then_some(Verdict::Recovered)]
	} else {
		return Err(no_rule_of(action));
	};
	Ok(reasons.into_iter().flatten().map(Refusal::Auction).collect())
}

/// Why a bid cannot be made: no auction is open to it, it asks for no fraction, it costs more than its limit or
/// more than the bidder holds. A limit of zero is none.
fn against_bid(
	case: &Case,
	closed: Option<Refusal>,
	sale: &Result<Sale, MathsError>,
) -> Result<Vec<Refusal>, Problem> {
	let limit = case.number_or(&["price_limit"], 0)?;
	let held = case.number_or(&["bidder_cash"], i128::MAX)?;
	let mut reasons: Vec<Refusal> = closed.into_iter().collect();
	match sale {
		Ok(sale) => {
			let is_above = limit != 0 && sale.price.into_inner() > limit;
			reasons.extend(is_above.then_some(Refusal::AboveLimit));
			let is_poor = held < sale.collateral.into_inner();
			reasons.extend(is_poor.then_some(Refusal::TooLittleCash));
		},
		Err(error) => reasons.push(Refusal::Maths(*error)),
	}
	Ok(reasons)
}

/// Refuses for a reason that the case names, or else for what no bid may do. What else would be refused still has
/// its numbers.
fn refuse(case: &Case, reasons: &[Refusal]) -> Result<(), Problem> {
	let wanted = case.expected_error();
	let refusal = Refusal::of(reasons, wanted).filter(|_| wanted.is_some());
	let of_bid = [Refusal::AboveLimit, Refusal::TooLittleCash];
	match refusal.or(reasons.iter().copied().find(|reason| of_bid.contains(reason))) {
		Some(refusal) => Err(refusal.into()),
		None => Ok(()),
	}
}

/// A bid that has been accepted: what the account and the bidder hold afterwards.
fn executed_bid(case: &Case) -> Reply {
	let fraction = Rate::from_inner(case.number("fraction")?);
	let bid = case.number("bid")?;
	let reserved = case.number_or(&["reserved_cash"], 0)?;
	let mut balances = case.input("account")?.as_object().ok_or("account is no list")?.clone();
	// Whoever holds no cash is paid none the less.
	balances.entry("cash").or_insert_with(|| "0".into());
	let mut answers = Answers::default();
	for (asset, balance) in &balances {
		let balance = units_of(balance)?;
		let is_cash = asset == "cash";
		let for_sale = if is_cash { sum(&[balance, -reserved])? } else { balance };
		let moved = sum(&split_balance(for_sale, &[((), fraction)])?)?;
		let paid = if is_cash { bid } else { 0 };
		let of_bidder = case.number_or(&[&format!("bidder_{asset}")], 0)?;
		answers = answers
			.number(&format!("account.{asset}"), sum(&[balance, -moved, paid])?)
			.number(&format!("bidder.{asset}"), sum(&[of_bidder, moved, -paid])?);
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
	// It ends as soon as the account has its maintenance margin.
	let has_margin = !standing.maintenance.is_negative();
	let state = if has_margin { Verdict::Recovered } else { Verdict::Continues };
	let sale = wanted(case)?.map(|wanted| insolvent_sale(&standing, wanted, payout));
	let reasons: Vec<Refusal> = match (action(case), &sale) {
		(Some(action), _) if action.starts_with("terminate") => {
			(!has_margin).then_some(Refusal::Auction(state)).into_iter().collect()
		},
		(Some(action), _) => return Err(no_rule_of(action)),
		(None, Some(sale)) => {
			against_bid(case, has_margin.then_some(Refusal::Auction(state)), sale)?
		},
		(None, None) => against_start(&standing, elapsed).into_iter().collect(),
	};
	refuse(case, &reasons)?;
	let mut answers = Answers::default()
		.number("bid_price_full", payout.checked_neg()?.into_inner())
		.truth("insolvent", standing.mark_to_market <= Usd::ZERO)
		.truth("can_terminate", has_margin)
		.word("state", verdict(state))
		.truth("accepted", reasons.is_empty());
	let mut open = vec![standing.maintenance];
	let mut fund = case.number_or(&["sm_cash"], 0)?;
	if let Some(sale) = sale {
		let sale = sale?;
		let paid = sale.price.checked_neg()?.into_inner();
		answers = answers
			.number("final_fraction", sale.fraction.into_inner())
			.number("cash_from_bidder", 0)
			.number("cash_to_bidder", paid)
			.number("bidder_cash_required", sale.collateral.into_inner())
			.truth("auction_ended", sale.exhausts);
		if sale.exhausts {
			open.clear();
		}
		if case.has("sm_cash") || Pool::is_given(case) {
			let (insured, shared) = from_insurance(Cash::from_inner(paid), Cash::from_inner(fund))?;
			let (insured, shared) = (insured.into_inner(), shared.into_inner());
			fund -= insured;
			answers = answers
				.number("paid_by_sm", insured)
				.number("sm_cash_after", fund)
				.number("socialised_loss", shared)
				.truth("is_socialised", shared > 0);
			if Pool::is_given(case) {
				answers = Pool::after(case, shared)?.describe(answers, case)?;
			}
		}
	}
	if case.has("sm_cash") {
		answers = answers.truth("withdraw_blocked", is_blocked(case, &open, fund)?);
	}
	answers.reply()
}

/// Whether withdrawals wait while these auctions are open and so much is insured. Without an account for insurance
/// they never do.
fn is_blocked(case: &Case, open: &[Usd], insured: i128) -> Result<bool, MathsError> {
	let is_set = ["sm_account_set", "sm_set"]
		.iter()
		.all(|key| case.inputs()[*key].as_bool() != Some(false));
	withdrawals_wait(open, Usd::from_inner(insured)).map(|wait| wait && is_set)
}

/// Whether withdrawals wait: when all auctions have started, after each bid, and after all are ended. Bids go to
/// the first auction that has not ended, which one for all of it ends.
fn withdrawals(case: &Case) -> Reply {
	let list = |key: &str| case.inputs()[key].as_array().map_or(&[][..], Vec::as_slice);
	let mut open = Vec::new();
	for auction in list("auctions") {
		open.push(standing(auction)?.maintenance);
	}
	let insured = case.number_or(&["sm_cash"], 0)?;
	let mut sequence = vec![is_blocked(case, &open, insured)?];
	for bid in list("bids") {
		if units_of(bid)? >= ONE && !open.is_empty() {
			open.remove(0);
		}
		sequence.push(is_blocked(case, &open, insured)?);
	}
	if case.inputs()["then_terminated"].as_bool() == Some(true) {
		open.clear();
		sequence.push(is_blocked(case, &open, insured)?);
	}
	let mut answers = Answers::default();
	for (place, is_blocked) in sequence.iter().enumerate() {
		answers = answers
			.truth(&format!("withdraw_blocked_sequence.{place}"), *is_blocked)
			.truth("withdraw_blocked", *is_blocked);
	}
	let lacking: Vec<i128> =
		open.iter().map(|maintenance| maintenance.into_inner().min(0)).collect();
	answers.number("total_insolvent_mm", -sum(&lacking)?).reply()
}
