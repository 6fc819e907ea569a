// SPDX-License-Identifier: Apache-2.0
//! The `straddle` command.

use clap::Parser;
use std::process::ExitCode;
use straddle_client::commands::CommandLine;
use tokio::signal::unix::{signal, SignalKind};

#[tokio::main]
async fn main() -> ExitCode {
	let command_line = CommandLine::parse();
	let outcome = tokio::select! {
		outcome = command_line.run() => outcome,
		signal = asked_to_end() => {
			eprintln!("\n{signal}: stopping");
			// What `run` started is stopped by being dropped.
			return ExitCode::from(130);
		},
	};
	match outcome {
		Ok(code) => code,
		Err(error) => {
			eprintln!("straddle: {error}");
			ExitCode::FAILURE
		},
	}
}

/// Waits for ctrl-c or a polite request to end.
async fn asked_to_end() -> &'static str {
	let mut terminate = signal(SignalKind::terminate()).ok();
	let terminated = async {
		match terminate.as_mut() {
			Some(terminate) => terminate.recv().await,
			None => std::future::pending().await,
		}
	};
	tokio::select! {
		_ = tokio::signal::ctrl_c() => "interrupted",
		_ = terminated => "terminated",
	}
}
