// SPDX-License-Identifier: Apache-2.0
use crate::{Fill, InstrumentId};

/// Books the fills of a clearing into accounts.
pub trait Clearing<AccountId> {
	/// Books all fills of one instrument in one window: positions, cash, fees, open interest, and the
	/// exposure of the orders filled. Bought and sold lots must be equal.
	///
	/// All or nothing: on an error the caller undoes the clearing and freezes the market. The result does
	/// not depend on the order of `fills`.
	fn book_fills(
		instrument: &InstrumentId,
		fills: &[Fill<AccountId>],
	) -> Result<(), ClearingError>;
}

/// Why a clearing cannot be booked. Each would be a defect, not a user's mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearingError {
	/// Bought and sold lots differ.
	Unbalanced,
	/// The instrument is unknown or its terms are not exact in cash.
	UnknownInstrument,
	/// A filled account does not exist.
	UnknownAccount,
	/// An account has no room for the position.
	TooManyPositions,
	/// A number does not fit.
	Overflow,
}
