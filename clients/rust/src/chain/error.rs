// SPDX-License-Identifier: Apache-2.0
use std::fmt;
use subxt::{
	error::{DispatchError, ExtrinsicError, TransactionEventsError, TransactionStatusError},
	metadata::Metadata,
};

/// What went wrong between this program and the chain, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
	/// Nobody listens.
	#[error(
		"no node answers at {url}: {reason}\n\
		 Start one with `make dev`, or name another with --url ws://host:port"
	)]
	NoNode {
		/// Where it was looked for.
		url: String,
		/// What the connection says.
		reason: String,
	},
	/// The chain is not one this program was built for.
	#[error(
		"the chain at {url} does not fit this program: {found}\n\
		 Build the program from the same source as the node (`make programs`), or run `make specs` first \
		 if the runtime changed"
	)]
	OtherChain {
		/// Where the chain is.
		url: String,
		/// What does not fit.
		found: String,
	},
	/// The chain executed the call and refused it. The fee was paid.
	#[error("the chain refused it: {0}")]
	Refused(Refusal),
	/// The node did not take the transaction.
	#[error("the node did not take the transaction: {0}")]
	NotTaken(String),
	/// The answer is not there, or not yet.
	#[error("{0}")]
	Missing(String),
	/// What was asked for cannot be.
	#[error("{0}")]
	Unusable(String),
	/// The connection or the node failed.
	#[error("{0}")]
	Connection(Box<subxt::Error>),
}

/// A call that was refused, in the chain's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
	/// The pallet that refused, if one did.
	pub pallet: String,
	/// The name of the error.
	pub name: String,
	/// What its documentation says.
	pub advice: String,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if !self.pallet.is_empty() {
			write!(f, "{}.", self.pallet)?;
		}
		write!(f, "{}", self.name)?;
		if !self.advice.is_empty() {
			write!(f, ": {}", self.advice)?;
		}
		Ok(())
	}
}

impl Refusal {
	/// The error number `error` of the pallet number `pallet`, as the metadata describes it.
	pub fn of_module(metadata: &Metadata, pallet: u8, error: u8) -> Self {
		let found = metadata.pallet_by_error_index(pallet);
		let variant = found.as_ref().and_then(|found| found.error_variant_by_index(error));
		Self {
			pallet: found.as_ref().map_or_else(|| pallet.to_string(), |found| found.name().into()),
			name: variant.map_or_else(|| error.to_string(), |variant| variant.name.clone()),
			advice: variant
				.map_or_else(String::new, |variant| variant.docs.join(" ").trim().into()),
		}
	}

	/// An error that belongs to no pallet.
	pub(super) fn general(text: &str) -> Self {
		Self {
			pallet: String::new(),
			name: text.trim_end_matches('.').into(),
			advice: String::new(),
		}
	}
}

impl From<&DispatchError> for Refusal {
	fn from(error: &DispatchError) -> Self {
		let DispatchError::Module(module) = error else {
			return Self::general(&error.to_string());
		};
		match module.details() {
			Ok(details) => Self {
				pallet: details.pallet.name().into(),
				name: details.variant.name.clone(),
				advice: details.variant.docs.join(" ").trim().into(),
			},
			Err(_) => Self::general(&module.details_string()),
		}
	}
}

/// The pool's words for a number that a block has used.
const OUTDATED: &str = "Transaction is outdated";
/// The pool's words for a number that another transaction in it uses.
const OUTBID: &str = "Priority is too low";

/// What the pool's short words mean for the person who sent the transaction.
const POOL_ADVICE: [(&str, &str); 5] = [
	("Inability to pay some fees", "the account has too little of the native token for the fee"),
	(OUTDATED, "another transaction of this account came first; send it again"),
	(OUTBID, "a transaction with the same number waits already; wait a few seconds"),
	("Transaction is temporarily banned", "it was refused a moment ago; wait a few minutes"),
	("immediately dropped", "the node's pool is full; send it again in a while"),
];

/// The node's reason with advice, where there is some.
fn explained(reason: String) -> String {
	match POOL_ADVICE.iter().find(|(word, _)| reason.contains(word)) {
		Some((_, advice)) => format!("{advice} ({reason})"),
		None => reason,
	}
}

