// SPDX-License-Identifier: Apache-2.0
//! What one coin of an instrument gains or loses in every scenario.
//!
//! A row holds whole multiples of 2^-30 of the index, so it means the same for every lot size, and at
//! 100,000 USD a unit is a hundredth of a cent. Each number is rounded down: against a long. What a
//! short loses is at most one unit more, and [`Holdings`](super::Holdings) charges it for that.
//!
//! # Source
//!
//! SPAN's risk arrays (CME), priced by Black 1976. Fractions of the index in 32 bits are ours.

use super::{
	scenario_set::Column, shocked_expiry::ShockedForward, skew::skewed, ScenarioSet, ShockedExpiry,
	SkewShock, COLUMNS,
};
use crate::{
	functions::{binary::Binary, high, short_density, short_mills, DEVIATION_BITS},
	options::{per_price, per_unit, Level, OptionKind, Strike},
	units::{Price, Volatility},
	MathsError,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bits behind the point of a stored number.
pub(super) const ROW_BITS: u32 = 30;

/// Bits behind the point while a row is computed: prices of up to 128 times the index.
const BITS: u32 = 56;

/// The error of a computed number is below this, 2^-40 of the index: 2^-44.3 for each forward's worth of
/// the index, of which there are up to 16. It is taken off before a number is rounded down.
const ERROR: i64 = 1 << (BITS - 40);

/// Forwards below this many times the index have rows, and strikes below eight times as many: 2^4.
const FORWARD_BITS: u32 = 4;

/// Bits of a sum of forwards below so many times the index.
const TOGETHER_BITS: u32 = BITS + FORWARD_BITS;

/// Beyond this many standard deviations a price is nothing, to 2^-56: 8.5.
const WORTHLESS: u64 = 17 << 58;

/// Weighted profit and loss of one coin, long, in each scenario: units of 2^-30 of the index, rounded
/// down. Columns that a set does not use are zero.
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
)]
pub struct RiskRow([i32; COLUMNS]);

impl RiskRow {
	/// A row from its columns.
	pub const fn from_columns(columns: [i32; COLUMNS]) -> Self {
		Self(columns)
	}

	/// The columns.
	pub const fn columns(&self) -> &[i32; COLUMNS] {
		&self.0
	}
}

/// An expiry with its prices as fractions of an index: what the rows of its series share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiryRows {
	shocked: ShockedExpiry,
	/// What a dollar at expiry is worth in coins at the index: discount over index.
	per_usd: Binary,
	/// The forward now.
	now: Forward,
	/// In the order of the set's moves.
	forwards: Vec<Forward>,
}

/// A forward, or a strike, as a row needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Forward {
	/// Discounted, as a fraction of the index.
	share: u64,
	/// With 56 fraction bits.
	logarithm: i64,
}

impl ExpiryRows {
	/// Refuses an index of zero, and forwards that make 16 times the index or more in some scenario, now and
	/// then together and weighted.
	pub fn new(shocked: ShockedExpiry, index: Price) -> Result<Self, MathsError> {
		let per_coin = per_price(index);
		if per_coin.is_zero() {
			return Err(MathsError::DivisionByZero);
		}
		let per_usd = per_coin.times(shocked.expiry().factor);
		let now = ShockedForward {
			price: shocked.expiry().forward,
			logarithm: shocked.expiry().logarithm,
		};
		let of_forward = |forward| Forward::new(forward, per_usd, FORWARD_BITS);
		let forwards = shocked.forwards().iter().map(of_forward).collect::<Result<Vec<_>, _>>()?;
		let now = of_forward(&now)?;
		for column in &shocked.columns {
			let then: &Forward = forwards.get(column.place).ok_or(MathsError::OutsideDomain)?;
			ensure_small(now.share, then.share, column)?;
		}
		Ok(Self { now, forwards, per_usd, shocked })
	}

	/// The row of one option.
	///
	/// Every number is at most what one coin gains in that scenario, priced without error, and less than
	/// a unit and a five-hundredth below it. Refuses what does not fit: more than twice the index after
	/// its weight, or a strike of 128 times the index and more. Rounded against a long; shorts pay in
	/// [`Holdings`](super::Holdings). Source: Black 1976; SPAN.
	pub fn option(
		&self,
		kind: OptionKind,
		strike: &Strike,
		volatility: Volatility,
	) -> Result<RiskRow, MathsError> {
		let levels = self.shocked.levels(volatility)?;
		let strike = self.strike(strike)?;
		let [raised, flat, lowered] =
			[&levels.raised, &levels.flat, &levels.lowered].map(Distances::new);
		let now = price(kind, &self.now, &strike, &flat);
		let mut row = [0; COLUMNS];
		for (cell, column) in row.iter_mut().zip(&self.shocked.columns) {
			if column.is_still {
				continue;
			}
			let forward = self.forwards.get(column.place).ok_or(MathsError::OutsideDomain)?;
			let distances = match column.volatility {
				super::VolatilityMove::Up => &raised,
				super::VolatilityMove::Flat => &flat,
				super::VolatilityMove::Down => &lowered,
			};
			let then = price(kind, forward, &strike, distances);
			// Both are below 2^63.
			let gained = then.cast_signed().wrapping_sub(now.cast_signed());
			*cell = stored(gained, column)?;
		}
		Ok(RiskRow(row))
	}

