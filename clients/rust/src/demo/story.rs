// SPDX-License-Identifier: Apache-2.0
//! Who does what, and when. Decisions only: nothing here talks to a chain.

use crate::{
	demo::{
		cast::{Cast, Role},
		maker::{quote_option, quote_perpetual, MakerStyle},
		scene::{Listed, Scene},
	},
	prices::PricePath,
	ticket::{Grid, Ticket},
};
use market_maths::units::{Cash, Price, Quantity};
use market_primitives::{InstrumentId, Side, Underlying};

/// Something somebody sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
	/// Deposits into the margin account.
	Deposit(Cash),
	/// Places one order.
	Place(Ticket),
	/// Takes all quotes back and places these.
	Requote(Vec<Ticket>),
	/// Writes so many lots.
	Write(InstrumentId, u64),
	/// Sends so many tokens to another.
	SendTokens(InstrumentId, Role, u64),
	/// Withdraws from the margin account.
	Withdraw(Cash),
	/// Cancels the first order of somebody else.
	CancelOrderOf(Role),
	/// Reports the same again.
	ReportAgain,
}

/// An act with its actor, and the error it must meet if it is wrong on purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
	/// Who.
	pub who: Role,
	/// What.
	pub act: Act,
	/// The error that it must be refused with; `None` if it must succeed.
	pub must_fail_with: Option<&'static str>,
	/// One line for the audience, if it is worth one.
	pub told: Option<String>,
}

impl Errand {
	fn new(who: Role, act: Act) -> Self {
		Self { who, act, must_fail_with: None, told: None }
	}

	fn told(self, text: impl Into<String>) -> Self {
		Self { told: Some(text.into()), ..self }
	}

	fn wrong(self, error: &'static str) -> Self {
		Self { must_fail_with: Some(error), ..self }
	}
}

/// How the makers quote.
const MAKERS: [MakerStyle; 2] = [
	MakerStyle {
		perpetual_distance: 300,
		perpetual_step: 500,
		perpetual_levels: 3,
		perpetual_size: 30_000,
		option_distance: 30_000,
		option_least_distance: 400,
		option_size: 12_000,
	},
	MakerStyle {
		perpetual_distance: 400,
		perpetual_step: 700,
		perpetual_levels: 3,
		perpetual_size: 40_000,
		option_distance: 40_000,
		option_least_distance: 600,
		option_size: 18_000,
	},
];

/// What the leveraged long holds for each USD it deposited. The chain asks for a tenth as margin.
const LEVERAGE: u64 = 9;
/// How far through the quotes somebody reaches who wants to be filled, in millionths.
const REACH: i128 = 4_000;
/// Coins' worth in USD that the trader trades each time.
const TRADE_SIZE: u128 = 15_000;
/// Windows from one trade of the trader to the next.
const TRADE_EVERY: u64 = 6;
/// Coins' worth in USD of the written call and of the bought put.
const OPTION_SIZE: u128 = 12_000;
/// How often something is tried again before the story goes on without it.
const TRIES: u8 = 8;
/// What a maker means to leave in an account whose quotes need several times as much: more than fills and fees move
/// between two windows, so that the cash is there.
const LEFT_BY_WITHDRAWAL: Cash = Cash::from_inner(5_000_000_000);
/// Windows from the end of one try to the next: an order is filled in the block after the one that has it.
const PATIENCE: u64 = 2;

/// Something that is tried until it is seen to have happened.
#[derive(Default)]
struct Attempt {
	tries: u8,
	last: Option<u64>,
	happened: bool,
}

impl Attempt {
	/// Whether to try in this block, now that it is known whether it has happened, or still may.
	fn is_due(&mut self, block: u64, has_happened: bool, is_underway: bool) -> bool {
		self.happened |= has_happened;
		if is_underway {
			self.last = Some(block);
		}
		let is_too_early = self.last.is_some_and(|last| block < last + PATIENCE);
		!self.happened && self.tries < TRIES && !is_too_early
	}

	fn note_try(&mut self, block: u64) {
		self.tries += 1;
		self.last = Some(block);
	}
}

/// Where each part of the story stands.
pub struct Story {
	path: PricePath,
	deposits: Vec<(Role, Cash)>,
	deposited: bool,
	leverage: Attempt,
	put_purchase: Attempt,
	put: Option<InstrumentId>,
	writing: Attempt,
	call: Option<(InstrumentId, u64)>,
	sending: Attempt,
	trades: u64,
	errors_to_meet: Vec<&'static str>,
}

