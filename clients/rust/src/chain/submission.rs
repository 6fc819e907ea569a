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
/// An account may send many transactions before the first is in a block, so numbers are counted here.
/// A transaction can be lost on the way, and then all later ones wait for it for ever: when the node goes
/// on expecting an earlier number, counting begins again there.
#[derive(Debug, Default)]
pub struct NonceBook(Mutex<BTreeMap<AccountId32, Numbering>>);

/// How far the numbers of one account have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Numbering {
	next: u64,
	/// The earlier number that the node expected when it was last asked, and how often in a row.
	expected: Option<(u64, u8)>,
}

/// How often in a row the node must expect the same earlier number before it is believed: what was sent a
/// moment ago may not have been counted yet.
const PATIENCE: u8 = 4;

impl Numbering {
	const fn from(next: u64) -> Self {
		Self { next, expected: None }
	}

	/// The number to use now that the node expects `expected`.
	fn reconciled(self, expected: u64) -> Self {
		if expected >= self.next {
			return Self::from(expected);
		}
		let times = match self.expected {
			Some((before, times)) if before == expected => times.saturating_add(1),
			_ => 1,
		};
		if times >= PATIENCE {
			return Self::from(expected);
		}
		Self { next: self.next, expected: Some((expected, times)) }
	}

	fn after_sending(self) -> Self {
		Self { next: self.next + 1, ..self }
	}
}

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
		let anchor = self.finalized().await?;
		let expected = self.next_nonce(&account).await?;
		let numbering = match book.get(&account) {
			Some(numbering) => numbering.reconciled(expected),
			None => Numbering::from(expected),
		};
		if let Ok(hash) = self.send(sign(at, anchor, wallet, call, numbering.next)?.encoded()).await
		{
			book.insert(account, numbering.after_sending());
			return Ok(hash);
		}
		// Perhaps only the number was wrong.
		let nonce = self.next_nonce(&account).await?;
		let sent = self.send(sign(at, anchor, wallet, call, nonce)?.encoded()).await;
		match &sent {
			Ok(_) => book.insert(account, Numbering::from(nonce + 1)),
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
			let anchor = self.finalized().await?;
			let progress = sign(&at, anchor, wallet, call, nonce)?.submit_and_watch().await?;
			book.insert(account, Numbering::from(nonce + 1));
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_go_on_while_the_node_has_not_counted_yet() {
		let sent = Numbering::from(5).after_sending();
		assert_eq!(sent.reconciled(5).next, 6);
		assert_eq!(sent.reconciled(6).next, 6);
		assert_eq!(sent.reconciled(9).next, 9, "somebody else sends for the account too");
	}

	#[test]
	fn a_lost_transaction_does_not_hold_back_all_later_ones() {
		let mut numbering = Numbering::from(10);
		for _ in 1..PATIENCE {
			numbering = numbering.reconciled(7).after_sending();
			assert!(numbering.next > 10);
		}
		assert_eq!(numbering.reconciled(7), Numbering::from(7));
	}
}