	/// The row of one option whose smile tilts (column 0) and bends (column 2), and what the opposite gains
	/// (columns 1 and 3); not weighted. Forwards stay where they are. A second row of the instrument, for
	/// [`SkewShock::losses`]; a skew that is off needs none.
	///
	/// Errors as those of [`ExpiryRows::option`], and of what [`SkewShock::factor`] refuses. Each column is rounded
	/// down, against who gains by it. Source: Derive v2.
	pub fn skewed(
		&self,
		kind: OptionKind,
		strike: &Strike,
		volatility: Volatility,
		skew: &SkewShock,
	) -> Result<RiskRow, MathsError> {
		let expiry = self.shocked.expiry();
		let root = SkewShock::root_of_years(expiry.seconds)?;
		let struck = self.strike(strike)?;
		let value = |volatility: Volatility| {
			let level = expiry.level(volatility)?;
			Ok(price(kind, &self.now, &struck, &Distances::new(&level)).cast_signed())
		};
		let now = value(volatility)?;
		let mut gains = [0; 4];
		for (pair, bends) in gains.chunks_exact_mut(2).zip([false, true]) {
			let factor = skew.factor(expiry.forward, strike.price, root, bends)?;
			// Both are below 2^63.
			let gained = value(skewed(volatility, factor)?)?.wrapping_sub(now);
			for (cell, gained) in pair.iter_mut().zip([gained, gained.wrapping_neg()]) {
				*cell = rounded(gained)?;
			}
		}
		let mut row = [0; COLUMNS];
		for (cell, gained) in row.iter_mut().zip(gains) {
			*cell = gained;
		}
		Ok(RiskRow(row))
	}

	fn strike(&self, strike: &Strike) -> Result<Forward, MathsError> {
		let shocked = ShockedForward { price: strike.price, logarithm: strike.logarithm };
		Forward::new(&shocked, self.per_usd, FORWARD_BITS.wrapping_add(3))
	}
}

impl Forward {
	/// Refuses what is 2^`bits` times the index or more.
	fn new(forward: &ShockedForward, per_usd: Binary, bits: u32) -> Result<Self, MathsError> {
		let share = per_unit(forward.price.into_inner()).times(per_usd);
		let share = share.to_fixed(BITS.cast_signed()).ok_or(MathsError::Overflow)?;
		if share >> BITS.wrapping_add(bits) != 0 {
			return Err(MathsError::Overflow);
		}
		// A price of zero has no logarithm and needs none: the smaller share is zero.
		let logarithm = forward.logarithm.map_or(0, |logarithm| logarithm.bits() >> 40);
		let logarithm = i64::try_from(logarithm).map_err(|_| MathsError::Overflow)?;
		Ok(Self { share, logarithm })
	}
}

/// One volatility as the distance of strikes from the forward needs it.
struct Distances {
	/// v / 2 in standard deviations.
	half: u64,
	/// The mantissa of 1 / v.
	inverse: u64,
	/// What a product with it has to be shifted by, to be in standard deviations. Negative: right.
	shift: i32,
	/// Log-moneyness beyond which nothing is left of a price, with 56 fraction bits.
	reach: u64,
	/// So much volatility that the option is worth the whole.
	whole: bool,
}

impl Distances {
	#[inline]
	fn new(level: &Level) -> Self {
		let total = level.total;
		// A total volatility of 23.
		let whole = total > Binary::from_word(23, 0);
		let half = total.to_fixed(DEVIATION_BITS.wrapping_sub(1)).unwrap_or(u64::MAX);
		// v (8.5 + v / 2): below 92 logarithms end.
		let reach = total.times(Binary::from_word(WORTHLESS.saturating_add(half), DEVIATION_BITS));
		Self {
			half,
			inverse: level.inverse.mantissa(),
			// From 56 to 59 fraction bits.
			shift: level.inverse.exponent().saturating_add(3),
			reach: reach.to_fixed(BITS.cast_signed()).unwrap_or(u64::MAX),
			whole,
		}
	}

