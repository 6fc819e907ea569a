// SPDX-License-Identifier: Apache-2.0
//! Which smiles the chain wants to hear of.

use crate::chain::ClientError;
use codec::{Decode, Encode};
use market_primitives::{SmileId, Underlying};
use std::{collections::BTreeMap, time::Duration};
use subxt_rpcs::{rpc_params, RpcClient};

/// The chain is asked again after this time, in milliseconds.
const EVERY_MS: u64 = 10_000;
/// Smiles with less time left than this are let go, in milliseconds: a vote would come too late.
const NEAREST_MS: u64 = 5_000;
/// The most smiles that a node takes at once.
const MOST_SMILES: usize = 64;
/// How long a node has to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The expiries that the chain lists, as it said the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::feeder) struct Listed {
	expiries: BTreeMap<Underlying, Vec<u64>>,
	asked_at_ms: Option<u64>,
}

impl Listed {
	/// Whether it is time to ask again. If so, it counts as asked.
	pub(in crate::feeder) fn is_due(&mut self, now_ms: u64) -> bool {
		let is_due = self.asked_at_ms.is_none_or(|at| now_ms.saturating_sub(at) >= EVERY_MS);
		if is_due {
			self.asked_at_ms = Some(now_ms);
		}
		is_due
	}

	/// Notes what the chain says, in seconds since 1970.
	pub(in crate::feeder) fn note(&mut self, underlying: Underlying, expiries: Vec<u64>) {
		self.expiries.insert(underlying, expiries);
	}

	/// The smiles to speak of at `now_ms`, by underlying and expiry: those with a few seconds left, and of many
	/// the next of each underlying.
	pub(in crate::feeder) fn smiles(&self, now_ms: u64) -> Vec<SmileId> {
		let Some(share) = MOST_SMILES.checked_div(self.expiries.len()) else { return Vec::new() };
		let earliest = now_ms.saturating_add(NEAREST_MS) / 1_000;
		self.expiries
			.iter()
			.flat_map(|(underlying, expiries)| {
				let mut ahead: Vec<u64> =
					expiries.iter().copied().filter(|expiry| *expiry > earliest).collect();
				ahead.sort_unstable();
				ahead.dedup();
				ahead
					.into_iter()
					.take(share)
					.map(move |expiry| SmileId::new(*underlying, expiry))
			})
			.collect()
	}
}

/// The expiries of the options on an underlying that the node's chain lists, in seconds since 1970.
///
/// It is asked as bytes, so that a node with a newer runtime still gets prices and smiles.
pub(in crate::feeder) async fn asked_for(
	node: &RpcClient,
	underlying: Underlying,
) -> Result<Vec<u64>, ClientError> {
	let unusable = |problem: &str| {
		ClientError::Missing(format!("the node does not say which expiries it lists: {problem}"))
	};
	let parameters = rpc_params!["OptionsApi_expiries", to_hex(&underlying.encode())];
	let asking = node.request::<String>("state_call", parameters);
	let answer = tokio::time::timeout(PATIENCE, asking)
		.await
		.map_err(|_| unusable("no answer in time"))??;
	let bytes = from_hex(&answer).ok_or_else(|| unusable("its answer is not hexadecimal"))?;
	Vec::<u64>::decode(&mut bytes.as_slice()).map_err(|error| unusable(&error.to_string()))
}

fn to_hex(bytes: &[u8]) -> String {
	let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
	format!("0x{digits}")
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
	let digits = text.strip_prefix("0x")?;
	if digits.len() % 2 != 0 || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
		return None;
	}
	(0..digits.len())
		.step_by(2)
		.map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn smiles_are_in_the_chains_order_and_what_expires_in_a_moment_is_let_go() {
		let mut listed = Listed::default();
		assert!(listed.smiles(0).is_empty());
		listed.note(Underlying::ETH, vec![300]);
		listed.note(Underlying::BTC, vec![200, 105, 106, 200]);
		let found: Vec<_> = listed
			.smiles(100_000)
			.into_iter()
			.map(|it| (it.underlying.to_string(), it.expiry))
			.collect();
		let expected = [("BTC", 106), ("BTC", 200), ("ETH", 300)];
		assert_eq!(found, expected.map(|(name, expiry)| (name.to_string(), expiry)));
	}

	#[test]
	fn of_many_the_next_of_each_underlying_are_spoken_of() {
		let mut listed = Listed::default();
		listed.note(Underlying::BTC, (1_000..1_100).collect());
		listed.note(Underlying::ETH, (1_000..1_010).collect());
		let found = listed.smiles(0);
		assert_eq!(found.len(), 32 + 10);
		assert_eq!(found[31], SmileId::new(Underlying::BTC, 1_031));
	}

	#[test]
	fn the_chain_is_asked_every_ten_seconds() {
		let mut listed = Listed::default();
		assert!(listed.is_due(5_000));
		assert!(!listed.is_due(14_999));
		assert!(listed.is_due(15_000));
	}

	#[test]
	fn bytes_are_written_and_read_as_nodes_do() {
		assert_eq!(to_hex(&Underlying::BTC.encode()), "0x425443000000");
		assert_eq!(from_hex("0x0aff"), Some(vec![10, 255]));
		for text in ["", "0aff", "0xa", "0xzz", "0xé"] {
			assert_eq!(from_hex(text), None, "{text}");
		}
	}
}