impl Story {
	/// The story of a cast along a path.
	pub fn new(cast: &Cast, path: PricePath) -> Self {
		let deposits = cast
			.depositors()
			.filter_map(|member| Some((member.role, member.deposit.to_string().parse().ok()?)))
			.collect();
		Self {
			path,
			deposits,
			deposited: false,
			leverage: Attempt::default(),
			put_purchase: Attempt::default(),
			put: None,
			writing: Attempt::default(),
			call: None,
			sending: Attempt::default(),
			trades: 0,
			errors_to_meet: ERRORS_TO_MEET.to_vec(),
		}
	}

	/// The series that was written, and how many lots of it.
	pub fn call(&self) -> Option<(InstrumentId, u64)> {
		self.call
	}

	/// The path it follows.
	pub fn path(&self) -> &PricePath {
		&self.path
	}

	/// Lets the prices wander on after the end of the path.
	pub fn go_on(&mut self, seed: u64) {
		/// A day.
		const WINDOWS: usize = 28_800;
		let path = self.path.clone();
		self.path = path.wandering_on(seed, WINDOWS);
	}

	/// What everybody does in this window.
	pub fn next(&mut self, scene: &Scene) -> Vec<Errand> {
		let mut errands = Vec::new();
		if !self.deposited {
			self.deposited = true;
			errands.extend(
				self.deposits
					.iter()
					.map(|(role, amount)| Errand::new(*role, Act::Deposit(*amount))),
			);
			return errands;
		}
		// Without prices all that takes new risk is refused, and what is wrong for its own reason meets
		// another one.
		if !scene.prices_are_usable {
			return errands;
		}
		errands.extend(makers(scene));
		if !scene.has_begun {
			return errands;
		}
		errands.extend(self.leveraged(scene));
		errands.extend(self.trader(scene));
		errands.extend(self.writer(scene));
		errands.extend(self.wrongdoer(scene));
		errands
	}

	/// Sends a wrong message once more, whose turn came to nothing.
	pub fn try_again(&mut self, errand: &Errand) {
		self.errors_to_meet.extend(errand.must_fail_with);
	}

	fn leveraged(&mut self, scene: &Scene) -> Option<Errand> {
		let market = scene.perpetual(Underlying::BTC)?;
		let is_possible = scene.accounts.contains_key(&Role::Leveraged)
			&& scene.quoted.contains(&market.instrument);
		// Once is enough: after a liquidation the account stays as it is.
		let has_happened = scene.lots(Role::Leveraged, &market.instrument) != 0;
		let is_underway = scene.has_order_underway(Role::Leveraged, &market.instrument);
		if !self.leverage.is_due(scene.block, has_happened, is_underway) || !is_possible {
			return None;
		}
		self.leverage.note_try(scene.block);
		let (_, deposit) = self.deposits.iter().find(|(role, _)| *role == Role::Leveraged)?;
		let dollars = u128::try_from(deposit.into_inner()).ok()? / 1_000_000;
		let size = market.grid.size_worth(dollars * u128::from(LEVERAGE), scene.btc);
		let ticket = reach(market, Side::Buy, size, scene.btc);
		let text = format!("goes long {size} {} with {dollars} USD", market.instrument);
		Some(Errand::new(Role::Leveraged, Act::Place(ticket)).told(text))
	}

	fn trader(&mut self, scene: &Scene) -> Vec<Errand> {
		let mut errands = Vec::new();
		if scene.block.is_multiple_of(TRADE_EVERY) {
			self.trades += 1;
			let underlying =
				if self.trades.is_multiple_of(2) { Underlying::ETH } else { Underlying::BTC };
			let side = if (self.trades / 2).is_multiple_of(2) { Side::Buy } else { Side::Sell };
			if let Some(market) = scene.perpetual(underlying) {
				let outside = scene.outside(underlying);
				let size = market.grid.size_worth(TRADE_SIZE, outside);
				let ticket = reach(market, side, size, outside);
				errands.push(Errand::new(Role::Trader, Act::Place(ticket)));
			}
		}
		errands.extend(self.put_buyer(scene));
		errands
	}

