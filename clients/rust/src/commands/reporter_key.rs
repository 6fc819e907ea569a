// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Calls,
	commands::{Context, Failure},
	wallet::Wallet,
};
use clap::Args;
use oracle_core::key_proof_payload;
use serde_json::json;
use subxt::utils::{AccountId32, H256};
use subxt_signer::sr25519::Signature;

/// Names the key that a reporter's node signs votes with.
#[derive(Debug, Args)]
pub(super) struct ReporterKey {
	/// The secret of the key: a derivation path, a secret phrase, or 0x and a seed. It signs here that it is the
	/// account's, and goes nowhere
	#[arg(env = "STRADDLE_REPORTER_KEY", hide_env_values = true)]
	key: String,
}

impl ReporterKey {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let key = self.key.parse::<Wallet>()?;
		let wallet = context.wallet()?;
		let client = context.client().await?;
		let public = key.keypair.public_key().0;
		let proof = proof(&key, client.genesis_hash(), wallet.account());
		client.execute(&wallet, &Calls::set_reporter_key(public, proof.0)).await?;
		let shown = format!("{:?}", H256(public));
		let text =
			format!("from the next session on votes of {} are signed with {shown}", wallet.name);
		context
			.output
			.show(json!({ "reporter": wallet.account().to_string(), "key": shown }), text);
		Ok(())
	}
}

/// What the key signs to be the account's on the chain that begins with `genesis`.
fn proof(key: &Wallet, genesis: H256, account: AccountId32) -> Signature {
	key.keypair.sign(&key_proof_payload(&genesis.0, &account))
}

#[cfg(test)]
mod tests {
	use super::*;
	use oracle_core::{crypto::reporter, is_key_proof};

	#[test]
	fn the_chain_takes_what_the_key_signs_for_the_account_and_for_no_other() {
		let key: Wallet = "//Reporter//1//orcl".parse().unwrap();
		let [account, other] =
			["alice", "bob"].map(|name| name.parse::<Wallet>().unwrap().account());
		let genesis = H256::repeat_byte(7);
		let signature = proof(&key, genesis, account);
		let public = reporter::Public::try_from(&key.keypair.public_key().0[..]).unwrap();
		let signature = reporter::Signature::try_from(&signature.0[..]).unwrap();
		assert!(is_key_proof(&public, &signature, &genesis.0, &account));
		assert!(!is_key_proof(&public, &signature, &genesis.0, &other));
	}
}
