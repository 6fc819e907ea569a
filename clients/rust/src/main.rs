// SPDX-License-Identifier: Apache-2.0
//! The `straddle` command.

fn main() {}
