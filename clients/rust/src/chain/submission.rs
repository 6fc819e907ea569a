// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{At, Client, ClientError, StraddleConfig},
	wallet::Wallet,
};
use std::collections::BTreeMap;
use subxt::{
	client::OnlineClientAtBlockImpl,
	config::DefaultExtrinsicParamsBuilder,
	extrinsics::ExtrinsicEvents,
	transactions::{Payload, SubmittableTransaction, TransactionStatus},
	utils::{AccountId32, H256},
};
use tokio::sync::Mutex;

/// The next transaction number of each account that this program sends for.
///
/// An account may send many transactions before the first is in a block. The node is asked once; from
/// then on numbers are counted here, and asked for again when one was not taken.
#[derive(Debug, Default)]
pub struct NonceBook(Mutex<BTreeMap<AccountId32, u64>>);

/// For how many blocks a transaction can be included: three minutes.
const LIFETIME_IN_BLOCKS: u64 = 64;

/// A call that was executed successfully, and where.
pub struct Executed {
	/// The block it is in.
	pub block: H256,
	/// What it caused.
	pub events: ExtrinsicEvents<StraddleConfig>,
}

impl Client {
	/// Signs `call` and hands it to the node, without waiting for a block.
	///
	/// Many calls of one account may be on their way at once. Returns the transaction's hash, by which the
	/// block that includes it can be recognised.
	pub async fn submit<Call: Payload>(
		&self,
		at: &At,
		wallet: &Wallet,
		call: &Call,
	) -> Result<H256, ClientError> {
		let account = wallet.account();
		// Held until the node has answered, so that numbers are taken in the order of sending.
		let mut book = self.nonces.0.lock().await;
		if let Some(nonce) = book.get(&account).copied() {
			let transaction = sign(at, wallet, call, nonce)?;
			if let Ok(hash) = self.send(transaction.encoded()).await {
				book.insert(account, nonce + 1);
				return Ok(hash);
			}
			// Perhaps only the number was wrong.
		}
		let nonce = self.next_nonce(&account).await?;
		let sent = self.send(sign(at, wallet, call, nonce)?.encoded()).await;
		match &sent {
			Ok(_) => book.insert(account, nonce + 1),
			Err(_) => book.remove(&account),
		};
		sent
	}

	/// Signs `call`, sends it, and waits until a block of the best chain has executed it.
	pub async fn execute<Call: Payload>(
		&self,
		wallet: &Wallet,
		call: &Call,
	) -> Result<Executed, ClientError> {
		let at = self.head().await?;
		let account = wallet.account();
		let mut progress = {
			let mut book = self.nonces.0.lock().await;
			let nonce = self.next_nonce(&account).await?;
			let progress = sign(&at, wallet, call, nonce)?.submit_and_watch().await?;
			book.insert(account, nonce + 1);
			progress
		};
		while let Some(status) = progress.next().await {
			match status? {
				TransactionStatus::InBestBlock(included)
				| TransactionStatus::InFinalizedBlock(included) => {
					let events = included.wait_for_success().await?;
					return Ok(Executed { block: included.block_hash(), events });
				},
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => return Err(ClientError::not_taken(message)),
				TransactionStatus::Validated
				| TransactionStatus::Broadcasted
				| TransactionStatus::NoLongerInBestBlock => {},
			}
		}
		Err(ClientError::Missing(
			"the node stopped telling about the transaction; look at the account before sending it again"
				.into(),
		))
	}
}

fn sign<Call: Payload>(
	at: &At,
	wallet: &Wallet,
	call: &Call,
	nonce: u64,
) -> Result<
	SubmittableTransaction<StraddleConfig, OnlineClientAtBlockImpl<StraddleConfig>>,
	ClientError,
> {
	let parameters = DefaultExtrinsicParamsBuilder::<StraddleConfig>::new()
		.nonce(nonce)
		.mortal_from_unchecked(LIFETIME_IN_BLOCKS, at.block_number(), at.block_hash())
		.build();
	let mut signable = at.transactions().create_v4_signable_offline(call, parameters)?;
	Ok(signable.sign(&wallet.keypair)?)
}
