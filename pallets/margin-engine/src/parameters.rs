// SPDX-License-Identifier: Apache-2.0
//! Settings that governance may change, and the bounds it cannot leave.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use market_maths::{
	margin::{
		CollateralParameters, DepegParameters, OptionParameters, OracleParameters,
		PerpetualParameters, StandardParameters,
	},
	units::{Rate, Usd},
};
use market_primitives::Underlying;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const UNIT: i128 = 1_000_000_000_000_000_000;

/// A fraction of so many ten-thousandths.
const fn basis_points(points: i128) -> Rate {
	Rate::from_inner(points.saturating_mul(UNIT / 10_000))
}

const fn usd(whole: i128) -> Usd {
	Usd::from_inner(whole.saturating_mul(UNIT))
}

/// Parameters that one call changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum ParameterGroup {
	/// How positions on an underlying are margined.
	Margin(Underlying),
	/// What trades cost.
	Fees,
	/// How accounts are liquidated.
	Liquidation,
}

/// What a trade costs, as fractions. Fees round up, against the trader.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct FeeRates {
	/// Of the value traded, for resting orders in perpetuals.
	pub perpetual_maker: Rate,
	/// Of the value traded, for incoming orders in perpetuals.
	pub perpetual_taker: Rate,
	/// Of the underlying's value, for resting orders in options.
	pub option_maker: Rate,
	/// Of the underlying's value, for incoming orders in options.
	pub option_taker: Rate,
	/// The most that an option's fee may be, of its premium.
	pub option_cap_of_premium: Rate,
	/// Of the value traded in a liquidation, for the insurance fund; never more than what the trade was
	/// better than the bankruptcy price.
	pub liquidation: Rate,
}

impl Default for FeeRates {
	fn default() -> Self {
		Self {
			perpetual_maker: basis_points(1),
			perpetual_taker: basis_points(5),
			option_maker: basis_points(3),
			option_taker: basis_points(3),
			option_cap_of_premium: basis_points(1_250),
			liquidation: basis_points(100),
		}
	}
}

impl FeeRates {
	/// The greater of what makers and takers pay.
	pub(crate) fn worst(&self, is_perpetual: bool) -> Rate {
		if is_perpetual {
			self.perpetual_maker.max(self.perpetual_taker)
		} else {
			self.option_maker.max(self.option_taker)
		}
	}
}

/// The most positions of an account that may be reduced in one window, whatever the rules are.
pub(crate) const MOST_SLICES: u8 = 16;

/// How accounts are liquidated.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct LiquidationParameters {
	/// How far above its requirement an account must be for its liquidation to end, of the requirement.
	pub buffer: Rate,
	/// The most of a market's recent volume that one account's liquidation may trade in a window.
	pub share_of_volume: Rate,
	/// What a slice may always be worth, however little was traded.
	pub least_slice: Usd,
	/// How far from the mark a slice may trade, of the mark for perpetuals, of the index for options.
	pub greatest_distance: Rate,
	/// How many positions of an account may be reduced in one window.
	pub slices_per_window: u8,
	/// After how many windows without any fill the market is given up on.
	pub patience_windows: u16,
}

impl Default for LiquidationParameters {
	fn default() -> Self {
		Self {
			buffer: basis_points(1_500),
			share_of_volume: basis_points(2_000),
			least_slice: usd(25_000),
			greatest_distance: basis_points(500),
			slices_per_window: 4,
			patience_windows: 20,
		}
	}
}

