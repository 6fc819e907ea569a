// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod backoff;
pub mod chain;
pub mod commands;
pub mod decimals;
pub mod demo;
pub mod feeder;
pub mod figures;
pub mod http_server;
pub mod node_process;
pub mod oracle_replay;
pub mod prices;
pub mod reporting;
pub mod simulator;
pub mod smile;
pub mod table;
pub mod table_file;
pub mod ticket;
pub mod utc;
pub mod wallet;
