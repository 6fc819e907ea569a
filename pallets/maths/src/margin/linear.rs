// SPDX-License-Identifier: Apache-2.0
//! Prices at which an account of linear positions on one underlying is in trouble.
//!
//! # Source
//!
//! A slice's bankruptcy price: dYdX v4, which leaves the ratio of equity and requirement as it is. Liquidation
//! prices in tiers are ours: a concave function of the price, walked tier by tier.

use super::{bankruptcy_price, check_tiers, Tier};
use crate::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding, ONE},
	units::{Price, Quantity, Usd},
	MathsError,
};

/// The price at which closing `slice` of a position uses up exactly the part of `equity` that
/// belongs to it: `equity · shed / requirement`, where `shed` is what the slice takes off the
/// account's `requirement`.
///
/// Closed there, equity and requirement shrink alike, so slices are fair to what is left of the
/// account. Rounded as [`bankruptcy_price`] is: the account never loses more. Without any
/// requirement the slice carries nothing of the equity and may go at the mark. `OutsideDomain` if
/// more is shed than required. In USD per coin. Source: dYdX v4.
pub fn slice_bankruptcy_price(
	mark: Price,
	slice: Quantity,
	equity: Usd,
	shed: Usd,
	requirement: Usd,
) -> Result<Price, MathsError> {
	if shed.is_negative() || shed > requirement {
		return Err(MathsError::OutsideDomain);
	}
	let part = match u128::try_from(requirement.into_inner()) {
		Ok(0) => Usd::ZERO,
		Ok(whole) => {
			Usd::from_inner(multiply_divide_floor(equity.into_inner(), shed.into_inner(), whole)?)
		},
		Err(_) => return Err(MathsError::OutsideDomain),
	};
	bankruptcy_price(mark, slice, part)
}

/// What of an account moves in proportion to one price, and what it has to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinearPositions {
	/// The mark of the perpetual; spot moves by the same factor.
	pub mark: Price,
	/// Coins of the perpetual, long positive.
	pub perpetual: Quantity,
	/// What all coins held as collateral count for now, after haircuts. Not negative.
	pub collateral: Usd,
	/// The maintenance margin now. Not negative.
	pub net: Usd,
}

/// The marks nearest below and above at which the maintenance margin reaches zero if everything
/// moves by one factor; `None` if it does not on that side.
///
/// Exact for a requirement in [`Tier`]s of the notional: at a factor `x` the margin is `net +
/// (q·mark + collateral)·(x − 1) − (required(|q|·mark·x) − required(|q|·mark))`, which is concave,
/// so there is at most one such price on either side. In USD per coin. Rounded towards the mark, against the
/// holder. Refuses negative collateral, a negative margin, and what [`check_tiers`] refuses. Ours.
pub fn linear_liquidation_prices(
	positions: &LinearPositions,
	tiers: &[Tier],
) -> Result<(Option<Price>, Option<Price>), MathsError> {
	check_tiers(tiers)?;
	if positions.collateral.is_negative() || positions.net.is_negative() {
		return Err(MathsError::OutsideDomain);
	}
	let walk = Walk::new(positions)?;
	Ok((walk.down(positions.net, tiers)?, walk.up(positions.net, tiers)?))
}

/// How the margin changes along the price.
struct Walk {
	mark: u128,
	coins: u128,
	/// `q·mark + collateral`: what a factor of one more brings, requirements apart.
	exposure: Usd,
	/// `|q|·mark`.
	notional: Usd,
}

impl Walk {
	fn new(positions: &LinearPositions) -> Result<Self, MathsError> {
		let LinearPositions { mark, perpetual, collateral, .. } = *positions;
		let value = mark.value_floor(perpetual)?;
		let notional = if value.is_negative() { value.checked_neg()? } else { value };
		Ok(Self {
			mark: mark.into_inner(),
			coins: perpetual.into_inner().unsigned_abs(),
			exposure: value.checked_add(collateral)?,
			notional,
		})
	}

	/// What a factor of one more brings in a tier.
	fn slope(&self, tier: &Tier) -> Result<Usd, MathsError> {
		self.exposure.checked_sub(self.notional.fraction_ceil(tier.fraction)?)
	}

	/// The price at which the notional is that of a tier's threshold.
	fn price_of(&self, tier: &Tier, rounding: Rounding) -> Result<u128, MathsError> {
		multiply_divide(unsigned(tier.above)?, ONE, self.coins, rounding)
	}

	/// How far the price moves until `net` is used up by `loss` per factor of one.
	fn reach(&self, net: Usd, loss: Usd) -> Result<Option<u128>, MathsError> {
		match multiply_divide(unsigned(net)?, self.mark, unsigned(loss)?, Rounding::Down) {
			// So far that no price is.
			Err(MathsError::Overflow) => Ok(None),
			distance => distance.map(Some),
		}
	}

	/// What is left of `net` after the price has moved by `distance`.
	fn left(&self, net: Usd, gain: Usd, distance: u128) -> Result<Usd, MathsError> {
		let distance = i128::try_from(distance).map_err(|_| MathsError::Overflow)?;
		let change = multiply_divide_floor(gain.into_inner(), distance, self.mark)?;
		net.checked_add(Usd::from_inner(change))
	}

