// SPDX-License-Identifier: Apache-2.0
//! Standard margin: what an account has to spare.
//!
//! Net margin = cash + what perpetuals have gained + collateral − requirements, so that positive is a
//! surplus. Options of one expiry require the lesser of the sum of what each requires on its own and
//! the most they can lose together. A long option counts only by what it takes off that loss.
//!
//! Open orders count in the initial margin at their worst: see [`OpenOrders`].
//!
//! # Source
//!
//! Derive v2, standard risk manager (public contracts and documentation): isolated requirements, greatest loss,
//! unpaired calls, doubt and depeg. What a short option requires on its own is Deribit's table in USD. Open
//! orders, and sums that take parts out again, are ours.
//!
//! Everything is in USD and rounded against the account: each product by less than 10^-18, up where it is owed and
//! down where it is held. Fractions are taken as they are: whoever sets parameters sees to their signs.

use super::{
	isolated::{self, short_part, Level},
	netted::{losses, Leg},
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
	/// That much cash, in USD, and nothing else.
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

	/// What is left without a part that was added before.
	pub fn checked_sub(self, other: Self) -> Result<Self, MathsError> {
		Ok(Self {
			initial: self.initial.checked_sub(other.initial)?,
			maintenance: self.maintenance.checked_sub(other.maintenance)?,
			mark_to_market: self.mark_to_market.checked_sub(other.mark_to_market)?,
		})
	}
}

/// What the positions on one underlying add to an account's net margin.
///
/// `settlement_price` is what one unit of the settlement asset is worth in USD. In USD, rounded against the
/// account: by less than 10^-18 a product, of which a position has a handful. The order of positions changes
/// nothing. Source: Derive v2, standard risk manager.
pub fn standard_margin(
	positions: &UnderlyingPositions,
	settlement_price: Price,
	parameters: &StandardParameters,
) -> Result<NetMargin, MathsError> {
	let market = Market {
		spot: positions.spot,
		confidence: positions.confidence,
		settlement_price,
		parameters: *parameters,
	};
	let mut sums = market.of_collateral(positions.collateral)?;
	if let Some(perpetual) = &positions.perpetual {
		sums = sums.checked_add(market.of_perpetual(perpetual)?)?;
	}
	for expiry in &positions.expiries {
		let mut options = ExpirySums::new(expiry.forward);
		for option in &expiry.options {
			options.add(option, expiry.confidence, &market)?;
		}
		sums = sums.checked_add(options.part(&market)?)?;
	}
	sums.margin(&market)
}

/// What positions on one underlying are judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Market {
	/// The spot price.
	pub spot: Price,
	/// The confidence of the spot price, from 0 to 1.
	pub confidence: Rate,
	/// What one unit of the settlement asset is worth in USD.
	pub settlement_price: Price,
	/// Fractions, floors and thresholds.
	pub parameters: StandardParameters,
}

/// What some of the positions on one underlying come to. Parts may be added and taken away in any order:
/// the sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
	/// Net margin without what is kept for a settlement asset below its peg.
	net: NetMargin,
	/// Coins for which that is kept.
	depegged: Quantity,
}

impl Part {
	/// The sum of two parts.
	pub fn checked_add(self, other: Self) -> Result<Self, MathsError> {
		Ok(Self {
			net: self.net.checked_add(other.net)?,
			depegged: self.depegged.checked_add(other.depegged)?,
		})
	}

	/// What is left without a part that was added before.
	pub fn checked_sub(self, other: Self) -> Result<Self, MathsError> {
		Ok(Self {
			net: self.net.checked_sub(other.net)?,
			depegged: self.depegged.checked_sub(other.depegged)?,
		})
	}

	/// What these positions add to an account's net margin, in USD, if they are all there is on the underlying.
	///
	/// Initially `(threshold − settlement price) · factor · spot` is kept for each coin that counts, rounded up,
	/// against the account. Source: Derive v2, depeg contingency.
	pub fn margin(&self, market: &Market) -> Result<NetMargin, MathsError> {
		let peg = Rate::from_inner(isolated::per_coin(market.settlement_price)?.into_inner());
		let depeg = &market.parameters.depeg;
		let missing = depeg.threshold.checked_sub(peg)?;
		let kept = contingency(missing, depeg.factor, market.spot, self.depegged)?;
		Ok(NetMargin { initial: self.net.initial.checked_sub(kept)?, ..self.net })
	}
}

