// SPDX-License-Identifier: Apache-2.0
//! Standard margin: what an account has to spare.
//!
//! Net margin = cash + what perpetuals have gained + collateral − requirements, so that positive is a
//! surplus. Options of one expiry require the lesser of the sum of what each requires on its own and
//! the most they can lose together. A long option counts only by what it takes off that loss.
//!
//! Open orders count in the initial margin at their worst: see [`OpenOrders`].

use super::{
	isolated::{self, short_part, Level},
	netted::{greatest_loss, Leg},
	StandardParameters,
};
use crate::{
	arithmetic::{multiply_divide_floor, ONE},
	options::OptionKind,
	units::{Price, Quantity, Rate, Usd},
	MathsError,
};
use alloc::vec::Vec;

/// Open orders of one instrument, summed by side. No number in it is negative.
///
/// They count as if, per instrument, whichever of none, all buys, all sells or both were worst had
/// been filled at the orders' limits. For options netted by expiry, all sells are filled and no buy
/// is, and the premium of open sells is not credited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenOrders {
	/// Coins that could be bought.
	pub bought: Quantity,
	/// What they would cost at the limits.
	pub bought_for: Usd,
	/// Coins that could be sold.
	pub sold: Quantity,
	/// What they would bring at the limits.
	pub sold_for: Usd,
}

/// A position in one option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionPosition {
	/// Call or put.
	pub kind: OptionKind,
	/// The strike.
	pub strike: Price,
	/// Coins, long positive.
	pub quantity: Quantity,
	/// What an option on one coin is worth.
	pub value: Price,
	/// What could still be traded.
	pub orders: OpenOrders,
}

/// Positions in the options of one expiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiryPositions {
	/// The forward to the expiry.
	pub forward: Price,
	/// The lowest confidence among forward and volatilities, from 0 to 1.
	pub confidence: Rate,
	/// The positions.
	pub options: Vec<OptionPosition>,
}

/// A position in a perpetual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerpetualPosition {
	/// Coins, long positive.
	pub quantity: Quantity,
	/// The mark.
	pub mark: Price,
	/// What the position has gained and not yet paid out, less funding it owes.
	pub unsettled: Usd,
	/// The confidence of the mark, from 0 to 1.
	pub confidence: Rate,
	/// What could still be traded.
	pub orders: OpenOrders,
}

/// All positions on one underlying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderlyingPositions {
	/// The spot price.
	pub spot: Price,
	/// The confidence of the spot price, from 0 to 1.
	pub confidence: Rate,
	/// The perpetual, if there is a position or an order.
	pub perpetual: Option<PerpetualPosition>,
	/// Coins of the underlying held as collateral; not negative.
	pub collateral: Quantity,
	/// Options, by expiry.
	pub expiries: Vec<ExpiryPositions>,
}

/// Net margin: positive is a surplus, negative a shortfall. Rounded down, against the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetMargin {
	/// What is left to open risk with.
	pub initial: Usd,
	/// What is left before liquidation.
	pub maintenance: Usd,
	/// What the account is worth.
	pub mark_to_market: Usd,
}

impl NetMargin {
	/// That much cash and nothing else.
	pub const fn of_cash(cash: Usd) -> Self {
		Self { initial: cash, maintenance: cash, mark_to_market: cash }
	}

	/// The sum of two parts of one account.
	pub fn checked_add(self, other: Self) -> Result<Self, MathsError> {
		Ok(Self {
			initial: self.initial.checked_add(other.initial)?,
			maintenance: self.maintenance.checked_add(other.maintenance)?,
			mark_to_market: self.mark_to_market.checked_add(other.mark_to_market)?,
		})
	}
}

