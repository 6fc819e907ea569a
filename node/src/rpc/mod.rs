// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! What clients can ask this node beyond what every Substrate node answers.
//!
//! Questions about accounts, markets and margin are not here: they are runtime APIs, which metadata
//! describes and any client can call.

use crate::service::{Backend, Block, Client, SelectChain, TransactionPool};
use jsonrpsee::RpcModule;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_rpc::SubscriptionTaskExecutor;
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use straddle_oracle_votes::{Desk, OracleRpcAnswers, OracleRpcServer};
use straddle_runtime::{BlockNumber, Hash};

/// What the answers are made of.
pub(crate) struct Dependencies {
	pub(crate) client: Arc<Client>,
	pub(crate) transaction_pool: Arc<TransactionPool>,
	pub(crate) select_chain: SelectChain,
	pub(crate) chain_spec: Box<dyn sc_chain_spec::ChainSpec>,
	pub(crate) keystore: KeystorePtr,
	pub(crate) babe: BabeWorkerHandle<Block>,
	pub(crate) oracle_desk: Arc<Desk>,
	pub(crate) grandpa: GrandpaDependencies,
}

/// What the answers about finality are made of.
pub(crate) struct GrandpaDependencies {
	pub(crate) voter_state: SharedVoterState,
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	pub(crate) proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

/// Everything this node adds to the RPC server.
pub(crate) fn create(
	dependencies: Dependencies,
	subscriptions: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_babe_rpc::{Babe, BabeApiServer};
	use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
	use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
	use substrate_frame_rpc_system::{System, SystemApiServer};

	let Dependencies {
		client,
		transaction_pool,
		select_chain,
		chain_spec,
		keystore,
		babe,
		oracle_desk,
		grandpa,
	} = dependencies;

	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), transaction_pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(OracleRpcAnswers::new(oracle_desk, keystore.clone()).into_rpc())?;
	module.merge(Babe::new(client.clone(), babe.clone(), keystore, select_chain).into_rpc())?;
	module.merge(
		Grandpa::new(
			subscriptions,
			grandpa.authority_set.clone(),
			grandpa.voter_state,
			grandpa.justifications,
			grandpa.proofs,
		)
		.into_rpc(),
	)?;
	module.merge(SyncState::new(chain_spec, client, grandpa.authority_set, babe)?.into_rpc())?;
	Ok(module)
}
