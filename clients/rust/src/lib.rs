// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod chain;
pub mod commands;
pub mod demo;
pub mod figures;
pub mod node_process;
pub mod prices;
pub mod reporting;
pub mod table;
pub mod ticket;
pub mod wallet;