	fn down(&self, mut net: Usd, tiers: &[Tier]) -> Result<Option<Price>, MathsError> {
		let mut from = self.mark;
		for tier in tiers
			.iter()
			.rev()
			.filter(|tier| tier.above < self.notional || tier.above.is_zero())
		{
			let until =
				if tier.above.is_zero() { 0 } else { self.price_of(tier, Rounding::Up)?.min(from) };
			let width = from.saturating_sub(until);
			let slope = self.slope(tier)?;
			if slope > Usd::ZERO {
				if let Some(distance) = self.reach(net, slope)?.filter(|distance| *distance < width)
				{
					return Ok(from.checked_sub(distance).map(Price::from_inner));
				}
			}
			net = self.left(net, slope.checked_neg()?, width)?.max(Usd::ZERO);
			from = until;
		}
		Ok(None)
	}

	fn up(&self, mut net: Usd, tiers: &[Tier]) -> Result<Option<Price>, MathsError> {
		let mut from = self.mark;
		for (place, tier) in tiers.iter().enumerate() {
			let next = place.checked_add(1).and_then(|place| tiers.get(place));
			let until = match next.filter(|_| self.coins > 0) {
				Some(next) if next.above <= self.notional => continue,
				Some(next) => Some(self.price_of(next, Rounding::Down)?.max(from)),
				None => None,
			};
			let slope = self.slope(tier)?;
			if slope < Usd::ZERO {
				let distance = self.reach(net, slope.checked_neg()?)?;
				let width = until.map(|until| until.saturating_sub(from));
				if let Some(distance) =
					distance.filter(|distance| width.is_none_or(|width| *distance < width))
				{
					return Ok(from.checked_add(distance).map(Price::from_inner));
				}
			}
			let Some(until) = until else { break };
			net = self.left(net, slope, until.saturating_sub(from))?.max(Usd::ZERO);
			from = until;
		}
		Ok(None)
	}
}

fn unsigned(amount: Usd) -> Result<u128, MathsError> {
	u128::try_from(amount.into_inner()).map_err(|_| MathsError::OutsideDomain)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::units::Rate;

	fn usd(text: &str) -> Usd {
		text.parse().unwrap()
	}

	fn tier(above: &str, fraction: &str) -> Tier {
		Tier { above: usd(above), fraction: fraction.parse::<Rate>().unwrap() }
	}

	fn prices(
		perpetual: &str,
		collateral: &str,
		net: &str,
		tiers: &[Tier],
	) -> (Option<String>, Option<String>) {
		let positions = LinearPositions {
			mark: "100".parse().unwrap(),
			perpetual: perpetual.parse().unwrap(),
			collateral: usd(collateral),
			net: usd(net),
		};
		let (below, above) = linear_liquidation_prices(&positions, tiers).unwrap();
		(below.map(|price| price.to_string()), above.map(|price| price.to_string()))
	}

	fn some(text: &str) -> Option<String> {
		Some(text.into())
	}

	#[test]
	fn one_position_in_one_tier_is_liquidated_where_the_estimate_says() {
		let one = [tier("0", "0.05")];
		assert_eq!(prices("1", "0", "9.5", &one), (some("90"), None));
		assert_eq!(prices("-1", "0", "10.5", &one), (None, some("110")));
		assert_eq!(prices("1", "0", "200", &one), (None, None));
	}

	#[test]
	fn a_short_that_grows_into_the_next_tier_is_liquidated_sooner() {
		// Up to 105 every dollar costs 1.05, beyond it 1.1: 5.25 + 5.5 = 10.75.
		let two = [tier("0", "0.05"), tier("105", "0.1")];
		assert_eq!(prices("-1", "0", "10.75", &two), (None, some("110")));
		// A long leaves the dear tier on its way down: 0.9 a dollar to 95, 0.95 from there.
		let two = [tier("0", "0.05"), tier("95", "0.1")];
		assert_eq!(prices("1", "0", "9.25", &two), (some("90"), None));
	}

	#[test]
	fn a_short_against_coins_may_end_on_either_side() {
		// Coins worth 102 and a short of one: every dollar up costs 0.03 at first and 0.08 beyond
		// 150.
		let two = [tier("0", "0.05"), tier("150", "0.1")];
		assert_eq!(prices("-1", "102", "2.3", &two), (None, some("160")));
		// Coins alone end below only, and a hedged book nowhere.
		assert_eq!(prices("0", "100", "40", &two), (some("60"), None));
		assert_eq!(prices("-1", "300", "20", &two), (some("89.74358974358974359"), None));
	}

	#[test]
	fn a_slice_closed_at_its_price_leaves_the_ratio_of_the_rest() {
		// Two coins of three of an account with equity 30 and requirement 15, of which they shed
		// 10.
		let price = slice_bankruptcy_price(
			"100".parse().unwrap(),
			"2".parse().unwrap(),
			usd("30"),
			usd("10"),
			usd("15"),
		);
		assert_eq!(price, "90".parse());
		let short = slice_bankruptcy_price(
			"100".parse().unwrap(),
			"-2".parse().unwrap(),
			usd("-30"),
			usd("10"),
			usd("15"),
		);
		assert_eq!(short, "90".parse());
		let nothing = slice_bankruptcy_price(
			"100".parse().unwrap(),
			"2".parse().unwrap(),
			usd("30"),
			Usd::ZERO,
			Usd::ZERO,
		);
		assert_eq!(nothing, "100".parse());
	}
}
