// SPDX-License-Identifier: Apache-2.0
use crate::{FeedError, SmileId, SmileObservation};

/// Forwards and implied volatilities by expiry and strike, with their age, confidence and status.
pub trait VolatilitySurface {
	/// The smile of one expiry. An old one never looks like a new one: its status says so.
	///
	/// [`FeedError::Unknown`] if nobody votes on it, [`FeedError::NeverReported`] if too few do: whoever has
	/// something simpler to go by may go by that. [`FeedError::Halted`] if it was paused before there was one: then what
	/// is simpler is for looking at and for reducing only.
	fn smile(id: SmileId) -> Result<SmileObservation, FeedError>;

	/// Makes the smile live with a slice that is level at `volatility`, so that a benchmark finds one.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_smile(
		_id: SmileId,
		_forward: market_maths::units::Price,
		_volatility: market_maths::units::Volatility,
	) {
	}
}

/// No surface: everybody goes by something simpler.
impl VolatilitySurface for () {
	fn smile(_: SmileId) -> Result<SmileObservation, FeedError> {
		Err(FeedError::Unknown)
	}
}

/// Which expiries there are options of.
pub trait ListedExpiries {
	/// Whether options on the underlying are listed that expire then.
	fn is_listed(id: SmileId) -> bool;
}

/// No options.
impl ListedExpiries for () {
	fn is_listed(_: SmileId) -> bool {
		false
	}
}
