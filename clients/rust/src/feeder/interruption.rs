// SPDX-License-Identifier: Apache-2.0
use crate::chain::ClientError;

/// Why a connection is given up for now, or the service for good.
pub(super) enum Interruption {
	/// The windows that were asked for are over.
	Done,
	/// Worth another try.
	Lost(ClientError),
	/// Not worth one.
	Hopeless(ClientError),
}

impl From<ClientError> for Interruption {
	fn from(error: ClientError) -> Self {
		match error {
			ClientError::OtherChain { .. } => Self::Hopeless(error),
			other => Self::Lost(other),
		}
	}
}
