// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{
		numbering::{Numbering, Sent, LIFETIME_IN_BLOCKS},
		At, Client, ClientError, StraddleConfig,
	},
	wallet::Wallet,
};
use std::time::Instant;
use subxt::{
	client::OnlineClientAtBlockImpl,
	config::DefaultExtrinsicParamsBuilder,
	extrinsics::ExtrinsicEvents,
	transactions::{Payload, SubmittableTransaction, TransactionStatus},
	utils::{AccountId32, H256},
};

/// What a transaction is recognised by in whichever block includes it. An account's number is used once, by
/// one call, even if that has to be signed anew on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TransactionId {
	/// Who signed it.
	pub account: AccountId32,
	/// Which of the account's transactions it is.
	pub number: u64,
}

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
	/// Many calls of one account may be on their way at once. What the node has lost of those sent before is
	/// sent again first.
	pub async fn submit<Call: Payload>(
		&self,
		at: &At,
		wallet: &Wallet,
		call: &Call,
	) -> Result<TransactionId, ClientError> {
		let account = wallet.account();
		// Held until the node has answered, so that numbers are taken in the order of sending.
		let mut book = self.nonces.0.lock().await;
		let expected = self.next_nonce(&account).await?;
		let anchor = self.finalized().await?;
		let numbering = book.entry(account).or_insert_with(|| Numbering::from(expected));
		let missing = numbering.missing(expected, at.block_hash(), Instant::now());
		numbering.forget(expected, anchor.0);
		if let Some(missing) = missing {
			self.send_again(at, anchor, wallet, numbering, missing).await?;
		}

		let mut number = numbering.number(missing);
		let mut signed = sign(at, anchor, wallet, call, number)?;
		let mut outcome = self.send(signed.encoded()).await;
		if matches!(&outcome, Err(error) if error.number_is_taken()) {
			// Somebody else sends for the account too.
			let expected = self.next_nonce(&account).await?;
			if expected > number {
				number = expected;
				signed = sign(at, anchor, wallet, call, number)?;
				outcome = self.send(signed.encoded()).await;
			}
		}
		outcome?;
		let call = at.transactions().call_data(call)?;
		numbering.note(number, Sent { call, signed: signed.into_encoded(), anchor: anchor.0 });
		Ok(TransactionId { account, number })
	}

	/// Sends again what was sent under `first` and later numbers: the same bytes, so that what the node still
	/// has stays what it is. Only what can be included no more is signed anew, with the same number.
	async fn send_again(
		&self,
		at: &At,
		anchor: (u64, H256),
		wallet: &Wallet,
		numbering: &mut Numbering,
		first: u64,
	) -> Result<(), ClientError> {
		for (number, sent) in numbering.sent_from(first) {
			match self.send(&sent.signed).await {
				Ok(()) => {},
				Err(error) if error.number_is_taken() => {},
				Err(ClientError::NotTaken(_)) => {
					let call = at.transactions().from_call_data_bytes(&sent.call)?;
					let signed = sign(at, anchor, wallet, &call, number)?;
					match self.send(signed.encoded()).await {
						Ok(()) => {
							sent.signed = signed.into_encoded();
							sent.anchor = anchor.0;
						},
						// It stays missing, and is tried again.
						Err(ClientError::NotTaken(_)) => {},
						Err(error) => return Err(error),
					}
				},
				Err(error) => return Err(error),
			}
		}
		Ok(())
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
			let expected = self.next_nonce(&account).await?;
			let anchor = self.finalized().await?;
			let numbering = book.entry(account).or_insert_with(|| Numbering::from(expected));
			let missing = numbering.missing(expected, at.block_hash(), Instant::now());
			if let Some(missing) = missing {
				self.send_again(&at, anchor, wallet, numbering, missing).await?;
			}
			let number = numbering.number(missing);
			let signed = sign(&at, anchor, wallet, call, number)?;
			let progress = signed.submit_and_watch().await?;
			let call = at.transactions().call_data(call)?;
			numbering.note(number, Sent { call, signed: signed.into_encoded(), anchor: anchor.0 });
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

/// Signs for a while from `anchor` on. It must be final: a transaction that names a block which is abandoned
/// is invalid on every other branch, and lost.
fn sign<Call: Payload>(
	at: &At,
	anchor: (u64, H256),
	wallet: &Wallet,
	call: &Call,
	nonce: u64,
) -> Result<
	SubmittableTransaction<StraddleConfig, OnlineClientAtBlockImpl<StraddleConfig>>,
	ClientError,
> {
	let parameters = DefaultExtrinsicParamsBuilder::<StraddleConfig>::new()
		.nonce(nonce)
		.mortal_from_unchecked(LIFETIME_IN_BLOCKS, anchor.0, anchor.1)
		.build();
	let mut signable = at.transactions().create_v4_signable_offline(call, parameters)?;
	Ok(signable.sign(&wallet.keypair)?)
}
