// SPDX-License-Identifier: Apache-2.0
use crate::chain::{api, Client, ClientError, Refusal, SlotClaim, TransactionId};
use codec::Decode;
use subxt::{
	client::OfflineClientAtBlockT,
	config::Config,
	error::DispatchError,
	events::Phase,
	extrinsics::Extrinsic,
	utils::{AccountId32, MultiAddress, H256},
};

/// What happened to one transaction of a block.
#[derive(Clone, Debug)]
pub struct Landed {
	/// What it is recognised by; `None` if nobody signed it.
	pub id: Option<TransactionId>,
	/// Whether it was executed, or why not.
	pub result: Result<(), Refusal>,
}

/// The pallets whose events are read. Others may come and go with runtime upgrades.
const PALLETS_READ: [&str; 7] = [
	"Assets",
	"OptionTokens",
	"OracleAggregator",
	"MarginEngine",
	"Perpetuals",
	"OptionWriting",
	"OrderBook",
];

/// A block, read once.
pub struct BlockReport {
	/// Its number.
	pub number: u64,
	/// Its hash.
	pub hash: H256,
	/// The hash of the block before it.
	pub parent: H256,
	/// Its slot; `None` if its header does not say.
	pub claim: Option<SlotClaim>,
	/// Its transactions, the chain's own included.
	pub transactions: Vec<Landed>,
	/// What happened on the exchange, in order.
	pub events: Vec<api::Event>,
}

impl Client {
	/// Reads a block's transactions and events.
	pub async fn block(&self, block: H256) -> Result<BlockReport, ClientError> {
		let at = self.at(block).await?;
		let extrinsics = at.extrinsics().fetch().await?;
		let mut transactions = Vec::with_capacity(extrinsics.len());
		for extrinsic in extrinsics.iter() {
			transactions.push(Landed { id: id(&extrinsic?), result: Ok(()) });
		}
		let found = at.events().fetch().await?;
		let mut events = Vec::new();
		for event in found.iter() {
			let event = event?;
			if (event.pallet_name(), event.event_name()) == ("System", "ExtrinsicFailed") {
				let refusal = match DispatchError::decode_from(event.field_bytes(), at.metadata()) {
					Ok(error) => Refusal::from(&error),
					Err(error) => Refusal::general(&error.to_string()),
				};
				if let Phase::ApplyExtrinsic(index) = event.phase() {
					let landed =
						usize::try_from(index).ok().and_then(|index| transactions.get_mut(index));
					if let Some(landed) = landed {
						landed.result = Err(refusal);
					}
				}
			}
			if PALLETS_READ.contains(&event.pallet_name()) {
				events.push(event.decode_as::<api::Event>()?);
			}
		}
		let header = self.header(block).await?;
		Ok(BlockReport {
			number: at.block_number(),
			hash: block,
			parent: header.parent_hash,
			claim: SlotClaim::of(&header),
			transactions,
			events,
		})
	}
}

/// What a transaction is recognised by, if somebody signed it.
fn id<T: Config, Chain: OfflineClientAtBlockT<T>>(
	extrinsic: &Extrinsic<'_, T, Chain>,
) -> Option<TransactionId> {
	let address = MultiAddress::<AccountId32, ()>::decode(&mut extrinsic.address_bytes()?).ok()?;
	let MultiAddress::Id(account) = address else { return None };
	Some(TransactionId { account, number: extrinsic.transaction_extensions()?.nonce()? })
}

#[cfg(test)]
pub(super) mod tests {
	use super::*;
	use crate::{chain::Calls, wallet::Wallet};
	use futures::FutureExt;
	use subxt::{
		config::{
			substrate::{SpecVersionForRange, SubstrateConfigBuilder},
			DefaultExtrinsicParamsBuilder, SubstrateConfig,
		},
		metadata::{ArcMetadata, Metadata},
		OfflineClient,
	};

	/// A chain of our runtime that nobody runs.
	pub(in crate::chain) fn chain() -> OfflineClient<SubstrateConfig> {
		let metadata = Metadata::decode_from(include_bytes!("../../metadata.scale")).unwrap();
		let range =
			SpecVersionForRange { block_range: 0..1_000, spec_version: 1, transaction_version: 1 };
		let config = SubstrateConfigBuilder::new()
			.set_genesis_hash(H256::repeat_byte(1))
			.set_metadata_for_spec_versions([(1, ArcMetadata::from(metadata))])
			.set_spec_version_for_block_ranges([range])
			.build();
		OfflineClient::new_with_config(config)
	}

	#[test]
	fn a_transaction_is_recognised_in_a_block_also_if_it_was_signed_anew() {
		let at = chain().at_block(100u64).unwrap();
		let alice: Wallet = "alice".parse().unwrap();
		let call = Calls::deposit(3, "1000".parse().unwrap());
		let encoded = at.transactions().call_data(&call).unwrap();
		let again = at.transactions().from_call_data_bytes(&encoded).unwrap();
		assert_eq!(at.transactions().call_data(&again).unwrap(), encoded);

		let anchored = |number: u64| {
			DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new()
				.nonce(70_000)
				.mortal_from_unchecked(64, number, H256::from_low_u64_be(number))
				.build()
		};
		let transactions = at.transactions();
		let mut first = transactions.create_v4_signable_offline(&call, anchored(90)).unwrap();
		let mut anew = transactions.create_v4_signable_offline(&again, anchored(99)).unwrap();
		let body = vec![
			first.sign(&alice.keypair).unwrap().into_encoded(),
			anew.sign(&alice.keypair).unwrap().into_encoded(),
		];
		assert_ne!(body[0], body[1]);
		let body = at.extrinsics().from_bytes(body).now_or_never().unwrap();
		let found: Vec<_> = body.iter().map(|found| id(&found.unwrap())).collect();
		let expected = Some(TransactionId { account: alice.account(), number: 70_000 });
		assert_eq!(found, [expected, expected]);
	}
}
