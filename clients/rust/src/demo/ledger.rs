// SPDX-License-Identifier: Apache-2.0
//! What the blocks say happened, added up.

use crate::{
	chain::{api, BlockReport, SubaccountId},
	demo::{
		cast::{Cast, Role},
		checklist::Checklist,
		expectations::Expectation,
	},
	figures,
};
use market_maths::units::{Cash, Price, Ticks};
use market_primitives::{FillRole, InstrumentId, Underlying};
use std::collections::{BTreeMap, BTreeSet};
use subxt::utils::AccountId32;

/// What one account did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
	/// Fees it paid.
	pub fees: Cash,
	/// Its orders' fills.
	pub fills: u32,
	/// Whether it was liquidated.
	pub liquidated: bool,
	/// Lots that its liquidation sold or bought in clearings, or closed against others.
	pub liquidated_lots: u64,
}

/// Everything that is counted.
#[derive(Default)]
pub struct Ledger {
	/// By part.
	pub tallies: BTreeMap<Role, Tally>,
	/// Signed transactions that were executed.
	pub transactions: u64,
	/// Clearings with fills.
	pub clearings: u64,
	/// Fills, each side counted.
	pub fills: u64,
	/// What the insurance fund paid.
	pub insurance_paid: Cash,
	/// Lots closed by auto-deleveraging.
	pub deleveraged_lots: u64,
	/// The settlement price of each expiry.
	pub settlements: BTreeMap<(Underlying, u64), Price>,
	/// What the last payment of insurance left in the fund.
	insurance_left: Option<Cash>,
	traded: BTreeSet<InstrumentId>,
}

impl Ledger {
	/// Takes in a block, `call` being the series that was written. Returns what an audience wants to hear of.
	pub fn note(
		&mut self,
		report: &BlockReport,
		cast: &Cast,
		call: Option<InstrumentId>,
		checklist: &mut Checklist<Expectation>,
	) -> Vec<String> {
		let mut news = Vec::new();
		self.note_clearings(report, checklist);
		for event in &report.events {
			match event {
				api::Event::MarginEngine(event) => {
					news.extend(self.note_margin(event, cast, checklist))
				},
				api::Event::OptionWriting(event) => {
					news.extend(self.note_options(event, cast, call, checklist))
				},
				api::Event::OrderBook(event) => self.note_fill(event, cast),
				api::Event::OracleAggregator(api::oracle_aggregator::Event::StatusChanged {
					feed,
					new,
					concern,
					..
				}) => news.push(match concern {
					Some(concern) => format!("{:?} is {:?}: {concern:?}", feed.0, new.0),
					None => format!("{:?} is {:?}", feed.0, new.0),
				}),
				_ => {},
			}
		}
		self.judge_deficits(report, checklist);
		news
	}

	/// A loss may be left to nobody only when the insurance fund has nothing more to give.
	fn judge_deficits(&self, report: &BlockReport, checklist: &mut Checklist<Expectation>) {
		use api::margin_engine::Event;
		let recorded = report.events.iter().any(|event| {
			matches!(event, api::Event::MarginEngine(Event::DeficitRecorded { .. }))
		});
		if let (true, Some(left)) = (recorded, self.insurance_left.filter(|left| !left.is_zero())) {
			checklist.fail(
				Expectation::LossesInOrder,
				format!(
					"a deficit was recorded in block {} while insurance had {} USD left",
					report.number,
					figures::cash(left)
				),
			);
		}
	}

	/// All fills of a market in a block must be at a price that one of its clearings found.
	fn note_clearings(&mut self, report: &BlockReport, checklist: &mut Checklist<Expectation>) {
		use api::order_book::Event;
		let mut prices: BTreeMap<InstrumentId, BTreeMap<u64, Ticks>> = BTreeMap::new();
		for event in &report.events {
			let api::Event::OrderBook(event) = event else { continue };
			match event {
				Event::MarketCleared { instrument, window, price, .. } => {
					self.clearings += 1;
					self.traded.insert(instrument.0);
					let before = prices.entry(instrument.0).or_default().insert(*window, price.0);
					if before.is_some_and(|before| before != price.0) {
						let found = format!("{} cleared twice in window {window}", instrument.0);
						checklist.fail(Expectation::OnePrice, found);
					}
				},
				Event::MarketFrozen { instrument, cause, .. } => checklist.fail(
					Expectation::Invariants,
					format!("{} was frozen: {cause:?}", instrument.0),
				),
				_ => {},
			}
		}
		for event in &report.events {
			let api::Event::OrderBook(Event::OrderFilled { instrument, price, .. }) = event else {
				continue;
			};
			let cleared = prices.get(&instrument.0);
			if !cleared.is_some_and(|cleared| cleared.values().any(|found| *found == price.0)) {
				checklist.fail(
					Expectation::OnePrice,
					format!(
						"a fill of {} at {} ticks was no clearing's price",
						instrument.0, price.0
					),
				);
			}
		}
		let perpetuals: Vec<String> = self
			.traded
			.iter()
			.filter(|instrument| instrument.is_perpetual())
			.map(ToString::to_string)
			.collect();
		if perpetuals.len() >= 2 {
			checklist.hold(Expectation::PerpetualsTrade, perpetuals.join(" and "));
		}
		if let Some(option) = self.traded.iter().find(|instrument| !instrument.is_perpetual()) {
			checklist.hold(Expectation::OptionsTrade, option.to_string());
		}
	}

