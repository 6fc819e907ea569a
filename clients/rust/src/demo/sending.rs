// SPDX-License-Identifier: Apache-2.0
//! What the stage sends, and what it remembers of it.

use crate::{
	chain::{At, Calls, ClientError, OrderId, Queries, SubaccountId},
	demo::{
		cast::{Member, Role},
		stage::{cash, Stage},
		story::{Act, Errand},
		verdict::Intention,
		DemoError,
	},
	figures,
	prices::PricePoint,
	reporting::{now_ms, view},
};
use market_maths::units::Cash;
use subxt::transactions::Payload;

/// What everybody's wallet needs for fees, in the smallest unit of the native token: 100 STRD.
const FEES: u128 = 100_000_000_000_000;
/// What the treasurer gives to the insurance fund, in USD.
const INSURANCE: &str = "25000";

/// What a transaction on its way was sent for.
pub(super) struct Underway {
	pub(super) who: Role,
	pub(super) what: String,
	pub(super) intention: Intention,
	/// What it does of the story; `None` if it is sent in every window anyway.
	pub(super) errand: Option<Errand>,
	pub(super) sent_at: u64,
}

impl Stage {
	pub(super) async fn report(&mut self, at: &At, point: &PricePoint) -> Result<(), DemoError> {
		let observed_at_ms = now_ms();
		let intention = Intention { observed_at_ms: Some(observed_at_ms), ..Intention::default() };
		let reporters: Vec<Member> = self.cast.reporters().cloned().collect();
		for (number, reporter) in reporters.iter().enumerate() {
			let values = view(point, &mut self.noise[number]);
			let call = Calls::report(observed_at_ms, &values);
			self.send(at, reporter, &call, "reports", intention, None).await?;
			self.last_reports[number] = values;
		}
		Ok(())
	}

	/// Gives everybody what they need, and the insurance fund a start.
	pub(super) async fn fund(&mut self, queries: &Queries) -> Result<(), DemoError> {
		let Some(treasurer) = self.cast.find(Role::Treasurer).cloned() else { return Ok(()) };
		let plain = Intention::default();
		let members = self.cast.members().to_vec();
		for member in members.iter().filter(|member| member.role != Role::Treasurer) {
			let account = member.wallet.account();
			let name = &member.wallet.name;
			if queries.native_in_wallet(&account).await? < FEES {
				let call = Calls::send_native(account, 10 * FEES);
				let what = format!("sends STRD to {name}");
				self.send(queries.at(), &treasurer, &call, &what, plain, None).await?;
			}
			let needed = cash(member.deposit);
			if member.deposit > 0 && queries.usd_in_wallet(&account).await? < needed {
				let call = Calls::send_usd(account, needed);
				let what = format!("sends USD to {name}");
				self.send(queries.at(), &treasurer, &call, &what, plain, None).await?;
			}
		}
		let insurance = INSURANCE.parse().unwrap_or(Cash::ZERO);
		let call = Calls::add_insurance(insurance);
		let what = "adds to the insurance fund";
		self.send(queries.at(), &treasurer, &call, what, plain, None).await
	}

	pub(super) async fn run_errand(&mut self, at: &At, errand: Errand) -> Result<(), DemoError> {
		let Some(member) = self.cast.find(errand.who).cloned() else { return Ok(()) };
		if let Some(told) = &errand.told {
			self.output.progress(format!("            {} {told}", member.wallet.name));
		}
		let intention = Intention { must_fail_with: errand.must_fail_with, ..Intention::default() };
		let kept = Some(errand.clone());
		match errand.act {
			Act::Deposit(amount) => {
				let what = format!("deposits {} USD", figures::cash(amount));
				let call = Calls::deposit(0, amount);
				self.send(at, &member, &call, &what, intention, kept).await
			},
			Act::Place(ticket) => {
				let what = format!("orders {} of {}", ticket.size, ticket.instrument);
				let call = Calls::place(0, &ticket);
				self.send(at, &member, &call, &what, intention, kept).await
			},
			Act::Requote(tickets) => {
				let call = Calls::cancel_all(0, None);
				self.send(at, &member, &call, "takes quotes back", intention, None).await?;
				for part in tickets.chunks(100) {
					let call = Calls::place_all(0, part);
					self.send(at, &member, &call, "quotes", intention, None).await?;
				}
				Ok(())
			},
			Act::Write(series, lots) => {
				let what = format!("writes {series}");
				let call = Calls::write(0, series, lots);
				self.send(at, &member, &call, &what, intention, kept).await
			},
			Act::SendTokens(series, to, lots) => {
				let Some(to) = self.cast.find(to).map(|it| it.wallet.account()) else {
					return Ok(());
				};
				let what = format!("sends tokens of {series}");
				let call = Calls::send_tokens(series, to, lots);
				self.send(at, &member, &call, &what, intention, kept).await
			},
			Act::Withdraw(amount) => {
				let what = format!("withdraws {} USD", figures::cash(amount));
				let call = Calls::withdraw(0, amount);
				self.send(at, &member, &call, &what, intention, kept).await
			},
			Act::CancelOrderOf(other) => {
				let Some(other) = self.cast.find(other).map(|it| it.wallet.account()) else {
					return Ok(());
				};
				let order =
					OrderId { account: SubaccountId { owner: other, index: 0 }, sequence: 0 };
				let call = Calls::cancel(order);
				let what = "cancels somebody else's order";
				self.send(at, &member, &call, what, intention, kept).await
			},
			Act::ReportAgain => {
				let who = errand.who;
				let number = self.cast.reporters().position(|it| it.role == who).unwrap_or(0);
				let observed_at_ms = now_ms();
				let call = Calls::report(observed_at_ms, &self.last_reports[number]);
				let intention = Intention { observed_at_ms: Some(observed_at_ms), ..intention };
				self.send(at, &member, &call, "reports again", intention, kept).await
			},
		}
	}

	/// Sends a call and remembers what for.
	async fn send(
		&mut self,
		at: &At,
		member: &Member,
		call: &impl Payload,
		what: &str,
		intention: Intention,
		errand: Option<Errand>,
	) -> Result<(), DemoError> {
		match self.client.submit(at, &member.wallet, call).await {
			Ok(id) => {
				let sent_at = at.block_number();
				let what = what.into();
				let underway = Underway { who: member.role, what, intention, errand, sent_at };
				self.underway.insert(id, underway);
				Ok(())
			},
			Err(ClientError::NotTaken(reason)) => {
				let text = format!("{} {what}: {reason}", member.wallet.name);
				self.output.progress(format!("            NOT TAKEN {text}"));
				self.surprises.push(text);
				Ok(())
			},
			Err(error) => Err(error.into()),
		}
	}
}