	fn put_buyer(&mut self, scene: &Scene) -> Option<Errand> {
		let has_happened = self.put.is_some_and(|put| scene.lots(Role::Trader, &put) > 0);
		let is_underway = self.put.is_some_and(|put| scene.has_order_underway(Role::Trader, &put));
		if !self.put_purchase.is_due(scene.block, has_happened, is_underway) {
			return None;
		}
		let put = scene.put_to_buy()?;
		self.put_purchase.note_try(scene.block);
		self.put = Some(put.instrument);
		let size = put.grid.size_worth(OPTION_SIZE, scene.btc);
		let mark = put.mark?;
		// Far enough for the price to move before the clearing.
		let limit = mark.checked_add(Price::from_inner(scene.btc.into_inner() / 100)).ok()?;
		let ticket =
			Ticket::taking(put.instrument, Side::Buy, size, put.grid.price_for(Side::Buy, limit));
		let text = format!("buys {size} {}", put.instrument);
		Some(Errand::new(Role::Trader, Act::Place(ticket)).told(text))
	}

	fn writer(&mut self, scene: &Scene) -> Option<Errand> {
		let held = scene.tokens.get(&Role::Writer).copied().unwrap_or(0);
		let arrived = scene.tokens.get(&Role::Holder).copied().unwrap_or(0);
		let underway = |is: fn(&Act) -> bool| scene.underway.iter().any(|errand| is(&errand.act));
		let writes = underway(|act| matches!(act, Act::Write(..)));
		let sends = underway(|act| matches!(act, Act::SendTokens(..)));
		if self.writing.is_due(scene.block, held > 0 || arrived > 0, writes) {
			let call = scene.call_to_write(&self.path)?;
			let size = call.grid.size_worth(OPTION_SIZE, scene.btc);
			let lots = call.grid.lots(size)?;
			self.writing.note_try(scene.block);
			self.call = Some((call.instrument, lots));
			let text = format!("writes {size} {}", call.instrument);
			return Some(Errand::new(Role::Writer, Act::Write(call.instrument, lots)).told(text));
		}
		let (series, _) = self.call?;
		if held == 0 || !self.sending.is_due(scene.block, arrived > 0, sends) {
			return None;
		}
		self.sending.note_try(scene.block);
		let text = format!("sends {held} tokens of {series} on");
		Some(Errand::new(Role::Writer, Act::SendTokens(series, Role::Holder, held)).told(text))
	}

	/// One wrong message a window, once there is a position to be wrong about.
	fn wrongdoer(&mut self, scene: &Scene) -> Option<Errand> {
		if !self.leverage.happened {
			return None;
		}
		let wrong = wrong_message(self.errors_to_meet.last()?, scene)?;
		self.errors_to_meet.pop();
		Some(wrong)
	}
}

fn makers(scene: &Scene) -> Vec<Errand> {
	let styles = [(Role::Maker(1), &MAKERS[0]), (Role::Maker(2), &MAKERS[1])];
	styles
		.into_iter()
		.map(|(role, style)| Errand::new(role, Act::Requote(quotes(style, scene))))
		.collect()
}

fn quotes(style: &MakerStyle, scene: &Scene) -> Vec<Ticket> {
	let perpetuals = scene.perpetuals.iter().flat_map(|market| {
		let fair = scene.outside(market.instrument.underlying);
		quote_perpetual(style, market.instrument, &market.grid, fair)
	});
	let options = [Underlying::BTC, Underlying::ETH].into_iter().flat_map(|underlying| {
		let index = scene.outside(underlying);
		scene.series_to_quote(underlying).into_iter().flat_map(move |series| {
			series.mark.map_or_else(Vec::new, |mark| {
				quote_option(style, series.instrument, &series.grid, mark, index)
			})
		})
	});
	perpetuals.chain(options).collect()
}

/// An order that reaches through the quotes around `fair`.
fn reach(market: &Listed, side: Side, size: Quantity, fair: Price) -> Ticket {
	let distance = fair.into_inner() / 1_000_000 * REACH.unsigned_abs();
	let limit = match side {
		Side::Buy => fair.into_inner().saturating_add(distance),
		Side::Sell => fair.into_inner().saturating_sub(distance),
	};
	let limit = market.grid.price_for(side, Price::from_inner(limit));
	Ticket::taking(market.instrument, side, size, limit)
}

/// What messages that are wrong on purpose must be refused with, the last one first.
pub const ERRORS_TO_MEET: [&str; 8] = [
	"UnknownInstrument",
	"PriceNotOnTick",
	"SizeNotOnLot",
	"PriceOutOfBand",
	"InsufficientMargin",
	"NotOrderOwner",
	"WithdrawalBelowInitialMargin",
	"DuplicateReport",
];

