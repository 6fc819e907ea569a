// SPDX-License-Identifier: Apache-2.0
//! Auctions from their start to their end, with an account that changes on the way.

use super::{
	answers::{Answers, Problem, Reply},
	auctions::{bid_price, elapsed, parameters, standing, verdict, ONE},
	case::{milliseconds, price, units_of, Case},
	portfolio,
	refusals::Refusal,
};
use market_maths::{
	liquidation::{split_balance, AuctionParameters, Sale, Standing, Verdict},
	margin::{
		standard_margin, PerpetualParameters, PerpetualPosition, StandardParameters,
		UnderlyingPositions,
	},
	perpetuals::profit,
	units::{Price, Quantity, Rate, Usd},
};
use serde_json::{json, Map, Value};

fn units(of: &Value, key: &str) -> Result<Option<i128>, Problem> {
	match of.get(key) {
		None | Some(Value::Null) => Ok(None),
		Some(value) => units_of(value).map(Some),
	}
}

fn decimal(units: i128) -> String {
	Rate::from_inner(units).to_string()
}

/// An auction told step by step: what the account is worth, and what is done.
pub fn steps(case: &Case) -> Reply {
	let parameters = parameters(&case.parameters)?;
	let mut answers = Answers::default();
	let mut account = Standing::default();
	let (mut paid, mut started) = (0i128, 0u64);
	let (mut is_first, mut is_fast) = (true, true);
	for (place, step) in case.input("steps")?.as_array().ok_or("no steps")?.iter().enumerate() {
		let now = standing(step)?;
		let given = |key: &str| step.get(key).is_some();
		if given("mark_to_market") {
			account.mark_to_market = now.mark_to_market;
		}
		if given("maintenance_margin") {
			account.maintenance = now.maintenance;
		}
		if given("reserved_cash") {
			account.reserved = now.reserved;
		}
		let time = if given("elapsed_seconds") { elapsed(step)? } else { started };
		let action = step["action"].as_str().unwrap_or_default();
		let state = account.verdict(time.saturating_sub(started), &parameters)?;
		answers = answers.word(&format!("states.{place}"), verdict(state));
		if action.starts_with("terminate") {
			if !matches!(state, Verdict::Restarts | Verdict::Recovered) {
				return Err(Refusal::Auction(state).into());
			}
			continue;
		}
		let restarts = action.starts_with("restart");
		if restarts {
			account.reserved = Usd::ZERO;
			started = time;
		}
		let since = time.saturating_sub(started);
		let price = bid_price(&account, since, &parameters)?.into_inner();
		answers = answers.number(&format!("bid_prices.{place}"), price);
		if restarts {
			answers = answers.number("bid_price_after_restart", price);
		} else if is_first {
			answers = answers.number("bid_price_at_start", price);
		} else if is_fast && since >= parameters.fast_ms {
			answers = answers.number("bid_price_after_fast_phase", price);
			is_fast = false;
		}
		is_first = false;
		if let Some(wanted) = units(step, "bid_fraction")? {
			let factor = parameters.price_factor(since)?;
			let sale = account.sale(Rate::from_inner(wanted), factor, &parameters)?;
			paid += sale.price.into_inner();
			account.reserved = account.reserved.checked_add(sale.price)?;
		}
	}
	answers.number("cash_paid", paid).reply()
}

/// What an account in an auction holds. Everything but what bidders have paid shrinks with each
/// bid.
struct Held {
	cash: i128,
	reserved: i128,
	/// Of every other balance.
	balances: Vec<i128>,
}

impl Held {
	fn standing(&self, mark_to_market: i128, maintenance: i128) -> Standing {
		Standing {
			mark_to_market: Usd::from_inner(mark_to_market),
			maintenance: Usd::from_inner(maintenance),
			reserved: Usd::from_inner(self.reserved),
		}
	}

	fn give(&mut self, sale: &Sale) -> Result<(), Problem> {
		let kept = |balance: i128| -> Result<i128, Problem> {
			let given = split_balance(balance, &[((), sale.fraction)])?;
			Ok(balance - given.into_iter().sum::<i128>())
		};
		let paid = sale.price.into_inner();
		self.cash = kept(self.cash - self.reserved)? + self.reserved + paid;
		self.reserved += paid;
		for balance in &mut self.balances {
			*balance = kept(*balance)?;
		}
		Ok(())
	}
}

