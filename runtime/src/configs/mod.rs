// SPDX-License-Identifier: Apache-2.0

//! How each pallet is configured, one file for each area.

pub mod assets;
pub mod consensus;
pub mod governance;
pub mod margin;
pub mod oracle;
pub mod sequencing;
pub mod staking;
pub mod system;
pub mod trading;
pub mod utility;
pub mod window;