/// The message that must be refused with this error and no other, as things stand.
fn wrong_message(error: &'static str, scene: &Scene) -> Option<Errand> {
	let market = scene.perpetual(Underlying::BTC)?;
	let Grid { tick, lot } = market.grid;
	let fair = market.grid.price_for(Side::Buy, scene.btc);
	let good = Ticket::taking(market.instrument, Side::Buy, market.grid.coins(10), fair);
	let (who, act) = match error {
		"UnknownInstrument" => {
			let instrument = InstrumentId::perpetual("DOGE".parse().ok()?);
			(Role::Trader, Act::Place(Ticket { instrument, ..good }))
		},
		"PriceNotOnTick" => {
			let limit = Price::from_inner(fair.into_inner() + tick.into_inner() / 2);
			(Role::Trader, Act::Place(Ticket { limit, ..good }))
		},
		"SizeNotOnLot" => {
			let size = Quantity::from_inner(lot.into_inner() * 21 / 2);
			(Role::Trader, Act::Place(Ticket { size, ..good }))
		},
		"PriceOutOfBand" => {
			let beyond = Price::from_inner(fair.into_inner() * 3 / 2);
			let limit = market.grid.price_for(Side::Buy, beyond);
			(Role::Trader, Act::Place(Ticket { limit, ..good }))
		},
		"InsufficientMargin" => {
			let size = market.grid.size_worth(50_000_000, scene.btc);
			(Role::Trader, Act::Place(Ticket { size, ..good }))
		},
		"NotOrderOwner" => (Role::Trader, Act::CancelOrderOf(Role::Maker(1))),
		// Not the long with leverage: in a quick crash it is liquidated before its turn comes, and then is
		// refused for that.
		"WithdrawalBelowInitialMargin" => {
			let cash = scene.accounts.get(&Role::Maker(2))?.cash;
			(Role::Maker(2), Act::Withdraw(cash.checked_sub(LEFT_BY_WITHDRAWAL).ok()?))
		},
		"DuplicateReport" => (Role::Reporter(1), Act::ReportAgain),
		_ => return None,
	};
	Some(Errand::new(who, act).wrong(error))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		demo::scene::{tests::scene, Standing},
		prices::seeded_path,
	};

	fn story() -> Story {
		Story::new(&Cast::of_a_development_chain().unwrap(), seeded_path(1, 80))
	}

	fn acts_of(errands: &[Errand], who: Role) -> Vec<&Act> {
		errands
			.iter()
			.filter(|errand| errand.who == who)
			.map(|errand| &errand.act)
			.collect()
	}

	#[test]
	fn deposits_come_first_and_quotes_before_the_path() {
		let mut story = story();
		let waiting = Scene { has_begun: false, ..scene() };
		let first = story.next(&waiting);
		assert!(first.iter().all(|errand| matches!(errand.act, Act::Deposit(_))));
		assert_eq!(first.len(), 5);
		let second = story.next(&waiting);
		assert!(second.iter().all(|errand| matches!(errand.act, Act::Requote(_))));
		assert_eq!(second.len(), 2);
	}

	#[test]
	fn nobody_quotes_without_a_price() {
		let mut story = story();
		let blind = Scene { prices_are_usable: false, has_begun: false, ..scene() };
		story.next(&blind);
		assert!(story.next(&blind).is_empty());
	}

	#[test]
	fn nobody_takes_a_risk_or_errs_on_purpose_without_a_price() {
		let mut story = story();
		let mut scene = scene();
		scene.accounts.insert(Role::Leveraged, Standing::default());
		scene.quoted.insert("BTC-PERP".parse().unwrap());
		story.next(&scene);
		story.leverage.happened = true;
		scene.block = 2 * TRADE_EVERY;
		let blind = Scene { prices_are_usable: false, ..scene.clone() };
		assert_eq!(story.next(&blind), []);
		let errands = story.next(&scene);
		assert!(!acts_of(&errands, Role::Trader).is_empty());
		assert!(errands.iter().any(|errand| errand.must_fail_with.is_some()));
	}

	#[test]
	fn what_may_still_happen_is_not_tried_again() {
		let mut story = story();
		let mut scene = scene();
		scene.accounts.insert(Role::Leveraged, Standing::default());
		scene.quoted.insert("BTC-PERP".parse().unwrap());
		story.next(&scene);
		let sent: Vec<Errand> = story
			.next(&scene)
			.into_iter()
			.filter(|errand| errand.who == Role::Leveraged)
			.collect();
		assert_eq!(sent.len(), 1);
		for _ in 0..20 {
			scene.block += 1;
			scene.underway = sent.clone();
			assert!(acts_of(&story.next(&scene), Role::Leveraged).is_empty());
		}
		// It was refused: after a moment for the fill to show itself it is tried again.
		scene.underway.clear();
		scene.block += PATIENCE;
		assert_eq!(acts_of(&story.next(&scene), Role::Leveraged).len(), 1);
	}

	#[test]
	fn a_wrong_message_whose_turn_came_to_nothing_gets_another() {
		let mut story = story();
		let scene = scene();
		story.next(&scene);
		story.leverage.happened = true;
		let wrong = |errands: Vec<Errand>| {
			errands.into_iter().find(|errand| errand.must_fail_with.is_some())
		};
		let first = wrong(story.next(&scene)).unwrap();
		story.try_again(&first);
		assert_eq!(wrong(story.next(&scene)), Some(first));
	}

	#[test]
	fn the_leveraged_long_buys_once_there_are_quotes() {
		let mut story = story();
		let mut scene = scene();
		scene.accounts.insert(Role::Leveraged, Standing::default());
		story.next(&scene);
		assert!(acts_of(&story.next(&scene), Role::Leveraged).is_empty());
		let perpetual = "BTC-PERP".parse().unwrap();
		scene.quoted.insert(perpetual);
		let errands = story.next(&scene);
		let [Act::Place(ticket)] = acts_of(&errands, Role::Leveraged)[..] else {
			panic!("{errands:?}")
		};
		assert_eq!(ticket.size, "0.75".parse().unwrap());
		// What was sent is not sent again before it can be seen.
		assert!(acts_of(&story.next(&scene), Role::Leveraged).is_empty());
		scene.block += PATIENCE;
		scene.accounts.get_mut(&Role::Leveraged).unwrap().lots.insert(perpetual, 750);
		let errands = story.next(&scene);
		assert!(!acts_of(&errands, Role::Leveraged)
			.iter()
			.any(|act| matches!(act, Act::Place(_))));
	}

	#[test]
	fn a_call_is_written_once_and_its_token_sent_on() {
		let mut story = story();
		// Late in the path, when the price has calmed down.
		let mut scene = Scene { position: 70, btc: "50000".parse().unwrap(), ..scene() };
		for strike in ["46000", "47000", "48000"] {
			let name = format!("BTC-27NOV26T1303-{strike}-C");
			scene.series.push(crate::demo::scene::tests::listed(&name));
		}
		story.next(&scene);
		let errands = story.next(&scene);
		let [Act::Write(series, lots)] = acts_of(&errands, Role::Writer)[..] else {
			panic!("{errands:?}")
		};
		assert_eq!(*lots, 240);
		scene.tokens.insert(Role::Writer, 240);
		let errands = story.next(&scene);
		assert_eq!(acts_of(&errands, Role::Writer), [&Act::SendTokens(*series, Role::Holder, 240)]);
		scene.tokens = [(Role::Holder, 240)].into();
		assert!(acts_of(&story.next(&scene), Role::Writer).is_empty());
	}

	#[test]
	fn whoever_withdraws_too_much_is_not_the_one_who_may_be_liquidated_first() {
		let mut scene = scene();
		let standing = Standing { cash: "990000".parse().unwrap(), ..Standing::default() };
		scene.accounts.insert(Role::Maker(2), standing);
		let wrong = wrong_message("WithdrawalBelowInitialMargin", &scene).unwrap();
		assert_eq!(wrong.who, Role::Maker(2));
		assert_eq!(wrong.act, Act::Withdraw("985000".parse().unwrap()));
	}

	#[test]
	fn every_error_to_meet_has_a_message_of_its_own() {
		let mut scene = scene();
		scene.accounts.insert(Role::Maker(2), Standing::default());
		let mut acts: Vec<Act> = Vec::new();
		for error in ERRORS_TO_MEET {
			let wrong = wrong_message(error, &scene).unwrap();
			assert_eq!(wrong.must_fail_with, Some(error));
			assert!(!acts.contains(&wrong.act), "{wrong:?}");
			acts.push(wrong.act);
		}
	}
}
