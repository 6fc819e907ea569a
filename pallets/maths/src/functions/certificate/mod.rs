// SPDX-License-Identifier: Apache-2.0
//! Proofs of the kernel's error bounds, by exact integers that enclose the real numbers: every entry of
//! every table, every cell's polynomial on its whole cell, and every rounding of their evaluation.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "test code")]

mod density;
mod enclosure;
mod exponential;
mod logarithm;
mod mills;
mod normal;
mod reciprocal;
