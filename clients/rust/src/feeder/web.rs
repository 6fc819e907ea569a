// SPDX-License-Identifier: Apache-2.0
use crate::feeder::VenueError;
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::{
	body::Bytes,
	header::{ACCEPT, RETRY_AFTER, USER_AGENT},
	Request, StatusCode, Uri,
};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
	client::legacy::{connect::HttpConnector, Client},
	rt::{TokioExecutor, TokioTimer},
};
use rustls::{crypto::ring, ClientConfig, RootCertStore};
use std::{sync::Arc, time::Duration};

/// The longest answer that is read.
const LARGEST_ANSWER: usize = 1 << 20;
/// How much of an answer that is an error is shown.
const SHOWN_OF_AN_ERROR: usize = 120;
/// What this program calls itself.
const AGENT: &str = concat!("straddle-client/", env!("CARGO_PKG_VERSION"));

/// Asks web servers.
#[derive(Clone)]
pub struct Web(Client<HttpsConnector<HttpConnector>, Empty<Bytes>>);

/// Why nothing can be asked over TLS.
#[derive(Debug, thiserror::Error)]
#[error("cannot ask over https: {0}; install the certificates of public authorities (`ca-certificates`)")]
pub struct NoTls(String);

impl Web {
	/// A client that trusts the authorities this machine trusts. Without `https` it needs none.
	pub fn new(https: bool) -> Result<Self, NoTls> {
		let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
			.with_safe_default_protocol_versions()
			.map_err(|error| NoTls(error.to_string()))?;
		let tls = match https {
			true => tls.with_native_roots().map_err(|error| NoTls(error.to_string()))?,
			false => tls.with_root_certificates(RootCertStore::empty()),
		};
		let connector = HttpsConnectorBuilder::new()
			.with_tls_config(tls.with_no_client_auth())
			.https_or_http()
			.enable_http1()
			.build();
		let client = Client::builder(TokioExecutor::new())
			.pool_timer(TokioTimer::new())
			.pool_idle_timeout(Duration::from_secs(30))
			.build(connector);
		Ok(Self(client))
	}

	/// The body of the answer at `address`. Redirections are not followed: a venue that moved is
	/// configured anew, by a person.
	pub async fn get(&self, address: &Uri) -> Result<Bytes, VenueError> {
		self.get_up_to(LARGEST_ANSWER, address).await
	}

	/// The same for answers of at most `limit` bytes.
	pub(super) async fn get_up_to(&self, limit: usize, address: &Uri) -> Result<Bytes, VenueError> {
		let unreachable = |error: &dyn std::error::Error| VenueError::Unreachable(chain_of(error));
		let request = Request::get(address)
			.header(USER_AGENT, AGENT)
			.header(ACCEPT, "application/json")
			.body(Empty::new())
			.map_err(|error| unreachable(&error))?;
		let answer = self.0.request(request).await.map_err(|error| unreachable(&error))?;
		let status = answer.status();
		let retry_after_seconds = answer
			.headers()
			.get(RETRY_AFTER)
			.and_then(|value| value.to_str().ok()?.trim().parse::<u64>().ok());
		let body = Limited::new(answer.into_body(), limit).collect().await.map_err(|error| {
			match error.downcast_ref::<LengthLimitError>() {
				Some(_) => VenueError::TooLong { limit },
				None => VenueError::Unreachable(error.to_string()),
			}
		})?;
		let body = body.to_bytes();
		if status != StatusCode::OK {
			let words = String::from_utf8_lossy(&body);
			return Err(VenueError::Status {
				status: status.as_u16(),
				words: words.chars().take(SHOWN_OF_AN_ERROR).collect(),
				retry_after_seconds,
			});
		}
		Ok(body)
	}
}

/// An error and what caused it, in one line.
fn chain_of(error: &dyn std::error::Error) -> String {
	let mut text = error.to_string();
	let mut cause = error.source();
	while let Some(next) = cause {
		text = format!("{text}: {next}");
		cause = next.source();
	}
	text
}
