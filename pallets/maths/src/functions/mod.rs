// SPDX-License-Identifier: Apache-2.0
//! Exponential, logarithm, square root and the normal distribution.
//!
//! Arguments and results are integers with 18 decimals. Each function states its domain and its
//! error; outside the domain it answers with an error, never with a wrong number. All round to nearest but
//! the root, which rounds down: nobody owes them to anybody.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`exp`], [`ln`] | argument reduction by tables: P. Tang 1989 and 1990; the tables and their certificate are ours |
//! | [`normal_cdf`] | N(−y) = φ(y) R(y) with the Mills ratio R: R. Gordon 1941; the polynomials are ours |
//! | [`square_root`] | x times its reciprocal root, by the series of Newton's step: P. Rabinowitz 1961; exact by steps of one |

pub(crate) mod binary;
#[cfg(test)]
mod certificate;
mod density;
mod discount;
mod divisor;
mod exponential;
mod logarithm;
mod mills;
mod normal;
mod reciprocal;
mod root;
#[rustfmt::skip]
mod tables;
mod word;

pub use exponential::exp;
pub use logarithm::ln;
pub use normal::{normal_cdf, normal_density};
pub use root::square_root;

pub(crate) use density::{loose_density, short_density};
pub(crate) use discount::Discount;
pub(crate) use divisor::DivisorWord;
pub(crate) use logarithm::Logarithm;
pub(crate) use mills::{mills, short_mills, Deviation, DEVIATION_BITS};
pub(crate) use root::floor_of_root;
pub(crate) use word::{high, times_fraction, times_word, upper, wide_product};
