// SPDX-License-Identifier: Apache-2.0
//! Why a computation was refused.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Why a computation was refused. Nothing in this crate panics or silently saturates.
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
pub enum MathsError {
	/// The result does not fit its type.
	Overflow,
	/// A divisor was zero.
	DivisionByZero,
	/// An input lies outside the domain the function states.
	OutsideDomain,
	/// An option's price lies below its intrinsic value, so no volatility explains it.
	BelowIntrinsic,
	/// An option's price equals its intrinsic value, so every small enough volatility explains it.
	AtIntrinsic,
	/// An option's price lies at or above what any volatility can explain.
	AboveMaximum,
	/// Nothing was given where at least one element is needed.
	Empty,
}

impl core::fmt::Display for MathsError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Self::Overflow => "the result does not fit its type",
			Self::DivisionByZero => "division by zero",
			Self::OutsideDomain => "an input lies outside the function's domain",
			Self::BelowIntrinsic => "the price lies below the option's intrinsic value",
			Self::AtIntrinsic => "the price equals the option's intrinsic value",
			Self::AboveMaximum => "the price lies at or above the option's maximum",
			Self::Empty => "nothing was given",
		})
	}
}

impl core::error::Error for MathsError {}