/// The margin of an underlying about which nothing else was decided.
pub fn default_margin() -> StandardParameters {
	StandardParameters {
		options: OptionParameters {
			initial_at_the_money: basis_points(1_500),
			initial_floor: basis_points(1_300),
			maintenance_call: basis_points(900),
			maintenance_put: basis_points(900),
			maintenance_put_of_value: basis_points(900),
			unpaired_initial: basis_points(12_000),
			unpaired_maintenance: basis_points(11_000),
			put_initial_over_maintenance: basis_points(10_500),
		},
		perpetuals: PerpetualParameters {
			initial: basis_points(1_000),
			maintenance: basis_points(650),
			large: usd(5_000_000),
			growth: basis_points(500),
		},
		collateral: CollateralParameters::default(),
		oracle: OracleParameters {
			perpetual_threshold: basis_points(9_990),
			option_threshold: basis_points(9_990),
			collateral_threshold: basis_points(9_990),
			factor: basis_points(10_000),
		},
		depeg: DepegParameters { threshold: basis_points(9_900), factor: basis_points(20_000) },
	}
}

/// Whether a fraction lies between two numbers of ten-thousandths.
fn within(value: Rate, least: i128, most: i128) -> bool {
	value >= basis_points(least) && value <= basis_points(most)
}

/// Whether the parameters lie within their bounds and initial requirements are not below maintenance.
pub fn margin_within_bounds(parameters: &StandardParameters) -> bool {
	let StandardParameters { options, perpetuals, collateral, oracle, depeg } = parameters;
	let options = within(options.initial_floor, 200, 12_000)
		&& within(options.initial_at_the_money, 500, 12_000)
		&& options.initial_at_the_money >= options.initial_floor
		&& within(options.maintenance_call, 100, 12_000)
		&& within(options.maintenance_put, 100, 12_000)
		&& within(options.maintenance_put_of_value, 100, 12_000)
		&& options.initial_floor >= options.maintenance_call
		&& options.initial_floor >= options.maintenance_put
		&& within(options.unpaired_maintenance, 10_000, 30_000)
		&& within(options.unpaired_initial, 10_000, 30_000)
		&& options.unpaired_initial >= options.unpaired_maintenance
		&& within(options.put_initial_over_maintenance, 10_000, 30_000);
	let perpetuals = within(perpetuals.maintenance, 50, 10_000)
		&& within(perpetuals.initial, 100, 10_000)
		&& perpetuals.initial > perpetuals.maintenance
		&& perpetuals.large >= Usd::ZERO
		&& within(perpetuals.growth, 0, 10_000);
	// Coins cannot be deposited yet, and what cannot be deposited must not count.
	let collateral = *collateral == CollateralParameters::default();
	let oracle = within(oracle.perpetual_threshold, 0, 10_000)
		&& within(oracle.option_threshold, 0, 10_000)
		&& within(oracle.collateral_threshold, 0, 10_000)
		&& within(oracle.factor, 0, 10_000);
	let depeg = within(depeg.threshold, 0, 10_000) && within(depeg.factor, 0, 30_000);
	options && perpetuals && collateral && oracle && depeg
}

/// Whether the fees lie within their bounds.
pub fn fees_within_bounds(rates: &FeeRates) -> bool {
	[rates.perpetual_maker, rates.perpetual_taker, rates.option_maker, rates.option_taker]
		.into_iter()
		.all(|rate| within(rate, 0, 100))
		&& within(rates.option_cap_of_premium, 0, 2_500)
		&& within(rates.liquidation, 0, 1_000)
}

/// Whether the way of liquidation lies within its bounds.
pub fn liquidation_within_bounds(parameters: &LiquidationParameters) -> bool {
	within(parameters.buffer, 0, 5_000)
		&& within(parameters.share_of_volume, 100, 10_000)
		&& parameters.least_slice >= usd(100)
		&& parameters.least_slice <= usd(10_000_000)
		&& within(parameters.greatest_distance, 10, 5_000)
		&& (1..=MOST_SLICES).contains(&parameters.slices_per_window)
		&& (1..=1_200).contains(&parameters.patience_windows)
}

/// Whether a number at most doubles or halves. From nothing a step goes to a ten-thousandth at most, and to
/// nothing one goes from as little.
fn is_one_step(old: i128, new: i128) -> bool {
	let smallest = UNIT / 10_000;
	let grows_little = new <= old.saturating_mul(2);
	let shrinks_little = new.saturating_mul(2) >= old;
	match (old, new) {
		(0, other) | (other, 0) => other <= smallest,
		_ => grows_little && shrinks_little,
	}
}

