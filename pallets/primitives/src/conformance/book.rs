// SPDX-License-Identifier: Apache-2.0
//! What every venue and source of book prices must do.