	/// The value of the option out of the money at log-moneyness `x` with 56 fraction bits, as a
	/// fraction of the smaller of forward and strike and of 2^64.
	#[inline]
	fn value(&self, x: u64) -> u64 {
		if self.whole {
			return u64::MAX;
		}
		if x >= self.reach {
			return 0;
		}
		// Below 8.5 + v/2, so no bit is lost on the left.
		let distance = high(x, self.inverse);
		let distance = match u32::try_from(self.shift) {
			Ok(left) => distance.wrapping_shl(left),
			Err(_) => distance.checked_shr(self.shift.unsigned_abs()).unwrap_or(0),
		};
		let far = distance.wrapping_add(self.half);
		if distance < self.half {
			let near = self.half.wrapping_sub(distance);
			if near >= WORTHLESS {
				return u64::MAX;
			}
			// Each ratio is below 2, so the half of their sum fits; the product has 62 bits.
			let sum = (short_mills(near) >> 1).wrapping_add(short_mills(far) >> 1);
			let lost = high(short_density(near), sum);
			(1u64 << 62).saturating_sub(lost).saturating_mul(4)
		} else {
			let near = distance.wrapping_sub(self.half);
			let apart = short_mills(near).saturating_sub(short_mills(far));
			high(short_density(near), apart).wrapping_shl(1)
		}
	}
}

/// A price as a fraction of the index, with 56 bits.
#[inline]
fn price(kind: OptionKind, forward: &Forward, strike: &Forward, distances: &Distances) -> u64 {
	let x = forward.logarithm.abs_diff(strike.logarithm);
	let outside = high(forward.share.min(strike.share), distances.value(x));
	let inside = match kind {
		OptionKind::Call => forward.share.saturating_sub(strike.share),
		OptionKind::Put => strike.share.saturating_sub(forward.share),
	};
	outside.wrapping_add(inside)
}

/// The row of a perpetual: mark over index times the move, weighted and rounded down.
///
/// Refuses an index of zero, marks that make 16 times the index or more in some scenario, now and then
/// together and weighted, and what is more than twice the index after its weight. Error and beneficiary as of
/// [`ExpiryRows::option`]. Source: its definition, mark · (multiplier − 1).
pub fn perpetual_row(set: &ScenarioSet, mark: Price, index: Price) -> Result<RiskRow, MathsError> {
	let per_coin = per_price(index);
	if per_coin.is_zero() {
		return Err(MathsError::DivisionByZero);
	}
	let share = per_unit(mark.into_inner()).times(per_coin);
	let fixed = |share: Binary| share.to_fixed(BITS.cast_signed()).ok_or(MathsError::Overflow);
	let now = fixed(share)?;
	let mut row = [0; COLUMNS];
	for (cell, column) in row.iter_mut().zip(&set.columns) {
		let by = set.moves.get(column.place).ok_or(MathsError::OutsideDomain)?;
		let moves = by.multiplier.into_inner() != crate::arithmetic::ONE.cast_signed();
		if moves && !column.is_still {
			let then = fixed(share.times(by.shock.factor))?;
			ensure_small(now, then, column)?;
			*cell = stored(then.cast_signed().wrapping_sub(now.cast_signed()), column)?;
		}
	}
	Ok(RiskRow(row))
}

/// Refuses two prices of the underlying that make 2^4 times the index or more together, weighted or not.
///
/// Neither a call nor a put nor a perpetual gains or loses more than the larger of the two.
fn ensure_small(now: u64, then: u64, column: &Column) -> Result<(), MathsError> {
	let together = now.checked_add(then).ok_or(MathsError::Overflow)?;
	if together >> TOGETHER_BITS == 0 && column.weighted(together) >> TOGETHER_BITS == 0 {
		Ok(())
	} else {
		Err(MathsError::Overflow)
	}
}

/// Weighted, less the error, rounded down to a stored unit. What is gained fits, weighted or not:
/// [`ensure_small`].
#[inline]
fn stored(gained: i64, column: &Column) -> Result<i32, MathsError> {
	let size = column.weighted(gained.unsigned_abs()).cast_signed();
	rounded(if gained < 0 { size.wrapping_neg() } else { size })
}

/// Less the error, rounded down to a stored unit.
#[inline]
fn rounded(gained: i64) -> Result<i32, MathsError> {
	let units = gained.saturating_sub(ERROR) >> BITS.wrapping_sub(ROW_BITS);
	i32::try_from(units).map_err(|_| MathsError::Overflow)
}
