// SPDX-License-Identifier: Apache-2.0
use crate::{
	feeder::{Ballot, Board, FeedVote},
	http_server::{Answer, Handler, HttpServer},
	reporting::now_ms,
};
use market_primitives::Underlying;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A feed is well while a vote of this reporter on the chain is younger than this, in milliseconds: the age
/// up to which votes on major coins count.
const HEALTHY_AGE_MS: u64 = 15_000;

/// How a feeder is doing, for people and monitoring.
pub struct Health {
	board: Arc<Board>,
	state: Mutex<State>,
}

#[derive(Default)]
struct State {
	feeds: BTreeMap<Underlying, FeedState>,
	rates: Value,
	smiles: Value,
	block: Option<(u64, u64)>,
	reports: u64,
	last_report_ms: Option<u64>,
	chain_errors: u64,
	chain_error: Option<(u64, String)>,
}

#[derive(Default)]
struct FeedState {
	last: Option<FeedVote>,
	voted_at_ms: Option<u64>,
	on_chain: Option<SeenOnChain>,
}

/// This reporter's vote as the chain has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenOnChain {
	/// The time of the vote, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// The feed's status.
	pub status: String,
}

impl Health {
	/// The health of a feeder of these underlyings.
	pub fn new(board: Arc<Board>, underlyings: Vec<Underlying>) -> Self {
		let feeds = underlyings.into_iter().map(|it| (it, FeedState::default())).collect();
		Self { board, state: Mutex::new(State { feeds, ..State::default() }) }
	}

