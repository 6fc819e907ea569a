// SPDX-License-Identifier: Apache-2.0
//! What every source of prices must do.