/// The same for the notional from which fractions grow. Zero means never, so the first number is a large one.
fn is_one_step_of_notional(old: Usd, new: Usd) -> bool {
	let never_to_rarely = old.is_zero() && new >= usd(1_000_000);
	never_to_rarely || is_one_step(old.into_inner(), new.into_inner())
}

fn are_one_step(pairs: &[(Rate, Rate)]) -> bool {
	pairs.iter().all(|(old, new)| is_one_step(old.into_inner(), new.into_inner()))
}

/// The fractions of a margin before and after a change. A greater one requires more, or sooner.
fn margin_fractions(old: &StandardParameters, new: &StandardParameters) -> [(Rate, Rate); 17] {
	let StandardParameters { options, perpetuals, oracle, depeg, .. } = old;
	[
		(options.initial_at_the_money, new.options.initial_at_the_money),
		(options.initial_floor, new.options.initial_floor),
		(options.maintenance_call, new.options.maintenance_call),
		(options.maintenance_put, new.options.maintenance_put),
		(options.maintenance_put_of_value, new.options.maintenance_put_of_value),
		(options.unpaired_initial, new.options.unpaired_initial),
		(options.unpaired_maintenance, new.options.unpaired_maintenance),
		(options.put_initial_over_maintenance, new.options.put_initial_over_maintenance),
		(perpetuals.initial, new.perpetuals.initial),
		(perpetuals.maintenance, new.perpetuals.maintenance),
		(perpetuals.growth, new.perpetuals.growth),
		(oracle.perpetual_threshold, new.oracle.perpetual_threshold),
		(oracle.option_threshold, new.oracle.option_threshold),
		(oracle.collateral_threshold, new.oracle.collateral_threshold),
		(oracle.factor, new.oracle.factor),
		(depeg.threshold, new.depeg.threshold),
		(depeg.factor, new.depeg.factor),
	]
}

/// Whether no margin parameter changes by more than one step.
pub fn margin_is_one_step(old: &StandardParameters, new: &StandardParameters) -> bool {
	are_one_step(&margin_fractions(old, new))
		&& is_one_step_of_notional(old.perpetuals.large, new.perpetuals.large)
}

/// Whether the change of a margin only restricts: no fraction becomes smaller, and fractions grow from no greater
/// notional on.
pub fn margin_only_tightens(old: &StandardParameters, new: &StandardParameters) -> bool {
	// Zero means never.
	let grows_from = |large: Usd| if large.is_zero() { Usd::MAX } else { large };
	margin_fractions(old, new).into_iter().all(|(old, new)| new >= old)
		&& grows_from(new.perpetuals.large) <= grows_from(old.perpetuals.large)
}

/// Whether no fee changes by more than one step.
pub fn fees_are_one_step(old: &FeeRates, new: &FeeRates) -> bool {
	are_one_step(&[
		(old.perpetual_maker, new.perpetual_maker),
		(old.perpetual_taker, new.perpetual_taker),
		(old.option_maker, new.option_maker),
		(old.option_taker, new.option_taker),
		(old.option_cap_of_premium, new.option_cap_of_premium),
		(old.liquidation, new.liquidation),
	])
}

/// Whether no parameter of liquidation changes by more than one step.
pub fn liquidation_is_one_step(old: &LiquidationParameters, new: &LiquidationParameters) -> bool {
	let counts = |old: u16, new: u16| is_one_step(old.into(), new.into());
	are_one_step(&[
		(old.buffer, new.buffer),
		(old.share_of_volume, new.share_of_volume),
		(old.greatest_distance, new.greatest_distance),
	]) && is_one_step(old.least_slice.into_inner(), new.least_slice.into_inner())
		&& counts(old.slices_per_window.into(), new.slices_per_window.into())
		&& counts(old.patience_windows, new.patience_windows)
}