	fn state(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Notes what the feeder says in this window.
	pub fn note_ballot(&self, ballot: &Ballot, now_ms: u64) {
		let mut state = self.state();
		state.rates = ballot
			.rates
			.iter()
			.map(|(asset, valuation)| {
				let value = match &valuation.outcome {
					Ok(valued) => json!({
						"price": valued.price,
						"confidence": valued.confidence,
						"venues": valued.venues,
					}),
					Err(reason) => json!({ "none_because": reason.to_string() }),
				};
				(asset.to_string(), value)
			})
			.collect();
		for feed in &ballot.feeds {
			let known = state.feeds.entry(feed.underlying).or_default();
			if feed.vote.is_ok() {
				known.voted_at_ms = Some(now_ms);
			}
			known.last = Some(feed.clone());
		}
	}

	/// Notes what the feeder says of smiles, and of whom it asks about options.
	pub fn note_smiles(&self, page: Value) {
		self.state().smiles = page;
	}

	/// Notes a new block.
	pub fn note_block(&self, number: u64, now_ms: u64) {
		self.state().block = Some((number, now_ms));
	}

	/// Notes this reporter's vote on the chain.
	pub fn note_on_chain(&self, underlying: Underlying, seen: SeenOnChain) {
		self.state().feeds.entry(underlying).or_default().on_chain = Some(seen);
	}

	/// Notes that the node took a report.
	pub fn note_sent(&self, now_ms: u64) {
		let mut state = self.state();
		state.reports += 1;
		state.last_report_ms = Some(now_ms);
		state.chain_error = None;
	}

	/// Notes that it did not, or cannot be reached.
	pub fn note_chain_error(&self, error: String, now_ms: u64) {
		let mut state = self.state();
		state.chain_errors += 1;
		state.chain_error = Some((now_ms, error));
	}

	/// What is wrong at `now_ms`. Empty is good.
	pub fn complaints(&self, now_ms: u64) -> Vec<String> {
		let state = self.state();
		let mut complaints = Vec::new();
		if let Some((_, error)) = &state.chain_error {
			complaints.push(format!("the chain: {error}"));
		}
		for (underlying, feed) in &state.feeds {
			let age = feed.on_chain.as_ref().map(|seen| now_ms.saturating_sub(seen.observed_at_ms));
			match age {
				None => complaints.push(format!("{underlying}: no vote on the chain yet")),
				Some(age) if age > HEALTHY_AGE_MS => {
					complaints.push(format!("{underlying}: the vote on the chain is {age} ms old"));
				},
				Some(_) => {},
			}
			if let Some(Err(reason)) = feed.last.as_ref().map(|last| &last.vote) {
				complaints.push(format!("{underlying}: no vote, {reason}"));
			}
		}
		complaints
	}

	/// The page: everything there is to know.
	pub fn page(&self, now_ms: u64) -> Value {
		let complaints = self.complaints(now_ms);
		let venues: Vec<Value> = self
			.board
			.states()
			.iter()
			.map(|(line, it)| {
				json!({
					"venue": line.venue,
					"market": line.market,
					"price": it.quote.map(|quote| quote.price),
					"volume": it.quote.map(|quote| quote.volume),
					"age_ms": it.quote.map(|quote| now_ms.saturating_sub(quote.seen_at_ms)),
					"accepted": it.accepted,
					"refused": it.refused,
					"refused_in_a_row": it.refused_in_a_row,
					"last_error": it.last_error.as_ref().map(|(_, error)| error.to_string()),
					"last_error_age_ms": it.last_error.as_ref().map(|(at, _)| now_ms.saturating_sub(*at)),
					"asked_again_in_ms": it.left_alone_until_ms.map(|until| until.saturating_sub(now_ms)),
				})
			})
			.collect();
		let state = self.state();
		let feeds: BTreeMap<String, Value> = state
			.feeds
			.iter()
			.map(|(underlying, feed)| (underlying.to_string(), feed.page(now_ms)))
			.collect();
		json!({
			"healthy": complaints.is_empty(),
			"complaints": complaints,
			"now_ms": now_ms,
			"feeds": feeds,
			"rates": state.rates,
			"smiles": state.smiles,
			"venues": venues,
			"chain": {
				"block": state.block.map(|(number, _)| number),
				"block_age_ms": state.block.map(|(_, at)| now_ms.saturating_sub(at)),
				"reports": state.reports,
				"last_report_age_ms": state.last_report_ms.map(|at| now_ms.saturating_sub(at)),
				"errors": state.chain_errors,
				"error": state.chain_error.as_ref().map(|(_, error)| error),
			},
		})
	}

	/// Serves the page on 127.0.0.1: status 200 while all is well, 503 otherwise.
	pub async fn serve(self: &Arc<Self>, port: u16) -> std::io::Result<HttpServer> {
		let health = self.clone();
		let handler: Handler = Arc::new(move |path, _| {
			let answer = match path {
				"/" | "/health" => {
					let page = health.page(now_ms());
					let status = if page["healthy"] == true { 200 } else { 503 };
					Answer { status, body: page.to_string() }
				},
				_ => Answer::error(404, "there is only /health"),
			};
			Box::pin(std::future::ready(answer))
		});
		HttpServer::start(port, handler).await
	}
}

impl FeedState {
	fn page(&self, now_ms: u64) -> Value {
		let vote = self.last.as_ref().and_then(|last| last.vote.as_ref().ok());
		let silence = self.last.as_ref().and_then(|last| last.vote.as_ref().err());
		let left_out: Vec<String> = self
			.last
			.iter()
			.flat_map(|last| &last.left_out)
			.map(|(line, why)| format!("{line}: {why}"))
			.collect();
		json!({
			"vote": vote.map(|vote| json!({
				"value": vote.price,
				"confidence": vote.confidence,
				"lowest": vote.lowest,
				"highest": vote.highest,
				"venues": vote.venues,
				"quotes": vote.quotes,
				"age_ms": now_ms.saturating_sub(vote.seen_at_ms),
			})),
			"no_vote_because": silence.map(ToString::to_string),
			"left_out": left_out,
			"last_vote_age_ms": self.voted_at_ms.map(|at| now_ms.saturating_sub(at)),
			"on_chain_age_ms":
				self.on_chain.as_ref().map(|seen| now_ms.saturating_sub(seen.observed_at_ms)),
			"status_on_chain": self.on_chain.as_ref().map(|seen| &seen.status),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::feeder::{Silence, Valued};

	fn ballot(vote: Result<Valued, Silence>) -> Ballot {
		let feeds = vec![FeedVote { underlying: Underlying::BTC, vote, left_out: Vec::new() }];
		Ballot { observed_at_ms: 0, feeds, rates: Vec::new() }
	}

	fn valued() -> Valued {
		let price = "20000".parse().unwrap();
		Valued {
			price,
			confidence: "4".parse().unwrap(),
			seen_at_ms: 99_000,
			lowest: price,
			highest: price,
			venues: 3,
			quotes: 3,
			sources: 0,
		}
	}

	#[test]
	fn a_feeder_is_well_when_its_votes_are_on_the_chain_and_young() {
		let health = Health::new(Arc::default(), vec![Underlying::BTC]);
		assert_eq!(health.complaints(100_000), ["BTC: no vote on the chain yet"]);
		health.note_ballot(&ballot(Ok(valued())), 100_000);
		let seen = SeenOnChain { observed_at_ms: 99_000, status: "Live".into() };
		health.note_on_chain(Underlying::BTC, seen);
		assert!(health.complaints(114_000).is_empty());
		assert_eq!(health.complaints(114_001), ["BTC: the vote on the chain is 15001 ms old"]);
		let page = health.page(100_500);
		assert_eq!(page["healthy"], true);
		assert_eq!(page["feeds"]["BTC"]["vote"]["value"], "20000");
		assert_eq!(page["feeds"]["BTC"]["status_on_chain"], "Live");
	}

	#[test]
	fn silence_and_a_chain_in_trouble_are_complained_about() {
		let health = Health::new(Arc::default(), vec![Underlying::BTC]);
		let seen = SeenOnChain { observed_at_ms: 99_000, status: "Live".into() };
		health.note_on_chain(Underlying::BTC, seen);
		let reason = Silence::TooOld { age_ms: 9_000, limit_ms: 8_000 };
		health.note_ballot(&ballot(Err(reason)), 100_000);
		health.note_chain_error("no node".into(), 100_000);
		let complaints = health.complaints(100_000);
		assert_eq!(complaints.len(), 2);
		assert_eq!(complaints[0], "the chain: no node");
		assert!(complaints[1].starts_with("BTC: no vote, the venues' price is 9000 ms old"));
		health.note_sent(100_100);
		assert_eq!(health.complaints(100_100).len(), 1);
	}
}
