// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
	not(test),
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::string_slice,
		clippy::todo,
		clippy::unimplemented,
		clippy::unreachable,
		clippy::unwrap_used,
		reason = "nothing here panics: see `MathsError`"
	)
)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
		clippy::float_arithmetic,
		reason = "test code; the build without tests is held to all of them"
	)
)]

extern crate alloc;

pub mod aggregation;
pub mod arithmetic;
pub mod auction;
pub mod combination;
pub mod error;
pub mod functions;
pub mod liquidation;
pub mod margin;
pub mod options;
pub mod perpetuals;
pub mod units;

pub use error::MathsError;
