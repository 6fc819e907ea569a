// SPDX-License-Identifier: Apache-2.0
//! What time causes.

mod begin_turn;