/// What the positions on one underlying add to an account's net margin.
///
/// `settlement_price` is what one unit of the settlement asset is worth in USD.
pub fn standard_margin(
	positions: &UnderlyingPositions,
	settlement_price: Price,
	parameters: &StandardParameters,
) -> Result<NetMargin, MathsError> {
	let mut net = NetMargin::default();
	let mut depegged = Quantity::ZERO;
	if let Some(perpetual) = &positions.perpetual {
		net = net.checked_add(perpetual_margin(perpetual, positions, parameters)?)?;
		let (bought, sold) = reach(perpetual.quantity, &perpetual.orders)?;
		depegged = depegged.checked_add(magnitude(bought)?.max(magnitude(sold)?))?;
	}
	for expiry in &positions.expiries {
		let (margin, short) = expiry_margin(expiry, positions, parameters)?;
		net = net.checked_add(margin)?;
		depegged = depegged.checked_add(short)?;
	}
	net = net.checked_add(collateral_margin(positions, settlement_price, parameters)?)?;
	let peg = Rate::from_inner(isolated::per_coin(settlement_price)?.into_inner());
	let missing = parameters.depeg.threshold.checked_sub(peg)?;
	let depeg = contingency(missing, parameters.depeg.factor, positions.spot, depegged)?;
	net.initial = net.initial.checked_sub(depeg)?;
	Ok(net)
}

/// `missing · factor` of the value of `coins`, if anything is missing.
fn contingency(
	missing: Rate,
	factor: Rate,
	spot: Price,
	coins: Quantity,
) -> Result<Usd, MathsError> {
	if missing <= Rate::ZERO || coins.is_zero() {
		return Ok(Usd::ZERO);
	}
	spot.value_ceil(coins)?.fraction_ceil(missing)?.fraction_ceil(factor)
}

/// `(1 − confidence) · factor` of the value of `coins`, if the confidence is below the threshold.
fn doubt(
	confidence: Rate,
	threshold: Rate,
	coins: Quantity,
	positions: &UnderlyingPositions,
	parameters: &StandardParameters,
) -> Result<Usd, MathsError> {
	if confidence >= threshold {
		return Ok(Usd::ZERO);
	}
	let one = Rate::from_inner(isolated::per_coin(Price::from_inner(ONE))?.into_inner());
	contingency(one.checked_sub(confidence)?, parameters.oracle.factor, positions.spot, coins)
}

fn magnitude(quantity: Quantity) -> Result<Quantity, MathsError> {
	if quantity.is_negative() {
		quantity.checked_neg()
	} else {
		Ok(quantity)
	}
}

/// The position if all buys, and if all sells, are filled.
fn reach(quantity: Quantity, orders: &OpenOrders) -> Result<(Quantity, Quantity), MathsError> {
	Ok((quantity.checked_add(orders.bought)?, quantity.checked_sub(orders.sold)?))
}

fn perpetual_margin(
	perpetual: &PerpetualPosition,
	positions: &UnderlyingPositions,
	parameters: &StandardParameters,
) -> Result<NetMargin, MathsError> {
	let PerpetualPosition { quantity, mark, unsettled, orders, .. } = *perpetual;
	let requirement =
		|level, coins| isolated::perpetual(level, coins, mark, &parameters.perpetuals);
	let (bought, sold) = reach(quantity, &orders)?;
	let loss_of_buying =
		orders.bought_for.checked_sub(mark.value_floor(orders.bought)?)?.max(Usd::ZERO);
	let loss_of_selling =
		mark.value_ceil(orders.sold)?.checked_sub(orders.sold_for)?.max(Usd::ZERO);
	let both = bought.checked_sub(orders.sold)?;
	let initial = requirement(Level::Initial, quantity)?
		.max(requirement(Level::Initial, bought)?.checked_add(loss_of_buying)?)
		.max(requirement(Level::Initial, sold)?.checked_add(loss_of_selling)?)
		.max(
			requirement(Level::Initial, both)?
				.checked_add(loss_of_buying)?
				.checked_add(loss_of_selling)?,
		);
	let doubt = doubt(
		perpetual.confidence.min(positions.confidence),
		parameters.oracle.perpetual_threshold,
		magnitude(bought)?.max(magnitude(sold)?),
		positions,
		parameters,
	)?;
	let maintenance = requirement(Level::Maintenance, quantity)?;
	Ok(NetMargin {
		initial: unsettled.checked_sub(initial)?.checked_sub(doubt)?,
		maintenance: unsettled.checked_sub(maintenance)?,
		mark_to_market: unsettled,
	})
}

