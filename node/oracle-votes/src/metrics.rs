// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
//! What Prometheus can ask.

use crate::{Silence, LOG_TARGET};
use oracle_core::Ignored as Reason;
use round_protocol::{Answer, Ignored};
use substrate_prometheus_endpoint::{
	register, Counter, CounterVec, Opts, PrometheusError, Registry, U64,
};

/// Counters; none if nobody asks.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Option<Counters>);

#[derive(Clone, Debug)]
struct Counters {
	heard: CounterVec<U64>,
	signed: Counter<U64>,
	silent: CounterVec<U64>,
	offered: Counter<U64>,
	carried: Counter<U64>,
	failed_dry_runs: Counter<U64>,
	reported: Counter<U64>,
}

impl Metrics {
	/// Counts for `registry`.
	pub fn new(registry: Option<&Registry>) -> Self {
		Self(registry.and_then(|registry| match Counters::register(registry) {
			Ok(counters) => Some(counters),
			Err(error) => {
				log::debug!(target: LOG_TARGET, "no metrics: {error}");
				None
			},
		}))
	}

	/// A message was answered.
	pub fn note_heard(&self, answer: &Answer<Reason>) {
		if let Some(counters) = &self.0 {
			counters.heard.with_label_values(&[outcome(answer)]).inc();
		}
	}

	/// This node voted.
	pub fn note_signed(&self) {
		if let Some(counters) = &self.0 {
			counters.signed.inc();
		}
	}

	/// This node has a seat and did not vote.
	pub fn note_silent(&self, silence: &Silence) {
		if let Some(counters) = &self.0 {
			counters.silent.with_label_values(&[silence.name()]).inc();
		}
	}

	/// This node reported a contradiction.
	pub fn note_reported(&self) {
		if let Some(counters) = &self.0 {
			counters.reported.inc();
		}
	}

	/// This node offered its runtime so many votes and carried so many; `None` if the dry run failed.
	pub fn note_authored(&self, offered: usize, carried: Option<usize>) {
		let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
		if let Some(counters) = &self.0 {
			counters.offered.inc_by(count(offered));
			match carried {
				Some(carried) => counters.carried.inc_by(count(carried)),
				None => counters.failed_dry_runs.inc(),
			}
		}
	}
}

/// A label for an answer.
const fn outcome(answer: &Answer<Reason>) -> &'static str {
	match answer {
		Answer::Keep(_) => "kept",
		Answer::Forward(_) => "contradiction",
		Answer::Ignore(ignored) => match ignored {
			Ignored::BeyondAllowance => "beyond_allowance",
			Ignored::Oversized => "oversized",
			Ignored::Garbage => "garbage",
			Ignored::TooOld => "too_old",
			Ignored::Duplicate => "duplicate",
			Ignored::Forged => "forged",
			Ignored::ContradictionKnown => "contradiction_known",
			Ignored::Full => "full",
			Ignored::Rule(reason) => reason.name(),
		},
	}
}

impl Counters {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let counter = |name: &str, help: &str| register(Counter::new(name, help)?, registry);
		let by = |name: &str, help: &str, label: &str| {
			register(CounterVec::new(Opts::new(name, help), &[label])?, registry)
		};
		Ok(Self {
			heard: by(
				"straddle_oracle_votes_heard",
				"Messages of the vote protocol by what became of them.",
				"outcome",
			)?,
			signed: counter("straddle_oracle_votes_signed", "Votes this node signed.")?,
			silent: by(
				"straddle_oracle_votes_silent",
				"Rounds in which this node has a seat and did not vote, by reason.",
				"reason",
			)?,
			offered: counter(
				"straddle_oracle_votes_offered",
				"Votes this node offered to its runtime as an author.",
			)?,
			carried: counter(
				"straddle_oracle_votes_carried",
				"Votes this node put forward for its blocks.",
			)?,
			failed_dry_runs: counter(
				"straddle_oracle_votes_failed_dry_runs",
				"Blocks made without votes because the dry run failed.",
			)?,
			reported: counter(
				"straddle_oracle_votes_reported",
				"Contradictions this node put into its own pool to report them to the chain.",
			)?,
		})
	}
}