	fn note_fill(&mut self, event: &api::order_book::Event, cast: &Cast) {
		if let api::order_book::Event::OrderFilled { order, lots, role, .. } = event {
			self.fills += 1;
			if let Some(tally) = self.tally(cast, &order.account) {
				tally.fills += 1;
				if role.0 == FillRole::Liquidation {
					tally.liquidated_lots += lots;
				}
			}
		}
	}

	fn note_margin(
		&mut self,
		event: &api::margin_engine::Event,
		cast: &Cast,
		checklist: &mut Checklist<Expectation>,
	) -> Option<String> {
		use api::margin_engine::Event;
		match event {
			Event::PositionChanged { account, fee, .. } => {
				let tally = self.tally(cast, account)?;
				tally.fees = tally.fees.checked_add(fee.0).unwrap_or(Cash::MAX);
				None
			},
			Event::LiquidationStarted { account, equity, cancelled_orders, .. } => {
				self.tally(cast, account)?.liquidated = true;
				let member = cast.by_account(&account.owner)?;
				if member.role != Role::Leveraged {
					let name = &member.wallet.name;
					checklist.fail(Expectation::OthersUnharmed, format!("{name} was liquidated"));
				}
				Some(format!(
					"{} falls below the maintenance margin with {} USD left; {cancelled_orders} orders \
					 cancelled",
					member.wallet.name,
					figures::grouped(&equity.to_string(), 2)
				))
			},
			Event::LiquidationOrderPlaced { account, instrument, lots, .. } => {
				let name = name(cast, &account.owner);
				Some(format!("{lots} lots of {name}'s {} go into the next clearing", instrument.0))
			},
			Event::LiquidationEnded { account, equity, .. } => {
				let member = cast.by_account(&account.owner)?;
				let left = figures::grouped(&equity.to_string(), 2);
				let lots = self.tallies.get(&member.role).map_or(0, |tally| tally.liquidated_lots);
				if member.role == Role::Leveraged && lots > 0 {
					checklist.hold(
						Expectation::Liquidated,
						format!("{lots} lots closed, {} left with {left} USD", member.wallet.name),
					);
				}
				Some(format!("{}'s liquidation ends with {left} USD", member.wallet.name))
			},
			Event::InsurancePaid { account, paid, left, .. } => {
				self.insurance_paid = self.insurance_paid.checked_add(paid.0).unwrap_or(Cash::MAX);
				self.insurance_left = Some(left.0);
				Some(format!(
					"insurance pays {} USD for {}; {} are left",
					figures::cash(paid.0),
					name(cast, &account.owner),
					figures::cash(left.0)
				))
			},
			Event::AutoDeleveraged { account, counterparty, instrument, lots, .. } => {
				self.deleveraged_lots += lots;
				if let Some(tally) = self.tally(cast, account) {
					tally.liquidated_lots += lots;
				}
				Some(format!(
					"{lots} lots of {}'s {} are closed against {}",
					name(cast, &account.owner),
					instrument.0,
					name(cast, &counterparty.owner)
				))
			},
			Event::DeficitRecorded { amount, .. } => {
				Some(format!("a loss of {} USD is left to nobody", figures::cash(amount.0)))
			},
			_ => None,
		}
	}

	fn note_options(
		&mut self,
		event: &api::option_writing::Event,
		cast: &Cast,
		call: Option<InstrumentId>,
		checklist: &mut Checklist<Expectation>,
	) -> Option<String> {
		use api::option_writing::Event;
		match event {
			Event::OptionWritten { id, account, lots } => {
				let name = name(cast, &account.owner);
				let text = format!("{name} wrote {lots} lots of {}", id.0);
				checklist.hold(Expectation::CallWritten, text.clone());
				Some(text)
			},
			Event::SettlementPriceSet { underlying, expiry, price, .. } => {
				self.settlements.insert((underlying.0, *expiry), price.0);
				Some(format!(
					"the {} options of this expiry settle at {}",
					underlying.0,
					figures::price(price.0)
				))
			},
			Event::SettlementDisputed { underlying, expiry } => {
				let text = format!("{} has no settlement price at {expiry}", underlying.0);
				// An expiry that the story does not need may have missed its price for want of reports.
				if call.is_some_and(|call| expires(&call, underlying.0, *expiry)) {
					checklist.fail(Expectation::SeriesSettled, text.clone());
				}
				Some(text)
			},
			Event::TokensPaid { id, holder, lots, paid } => Some(format!(
				"{} is paid {} USD for {lots} tokens of {}",
				name(cast, holder),
				figures::cash(paid.0),
				id.0
			)),
			Event::PaymentDeferred { id, holder, .. } => Some(format!(
				"{} could not be paid for {} and has a claim",
				name(cast, holder),
				id.0
			)),
			_ => None,
		}
	}

