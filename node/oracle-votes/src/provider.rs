// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What this node carries into the blocks it makes.

use crate::{Desk, Metrics, LOG_TARGET};
use oracle_core::{
	runtime_api::OracleVotesApi, Ignored, InherentType, SignedBundle, INHERENT_IDENTIFIER,
};
use round_protocol::approved;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_inherents::{Error, InherentData, InherentDataProvider, InherentIdentifier};
use sp_runtime::traits::Block as BlockT;
use std::{marker::PhantomData, sync::Arc};

/// Chooses the votes for this node's blocks.
pub struct Author<Block, Client> {
	desk: Arc<Desk>,
	client: Arc<Client>,
	metrics: Metrics,
	_block: PhantomData<fn() -> Block>,
}

impl<Block, Client> Clone for Author<Block, Client> {
	fn clone(&self) -> Self {
		Self {
			desk: self.desk.clone(),
			client: self.client.clone(),
			metrics: self.metrics.clone(),
			_block: PhantomData,
		}
	}
}

impl<Block, Client> Author<Block, Client>
where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block>,
	Client::Api: OracleVotesApi<Block>,
{
	/// An author that asks the runtime of `client`.
	pub const fn new(desk: Arc<Desk>, client: Arc<Client>, metrics: Metrics) -> Self {
		Self { desk, client, metrics, _block: PhantomData }
	}

	/// Provides the votes for a block on `parent` at `now_ms` (milliseconds since 1970), should there be
	/// one.
	pub fn for_block(self, parent: Block::Hash, now_ms: u64) -> BlockVotes<Block, Client> {
		BlockVotes { author: self, parent, now_ms }
	}

	/// The votes for a block on `parent` at `now_ms`, tried out on the state of the parent. Whatever goes
	/// wrong, there is an answer: at worst, no votes.
	pub fn votes_for(&self, parent: Block::Hash, now_ms: u64) -> Vec<SignedBundle> {
		let moment = self.desk.clock.at(now_ms);
		let offered = self.desk.pool.candidates(moment);
		if offered.is_empty() {
			return Vec::new();
		}
		let count = offered.len();
		let api = self.client.runtime_api();
		// A runtime of before there were votes.
		if !matches!(api.has_api::<dyn OracleVotesApi<Block>>(parent), Ok(true)) {
			return Vec::new();
		}
		match api.acceptable(parent, moment.slot, now_ms, offered.clone()) {
			Ok(verdicts) => {
				log_refusals(&offered, &verdicts);
				let votes = approved(offered, &verdicts);
				self.metrics.note_authored(count, Some(votes.len()));
				votes
			},
			Err(error) => {
				log::warn!(target: LOG_TARGET, "the block is made without votes: {error}");
				self.metrics.note_authored(count, None);
				Vec::new()
			},
		}
	}
}

fn log_refusals(offered: &[SignedBundle], verdicts: &[Result<(), Ignored>]) {
	for (vote, verdict) in offered.iter().zip(verdicts) {
		if let Err(reason) = verdict {
			log::debug!(
				target: LOG_TARGET,
				"the vote of seat {} for round {} is not carried: {}",
				vote.bundle.reporter,
				vote.bundle.round,
				reason.name(),
			);
		}
	}
}

/// Provides the votes for one block. Authors prepare for a block in every slot and make few: the votes are
/// chosen and tried out only when one is made.
pub struct BlockVotes<Block: BlockT, Client> {
	author: Author<Block, Client>,
	parent: Block::Hash,
	now_ms: u64,
}

#[async_trait::async_trait]
impl<Block, Client> InherentDataProvider for BlockVotes<Block, Client>
where
	Block: BlockT,
	Client: ProvideRuntimeApi<Block> + Send + Sync,
	Client::Api: OracleVotesApi<Block>,
{
	async fn provide_inherent_data(&self, inherent_data: &mut InherentData) -> Result<(), Error> {
		let votes: InherentType = self.author.votes_for(self.parent, self.now_ms);
		if votes.is_empty() {
			return Ok(());
		}
		inherent_data.put_data(INHERENT_IDENTIFIER, &votes)
	}

	async fn try_handle_error(
		&self,
		_: &InherentIdentifier,
		_: &[u8],
	) -> Option<Result<(), Error>> {
		None
	}
}
