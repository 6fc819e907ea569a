// SPDX-License-Identifier: Apache-2.0

//! Networks of validators on one machine, as processes: started, watched, broken and put together
//! again.
//!
//! It needs the node's binary and nothing else, so its scenarios run wherever the node does. Whatever
//! it starts ends with it: see [`process`].

pub mod agreement;
pub mod network;
pub mod ports;
pub mod process;
pub mod rpc;
pub mod scenario;
pub mod specification;
pub mod traffic;
pub mod validators;
pub mod watch;

mod failure;

pub use failure::Failure;
