// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{At, Calls, Client, ClientError, Patience, Queries},
	feeder::{
		interruption::Interruption, options::Listed, Ballot, Feeder, Health, SeenOnChain,
		SmileBallot,
	},
	figures,
	reporting::{now_ms, Reported},
	smile::SmileWord,
	wallet::Wallet,
};
use market_primitives::{FeedId, SmileId};
use std::{sync::Arc, time::Duration};

/// A node that sends no block for this long is asked anew.
const BLOCK_PATIENCE: Duration = Duration::from_secs(30);

/// Smiles are reported this often, in milliseconds: a vote on one lives two minutes.
const SMILES_EVERY_MS: u64 = 10_000;
/// The most smiles in one report.
const MOST_SMILES: usize = 16;

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
	/// Smiles in reports that the node took.
	pub smiles: u64,
	/// Windows without a vote on any feed.
	pub silent: u64,
	/// Reports that failed, and lost connections.
	pub failed: u64,
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
		tally: &mut Tally,
		patience: &mut Patience,
		say: &mut impl FnMut(String),
	) -> Interruption {
		let interruption: Result<(), Interruption> = async {
			let client = Client::connect(&self.url).await?;
			self.ensure_admitted(&client).await?;
			let mut blocks = client.best_blocks().await?;
			let mut turn = SmileTurn::default();
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
				let now = now_ms();
				let ballot = self.feeder.ballot(now);
				self.health.note_ballot(&ballot, now);
				let mut said = self.vote(&client, &at, &ballot, tally).await?;
				let smiles = self.report_smiles(&client, &at, &ballot, &mut turn).await?;
				if smiles > 0 {
					tally.smiles += smiles;
					said += &format!("  {smiles} smiles");
				}
				say(format!("block {:>6}  {said}", block.number()));
				patience.renew();
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
		&self,
		client: &Client,
		at: &At,
		ballot: &Ballot,
		tally: &mut Tally,
	) -> Result<String, ClientError> {
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

	/// Reports some smiles, if it is time. Returns how many.
	async fn report_smiles(
		&self,
		client: &Client,
		at: &At,
		ballot: &Ballot,
		turn: &mut SmileTurn,
	) -> Result<u64, ClientError> {
		let underlyings = self.feeder.smile_underlyings();
		if underlyings.is_empty() {
			return Ok(0);
		}
		let now = now_ms();
		if turn.listed.is_due(now) {
			let queries = Queries::from(at.clone());
			for underlying in underlyings {
				turn.listed.note(underlying, queries.expiries(underlying).await?);
			}
		}
		let smiles = self.feeder.smiles(&turn.listed.smiles(now), ballot, now);
		self.health.note_smiles(self.feeder.smiles_page(&smiles, now));
		let some = turn.next(&smiles, now);
		if some.is_empty() {
			return Ok(0);
		}
		client
			.submit(at, &self.wallet, &Calls::report_smiles(ballot.observed_at_ms, some))
			.await?;
		Ok(u64::try_from(some.len()).unwrap_or(u64::MAX))
	}
}

/// Which smiles are reported next.
#[derive(Default)]
struct SmileTurn {
	listed: Listed,
	reported_at_ms: Option<u64>,
	last: Option<SmileId>,
}

impl SmileTurn {
	/// The smiles to report now: those after the last ones, as many as fit, and from the beginning when all had
	/// their turn. Nothing if the last ones were reported a moment ago.
	fn next<'a>(&mut self, ballot: &'a SmileBallot, now_ms: u64) -> &'a [SmileWord] {
		let is_early = self
			.reported_at_ms
			.is_some_and(|at| now_ms.saturating_sub(at) < SMILES_EVERY_MS);
		if is_early || ballot.smiles.is_empty() {
			return &[];
		}
		let last = self.last.take();
		let begin = ballot
			.smiles
			.partition_point(|word| last.is_some_and(|last| word.smile <= last));
		let rest = ballot.smiles.get(begin..).filter(|rest| !rest.is_empty());
		let rest = rest.unwrap_or(&ballot.smiles);
		let some = rest.get(..MOST_SMILES).unwrap_or(rest);
		self.last = some.last().map(|word| word.smile);
		self.reported_at_ms = Some(now_ms);
		some
	}
}

fn closed(reason: &str) -> Interruption {
	Interruption::Lost(ClientError::Missing(reason.into()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::smile::SmileNodes;
	use market_maths::units::Rate;
	use market_primitives::Underlying;

	fn ballot(expiries: std::ops::Range<u64>) -> SmileBallot {
		let nodes = SmileNodes { forward: "1".parse().unwrap(), totals: [Rate::from_inner(1); 7] };
		let smiles = expiries
			.map(|expiry| SmileWord { smile: SmileId::new(Underlying::BTC, expiry), nodes })
			.collect();
		SmileBallot { smiles, ..SmileBallot::default() }
	}

	#[test]
	fn smiles_are_reported_in_turn_sixteen_at_most_every_ten_seconds() {
		let all = ballot(0..20);
		let mut turn = SmileTurn::default();
		assert_eq!(turn.next(&all, 50_000), &all.smiles[..16]);
		assert!(turn.next(&all, 59_999).is_empty());
		assert_eq!(turn.next(&all, 60_000), &all.smiles[16..]);
		assert_eq!(turn.next(&all, 70_000), &all.smiles[..16]);
		assert!(turn.next(&ballot(0..0), 80_000).is_empty());
		let few = ballot(3..5);
		assert_eq!(turn.next(&few, 80_000), &few.smiles[..], "who is left comes first again");
	}
}
