// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What an author carries, whatever its runtime answers.

use crate::fixtures::*;
use codec::Encode;
use oracle_core::{
	check,
	crypto::{reporter, OpaqueKeyOwnershipProof},
	runtime_api::OracleVotesApi,
	Ignored, InherentType, SignedBundle, VotingPanel, INHERENT_IDENTIFIER,
};
use sc_network_types::PeerId;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_core::H256;
use sp_inherents::{InherentData, InherentDataProvider};
use sp_runtime::OpaqueExtrinsic;
use std::{
	collections::BTreeSet,
	sync::{Arc, Mutex},
};
use straddle_oracle_votes::{Author, Metrics};

/// How the runtime behaves.
#[derive(Clone, Debug)]
enum Runtime {
	Honest,
	RefusesSeat(u16),
	AnswersTooFew,
	AnswersTooMany,
	Fails,
}

type Questions = Arc<Mutex<Vec<(u64, u64, usize)>>>;

#[derive(Clone)]
struct Client {
	runtime: Runtime,
	/// Slot, time and number of votes of each dry run.
	asked: Questions,
}

struct Api(Client);

impl ProvideRuntimeApi<Block> for Client {
	type Api = Api;

	fn runtime_api(&self) -> ApiRef<'_, Api> {
		Api(self.clone()).into()
	}
}

sp_api::mock_impl_runtime_apis! {
	impl OracleVotesApi<Block> for Api {
		fn panel() -> VotingPanel {
			panel()
		}

		#[advanced]
		fn acceptable(
			&self,
			_at: H256,
			slot: u64,
			now_ms: u64,
			bundles: Vec<SignedBundle>,
		) -> Result<Vec<Result<(), Ignored>>, ApiError> {
			self.0.asked.lock().unwrap().push((slot, now_ms, bundles.len()));
			let judge = |vote: &SignedBundle| {
				check(vote, &panel().circumstances(vote.bundle.reporter, slot, now_ms))
			};
			let mut verdicts: Vec<_> = bundles.iter().map(judge).collect();
			match self.0.runtime {
				Runtime::Honest => {},
				Runtime::RefusesSeat(seat) => {
					let at = bundles.iter().position(|vote| vote.bundle.reporter == seat).unwrap();
					verdicts[at] = Err(Ignored::RoundReplayed);
				},
				Runtime::AnswersTooFew => drop(verdicts.pop()),
				Runtime::AnswersTooMany => verdicts.push(Ok(())),
				Runtime::Fails => {
					return Err(ApiError::Application("the runtime panicked".into()));
				},
			}
			Ok(verdicts)
		}

		fn key_ownership_proof(_key: reporter::Public) -> Option<OpaqueKeyOwnershipProof> {
			None
		}

		fn equivocation_report(
			_first: SignedBundle,
			_second: SignedBundle,
			_key: reporter::Public,
			_proof: OpaqueKeyOwnershipProof,
		) -> Option<OpaqueExtrinsic> {
			None
		}
	}
}

/// An author on a chain with this runtime, who heard everybody vote; and the record of its dry runs.
fn author(runtime: Runtime) -> (Author<Block, Client>, Questions) {
	let node = Node::new();
	for seat in 0..REPORTERS {
		node.hear(&PeerId::random(), &vote(seat, "64000").encode());
	}
	author_of(node, runtime)
}

fn author_of(node: Node, runtime: Runtime) -> (Author<Block, Client>, Questions) {
	let client = Client { runtime, asked: Questions::default() };
	let asked = client.asked.clone();
	(Author::new(node.desk, Arc::new(client), Metrics::default()), asked)
}

/// The seats whose votes are in the next block.
fn carried(runtime: Runtime) -> (Vec<u16>, Questions) {
	let (author, asked) = author(runtime);
	let votes = author.votes_for(H256::zero(), NOW_MS + 900);
	(votes.iter().map(|vote| vote.bundle.reporter).collect(), asked)
}

fn inherent_data(author: Author<Block, Client>) -> InherentData {
	let provider = author.for_block(H256::zero(), NOW_MS + 900);
	futures::executor::block_on(provider.create_inherent_data()).unwrap()
}

#[test]
fn the_author_of_the_next_slot_carries_everybodys_votes() {
	let (seats, asked) = carried(Runtime::Honest);
	assert_eq!(seats, [0, 1, 2, 3]);
	assert_eq!(*asked.lock().unwrap(), [(SLOT + 1, NOW_MS + 900, 4)], "asked as of the new block");
}

#[test]
fn what_the_runtime_refuses_is_not_carried() {
	assert_eq!(carried(Runtime::RefusesSeat(2)).0, [0, 1, 3]);
}

#[test]
fn a_runtime_that_fails_or_answers_nonsense_costs_the_votes_and_not_the_block() {
	for runtime in [Runtime::Fails, Runtime::AnswersTooFew, Runtime::AnswersTooMany] {
		let (seats, asked) = carried(runtime.clone());
		assert_eq!(asked.lock().unwrap().len(), 1);
		assert!(seats.is_empty(), "{runtime:?}");
		assert!(inherent_data(author(runtime).0).len() == 0);
	}
}

#[test]
fn without_votes_the_runtime_is_not_even_asked() {
	let (author, asked) = author_of(Node::new(), Runtime::Honest);
	assert!(author.votes_for(H256::zero(), NOW_MS).is_empty());
	assert!(asked.lock().unwrap().is_empty());
	assert_eq!(inherent_data(author).len(), 0);
}

#[test]
fn votes_are_tried_out_only_if_a_block_is_made() {
	let (author, asked) = author(Runtime::Honest);
	let _prepared = author.clone().for_block(H256::zero(), NOW_MS + 900);
	assert!(asked.lock().unwrap().is_empty());
	inherent_data(author);
	assert_eq!(asked.lock().unwrap().len(), 1);
}

#[test]
fn the_runtime_finds_the_votes_among_the_inherent_data() {
	let (author, _) = author(Runtime::Honest);
	let votes = author.votes_for(H256::zero(), NOW_MS + 900);
	let found = inherent_data(author).get_data::<InherentType>(&INHERENT_IDENTIFIER);
	assert_eq!(found.unwrap(), Some(votes));
}

/// An author that carries what it likes: the chain takes what it would have taken from an honest one, and
/// nothing else. Here the chain is its own function of what counts.
#[test]
fn a_hostile_author_gets_nothing_counted_that_an_honest_one_would_not() {
	let mut replayed = bundle(0, "1");
	replayed.round = SLOT - 1;
	let hostile = [
		signed_by(3, bundle(0, "1")),
		signed_by(0, replayed),
		vote(9, "1"),
		vote(1, "64000"),
		vote(1, "64000"),
		vote(1, "63000"),
		vote(2, "64000"),
	];
	let mut chain = panel();
	let mut counted = Vec::new();
	for vote in hostile {
		let seat = vote.bundle.reporter;
		if check(&vote, &chain.circumstances(seat, SLOT + 1, NOW_MS + 900)).is_ok() {
			let place = chain.seats.iter_mut().find(|place| place.seat == seat).unwrap();
			place.last_round = vote.bundle.round;
			counted.push(seat);
		}
	}
	assert_eq!(counted, [1, 2]);
	assert_eq!(counted.iter().collect::<BTreeSet<_>>().len(), counted.len());
}