/// The margin of one expiry's options, and how many coins they may be short.
fn expiry_margin(
	expiry: &ExpiryPositions,
	positions: &UnderlyingPositions,
	parameters: &StandardParameters,
) -> Result<(NetMargin, Quantity), MathsError> {
	let mut alone = NetMargin::default();
	let mut premiums = Usd::ZERO;
	let mut short = Quantity::ZERO;
	for option in &expiry.options {
		alone = alone.checked_add(option_alone(option, positions.spot, parameters)?)?;
		premiums = premiums.checked_add(option.orders.bought_for)?;
		let (_, sold) = reach(option.quantity, &option.orders)?;
		short = short.checked_add(short_part(sold)?)?;
	}
	let legs = |filled: fn(&OptionPosition) -> Quantity| -> Result<Vec<Leg>, MathsError> {
		let leg = |option: &OptionPosition| {
			let quantity = option.quantity.checked_sub(filled(option))?;
			Ok(Leg { kind: option.kind, strike: option.strike, quantity })
		};
		expiry.options.iter().map(leg).collect()
	};
	let together_initial = greatest_loss(
		legs(|option| option.orders.sold)?,
		expiry.forward,
		parameters.options.unpaired_initial,
	)?
	.checked_add(premiums)?
	.checked_neg()?;
	let together_maintenance = greatest_loss(
		legs(|_| Quantity::ZERO)?,
		expiry.forward,
		parameters.options.unpaired_maintenance,
	)?
	.checked_neg()?;
	let doubt = doubt(
		expiry.confidence.min(positions.confidence),
		parameters.oracle.option_threshold,
		short,
		positions,
		parameters,
	)?;
	let margin = NetMargin {
		initial: alone.initial.max(together_initial).checked_sub(doubt)?,
		maintenance: alone.maintenance.max(together_maintenance),
		mark_to_market: alone.mark_to_market,
	};
	Ok((margin, short))
}

/// One option on its own, with its orders on their worst side in the initial margin.
fn option_alone(
	option: &OptionPosition,
	spot: Price,
	parameters: &StandardParameters,
) -> Result<NetMargin, MathsError> {
	let OptionPosition { kind, strike, quantity, value, orders } = *option;
	let requirement = |level, coins| {
		isolated::option(level, kind, strike, coins, value, spot, &parameters.options)
	};
	let initial = |coins, paid: Usd, received: Usd| {
		received.checked_sub(paid)?.checked_sub(requirement(Level::Initial, coins)?)
	};
	let (bought, sold) = reach(quantity, &orders)?;
	let both = bought.checked_sub(orders.sold)?;
	Ok(NetMargin {
		initial: initial(quantity, Usd::ZERO, Usd::ZERO)?
			.min(initial(bought, orders.bought_for, Usd::ZERO)?)
			.min(initial(sold, Usd::ZERO, orders.sold_for)?)
			.min(initial(both, orders.bought_for, orders.sold_for)?),
		maintenance: requirement(Level::Maintenance, quantity)?.checked_neg()?,
		mark_to_market: value.value_floor(quantity)?,
	})
}

fn collateral_margin(
	positions: &UnderlyingPositions,
	settlement_price: Price,
	parameters: &StandardParameters,
) -> Result<NetMargin, MathsError> {
	let coins = positions.collateral;
	if coins.is_zero() {
		return Ok(NetMargin::default());
	}
	let value = positions.spot.value_floor(coins)?;
	let maintenance = value.fraction_floor(parameters.collateral.factor)?;
	let doubt = if maintenance.is_zero() {
		Usd::ZERO
	} else {
		doubt(
			positions.confidence,
			parameters.oracle.collateral_threshold,
			coins,
			positions,
			parameters,
		)?
	};
	let worth =
		multiply_divide_floor(value.into_inner(), ONE_SIGNED, settlement_price.into_inner())?;
	Ok(NetMargin {
		initial: maintenance
			.fraction_floor(parameters.collateral.initial_scale)?
			.checked_sub(doubt)?,
		maintenance,
		mark_to_market: Usd::from_inner(worth),
	})
}

const ONE_SIGNED: i128 = 1_000_000_000_000_000_000;