/// Options of one expiry and what they come to, one by one and together.
///
/// An option can be added and taken out at the cost of that option alone; what all of them can lose
/// together is computed when asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpirySums {
	forward: Price,
	/// The confidence of each option, the lowest first.
	confidences: Vec<Rate>,
	/// The sum of what each requires on its own.
	alone: NetMargin,
	/// What could be paid for options, if all open buys were filled.
	premiums: Usd,
	/// Coins that could be short.
	short: Quantity,
	/// How many options could be sold by orders.
	sellable: u32,
	/// By strike.
	legs: Vec<Leg>,
}

impl ExpirySums {
	/// No options yet. The forward is in USD per coin.
	pub const fn new(forward: Price) -> Self {
		Self {
			forward,
			confidences: Vec::new(),
			alone: NetMargin::of_cash(Usd::ZERO),
			premiums: Usd::ZERO,
			short: Quantity::ZERO,
			sellable: 0,
			legs: Vec::new(),
		}
	}

	/// Whether there are no options in it.
	pub fn is_empty(&self) -> bool {
		self.legs.is_empty()
	}

	/// Adds an option. `confidence` is that of its forward and volatility, from 0 to 1. What it requires alone is
	/// rounded up, against the account. Source: Derive v2, isolated margin.
	pub fn add(
		&mut self,
		option: &OptionPosition,
		confidence: Rate,
		market: &Market,
	) -> Result<(), MathsError> {
		let OptionPart { alone, short } = market.of_option(option)?;
		self.alone = self.alone.checked_add(alone)?;
		self.premiums = self.premiums.checked_add(option.orders.bought_for)?;
		self.short = self.short.checked_add(short)?;
		let place = self.confidences.partition_point(|other| *other <= confidence);
		self.confidences.insert(place, confidence);
		let leg = Leg::of(option);
		self.sellable = self.sellable.saturating_add(u32::from(!leg.sold.is_zero()));
		let place = self.legs.partition_point(|other| other.strike <= leg.strike);
		self.legs.insert(place, leg);
		Ok(())
	}

	/// Takes an option out that was added as it is given, with this confidence: exactly what it added.
	/// [`MathsError::OutsideDomain`] if there is none. Ours.
	pub fn remove(
		&mut self,
		option: &OptionPosition,
		confidence: Rate,
		market: &Market,
	) -> Result<(), MathsError> {
		let OptionPart { alone, short } = market.of_option(option)?;
		let leg = Leg::of(option);
		let place = self.legs.iter().position(|other| *other == leg);
		let place = place.ok_or(MathsError::OutsideDomain)?;
		let doubt = self.confidences.iter().position(|other| *other == confidence);
		let doubt = doubt.ok_or(MathsError::OutsideDomain)?;
		self.alone = self.alone.checked_sub(alone)?;
		self.premiums = self.premiums.checked_sub(option.orders.bought_for)?;
		self.short = self.short.checked_sub(short)?;
		self.sellable = self.sellable.saturating_sub(u32::from(!leg.sold.is_zero()));
		self.legs.remove(place);
		self.confidences.remove(doubt);
		Ok(())
	}

	/// What they come to: the lesser of the sum of what each requires and the most they can lose together. In USD,
	/// rounded against the account. Source: Derive v2, standard risk manager.
	pub fn part(&self, market: &Market) -> Result<Part, MathsError> {
		let options = &market.parameters.options;
		let held = losses(&self.legs, |leg| Ok(leg.quantity))?;
		let filled = match self.sellable {
			0 => held,
			_ => losses(&self.legs, |leg| leg.quantity.checked_sub(leg.sold))?,
		};
		let together_initial = filled
			.requirement(self.forward, options.unpaired_initial)?
			.checked_add(self.premiums)?
			.checked_neg()?;
		let together_maintenance =
			held.requirement(self.forward, options.unpaired_maintenance)?.checked_neg()?;
		let confidence = self
			.confidences
			.first()
			.map_or(market.confidence, |least| market.confidence.min(*least));
		let doubt =
			market.doubt(confidence, market.parameters.oracle.option_threshold, self.short)?;
		let net = NetMargin {
			initial: self.alone.initial.max(together_initial).checked_sub(doubt)?,
			maintenance: self.alone.maintenance.max(together_maintenance),
			mark_to_market: self.alone.mark_to_market,
		};
		Ok(Part { net, depegged: self.short })
	}
}

