// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! The node of Straddle: produces, finalises and serves the chain.

#![expect(clippy::result_large_err, reason = "the client's own error type is large")]

mod chain_spec;
mod cli;
mod command;
mod hardware;
mod oracle;
mod rpc;
mod service;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

fn main() -> sc_cli::Result<()> {
	command::run()
}
