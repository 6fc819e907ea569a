// SPDX-License-Identifier: Apache-2.0
//! Marks, profit and funding of perpetuals.
