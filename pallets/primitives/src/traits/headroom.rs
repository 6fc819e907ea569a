// SPDX-License-Identifier: Apache-2.0
use crate::{
	traits::{Instruments, MarketSecurity},
	InstrumentId, InstrumentTerms,
};
use core::marker::PhantomData;
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Price, Quantity, Usd},
	MathsError,
};

/// How much more may be open.
pub trait Headroom {
	/// Lots by which the open interest of an instrument with these terms may grow now, while the index of its
	/// underlying is `index`. Whether that is good enough for new risk the caller asks.
	///
	/// It bounds growth alone: whoever closes, or takes a position over, needs no room.
	fn headroom(id: &InstrumentId, terms: &InstrumentTerms, index: Price) -> u64;

	/// Makes it as much work to find out as it can be, and leaves much room, for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_headroom(_underlying: crate::Underlying) {}
}

/// The lesser of two: what the instrument's own cap leaves, and what fits beside all that is open of its underlying
/// into what is secured.
///
/// Instruments of one underlying share what is secured. Who asks first finds all that is left: the rule by which the
/// asking pallet goes through its markets decides that, and must not depend on the order of messages.
pub struct TwoCaps<AllInstruments, Security>(PhantomData<(AllInstruments, Security)>);

impl<AllInstruments: Instruments, Security: MarketSecurity> Headroom
	for TwoCaps<AllInstruments, Security>
{
	fn headroom(id: &InstrumentId, terms: &InstrumentTerms, index: Price) -> u64 {
		let allowed = terms.open_interest_cap.saturating_sub(AllInstruments::open_interest(id));
		let Some(secured) = Security::secured_open_interest(id.underlying) else { return allowed };
		let open = AllInstruments::open_quantity(id.underlying);
		// What cannot be computed is not secured.
		allowed.min(lots_beside(open, secured, index, terms.lot).unwrap_or(0))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_headroom(underlying: crate::Underlying) {
		/// A million million USD.
		const MUCH: Usd = Usd::from_inner(1_000_000_000_000_000_000_000_000_000_000);
		Security::prepare_secured(underlying, MUCH);
	}
}

/// Lots that fit beside what is `open` into what is `secured`:
///
/// ```text
/// (secured / index − open) / lot
/// ```
///
/// Both quotients are rounded down, against whoever would open: the market is never larger than what secures it. None
/// if more is open already. `DivisionByZero` without an index or a lot, `Overflow` where the coins do not fit.
fn lots_beside(
	open: Quantity,
	secured: Usd,
	index: Price,
	lot: Quantity,
) -> Result<u64, MathsError> {
	let secured = u128::try_from(secured.into_inner()).unwrap_or(0);
	let coins = multiply_divide(secured, ONE, index.into_inner(), Rounding::Down)?;
	let coins = i128::try_from(coins).map_err(|_| MathsError::Overflow)?;
	let left = Quantity::from_inner(coins).checked_sub(open)?;
	let left = u128::try_from(left.into_inner()).unwrap_or(0);
	let lot = u128::try_from(lot.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let lots = left.checked_div(lot).ok_or(MathsError::DivisionByZero)?;
	// More than can be counted is more than anybody opens.
	Ok(u64::try_from(lots).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn beside(open: &str, secured: &str, index: &str, lot: &str) -> Result<u64, MathsError> {
		let (open, secured) = (open.parse().unwrap(), secured.parse().unwrap());
		lots_beside(open, secured, index.parse().unwrap(), lot.parse().unwrap())
	}

	#[test]
	fn the_room_of_the_readme_of_the_oracle() {
		// Of 12,000 USD at 60,000: a fifth of a coin, in lots of a thousandth.
		assert_eq!(beside("0", "12000", "60000", "0.001"), Ok(200));
		// With 0.15 open, 0.05 are left: five lots of a hundredth.
		assert_eq!(beside("0.15", "12000", "60000", "0.01"), Ok(5));
	}

	#[test]
	fn the_market_is_never_larger_than_what_secures_it() {
		assert_eq!(beside("0", "59.999999999999999999", "60000", "0.001"), Ok(0));
		assert_eq!(beside("0", "60", "60000", "0.001"), Ok(1));
		assert_eq!(beside("0.000000000000000001", "60", "60000", "0.001"), Ok(0));
		// A third of a coin.
		assert_eq!(beside("0", "1", "3", "0.333333333333333334"), Ok(0));
		assert_eq!(beside("0", "1", "3", "0.333333333333333333"), Ok(1));
	}

	#[test]
	fn more_open_than_secured_leaves_no_room() {
		assert_eq!(beside("1", "12000", "60000", "0.001"), Ok(0));
		assert_eq!(beside("0", "0", "60000", "0.001"), Ok(0));
		assert_eq!(beside("0", "-1", "60000", "0.001"), Ok(0));
	}

	#[test]
	fn what_cannot_be_computed_is_an_error() {
		assert_eq!(beside("0", "1", "0", "1"), Err(MathsError::DivisionByZero));
		assert_eq!(beside("0", "1", "1", "0"), Err(MathsError::DivisionByZero));
		assert_eq!(beside("0", "1", "1", "-1"), Err(MathsError::OutsideDomain));
		let (most, least) = (Usd::MAX, Price::from_inner(1));
		let lot = Quantity::from_inner(1);
		assert_eq!(lots_beside(Quantity::ZERO, most, least, lot), Err(MathsError::Overflow));
	}

	#[test]
	fn more_lots_than_can_be_counted_are_as_many_as_can_be() {
		let one = Price::from_inner(ONE);
		let lot = Quantity::from_inner(1);
		assert_eq!(lots_beside(Quantity::ZERO, Usd::MAX, one, lot), Ok(u64::MAX));
	}
}
