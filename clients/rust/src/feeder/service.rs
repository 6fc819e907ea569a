// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{At, Calls, Client, ClientError, Queries},
	feeder::{Backoff, Feeder, Health, SeenOnChain},
	figures,
	reporting::{now_ms, Reported},
	wallet::Wallet,
};
use market_primitives::FeedId;
use std::{sync::Arc, time::Duration};

/// How long the chain is left alone after the first failure, and at the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A node that sends no block for this long is asked anew.
const BLOCK_PATIENCE: Duration = Duration::from_secs(30);

/// Reports what a feeder sees, once in each window, for as long as it is let.
pub struct ReportingService {
	/// The node's address.
	pub url: String,
	/// Who reports.
	pub wallet: Wallet,
	/// What sees.
	pub feeder: Feeder,
	/// Values that are sent along unchanged, such as volatilities.
	pub constant: Vec<Reported>,
	/// Where it is told how things are.
	pub health: Arc<Health>,
	/// Decides the jitter of the back-off.
	pub seed: u64,
}

/// What a service did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
	/// Windows seen.
	pub windows: u64,
	/// Reports that the node took.
	pub sent: u64,
	/// Windows without a vote on any feed.
	pub silent: u64,
	/// Reports that failed, and lost connections.
	pub failed: u64,
}

/// Why the connection is given up for now, or the service for good.
enum Interruption {
	/// The windows that were asked for are over.
	Done,
	/// Worth another try.
	Lost(ClientError),
	/// Not worth one.
	Hopeless(ClientError),
}

impl From<ClientError> for Interruption {
	fn from(error: ClientError) -> Self {
		match error {
			ClientError::OtherChain { .. } => Self::Hopeless(error),
			other => Self::Lost(other),
		}
	}
}

impl ReportingService {
	/// Reports for `windows` windows, or for ever. Lost connections are made anew, with growing patience.
	/// Ends with an error only if nothing can be reported on this chain at all.
	pub async fn run(
		&mut self,
		windows: Option<u64>,
		mut say: impl FnMut(String),
	) -> Result<Tally, ClientError> {
		let mut tally = Tally::default();
		let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT, self.seed);
		loop {
			match self.stay_connected(windows, &mut tally, &mut backoff, &mut say).await {
				Interruption::Done => return Ok(tally),
				Interruption::Hopeless(error) => return Err(error),
				Interruption::Lost(error) => {
					tally.failed += 1;
					self.health.note_chain_error(error.to_string(), now_ms());
					let wait = backoff.after_failure(None);
					say(format!("{error}\ntrying again in {} ms", wait.as_millis()));
					tokio::time::sleep(wait).await;
				},
			}
		}
	}

	async fn stay_connected(
		&mut self,
		windows: Option<u64>,
		tally: &mut Tally,
		backoff: &mut Backoff,
		say: &mut impl FnMut(String),
	) -> Interruption {
		let interruption: Result<(), Interruption> = async {
			let client = Client::connect(&self.url).await?;
			self.ensure_admitted(&client).await?;
			let mut blocks = client.best_blocks().await?;
			loop {
				if windows.is_some_and(|windows| tally.windows >= windows) {
					return Err(Interruption::Done);
				}
				let block = tokio::time::timeout(BLOCK_PATIENCE, blocks.next())
					.await
					.map_err(|_| closed("the node sends no blocks"))?
					.ok_or_else(|| closed("the node closed the connection"))?
					.map_err(ClientError::from)?;
				tally.windows += 1;
				let at = client.at(block.hash()).await?;
				self.health.note_block(block.number(), now_ms());
				self.look_up(&at).await?;
				say(format!(
					"block {:>6}  {}",
					block.number(),
					self.vote(&client, &at, tally).await?
				));
				backoff.reset();
			}
		}
		.await;
		interruption.err().unwrap_or(Interruption::Done)
	}

	async fn ensure_admitted(&self, client: &Client) -> Result<(), Interruption> {
		let admitted = Queries::from(client.head().await?).reporters().await?;
		if admitted.contains(&self.wallet.account()) {
			return Ok(());
		}
		Err(Interruption::Hopeless(ClientError::Unusable(format!(
			"{} may not report on this chain: governance admits reporters (`admit_reporter`), and they bond \
			 (`register_reporter`)",
			self.wallet.name
		))))
	}

	/// Finds this reporter's votes on the chain.
	async fn look_up(&self, at: &At) -> Result<(), ClientError> {
		let me = self.wallet.account();
		for feed in Queries::from(at.clone()).feeds().await? {
			let FeedId::Index(underlying) = *feed.feed else { continue };
			let status = feed
				.observation
				.as_ref()
				.map_or_else(|| "never reported".into(), |it| format!("{:?}", it.status));
			if let Some(mine) = feed.votes.iter().find(|vote| vote.reporter == me) {
				let observed_at_ms = mine.observed_at_ms;
				self.health.note_on_chain(underlying, SeenOnChain { observed_at_ms, status });
			}
		}
		Ok(())
	}

	/// Votes, and says how.
	async fn vote(
		&mut self,
		client: &Client,
		at: &At,
		tally: &mut Tally,
	) -> Result<String, ClientError> {
		let now = now_ms();
		let ballot = self.feeder.ballot(now);
		self.health.note_ballot(&ballot, now);
		let said: Vec<String> = ballot
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
				Err(reason) => format!("{} no vote: {reason}", feed.underlying),
			})
			.collect();
		let said = said.join("  ");
		let mut values = ballot.values();
		if values.is_empty() {
			tally.silent += 1;
			return Ok(said);
		}
		values.extend(self.constant.iter().copied());
		client
			.submit(at, &self.wallet, &Calls::report(ballot.observed_at_ms, &values))
			.await?;
		self.health.note_sent(now_ms());
		tally.sent += 1;
		Ok(said)
	}
}

fn closed(reason: &str) -> Interruption {
	Interruption::Lost(ClientError::Missing(reason.into()))
}