impl ClientError {
	/// Reads what the connection layer reports.
	pub(crate) fn from_subxt(error: impl Into<subxt::Error>) -> Self {
		let error = error.into();
		match &error {
			subxt::Error::TransactionEventsError(TransactionEventsError::ExtrinsicFailed(
				refused,
			)) => Self::Refused(refused.into()),
			subxt::Error::ExtrinsicError(ExtrinsicError::ErrorSubmittingTransaction(reason)) => {
				Self::NotTaken(explained(reason.to_string()))
			},
			subxt::Error::ExtrinsicError(ExtrinsicError::TransactionStatusError(status))
			| subxt::Error::TransactionStatusError(status) => Self::NotTaken(explained(match status {
				TransactionStatusError::Error(reason)
				| TransactionStatusError::Invalid(reason)
				| TransactionStatusError::Dropped(reason) => reason.clone(),
				other => other.to_string(),
			})),
			subxt::Error::ExtrinsicError(ExtrinsicError::IncompatibleCodegen)
			| subxt::Error::RuntimeApiError(subxt::error::RuntimeApiError::IncompatibleCodegen)
			| subxt::Error::StorageError(subxt::error::StorageError::IncompatibleCodegen) => {
				Self::OtherChain { url: "this address".into(), found: "its calls differ".into() }
			},
			_ => Self::Connection(Box::new(error)),
		}
	}

	/// The node refused to put a transaction into its pool.
	pub(super) fn not_taken(reason: String) -> Self {
		Self::NotTaken(explained(reason))
	}

	/// Whether the node did not take a transaction because its number is used by another, in a block or in
	/// the pool.
	pub(super) fn number_is_taken(&self) -> bool {
		matches!(self, Self::NotTaken(reason) if [OUTDATED, OUTBID].iter().any(|words| reason.contains(words)))
	}

	/// Whether the chain itself said no, so that trying again is pointless.
	pub fn refusal(&self) -> Option<&Refusal> {
		match self {
			Self::Refused(refusal) => Some(refusal),
			_ => None,
		}
	}
}

macro_rules! from_subxt {
	($($error:ident),* $(,)?) => {$(
		impl From<subxt::error::$error> for ClientError {
			fn from(error: subxt::error::$error) -> Self {
				Self::from_subxt(error)
			}
		}
	)*};
}
from_subxt!(
	BlockError,
	BlocksError,
	ConstantError,
	EventsError,
	ExtrinsicDecodeErrorAt,
	ExtrinsicError,
	OnlineClientAtBlockError,
	OnlineClientError,
	RuntimeApiError,
	StorageError,
	StorageKeyError,
	StorageValueError,
	TransactionEventsError,
	TransactionProgressError,
);

impl From<subxt::Error> for ClientError {
	fn from(error: subxt::Error) -> Self {
		Self::from_subxt(error)
	}
}

impl From<subxt_rpcs::Error> for ClientError {
	fn from(error: subxt_rpcs::Error) -> Self {
		Self::from_subxt(error)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_refusal_reads_as_name_and_advice() {
		let refusal = Refusal {
			pallet: "OrderBook".into(),
			name: "OffTick".into(),
			advice: "The limit is not a whole number of ticks.".into(),
		};
		assert_eq!(
			ClientError::Refused(refusal).to_string(),
			"the chain refused it: OrderBook.OffTick: The limit is not a whole number of ticks."
		);
		assert_eq!(Refusal::general("Bad origin.").to_string(), "Bad origin");
	}

	#[test]
	fn the_pools_words_come_with_advice() {
		let text = explained("Invalid Transaction: Inability to pay some fees".into());
		assert!(text.starts_with("the account has too little"), "{text}");
		assert_eq!(explained("something else".into()), "something else");
	}

	#[test]
	fn a_number_that_is_taken_is_told_from_other_reasons() {
		for words in
			["Invalid Transaction: Transaction is outdated", "Priority is too low: (1 vs 1)"]
		{
			assert!(ClientError::not_taken(words.into()).number_is_taken(), "{words}");
		}
		for words in ["Transaction is temporarily banned", "Transaction has an ancient birth block"]
		{
			assert!(!ClientError::not_taken(words.into()).number_is_taken(), "{words}");
		}
	}
}
