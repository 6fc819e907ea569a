// SPDX-License-Identifier: Apache-2.0
//! Auctions of accounts: prices, fractions and bids at one moment.

use super::{
	answers::{Answers, Reply},
	auction_stories,
	case::Case,
	decimal::Decimal,
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

pub fn text(error: MathsError) -> String {
	error.to_string()
}

fn milliseconds(units: i128) -> Result<u64, String> {
	let milliseconds = units.checked_mul(MILLISECONDS).ok_or("a time is too long")? / ONE;
	u64::try_from(milliseconds).map_err(|_| "a time is negative".into())
}

pub fn parameters(given: &Map<String, Value>) -> Result<AuctionParameters, String> {
	let units = |key: &str, otherwise: i128| match given.get(key) {
		None | Some(Value::Null) => Ok(otherwise),
		Some(value) => Decimal::read(value)?.to_units(),
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

pub fn elapsed(of: &Value) -> Result<u64, String> {
	of.get("elapsed_seconds")
		.map_or(Ok(0), |value| milliseconds(Decimal::read(value)?.to_units()?))
}

pub fn standing(of: &Value) -> Result<Standing, String> {
	let usd = |key: &str| {
		let value = of.get(key).map_or(Ok(0), |value| Decimal::read(value)?.to_units());
		value.map(Usd::from_inner)
	};
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

fn refused(error: MathsError) -> Result<Reply, String> {
	Ok(Reply::Refused(error.to_string()))
}

pub fn verdict(verdict: Verdict) -> &'static str {
	match verdict {
		Verdict::Continues => "continues",
		Verdict::Recovered => "recovered",
		Verdict::Restarts => "restarts",
		Verdict::BecomesInsolvent => "becomes_insolvent",
	}
}

pub fn solvent(case: &Case) -> Result<Reply, String> {
	for (key, story) in [
		("actions", auction_stories::simulation as fn(&Case) -> _),
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
	let factor = match parameters.price_factor(elapsed) {
		Ok(factor) => factor,
		Err(error) => return refused(error),
	};
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
	if let (Some(error), Some(_)) = (problem, case.expected_error()) {
		return refused(error);
	}
	let state = standing.verdict(elapsed, &parameters).map_err(text)?;
	answers = answers
		.truth("insolvent", standing.mark_to_market <= Usd::ZERO)
		.truth("can_terminate", matches!(state, Verdict::Recovered | Verdict::Restarts))
		.word("state", verdict(state));
	if case.has("bid_fraction") {
		let wanted = Rate::from_inner(case.number("bid_fraction")?);
		let sale = match standing.sale(wanted, factor, &parameters) {
			Ok(sale) => sale,
			Err(error) => return refused(error),
		};
		let limit = case.number_or(&["price_limit"], 0)?;
		if limit != 0 && sale.price.into_inner() > limit {
			return Ok(Reply::Refused("the price lies above the limit".into()));
		}
		let held = case.number_or(&["bidder_cash"], i128::MAX)?;
		if held < sale.collateral.into_inner() {
			return Ok(Reply::Refused("the bidder holds too little cash".into()));
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
fn executed_bid(case: &Case) -> Result<Reply, String> {
	let fraction = Rate::from_inner(case.number("fraction")?);
	let bid = case.number("bid")?;
	let reserved = case.number_or(&["reserved_cash"], 0)?;
	let mut answers = Answers::default();
	for (asset, balance) in case.input("account")?.as_object().ok_or("account is no list")? {
		let balance = Decimal::read(balance)?.to_units()?;
		let is_cash = asset == "cash";
		let for_sale = if is_cash { balance - reserved } else { balance };
		let moved = match split_balance(for_sale, &[((), fraction)]) {
			Ok(parts) => parts.into_iter().sum::<i128>(),
			Err(error) => return refused(error),
		};
		let paid = if is_cash { bid } else { 0 };
		let of_bidder = case.number_or(&[&format!("bidder_{asset}")], 0)?;
		answers = answers
			.number(&format!("account.{asset}"), balance - moved + paid)
			.number(&format!("bidder.{asset}"), of_bidder + moved - paid);
	}
	answers.reply()
}

pub fn insolvent(case: &Case) -> Result<Reply, String> {
	if case.has("auctions") {
		return withdrawals(case);
	}
	let parameters = parameters(&case.parameters)?;
	let standing = standing(case.inputs())?;
	let elapsed = elapsed(case.inputs())?;
	let payout = match insolvent_payout(&standing, elapsed, parameters.insolvent_ms) {
		Ok(payout) => payout,
		Err(error) => return refused(error),
	};
	let mut answers = Answers::default().number("bid_price_full", -payout.into_inner());
	if case.has("bid_fraction") {
		let wanted = Rate::from_inner(case.number("bid_fraction")?);
		let sale = match insolvent_sale(&standing, wanted, payout) {
			Ok(sale) => sale,
			Err(error) => return refused(error),
		};
		let held = case.number_or(&["bidder_cash"], i128::MAX)?;
		if held < sale.collateral.into_inner() {
			return Ok(Reply::Refused("the bidder holds too little cash".into()));
		}
		let paid = sale.price.checked_neg().map_err(text)?;
		answers = answers
			.number("final_fraction", sale.fraction.into_inner())
			.number("cash_from_bidder", 0)
			.number("cash_to_bidder", paid.into_inner())
			.number("bidder_cash_required", sale.collateral.into_inner())
			.truth("auction_ended", sale.exhausts);
		if case.has("sm_cash") {
			let fund = Usd::from_inner(case.number("sm_cash")?).to_cash_floor();
			let (insured, shared) = from_insurance(paid.to_cash_floor(), fund).map_err(text)?;
			let units = |cash: market_maths::units::Cash| cash.to_usd().map(Usd::into_inner);
			let left = fund.checked_sub(insured).and_then(units).map_err(text)?;
			answers = answers
				.number("paid_by_sm", units(insured).map_err(text)?)
				.number("sm_cash_after", left)
				.number("socialised_loss", units(shared).map_err(text)?);
		}
	}
	answers.reply()
}

/// Whether withdrawals wait: when all auctions have started, and after each bid. Bids go to the
/// first auction that has not ended, which one for all of it ends.
fn withdrawals(case: &Case) -> Result<Reply, String> {
	let list = |key: &str| case.inputs()[key].as_array().map_or(&[][..], Vec::as_slice);
	let mut open = Vec::new();
	for auction in list("auctions") {
		open.push(standing(auction)?.maintenance);
	}
	let insurance = Usd::from_inner(case.number_or(&["sm_cash"], 0)?);
	let is_set = ["sm_account_set", "sm_set"]
		.iter()
		.all(|key| case.inputs()[*key].as_bool() != Some(false));
	let wait =
		|open: &[Usd]| withdrawals_wait(open, insurance).map(|wait| wait && is_set).map_err(text);
	let mut answers = Answers::default().truth("withdraw_blocked_sequence.0", wait(&open)?);
	for (place, bid) in list("bids").iter().enumerate() {
		if Decimal::read(bid)?.to_units()? >= ONE && !open.is_empty() {
			open.remove(0);
		}
		let key = format!("withdraw_blocked_sequence.{}", place + 1);
		answers = answers.truth(&key, wait(&open)?);
	}
	answers.truth("withdraw_blocked", wait(&open)?).reply()
}
