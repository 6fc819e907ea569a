// SPDX-License-Identifier: Apache-2.0
use crate::{
	traits::{Instruments, MarketSecurity},
	InstrumentId, InstrumentTerms, Underlying,
};
use core::marker::PhantomData;
use market_maths::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	units::{Price, Quantity, Rate, Usd},
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
	fn prepare_headroom(_underlying: Underlying) {}
}

/// The lesser of two: what the instrument's own cap leaves, and what fits beside all that is open of its underlying
/// into what is secured.
///
/// Instruments of one underlying share what is secured. Who asks first finds all that is left: the rule by which the
/// asking pallet goes through its markets decides that, and must not depend on the order of messages. Options together
/// take no more than half of what is secured, however little the perpetual uses, so that they never shut it.
pub struct TwoCaps<AllInstruments, Security>(PhantomData<(AllInstruments, Security)>);

/// How much of what is secured may be open in options together.
///
/// An option counts in full whatever it is worth, and a spread between two accounts of one owner needs a margin of no
/// more than its strikes lie apart. Without this share such spreads could take all that is secured, for a hundredth of
/// it, and the perpetual would be shut until they expire.
const SHARE_OF_OPTIONS: Rate = Rate::from_inner(500_000_000_000_000_000);

impl<AllInstruments: Instruments, Security: MarketSecurity> Headroom
	for TwoCaps<AllInstruments, Security>
{
	fn headroom(id: &InstrumentId, terms: &InstrumentTerms, index: Price) -> u64 {
		let allowed = terms.open_interest_cap.saturating_sub(AllInstruments::open_interest(id));
		let Some(secured) = Security::secured_open_interest(id.underlying) else { return allowed };
		// What cannot be computed is not secured.
		allowed.min(Self::secured_lots(id, terms.lot, secured, index).unwrap_or(0))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_headroom(underlying: Underlying) {
		/// A million million USD.
		const MUCH: Usd = Usd::from_inner(1_000_000_000_000_000_000_000_000_000_000);
		Security::prepare_secured(underlying, MUCH);
	}
}

impl<AllInstruments: Instruments, Security> TwoCaps<AllInstruments, Security> {
	/// Lots that fit beside all that is open of the underlying into what is `secured`; of an option, those that fit
	/// beside all options into their share too, if they are fewer.
	fn secured_lots(
		id: &InstrumentId,
		lot: Quantity,
		secured: Usd,
		index: Price,
	) -> Result<u64, MathsError> {
		let open = AllInstruments::open_quantity(id.underlying);
		let lots = lots_beside(open, secured, index, lot)?;
		if id.is_perpetual() {
			return Ok(lots);
		}
		let options = open.checked_sub(Self::open_in_perpetual(id.underlying))?;
		Ok(lots.min(lots_beside(options, share_of_options(secured)?, index, lot)?))
	}

	fn open_in_perpetual(underlying: Underlying) -> Quantity {
		let perpetual = InstrumentId::perpetual(underlying);
		AllInstruments::terms(&perpetual)
			.map_or(Quantity::ZERO, |terms| terms.coins(AllInstruments::open_interest(&perpetual)))
	}
}

/// What of all that is `secured` may be open in options, rounded down.
fn share_of_options(secured: Usd) -> Result<Usd, MathsError> {
	let share = SHARE_OF_OPTIONS.into_inner();
	multiply_divide_floor(secured.into_inner(), share, ONE).map(Usd::from_inner)
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
		// Options may take half of it: ten lots of a hundredth, which leave a tenth of a coin to the perpetual.
		let of_options = share_of_options("12000".parse().unwrap());
		assert_eq!(of_options, Ok("6000".parse().unwrap()));
		assert_eq!(beside("0", "6000", "60000", "0.01"), Ok(10));
		assert_eq!(beside("0.1", "12000", "60000", "0.001"), Ok(100));
		assert_eq!(beside("0.1", "6000", "60000", "0.01"), Ok(0));
		// With 0.15 open in the perpetual, 0.05 are left: five lots of a hundredth.
		assert_eq!(beside("0.15", "12000", "60000", "0.01"), Ok(5));
	}

	#[test]
	fn the_share_of_options_is_rounded_against_them() {
		assert_eq!(share_of_options(Usd::from_inner(3)), Ok(Usd::from_inner(1)));
		assert_eq!(share_of_options(Usd::ZERO), Ok(Usd::ZERO));
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
