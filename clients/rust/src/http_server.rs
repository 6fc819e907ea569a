// SPDX-License-Identifier: Apache-2.0
//! A small HTTP server on this machine's loopback address.

use futures::future::BoxFuture;
use http_body_util::Full;
use hyper::{
	body::{Bytes, Incoming},
	header::{HeaderValue, CONTENT_TYPE},
	server::conn::http1,
	service::service_fn,
	Method, Request, Response, StatusCode,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
	net::TcpListener,
	task::{AbortHandle, JoinSet},
};

/// How long a client may take to send its request.
const HEADER_PATIENCE: Duration = Duration::from_secs(10);
/// Connections at a time. More wait.
const MOST_CONNECTIONS: usize = 512;

/// What a request is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
	/// The status.
	pub status: u16,
	/// The body, JSON unless the server lies on purpose.
	pub body: String,
}

impl Answer {
	/// JSON with status 200.
	pub fn json(body: impl ToString) -> Self {
		Self { status: 200, body: body.to_string() }
	}

	/// An error in words.
	pub fn error(status: u16, reason: &str) -> Self {
		Self { status, body: serde_json::json!({ "error": reason }).to_string() }
	}
}

/// Answers requests by path and query.
pub type Handler = Arc<dyn Fn(&str, Option<&str>) -> BoxFuture<'static, Answer> + Send + Sync>;

/// A server that listens until it is dropped.
#[derive(Debug)]
pub struct HttpServer {
	address: SocketAddr,
	task: AbortHandle,
}

impl HttpServer {
	/// Listens on 127.0.0.1; `port` 0 takes any free one.
	pub async fn start(port: u16, handler: Handler) -> std::io::Result<Self> {
		let listener = TcpListener::bind(("127.0.0.1", port)).await?;
		let address = listener.local_addr()?;
		let task = tokio::spawn(accept(listener, handler)).abort_handle();
		Ok(Self { address, task })
	}

	/// Where it listens, such as `http://127.0.0.1:9944`.
	pub fn url(&self) -> String {
		format!("http://{}", self.address)
	}
}

impl Drop for HttpServer {
	fn drop(&mut self) {
		self.task.abort();
	}
}

/// Accepts for ever. Open connections are owned by this task and end with it.
async fn accept(listener: TcpListener, handler: Handler) {
	let mut connections = JoinSet::new();
	loop {
		while connections.len() >= MOST_CONNECTIONS {
			connections.join_next().await;
		}
		while connections.try_join_next().is_some() {}
		let Ok((stream, _)) = listener.accept().await else {
			// Out of file handles, most likely: some will be free again soon.
			tokio::time::sleep(Duration::from_millis(100)).await;
			continue;
		};
		let handler = handler.clone();
		connections.spawn(async move {
			let service = service_fn(move |request| respond(handler.clone(), request));
			// An error here is a client that went away.
			let _ = http1::Builder::new()
				.timer(TokioTimer::new())
				.header_read_timeout(HEADER_PATIENCE)
				.serve_connection(TokioIo::new(stream), service)
				.await;
		});
	}
}

async fn respond(
	handler: Handler,
	request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
	let answer = match *request.method() {
		Method::GET => handler(request.uri().path(), request.uri().query()).await,
		_ => Answer::error(405, "only GET is answered"),
	};
	let mut response = Response::new(Full::new(Bytes::from(answer.body)));
	*response.status_mut() =
		StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
	response
		.headers_mut()
		.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
	Ok(response)
}
