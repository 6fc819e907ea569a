// SPDX-License-Identifier: Apache-2.0
//! Exponential, logarithm, square root and the normal distribution.
