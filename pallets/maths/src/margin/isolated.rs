// SPDX-License-Identifier: Apache-2.0
//! What a position requires on its own.
//!
//! Every function returns a requirement, which is never negative and rounds up.
//!
//! # Source
//!
//! Derive v2, standard risk manager (public contracts and documentation); the fractions of spot of a short option
//! are Deribit's, in USD. The growth of large perpetual positions is ours.

use super::{OptionParameters, PerpetualParameters};
use crate::{
	arithmetic::{multiply_divide_ceil, ONE},
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};

/// Which of the two requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
	/// To open risk.
	Initial,
	/// To keep it.
	Maintenance,
}

/// A price as the USD value of one coin.
pub(super) fn per_coin(price: Price) -> Result<Usd, MathsError> {
	i128::try_from(price.into_inner())
		.map(Usd::from_inner)
		.map_err(|_| MathsError::Overflow)
}

/// `per_coin · coins`, rounded up.
pub(super) fn times(per_coin: Usd, coins: Quantity) -> Result<Usd, MathsError> {
	multiply_divide_ceil(per_coin.into_inner(), coins.into_inner(), ONE).map(Usd::from_inner)
}

/// The coins that `quantity` is short of zero.
pub(super) fn short_part(quantity: Quantity) -> Result<Quantity, MathsError> {
	if quantity.is_negative() {
		quantity.checked_neg()
	} else {
		Ok(Quantity::ZERO)
	}
}

/// The requirement of one option position, its own value included.
///
/// A long requires nothing. With `S` the spot price, `V` the option's value and `a` the coins short:
/// a short call `a·(V + m·S)`, where `m` is the maintenance fraction, or initially the at-the-money
/// fraction less how far out of the money the option is, but no less than the floor; a short put the
/// same with its own fractions, and initially no less than a multiple of its maintenance.
pub(super) fn option(
	level: Level,
	kind: OptionKind,
	strike: Price,
	quantity: Quantity,
	value: Price,
	spot: Price,
	parameters: &OptionParameters,
) -> Result<Usd, MathsError> {
	let coins = short_part(quantity)?;
	if coins.is_zero() {
		return Ok(Usd::ZERO);
	}
	let (value, spot, strike) = (per_coin(value)?, per_coin(spot)?, per_coin(strike)?);
	let maintenance_margin = match kind {
		OptionKind::Call => spot.fraction_ceil(parameters.maintenance_call)?,
		OptionKind::Put => spot
			.fraction_ceil(parameters.maintenance_put)?
			.max(value.fraction_ceil(parameters.maintenance_put_of_value)?),
	};
	let maintenance = value.checked_add(maintenance_margin)?;
	let required = match level {
		Level::Maintenance => maintenance,
		Level::Initial => {
			let out_of_the_money = match kind {
				OptionKind::Call => strike.checked_sub(spot)?,
				OptionKind::Put => spot.checked_sub(strike)?,
			}
			.max(Usd::ZERO);
			let initial_margin = spot
				.fraction_ceil(parameters.initial_at_the_money)?
				.checked_sub(out_of_the_money)?
				.max(spot.fraction_ceil(parameters.initial_floor)?);
			let initial = value.checked_add(initial_margin)?;
			match kind {
				OptionKind::Call => initial,
				OptionKind::Put => {
					initial.max(maintenance.fraction_ceil(parameters.put_initial_over_maintenance)?)
				},
			}
		},
	};
	times(required, coins)
}

/// The requirement of a perpetual position: a fraction of its notional that grows once it is large.
///
/// `N·f`, and above the large notional `L`: `N·(f + g·(N − L)/L)`.
pub(super) fn perpetual(
	level: Level,
	quantity: Quantity,
	mark: Price,
	parameters: &PerpetualParameters,
) -> Result<Usd, MathsError> {
	let coins = if quantity.is_negative() { quantity.checked_neg()? } else { quantity };
	let notional = mark.value_ceil(coins)?;
	let fraction = match level {
		Level::Initial => parameters.initial,
		Level::Maintenance => parameters.maintenance,
	};
	let base = notional.fraction_ceil(fraction)?;
	let excess = notional.checked_sub(parameters.large)?;
	let (false, true) = (parameters.large.is_zero(), excess > Usd::ZERO) else {
		return Ok(base);
	};
	let large =
		u128::try_from(parameters.large.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let growth = multiply_divide_ceil(excess.into_inner(), parameters.growth.into_inner(), large)?;
	base.checked_add(notional.fraction_ceil(Rate::from_inner(growth))?)
}
