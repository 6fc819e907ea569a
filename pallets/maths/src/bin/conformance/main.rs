// SPDX-License-Identifier: Apache-2.0
//! Runs every file of numeric cases in `STRADDLE_VECTORS`, or this crate's own, and prints one line
//! per kind: `kind: N passed, N failed, N unsupported`.
//!
//!     cargo run -p market-maths --bin conformance

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::indexing_slicing,
	missing_docs,
	unreachable_pub,
	reason = "a program that checks the crate, and no part of it"
)]

mod cases;

use std::{
	collections::BTreeMap,
	io::{self, Write},
	process::ExitCode,
};

fn main() -> ExitCode {
	match cases::run(&cases::folder()) {
		Ok(reports) => match print(&reports) {
			Ok(()) if reports.values().all(|report| report.failed.is_empty()) => ExitCode::SUCCESS,
			_ => ExitCode::FAILURE,
		},
		Err(problem) => {
			let _ = writeln!(io::stderr(), "{problem}");
			ExitCode::FAILURE
		},
	}
}

fn print(reports: &BTreeMap<String, cases::Report>) -> io::Result<()> {
	let mut out = io::stdout().lock();
	for (kind, report) in reports {
		let (failed, unsupported) = (report.failed.len(), report.unsupported.len());
		writeln!(
			out,
			"{kind}: {} passed, {failed} failed, {unsupported} unsupported",
			report.passed
		)?;
	}
	for (kind, report) in reports {
		for (key, share) in report.shares.iter().filter(|(_, share)| **share > 0) {
			let (whole, tenth) = (share / 10, share % 10);
			writeln!(out, "  closest {kind} {key}: {whole}.{tenth} % of its tolerance")?;
		}
		for (case, reason) in &report.failed {
			writeln!(out, "  failed {kind} {case}: {reason}")?;
		}
		// The same reason for many cases is said once.
		let mut by_reason = BTreeMap::<&str, Vec<&str>>::new();
		for (case, reason) in &report.unsupported {
			by_reason.entry(reason).or_default().push(case);
		}
		for (reason, cases) in by_reason {
			let some = cases.iter().take(5).copied().collect::<Vec<_>>().join(", ");
			let more = if cases.len() > 5 { ", …" } else { "" };
			writeln!(out, "  unsupported {kind} ({some}{more}): {reason}")?;
		}
	}
	Ok(())
}
