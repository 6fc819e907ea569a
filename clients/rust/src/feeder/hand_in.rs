// SPDX-License-Identifier: Apache-2.0
//! Hands what a feeder sees to a node, which signs it as a vote. No account and no fee are needed: the
//! node's key speaks.

use crate::{
	chain::{ClientError, Patience},
	feeder::{
		interruption::Interruption,
		options::{asked_for, Listed},
		Ballot, Feeder, Health, SeenOnChain, SmileBallot,
	},
	figures,
	reporting::{now_ms, Reported},
};
use market_primitives::FeedId;
use serde::Deserialize;
use serde_json::{json, Value};
use std::{sync::Arc, time::Duration};
use subxt_rpcs::{rpc_params, RpcClient};

/// How often values are handed in. The node signs the newest it has, once in a slot.
const EVERY: Duration = Duration::from_millis(500);

/// The code for a method that does not exist, or that not everybody may call.
const METHOD_NOT_FOUND: i32 = -32_601;

/// Hands in what a feeder sees, for as long as it is let.
pub struct HandInService {
	/// The node's address.
	pub url: String,
	/// What sees.
	pub feeder: Feeder,
	/// Values that are handed in unchanged, such as volatilities.
	pub constant: Vec<Reported>,
	/// Where it is told how things are.
	pub health: Arc<Health>,
	/// Decides the jitter of the back-off.
	pub seed: u64,
}

/// What a service did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandInTally {
	/// Windows that ended.
	pub windows: u64,
	/// Windows in which the node voted.
	pub voted: u64,
	/// Times that values were handed in.
	pub handed_in: u64,
	/// Smiles that the node took with them, all times together.
	pub smiles: u64,
	/// Times that the node refused them, and lost connections.
	pub failed: u64,
}

/// What a node says about its votes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
	slot: u64,
	seat: Option<u16>,
	last_round_on_chain_ms: Option<u64>,
	voted_in_round: Option<u64>,
	silent: Option<String>,
}

impl From<subxt_rpcs::Error> for Interruption {
	fn from(error: subxt_rpcs::Error) -> Self {
		match error {
			subxt_rpcs::Error::User(refused) if refused.code == METHOD_NOT_FOUND => {
				Self::Hopeless(ClientError::Unusable(format!(
					"the node takes no values: {}\n\
					 Hand them in on the machine of the node, or start it with --rpc-methods unsafe where \
					 nobody else reaches it",
					refused.message
				)))
			},
			other => Self::Lost(other.into()),
		}
	}
}

impl HandInService {
	/// Hands in until `windows` windows are over, or for ever. Lost connections are made anew, with growing
	/// patience. Ends with an error only if the node takes no values at all.
	pub async fn run(
		&mut self,
		windows: Option<u64>,
		mut say: impl FnMut(String),
	) -> Result<HandInTally, ClientError> {
		let mut tally = HandInTally::default();
		let mut patience = Patience::new(self.seed);
		loop {
			match self.stay_connected(windows, &mut tally, &mut patience, &mut say).await {
				Interruption::Done => return Ok(tally),
				Interruption::Hopeless(error) => return Err(error),
				Interruption::Lost(error) => {
					tally.failed += 1;
					self.health.note_chain_error(error.to_string(), now_ms());
					patience.wait(&error, &mut say).await;
				},
			}
		}
	}

	async fn stay_connected(
		&mut self,
		windows: Option<u64>,
		tally: &mut HandInTally,
		patience: &mut Patience,
		say: &mut impl FnMut(String),
	) -> Interruption {
		let interruption: Result<(), Interruption> = async {
			// Transport encryption is the business of whoever runs the node; the default is this machine.
			let node = RpcClient::from_insecure_url(&self.url).await.map_err(|error| {
				let url = self.url.clone();
				Interruption::Lost(ClientError::NoNode { url, reason: error.to_string() })
			})?;
			let mut slot = None;
			let mut listed = Listed::default();
			loop {
				let status: Status = node.request("oracle_status", rpc_params![]).await?;
				self.ask_for_listed(&node, &mut listed, say).await;
				let now = now_ms();
				let ballot = self.feeder.ballot(now);
				self.health.note_ballot(&ballot, now);
				let smiles = self.feeder.smiles(&listed.smiles(now), &ballot, now);
				self.health.note_smiles(self.feeder.smiles_page(&smiles, now));
				if let Some(ended) = slot.filter(|slot| *slot < status.slot) {
					tally.windows += 1;
					tally.voted += u64::from(status.voted_in_round == Some(ended));
					self.note_window(&status, &ballot);
					let said = summary(&ballot, smiles.smiles.len());
					say(format!("slot {ended}  {said}  {}", outcome(&status, ended)));
					if windows.is_some_and(|windows| tally.windows >= windows) {
						return Err(Interruption::Done);
					}
				}
				slot = Some(status.slot);
				self.hand_in(&node, &ballot, &smiles, tally, say).await?;
				patience.renew();
				tokio::time::sleep(EVERY).await;
			}
		}
		.await;
		interruption.err().unwrap_or(Interruption::Done)
	}