	fn tally(&mut self, cast: &Cast, account: &SubaccountId) -> Option<&mut Tally> {
		let member = cast.by_account(&account.owner)?;
		Some(self.tallies.entry(member.role).or_default())
	}
}

/// Whether a series is one of an expiry.
fn expires(series: &InstrumentId, underlying: Underlying, expiry: u64) -> bool {
	series.underlying == underlying
		&& series.as_option().is_some_and(|contract| contract.expiry == expiry)
}

fn name(cast: &Cast, account: &AccountId32) -> String {
	match cast.by_account(account) {
		Some(member) => member.wallet.name.clone(),
		None => account.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{chain::BlockReport, demo::expectations::expectations};
	use market_primitives::UniverseId;
	use subxt::utils::{Static, H256};

	fn block_of(events: Vec<api::Event>) -> BlockReport {
		BlockReport {
			number: 1,
			hash: H256::zero(),
			parent: H256::zero(),
			claim: None,
			transactions: Vec::new(),
			events,
		}
	}

	fn disputed(underlying: Underlying, expiry: u64) -> BlockReport {
		let event = api::option_writing::Event::SettlementDisputed {
			underlying: Static(underlying),
			expiry,
		};
		block_of(vec![api::Event::OptionWriting(event)])
	}

	fn somebody() -> SubaccountId {
		SubaccountId { owner: AccountId32([7; 32]), index: 0 }
	}

	fn paid_by_insurance(left: i128) -> api::Event {
		api::Event::MarginEngine(api::margin_engine::Event::InsurancePaid {
			account: somebody(),
			universe: Static(UniverseId::default()),
			needed: Static(Cash::from_inner(10)),
			paid: Static(Cash::from_inner(5)),
			left: Static(Cash::from_inner(left)),
		})
	}

	fn left_to_nobody() -> api::Event {
		api::Event::MarginEngine(api::margin_engine::Event::DeficitRecorded {
			account: somebody(),
			universe: Static(UniverseId::default()),
			amount: Static(Cash::from_inner(5)),
			total: Static(Cash::from_inner(5)),
		})
	}

	#[test]
	fn a_loss_left_to_nobody_while_insurance_has_money_is_out_of_order() {
		let cast = Cast::of_a_development_chain().unwrap();
		let fails = |blocks: Vec<Vec<api::Event>>| {
			let mut checklist = expectations();
			let mut ledger = Ledger::default();
			for events in blocks {
				ledger.note(&block_of(events), &cast, None, &mut checklist);
			}
			checklist.is_decided(Expectation::LossesInOrder)
		};
		assert!(fails(vec![vec![paid_by_insurance(3), left_to_nobody()]]));
		assert!(!fails(vec![vec![paid_by_insurance(0), left_to_nobody()]]));
		// Debts that are final are paid in turn: what counts is what the last payment left.
		assert!(!fails(vec![vec![paid_by_insurance(3), left_to_nobody(), paid_by_insurance(0)]]));
		assert!(!fails(vec![vec![paid_by_insurance(0), left_to_nobody()], vec![paid_by_insurance(8)]]));
	}

	#[test]
	fn only_a_dispute_about_the_written_series_fails_it() {
		let call: InstrumentId = "BTC-27NOV26T1303-59000-C".parse().unwrap();
		let expiry = call.as_option().unwrap().expiry;
		let cast = Cast::of_a_development_chain().unwrap();
		let fails = |underlying, expiry, call| {
			let mut checklist = expectations();
			let report = disputed(underlying, expiry);
			let news = Ledger::default().note(&report, &cast, call, &mut checklist);
			assert_eq!(news.len(), 1, "a dispute is told in any case");
			checklist.is_decided(Expectation::SeriesSettled)
		};
		assert!(fails(Underlying::BTC, expiry, Some(call)));
		assert!(!fails(Underlying::ETH, expiry, Some(call)));
		assert!(!fails(Underlying::BTC, expiry + 180, Some(call)));
		assert!(!fails(Underlying::BTC, expiry, None));
	}
}
