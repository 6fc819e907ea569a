// SPDX-License-Identifier: Apache-2.0
//! Reporters that a node caught signing two votes for one round, and how the chain is told.
//!
//! Votes and proofs are passed on as bytes: the node and the chain know what is in them.

use crate::{
	chain::{At, Client, ClientError, Executed, Queries},
	wallet::Wallet,
};
use codec::{DecodeAll, Encode};
use serde::{Deserialize, Serialize};
use subxt::metadata::Metadata;
use subxt_rpcs::{methods::legacy::Bytes, rpc_params};

/// The pallet and its call that takes reports.
const PALLET: &str = "OracleAggregator";
const CALL: &str = "report_equivocation";

/// Two votes of one seat for one round, as a node holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
	/// The seat.
	pub seat: u16,
	/// The session whose seat it is.
	pub session: u32,
	/// The round: a slot.
	pub round: u64,
	/// The key that signed both.
	pub key: Bytes,
	/// The vote that the node heard first.
	pub first: Bytes,
	/// The vote that it heard after it.
	pub second: Bytes,
}

impl Client {
	/// What the node found since it was started, oldest first.
	pub async fn contradictions(&self) -> Result<Vec<Contradiction>, ClientError> {
		Ok(self.rpc.request("oracle_contradictions", rpc_params![]).await?)
	}

	/// Reports a contradiction to the chain, with a proof of whose key it was.
	pub async fn report_contradiction(
		&self,
		wallet: &Wallet,
		found: &Contradiction,
	) -> Result<Executed, ClientError> {
		let then = self.in_session(found.session, found.round).await?;
		let owner = key_owner(&then, &found.key).await?;
		let head = self.head().await?;
		let call = call_data(head.metadata_ref(), found, &owner)?;
		let call = head.transactions().from_call_data_bytes(&call)?;
		self.execute(wallet, &call).await
	}

	/// The chain at the newest block of a session, of which `slot` is one.
	async fn in_session(&self, session: u32, slot: u64) -> Result<At, ClientError> {
		let head = Queries::from(self.head().await?);
		let height = head.at().block_number();
		// There is at most one block in each slot.
		let passed = head.slot().await?.saturating_sub(slot);
		let (mut within, mut beyond) = (height.saturating_sub(passed), height.saturating_add(1));
		if head.session().await? == session {
			within = height;
		}
		while beyond.saturating_sub(within) > 1 {
			let middle = within.midpoint(beyond);
			if self.at_height(middle).await?.session().await? > session {
				beyond = middle;
			} else {
				within = middle;
			}
		}
		let found = self.at_height(within).await?;
		if found.session().await? != session {
			return Err(ClientError::Missing(format!(
				"the node has no block of session {session}"
			)));
		}
		Ok(found.at().clone())
	}

	async fn at_height(&self, height: u64) -> Result<Queries, ClientError> {
		Ok(self.at(self.final_block_at(height).await?).await?.into())
	}
}

/// Whose key it is, in the form that the call wants; asked at a block of the session of the votes.
async fn key_owner(at: &At, key: &[u8]) -> Result<Vec<u8>, ClientError> {
	let answer = at
		.runtime_apis()
		.call_raw("OracleVotesApi_key_ownership_proof", Some(key))
		.await?;
	let unreadable = |error: codec::Error| {
		ClientError::Missing(format!("the chain says unreadably whose key it is: {error}"))
	};
	Option::<Vec<u8>>::decode_all(&mut answer.as_slice())
		.map_err(unreadable)?
		.ok_or_else(|| ClientError::Missing("the chain does not show whose key it is".into()))
}

/// The call that reports a contradiction, as it goes on chain.
fn call_data(
	metadata: &Metadata,
	found: &Contradiction,
	owner: &[u8],
) -> Result<Vec<u8>, ClientError> {
	let pallet = metadata.pallet_by_name(PALLET);
	let call = pallet.as_ref().and_then(|pallet| pallet.call_variant_by_name(CALL));
	let (Some(pallet), Some(call)) = (&pallet, call) else {
		return Err(ClientError::Missing(format!("the chain has no call {PALLET}.{CALL}")));
	};
	let mut data = (pallet.call_index(), call.index).encode();
	for argument in [&found.first[..], &found.second[..], &found.key[..], owner] {
		data.extend_from_slice(argument);
	}
	Ok(data)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain::block::tests::chain;

	/// A vote without values: only its shape matters here.
	fn vote(observed_at_ms: u64) -> Vec<u8> {
		let (version, genesis, session, round, seat) = (2u8, [1u8; 32], 5u32, 600u64, 3u16);
		let (entries, smiles) = (Vec::<u8>::new(), Vec::<u8>::new());
		let bundle = (version, genesis, session, round, seat, observed_at_ms, entries, smiles);
		(bundle, [7u8; 64]).encode()
	}

	fn found() -> Contradiction {
		Contradiction {
			seat: 3,
			session: 5,
			round: 600,
			key: vec![9; 32].into(),
			first: vote(1).into(),
			second: vote(2).into(),
		}
	}

	#[test]
	fn what_the_node_and_the_chain_give_makes_a_call_of_the_chain() {
		let at = chain().at_block(100u64).unwrap();
		let outside_reporter = [vec![1], vec![4; 32]].concat();
		let data = call_data(at.metadata_ref(), &found(), &outside_reporter).unwrap();
		let call = at.transactions().from_call_data_bytes(&data).unwrap();
		assert_eq!((call.pallet_name(), call.call_name()), (PALLET, CALL));
		assert_eq!(at.transactions().call_data(&call).unwrap(), data);
		// With an owner that is none it is no call.
		let data = call_data(at.metadata_ref(), &found(), &[9]).unwrap();
		assert!(at.transactions().from_call_data_bytes(&data).is_err());
	}

	#[test]
	fn what_a_node_holds_is_read() {
		let text =
			r#"[{"seat":3,"session":5,"round":600,"key":"0x0909","first":"0x01","second":"0x02"}]"#;
		let read: Vec<Contradiction> = serde_json::from_str(text).unwrap();
		assert_eq!((read[0].seat, read[0].session, read[0].round), (3, 5, 600));
		assert_eq!((&read[0].key[..], &read[0].first[..]), (&[9, 9][..], &[1][..]));
		assert_eq!(read[0].second[..], [2]);
		assert_eq!(serde_json::to_string(&read).unwrap(), text);
	}
}