	/// Learns now and then which smiles the chain wants to hear of. A node that does not say so gets prices all
	/// the same, and smiles of the expiries it named before.
	async fn ask_for_listed(
		&self,
		node: &RpcClient,
		listed: &mut Listed,
		say: &mut impl FnMut(String),
	) {
		let underlyings = self.feeder.smile_underlyings();
		if underlyings.is_empty() || !listed.is_due(now_ms()) {
			return;
		}
		for underlying in underlyings {
			match asked_for(node, underlying).await {
				Ok(expiries) => listed.note(underlying, expiries),
				Err(error) => say(format!("smiles of {underlying}: {error}")),
			}
		}
	}

	async fn hand_in(
		&self,
		node: &RpcClient,
		ballot: &Ballot,
		smiles: &SmileBallot,
		tally: &mut HandInTally,
		say: &mut impl FnMut(String),
	) -> Result<(), Interruption> {
		let values = handed_values(ballot, &self.constant);
		if values.is_empty() {
			return Ok(());
		}
		let mut parameters = rpc_params![values, ballot.observed_at_ms];
		// A node from before smiles takes two parameters.
		if !smiles.smiles.is_empty() {
			parameters.push(&smiles.smiles)?;
		}
		match node.request::<Value>("oracle_handIn", parameters).await {
			Ok(receipt) => {
				tally.handed_in += 1;
				tally.smiles += receipt["smiles"].as_u64().unwrap_or(0);
				self.health.note_sent(now_ms());
				Ok(())
			},
			Err(subxt_rpcs::Error::User(refused)) if refused.code != METHOD_NOT_FOUND => {
				tally.failed += 1;
				self.health.note_chain_error(refused.message.clone(), now_ms());
				say(format!("the node refused the values: {}", refused.message));
				Ok(())
			},
			Err(other) => Err(other.into()),
		}
	}

	/// The vote of the node's seat that the chain has is as old as its round.
	fn note_window(&self, status: &Status, ballot: &Ballot) {
		self.health.note_block(status.slot, now_ms());
		let (Some(seat), Some(observed_at_ms)) = (status.seat, status.last_round_on_chain_ms)
		else {
			return;
		};
		for feed in ballot.feeds.iter().filter(|feed| feed.vote.is_ok()) {
			let seen = SeenOnChain { observed_at_ms, status: format!("voted for by seat {seat}") };
			self.health.note_on_chain(feed.underlying, seen);
		}
	}
}

/// The parameters of `oracle_handIn`: nothing if the venues say nothing.
fn handed_values(ballot: &Ballot, constant: &[Reported]) -> Vec<Value> {
	let value = |feed: FeedId, value, confidence, sources: u16| json!({ "feed": feed, "value": value, "confidence": confidence, "sources": sources });
	let seen: Vec<Value> = ballot
		.feeds
		.iter()
		.filter_map(|feed| {
			let vote = feed.vote.as_ref().ok()?;
			let id = FeedId::Index(feed.underlying);
			Some(value(id, vote.price, vote.confidence, vote.sources))
		})
		.collect();
	if seen.is_empty() {
		return seen;
	}
	let unchanged = constant
		.iter()
		.map(|(feed, price, confidence)| value(*feed, *price, *confidence, 0));
	seen.into_iter().chain(unchanged).collect()
}

fn summary(ballot: &Ballot, smiles: usize) -> String {
	let mut said: Vec<String> = ballot
		.feeds
		.iter()
		.map(|feed| match &feed.vote {
			Ok(vote) => format!(
				"{} {} ± {} of {} venues",
				feed.underlying,
				figures::price(vote.price),
				figures::price(vote.confidence),
				vote.venues
			),
			Err(reason) => format!("{} no value: {reason}", feed.underlying),
		})
		.collect();
	if smiles > 0 {
		said.push(format!("{smiles} smiles"));
	}
	said.join("  ")
}

fn outcome(status: &Status, ended: u64) -> String {
	match (&status.silent, status.voted_in_round, status.seat) {
		(Some(why), ..) => format!("the node did not vote: {why}"),
		(None, Some(round), Some(seat)) if round == ended => format!("voted from seat {seat}"),
		_ => "the node did not vote yet".into(),
	}
}

#[cfg(test)]
mod tests;
