// SPDX-License-Identifier: Apache-2.0
use crate::chain::{ClientError, NonceBook};
use codec::{Decode, Encode};
use std::{sync::Arc, time::Duration};
use subxt::{
	backend::LegacyBackend,
	client::{Blocks, OnlineClientAtBlock},
	config::{polkadot::PolkadotConfigBuilder, Config, PolkadotConfig, RpcConfigFor},
	utils::{AccountId32, H256},
	OnlineClient,
};
use subxt_rpcs::{methods::LegacyRpcMethods, RpcClient};

/// Addresses, hashes and signatures are those of most Substrate chains.
pub type StraddleConfig = PolkadotConfig;

/// The newest stable version of metadata: it describes runtime APIs and view functions too.
const METADATA_VERSION: u32 = 16;

/// The node's code for a transaction that it knows already.
const ALREADY_IN_THE_POOL: i32 = 1_013;

/// The chain as it is at one block.
pub type At = OnlineClientAtBlock<StraddleConfig>;

/// A connection to one node.
#[derive(Clone)]
pub struct Client {
	online: OnlineClient<StraddleConfig>,
	/// For what only our nodes answer.
	pub(super) rpc: RpcClient,
	methods: LegacyRpcMethods<RpcConfigFor<StraddleConfig>>,
	pub(super) nonces: Arc<NonceBook>,
	url: String,
}

impl Client {
	/// Connects to the node at `url`, such as `ws://127.0.0.1:9944`.
	pub async fn connect(url: &str) -> Result<Self, ClientError> {
		let no_node = |reason: String| ClientError::NoNode { url: url.into(), reason };
		// Transport encryption is the business of whoever runs the node; the default is this machine.
		let rpc = RpcClient::from_insecure_url(url)
			.await
			.map_err(|error| no_node(error.to_string()))?;
		let backend = Arc::new(LegacyBackend::builder().build(rpc.clone()));
		let config = PolkadotConfigBuilder::new().use_historic_types(false).build();
		let online = OnlineClient::from_backend_with_config(config, backend)
			.await
			.map_err(|error| no_node(error.to_string()))?;
		Ok(Self {
			online,
			methods: LegacyRpcMethods::new(rpc.clone()),
			rpc,
			nonces: Arc::default(),
			url: url.into(),
		})
	}

	/// Connects to a node that is just starting: keeps trying until `patience` is over.
	///
	/// `check` runs before each try and can give up early, for example because the node ended.
	pub async fn connect_patiently<E: From<ClientError>>(
		url: &str,
		patience: Duration,
		mut check: impl FnMut() -> Result<(), E>,
	) -> Result<Self, E> {
		let begun = std::time::Instant::now();
		loop {
			check()?;
			match Self::connect(url).await {
				Ok(client) => return Ok(client),
				Err(error) if begun.elapsed() > patience => return Err(error.into()),
				Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
			}
		}
	}

	/// The chain at its newest block.
	pub async fn head(&self) -> Result<At, ClientError> {
		let hash = self
			.methods
			.chain_get_block_hash(None)
			.await?
			.ok_or_else(|| ClientError::Missing("the node has no block yet".into()))?;
		self.at(hash).await
	}

	/// The chain at one block.
	pub async fn at(&self, block: H256) -> Result<At, ClientError> {
		self.online.at_block(block).await.map_err(|error| match error {
			subxt::error::OnlineClientAtBlockError::CannotGetMetadata { reason, .. } => {
				ClientError::OtherChain { url: self.url.clone(), found: reason }
			},
			other => other.into(),
		})
	}

	/// New blocks of the best chain, as they come.
	pub async fn best_blocks(&self) -> Result<Blocks<StraddleConfig>, ClientError> {
		Ok(self.online.stream_best_blocks().await?)
	}

	/// The newest finalised block, by number and hash.
	pub async fn finalized(&self) -> Result<(u64, H256), ClientError> {
		let hash = self.methods.chain_get_finalized_head().await?;
		let header = self.methods.chain_get_header(Some(hash)).await?;
		Ok((header.map_or(0, |header| header.number), hash))
	}

	/// The final blocks above a height, the earliest first and none left out.
	pub async fn final_blocks_above(&self, height: u64) -> Result<Vec<H256>, ClientError> {
		let mut blocks = Vec::new();
		let mut hash = self.methods.chain_get_finalized_head().await?;
		loop {
			let header = self.header(hash).await?;
			if header.number <= height {
				break;
			}
			blocks.push(hash);
			hash = header.parent_hash;
		}
		blocks.reverse();
		Ok(blocks)
	}

	/// The block of the final chain at a height.
	pub async fn final_block_at(&self, height: u64) -> Result<H256, ClientError> {
		let found = self.methods.chain_get_block_hash(Some(height.into())).await?;
		found.ok_or_else(|| ClientError::Missing(format!("the node has no block {height}")))
	}

	/// The header of a block.
	pub(super) async fn header(
		&self,
		block: H256,
	) -> Result<<StraddleConfig as Config>::Header, ClientError> {
		let header = self.methods.chain_get_header(Some(block)).await?;
		header.ok_or_else(|| ClientError::Missing(format!("the node does not know block {block}")))
	}

	/// The number of the newest finalised block.
	pub async fn finalized_number(&self) -> Result<u64, ClientError> {
		Ok(self.finalized().await?.0)
	}

	/// The number of the account's next transaction, those waiting in the node's pool included.
	pub async fn next_nonce(&self, account: &AccountId32) -> Result<u64, ClientError> {
		Ok(self.methods.system_account_next_index(account).await?)
	}

	/// Hands a signed transaction to the node. That the node has it already is as good.
	pub(super) async fn send(&self, transaction: &[u8]) -> Result<(), ClientError> {
		match self.methods.author_submit_extrinsic(transaction).await {
			Ok(_) => Ok(()),
			Err(subxt_rpcs::Error::User(refused)) if refused.code == ALREADY_IN_THE_POOL => Ok(()),
			Err(subxt_rpcs::Error::User(refused)) => {
				Err(ClientError::not_taken(refused.to_string()))
			},
			Err(other) => Err(other.into()),
		}
	}

	/// The hash of the chain's first block, which names it.
	pub fn genesis_hash(&self) -> H256 {
		self.online.genesis_hash()
	}

	/// The chain's name and the node's name and version.
	pub async fn identity(&self) -> Result<(String, String), ClientError> {
		let chain = self.methods.system_chain().await?;
		let node = self.methods.system_name().await?;
		let version = self.methods.system_version().await?;
		Ok((chain, format!("{node} {version}")))
	}

	/// Peers of the node.
	pub async fn peers(&self) -> Result<usize, ClientError> {
		Ok(self.methods.system_health().await?.peers)
	}

	/// The runtime's metadata in the version that the typed client is generated from.
	pub async fn metadata_bytes(&self) -> Result<Vec<u8>, ClientError> {
		let at = self.head().await?;
		let answer = at
			.runtime_apis()
			.call_raw("Metadata_metadata_at_version", Some(&METADATA_VERSION.encode()))
			.await?;
		Option::<Vec<u8>>::decode(&mut answer.as_slice()).ok().flatten().ok_or_else(|| {
			ClientError::Missing("the runtime offers no metadata of version 16".into())
		})
	}

	/// Where the node is.
	pub fn url(&self) -> &str {
		&self.url
	}
}
