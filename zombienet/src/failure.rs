// SPDX-License-Identifier: Apache-2.0

use crate::agreement::Disagreement;
use std::{io, path::PathBuf, time::Duration};

/// Why a scenario did not hold.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// The node's binary is not there.
	#[error("there is no node at {0}; build it with `cargo build --release -p straddle-node`, or name it with --node")]
	NoNode(PathBuf),
	/// Every port in the range is taken.
	#[error("too few free ports between 21000 and 31000 on 127.0.0.1")]
	NoPorts,
	/// A file could not be read or written, or a process not started.
	#[error("{doing}: {cause}")]
	System {
		/// What was attempted.
		doing: String,
		/// What the system said.
		cause: io::Error,
	},
	/// The node did not write a chain specification.
	#[error("the node wrote no chain specification: {0}")]
	Specification(String),
	/// A name that is none of the validators'.
	#[error("there is no validator {0}; there are alice, bob, charlie and dave")]
	UnknownValidator(String),
	/// A node ended although nobody stopped it.
	#[error("{name} ended by itself ({status})")]
	NodeEnded {
		/// Which node.
		name: &'static str,
		/// How it ended.
		status: String,
	},
	/// A node does not answer as it should.
	#[error("{name} does not answer: {cause}")]
	Rpc {
		/// Which node.
		name: &'static str,
		/// What went wrong.
		cause: String,
	},
	/// A node answers under another network identity than it was given.
	#[error("{name} calls itself {found}, expected {expected}")]
	Identity {
		/// Which node.
		name: &'static str,
		/// The peer id it reports.
		found: String,
		/// The peer id its key derives.
		expected: &'static str,
	},
	/// Finality stood still.
	#[error("{purpose}: finality stood still for {} s ({views})", patience.as_secs())]
	Stalled {
		/// What was waited for.
		purpose: String,
		/// How long nothing moved.
		patience: Duration,
		/// Where the nodes stood.
		views: String,
	},
	/// The whole scenario took too long.
	#[error("{purpose}: not reached within the scenario's {} s ({views})", limit.as_secs())]
	TooLong {
		/// What was waited for.
		purpose: String,
		/// The scenario's limit.
		limit: Duration,
		/// Where the nodes stood.
		views: String,
	},
	/// Two nodes finalised different chains.
	#[error(transparent)]
	Disagreement(#[from] Disagreement),
	/// Something happened that must not.
	#[error("{0}")]
	Unexpected(String),
	/// The command that made traffic failed.
	#[error("the traffic failed ({0})")]
	Traffic(String),
	/// The user stopped it.
	#[error("interrupted")]
	Interrupted,
}

impl Failure {
	/// Says what was being done when the system refused.
	pub(crate) fn system(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
		let doing = doing.into();
		move |cause| Self::System { doing, cause }
	}
}
