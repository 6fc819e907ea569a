// SPDX-License-Identifier: Apache-2.0

//! Questions to one node.

use crate::agreement::Head;
use jsonrpsee::{
	core::{client::ClientT, params::ArrayParams, ClientError},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use serde::{de::DeserializeOwned, Deserialize};
use std::time::Duration;

/// A paused node accepts connections and answers nothing: nobody waits for it longer than this.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// A connection to a node, made when it is needed and made anew after an error.
#[derive(Debug)]
pub struct NodeClient {
	url: String,
	connection: Option<WsClient>,
}

/// A header as nodes send it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
	number: String,
	state_root: String,
}

impl Header {
	fn into_head(self, hash: String) -> Result<Head, ClientError> {
		let digits = self.number.trim_start_matches("0x");
		let height = u32::from_str_radix(digits, 16)
			.map_err(|_| ClientError::Custom(format!("{} is no block number", self.number)))?;
		Ok(Head { height, hash, state_root: self.state_root })
	}
}

impl NodeClient {
	/// For the node whose clients connect to `port` of this machine.
	pub fn new(port: u16) -> Self {
		Self { url: format!("ws://127.0.0.1:{port}"), connection: None }
	}

	/// Where clients connect.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// The name under which other nodes know it.
	pub async fn peer_id(&mut self) -> Result<String, ClientError> {
		self.ask("system_localPeerId", rpc_params![]).await
	}

	/// The newest block it knows.
	pub async fn best(&mut self) -> Result<Head, ClientError> {
		let hash: String = self.ask("chain_getBlockHash", rpc_params![]).await?;
		self.head(hash).await
	}

	/// The newest block it holds final.
	pub async fn finalised(&mut self) -> Result<Head, ClientError> {
		let hash: String = self.ask("chain_getFinalizedHead", rpc_params![]).await?;
		self.head(hash).await
	}

	/// The block at `height` of its best chain. That is its finalised block if `height` is not above its
	/// finalised height.
	pub async fn head_at(&mut self, height: u32) -> Result<Head, ClientError> {
		let hash: Option<String> = self.ask("chain_getBlockHash", rpc_params![height]).await?;
		let hash = hash.ok_or_else(|| ClientError::Custom(format!("no block at {height}")))?;
		self.head(hash).await
	}

	async fn head(&mut self, hash: String) -> Result<Head, ClientError> {
		let header: Header = self.ask("chain_getHeader", rpc_params![hash.clone()]).await?;
		header.into_head(hash)
	}

	async fn ask<R>(&mut self, method: &str, parameters: ArrayParams) -> Result<R, ClientError>
	where
		R: DeserializeOwned,
	{
		let connection = match self.connection.take() {
			Some(connection) => connection,
			None => {
				WsClientBuilder::default()
					.connection_timeout(ANSWER_WITHIN)
					.request_timeout(ANSWER_WITHIN)
					.build(&self.url)
					.await?
			},
		};
		let answer = connection.request(method, parameters).await?;
		self.connection = Some(connection);
		Ok(answer)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_header_is_read_as_nodes_write_it() {
		let header: Header = serde_json::from_str(
			r#"{"parentHash":"0x11","number":"0x1a","stateRoot":"0x22","digest":{"logs":[]}}"#,
		)
		.unwrap();
		let head = header.into_head("0x33".into()).unwrap();
		assert_eq!(head, Head { height: 26, hash: "0x33".into(), state_root: "0x22".into() });
	}

	#[test]
	fn a_number_that_is_none_is_refused() {
		let header = Header { number: "0xzz".into(), state_root: "0x22".into() };
		assert!(header.into_head("0x33".into()).is_err());
	}
}
