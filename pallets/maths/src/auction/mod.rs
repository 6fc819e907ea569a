// SPDX-License-Identifier: Apache-2.0
//! The uniform price of a call auction and who gets how much at it.