/// Cash and a perpetual under standard margin, before and after its price moves, and bids after
/// that.
pub fn perpetual(case: &Case) -> Reply {
	let auction = parameters(&case.parameters)?;
	let named = case.named_parameters();
	let fraction = |key: &str| -> Result<Rate, Problem> {
		let own = units(&named["srm"], key)?.or(case.parameter(key).ok());
		Ok(Rate::from_inner(own.unwrap_or(0)))
	};
	let standard = StandardParameters {
		perpetuals: PerpetualParameters {
			initial: fraction("im_perp_req")?,
			maintenance: fraction("mm_perp_req")?,
			..Default::default()
		},
		..Default::default()
	};
	let price_of = |key: &str| case.number(key).and_then(price);
	let entry = price_of("entry_price")?;
	let mut held = Held {
		cash: case.number("cash")?,
		reserved: 0,
		balances: vec![case.number("perp_position")?],
	};
	// What the position has gained is cash, as it is once it is settled.
	let at = |held: &Held, mark: Price, entry: Price| -> Result<Standing, Problem> {
		let quantity = Quantity::from_inner(held.balances[0]);
		let gained = profit(quantity, entry, mark)?.into_inner();
		let positions = UnderlyingPositions {
			spot: mark,
			confidence: Rate::from_inner(ONE),
			perpetual: Some(PerpetualPosition {
				quantity,
				mark,
				unsettled: Usd::ZERO,
				confidence: Rate::from_inner(ONE),
				orders: Default::default(),
			}),
			collateral: Quantity::ZERO,
			expiries: Vec::new(),
		};
		let unit = Price::from_inner(ONE as u128);
		let net = standard_margin(&positions, unit, &standard)?;
		let with_cash = |part: Usd| part.into_inner() + held.cash + gained;
		Ok(held.standing(with_cash(net.mark_to_market), with_cash(net.maintenance)))
	};
	let before = at(&held, price_of("price_before")?, entry)?;
	let mark = price_of("price_after")?;
	held.cash += profit(Quantity::from_inner(held.balances[0]), entry, mark)?.into_inner();
	let marked = at(&held, mark, mark)?;
	// The fee is taken when the auction starts.
	let fee = marked.fee(&auction)?.into_inner();
	held.cash -= fee;
	let mut now = at(&held, mark, mark)?;
	let factor = auction.price_factor(elapsed(case.inputs())?)?;
	let buffer = |of: &Standing| of.buffer_margin(auction.buffer);
	let mut answers = Answers::default()
		.number("mm_before_move", before.maintenance.into_inner())
		.number("mtm_before_move", before.mark_to_market.into_inner())
		.number("mm", marked.maintenance.into_inner())
		.number("mtm", marked.mark_to_market.into_inner())
		.number("buffer_margin", buffer(&marked)?.into_inner())
		.number("fee", fee)
		.number("max_proportion", now.greatest_fraction(factor, &auction)?.into_inner());
	let names = ["first", "second", "third", "fourth"];
	for (place, wanted) in case.inputs()["bids"].as_array().into_iter().flatten().enumerate() {
		let wanted = Rate::from_inner(units_of(wanted)?);
		let sale = now.sale(wanted, factor, &auction)?;
		held.give(&sale)?;
		now = at(&held, mark, mark)?;
		answers = answers
			.number(&format!("final_fractions.{place}"), sale.fraction.into_inner())
			.number(&format!("cash_from_bidder.{place}"), sale.price.into_inner());
		if let Some(name) = names.get(place) {
			answers =
				answers.number(&format!("{name}_bid_final_fraction"), sale.fraction.into_inner());
		}
	}
	answers
		.number("buffer_margin_after", buffer(&now)?.into_inner())
		.number("mm_after", now.maintenance.into_inner())
		.number("mtm_after", now.mark_to_market.into_inner())
		.reply()
}

/// The set that cases name and files do not hold. Its values are those by which the cases' own
/// numbers follow from each other.
const SET_OF_SIMULATIONS: &str = "auction_pm_sim";

fn simulated(case: &Case) -> Result<Option<AuctionParameters>, Problem> {
	let Some(name) = case.named_parameters()["auction_set"].as_str() else {
		return parameters(&case.parameters).map(Some);
	};
	let known: Map<String, Value> = match case.set(&[name]).as_object() {
		Some(known) => known.clone(),
		None if name == SET_OF_SIMULATIONS => serde_json::from_value(json!({
			"starting_mtm_pct": "0.98",
			"fast_cutoff_pct": "0.8",
			"fast_length_sec": 100,
			"slow_length_sec": 14400,
			"buffer_margin_pct": "0.2",
			"liquidator_fee_rate": "0.02",
		}))
		.map_err(|error| error.to_string())?,
		None => return Ok(None),
	};
	parameters(&known).map(Some)
}

