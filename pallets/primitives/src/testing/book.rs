// SPDX-License-Identifier: Apache-2.0
//! A book whose prices and liquidation venue a test decides.
