// SPDX-License-Identifier: Apache-2.0
use crate::chain::{api, Client, ClientError, Refusal, StraddleConfig, TransactionId};
use codec::Decode;
use subxt::{
	client::OnlineClientAtBlockImpl,
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
		let parent = self.header(block).await?.parent_hash;
		Ok(BlockReport { number: at.block_number(), hash: block, parent, transactions, events })
	}
}

fn id(
	extrinsic: &Extrinsic<'_, StraddleConfig, OnlineClientAtBlockImpl<StraddleConfig>>,
) -> Option<TransactionId> {
	let address = MultiAddress::<AccountId32, ()>::decode(&mut extrinsic.address_bytes()?).ok()?;
	let MultiAddress::Id(account) = address else { return None };
	Some(TransactionId { account, number: extrinsic.transaction_extensions()?.nonce()? })
}