/// A portfolio-margined account: its auction starts, its markets move, and bids come.
pub fn simulation(case: &Case) -> Reply {
	let Some(auction) = simulated(case)? else {
		return Err(Problem::unsupported("the file does not hold the auction's parameters"));
	};
	let start = case.number_or(&["start_time"], 0)?;
	let initial = case.input("initial")?;
	let options = initial["options"].as_array().map_or(&[][..], Vec::as_slice);
	let number = |key: &str| units(initial, key).map(|units| units.unwrap_or(0));
	let mut balances = vec![number("perp_position")?, number("base_position")?];
	for option in options {
		balances.push(units(option, "amount")?.unwrap_or(0));
	}
	let mut held = Held { cash: number("cash")?, reserved: 0, balances };
	// Prices that a later moment does not state are those of the start.
	let value = |held: &Held, moment: &Value, time: i128| -> Result<Standing, Problem> {
		let inputs = inputs(held, options, initial, moment, time)?;
		let answers = portfolio::margin(&case.about(inputs))?;
		let of = |key: &str| answers.units(key).ok_or(format!("no {key}"));
		Ok(held.standing(of("mtm")?, of("mm")?))
	};
	let at_start = value(&held, initial, start)?;
	let fee = at_start.fee(&auction)?.into_inner();
	held.cash -= fee;
	let mut answers = Answers::default().number("fee", fee);
	for (place, action) in case.input("actions")?.as_array().into_iter().flatten().enumerate() {
		let time = units(action, "time")?.unwrap_or(start);
		let since = milliseconds((time - start).max(0))?;
		let factor = auction.price_factor(since)?;
		let now = value(&held, action, time)?;
		if now.mark_to_market <= now.reserved {
			return Err(Problem::unsupported("how long payouts rise is not among the parameters"));
		}
		answers = describe(answers, &format!("actions.{place}.pre"), &now, factor, &auction)?;
		let wanted = units(action, "bid_fraction_requested")?
			.or(units(action, "bid_fraction")?)
			.unwrap_or(0);
		if wanted == 0 {
			continue;
		}
		let sale = now.sale(Rate::from_inner(wanted), factor, &auction)?;
		held.give(&sale)?;
		let then = value(&held, action, time)?;
		let key = |name: &str| format!("actions.{place}.{name}");
		answers = answers
			.number(&key("cash_from_bidder"), sale.price.into_inner())
			.number(&key("cash_to_bidder"), 0)
			.number(&key("final_fraction_of_current"), sale.fraction.into_inner())
			.truth(&key("auction_ended"), sale.exhausts);
		answers = describe(answers, &key("post"), &then, factor, &auction)?;
	}
	answers.reply()
}

fn describe(
	answers: Answers,
	path: &str,
	standing: &Standing,
	factor: Rate,
	auction: &AuctionParameters,
) -> Result<Answers, Problem> {
	let answers = answers
		.number(&format!("{path}.mtm"), standing.mark_to_market.into_inner())
		.number(&format!("{path}.mm"), standing.maintenance.into_inner())
		.number(&format!("{path}.bm"), standing.buffer_margin(auction.buffer)?.into_inner());
	// After a bid there may be nothing left to sell.
	Ok(match standing.greatest_fraction(factor, auction) {
		Ok(greatest) => answers.number(&format!("{path}.max_proportion"), greatest.into_inner()),
		Err(_) => answers,
	})
}

/// The account at a moment, as a case of portfolio margin writes it.
fn inputs(
	held: &Held,
	options: &[Value],
	initial: &Value,
	moment: &Value,
	time: i128,
) -> Result<Value, Problem> {
	let mut inputs = Map::new();
	for part in [initial, moment] {
		for (key, value) in part.as_object().into_iter().flatten() {
			inputs.insert(key.clone(), value.clone());
		}
	}
	let seconds = |expiry: i128| decimal(expiry - time);
	let expiry = |of: &Value| -> Result<i128, Problem> {
		Ok(units(of, "expiry")?.ok_or(format!("{of} has no expiry"))?)
	};
	let mut feeds = Map::new();
	for (at, feed) in inputs["feeds"].as_object().into_iter().flatten() {
		let left = seconds(units_of(&Value::String(at.clone()))?);
		feeds.insert(left, feed.clone());
	}
	let vols = inputs["vols"].as_array().cloned().unwrap_or_default();
	let mut positions = Vec::new();
	for (option, amount) in options.iter().zip(held.balances.iter().skip(2)) {
		let mut position = option.clone();
		let same = |vol: &&Value| {
			let strikes = (units(vol, "strike"), units(option, "strike"));
			expiry(vol) == expiry(option) && strikes.0 == strikes.1
		};
		let quoted = vols.iter().find(same).ok_or("an option without a volatility")?;
		for key in ["vol", "vol_confidence"] {
			if let Some(value) = quoted.get(key) {
				position[key] = value.clone();
			}
		}
		position["amount"] = decimal(*amount).into();
		position["sec_to_expiry"] = seconds(expiry(option)?).into();
		positions.push(position);
	}
	inputs.insert("feeds".into(), feeds.into());
	inputs.insert("options".into(), positions.into());
	inputs.insert("cash".into(), decimal(held.cash).into());
	if !inputs.contains_key("perp_last_entry_price") {
		// A perpetual is entered where the story starts.
		let entered = initial.get("perp_price").or_else(|| initial.get("spot"));
		inputs.insert("perp_last_entry_price".into(), entered.cloned().ok_or("no spot")?);
	}
	for (key, balance) in ["perp_position", "base_position"].into_iter().zip(&held.balances) {
		inputs.insert(key.into(), decimal(*balance).into());
	}
	Ok(inputs.into())
}
