// SPDX-License-Identifier: Apache-2.0
//! What everybody has at the end.

use crate::{
	chain::{Queries, SubaccountId},
	demo::{
		cast::Role,
		checklist::Checklist,
		expectations::Expectation,
		ledger::Tally,
		stage::{cash, pots, Stage},
		DemoError,
	},
	figures,
	table::Table,
};
use market_maths::units::Cash;
use serde_json::json;

/// One account.
struct Row {
	name: String,
	role: Role,
	deposited: Cash,
	equity: Cash,
	profit: Cash,
	tally: Tally,
}

/// The end of a performance.
pub(super) struct Summary {
	rows: Vec<Row>,
	insurance: Cash,
	fees: Cash,
	rewards: Cash,
	funding: Cash,
	deficit: Cash,
	pots_change: Cash,
	first_block: u64,
	last_block: u64,
	on_time: (bool, String),
	acted_at: u64,
	finalized: u64,
	blocks_checked: u64,
	invariants: usize,
	transactions: u64,
	insurance_paid: Cash,
	deleveraged_lots: u64,
}

impl Summary {
	pub(super) async fn read(
		stage: &Stage,
		queries: &Queries,
		finalized: u64,
	) -> Result<Self, DemoError> {
		let mut rows = Vec::new();
		for member in stage.members() {
			let id = SubaccountId { owner: member.wallet.account(), index: 0 };
			let equity = queries.account(&id).await?.map(|it| it.equity.to_cash_floor());
			let start = stage.start_wealth.get(&member.role).copied().unwrap_or_default();
			let wealth = stage.wealth(queries, member).await?;
			rows.push(Row {
				name: member.wallet.name.clone(),
				role: member.role,
				deposited: cash(member.deposit),
				equity: equity.unwrap_or_default(),
				profit: wealth.checked_sub(start).unwrap_or_default(),
				tally: stage.ledger.tallies.get(&member.role).copied().unwrap_or_default(),
			});
		}
		let found = queries.pots().await?;
		let pots_change = pots(queries).await?.checked_sub(stage.start_pots);
		Ok(Self {
			rows,
			insurance: *found.insurance,
			fees: *found.fees,
			rewards: *found.rewards,
			funding: *found.funding,
			deficit: *found.deficit,
			pots_change: pots_change.unwrap_or_default(),
			first_block: stage.first_block.unwrap_or_default(),
			last_block: stage.last_block,
			on_time: stage.slots.verdict(),
			acted_at: stage.acted_at.0,
			finalized,
			blocks_checked: stage.blocks_checked,
			invariants: stage.invariants.len(),
			transactions: stage.ledger.transactions,
			insurance_paid: stage.ledger.insurance_paid,
			deleveraged_lots: stage.ledger.deleveraged_lots,
		})
	}

	/// What all accounts won and lost together, and what the pots gained. Nothing but rounding is left.
	fn imbalance(&self) -> Cash {
		let sum = self.rows.iter().map(|row| row.profit.into_inner()).sum::<i128>();
		Cash::from_inner(sum + self.pots_change.into_inner())
	}

	/// How many blocks the performance took, its first and last included.
	fn blocks(&self) -> u64 {
		(self.last_block + 1).saturating_sub(self.first_block)
	}

	pub(super) fn judge(&self, checklist: &mut Checklist<Expectation>) {
		// Each valuation rounds down by less than a millionth of a dollar.
		let cents = self.imbalance().into_inner().abs();
		checklist.decide(
			Expectation::MoneyConserved,
			cents < 1_000,
			format!("the sum is {} USD", self.imbalance()),
		);
		let negative: Vec<&str> = self
			.rows
			.iter()
			.filter(|row| row.equity.is_negative())
			.map(|row| row.name.as_str())
			.collect();
		checklist.decide(
			Expectation::LossesInOrder,
			negative.is_empty(),
			if negative.is_empty() {
				format!(
					"insurance paid {}, {} lots deleveraged, deficit {}",
					figures::cash(self.insurance_paid),
					self.deleveraged_lots,
					figures::cash(self.deficit)
				)
			} else {
				format!("{} below zero", negative.join(", "))
			},
		);
		let (on_time, slots) = &self.on_time;
		let finalized = self.finalized >= self.acted_at;
		checklist.decide(
			Expectation::Finality,
			*on_time && finalized,
			format!("{slots}; finalised up to {} of {}", self.finalized, self.acted_at),
		);
	}

	pub(super) fn text(&self, checklist: &Checklist<Expectation>) -> String {
		let mut accounts = Table::new([
			"account",
			"part",
			">deposited",
			">margin account",
			">profit or loss",
			">fees",
			">fills",
			"",
		]);
		for row in self.rows.iter().filter(|row| !matches!(row.role, Role::Reporter(_))) {
			accounts.row([
				row.name.clone(),
				row.role.description().to_string(),
				figures::cash(row.deposited),
				figures::cash(row.equity),
				figures::cash(row.profit),
				figures::cash(row.tally.fees),
				row.tally.fills.to_string(),
				if row.tally.liquidated { "liquidated".into() } else { String::new() },
			]);
		}
		let verdict = if checklist.all_held() {
			"every expectation held".to_string()
		} else {
			format!("NOT every expectation held:\n  {}", checklist.missing().join("\n  "))
		};
		format!(
			"\n{accounts}\ninsurance {}   fees {}   rewards {}   funding pot {}   deficit {}\n\
			 {} blocks, finalised up to {}; {} transactions; {} invariants checked after each of {} blocks\n\n\
			 {}\n{verdict}",
			figures::cash(self.insurance),
			figures::cash(self.fees),
			figures::cash(self.rewards),
			figures::cash(self.funding),
			figures::cash(self.deficit),
			self.blocks(),
			self.finalized,
			self.transactions,
			self.invariants,
			self.blocks_checked,
			checklist.table(),
		)
	}

	pub(super) fn json(&self, checklist: &Checklist<Expectation>) -> serde_json::Value {
		json!({
			"accounts": self.rows.iter().map(|row| json!({
				"account": row.name,
				"part": row.role.description(),
				"deposited": row.deposited,
				"equity": row.equity,
				"profit": row.profit,
				"fees": row.tally.fees,
				"fills": row.tally.fills,
				"liquidated": row.tally.liquidated,
			})).collect::<Vec<_>>(),
			"insurance": self.insurance,
			"fees": self.fees,
			"rewards": self.rewards,
			"funding": self.funding,
			"deficit": self.deficit,
			"blocks": self.blocks(),
			"finalized": self.finalized,
			"transactions": self.transactions,
			"invariants": self.invariants,
			"blocks_checked": self.blocks_checked,
			"expectations": checklist.json(),
			"all_held": checklist.all_held(),
		})
	}
}