/// One option on its own.
struct OptionPart {
	alone: NetMargin,
	/// Coins that it could be short.
	short: Quantity,
}

impl Market {
	/// `(1 − confidence) · factor` of the value of `coins`, if the confidence is below the threshold.
	fn doubt(&self, confidence: Rate, threshold: Rate, coins: Quantity) -> Result<Usd, MathsError> {
		if confidence >= threshold {
			return Ok(Usd::ZERO);
		}
		let one = Rate::from_inner(isolated::per_coin(Price::from_inner(ONE))?.into_inner());
		let missing = one.checked_sub(confidence)?;
		contingency(missing, self.parameters.oracle.factor, self.spot, coins)
	}

	/// A perpetual, with its orders on their worst side in the initial margin. In USD, requirements rounded up,
	/// against the account. Source: Derive v2; open orders are ours.
	pub fn of_perpetual(&self, perpetual: &PerpetualPosition) -> Result<Part, MathsError> {
		let PerpetualPosition { quantity, mark, unsettled, orders, .. } = *perpetual;
		let requirement =
			|level, coins| isolated::perpetual(level, coins, mark, &self.parameters.perpetuals);
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
		let reached = magnitude(bought)?.max(magnitude(sold)?);
		let doubt = self.doubt(
			perpetual.confidence.min(self.confidence),
			self.parameters.oracle.perpetual_threshold,
			reached,
		)?;
		let maintenance = requirement(Level::Maintenance, quantity)?;
		let net = NetMargin {
			initial: unsettled.checked_sub(initial)?.checked_sub(doubt)?,
			maintenance: unsettled.checked_sub(maintenance)?,
			mark_to_market: unsettled,
		};
		Ok(Part { net, depegged: reached })
	}

	/// One option on its own, with its orders on their worst side in the initial margin.
	fn of_option(&self, option: &OptionPosition) -> Result<OptionPart, MathsError> {
		let OptionPosition { kind, strike, quantity, value, orders } = *option;
		let options = &self.parameters.options;
		let requirement =
			|level, coins| isolated::option(level, kind, strike, coins, value, self.spot, options);
		let initial = |coins, paid: Usd, received: Usd| {
			received.checked_sub(paid)?.checked_sub(requirement(Level::Initial, coins)?)
		};
		let (bought, sold) = reach(quantity, &orders)?;
		let mut worst = initial(quantity, Usd::ZERO, Usd::ZERO)?;
		if orders != OpenOrders::default() {
			let both = bought.checked_sub(orders.sold)?;
			worst = worst
				.min(initial(bought, orders.bought_for, Usd::ZERO)?)
				.min(initial(sold, Usd::ZERO, orders.sold_for)?)
				.min(initial(both, orders.bought_for, orders.sold_for)?);
		}
		let alone = NetMargin {
			initial: worst,
			maintenance: requirement(Level::Maintenance, quantity)?.checked_neg()?,
			mark_to_market: value.value_floor(quantity)?,
		};
		Ok(OptionPart { alone, short: short_part(sold)? })
	}

	/// Coins of the underlying held as collateral.
	fn of_collateral(&self, coins: Quantity) -> Result<Part, MathsError> {
		if coins.is_zero() {
			return Ok(Part::default());
		}
		let Self { parameters, settlement_price, .. } = self;
		let value = self.spot.value_floor(coins)?;
		let maintenance = value.fraction_floor(parameters.collateral.factor)?;
		let doubt = if maintenance.is_zero() {
			Usd::ZERO
		} else {
			self.doubt(self.confidence, parameters.oracle.collateral_threshold, coins)?
		};
		let worth =
			multiply_divide_floor(value.into_inner(), ONE_SIGNED, settlement_price.into_inner())?;
		let net = NetMargin {
			initial: maintenance
				.fraction_floor(parameters.collateral.initial_scale)?
				.checked_sub(doubt)?,
			maintenance,
			mark_to_market: Usd::from_inner(worth),
		};
		Ok(Part { net, depegged: Quantity::ZERO })
	}
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

const ONE_SIGNED: i128 = 1_000_000_000_000_000_000;
