// SPDX-License-Identifier: Apache-2.0
//! Runs every file of numeric cases in `STRADDLE_VECTORS` and the folders within it, or this crate's own, and prints
//! one line per kind: `kind: N passed, N failed, N unsupported`. Below follow the worst error of each kind
//! as a share of its tolerance, what failed and why, what does not apply and why, and files that
//! cannot be read.
//!
//! An expected error is answered by a refusal of that meaning. A refusal passes a name that means nothing here as
//! well, and is remarked upon.
//!
//! Exit code 1 if a case failed or a file could not be read. A kind without a rule here is
//! unsupported.
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

use cases::Reports;
use std::{
	collections::BTreeMap,
	io::{self, Write},
	process::ExitCode,
};

fn main() -> ExitCode {
	match cases::run(&cases::folder()) {
		Ok(reports) => match print(&reports) {
			Ok(()) if is_clean(&reports) => ExitCode::SUCCESS,
			_ => ExitCode::FAILURE,
		},
		Err(problem) => {
			let _ = writeln!(io::stderr(), "{problem}");
			ExitCode::FAILURE
		},
	}
}

fn is_clean(reports: &Reports) -> bool {
	reports.broken.is_empty() && reports.kinds.values().all(|report| report.failed.is_empty())
}

fn print(reports: &Reports) -> io::Result<()> {
	let mut out = io::stdout().lock();
	for (kind, report) in &reports.kinds {
		let (failed, unsupported) = (report.failed.len(), report.unsupported.len());
		writeln!(
			out,
			"{kind}: {} passed, {failed} failed, {unsupported} unsupported",
			report.passed
		)?;
	}
	for (kind, report) in &reports.kinds {
		if let Some(worst) = &report.worst {
			let of_it = share(worst.share);
			writeln!(out, "  worst error {kind}: {of_it} ({} of {})", worst.answer, worst.case)?;
		}
		for (case, reason) in &report.failed {
			writeln!(out, "  failed {kind} {case}: {reason}")?;
		}
		for (word, cases) in [("remark", &report.remarks), ("unsupported", &report.unsupported)] {
			print_by_reason(&mut out, word, kind, cases)?;
		}
	}
	for problem in &reports.broken {
		writeln!(out, "  broken file {problem}")?;
	}
	Ok(())
}

/// The same reason for many cases is said once.
fn print_by_reason(
	out: &mut impl Write,
	word: &str,
	kind: &str,
	cases: &[(String, String)],
) -> io::Result<()> {
	let mut by_reason = BTreeMap::<&str, Vec<&str>>::new();
	for (case, reason) in cases {
		by_reason.entry(reason).or_default().push(case);
	}
	for (reason, cases) in by_reason {
		let some = cases.iter().take(5).copied().collect::<Vec<_>>().join(", ");
		let more = if cases.len() > 5 { ", …" } else { "" };
		writeln!(out, "  {word} {kind} ({some}{more}): {reason}")?;
	}
	Ok(())
}

/// Thousandths of a tolerance, for people.
fn share(thousandths: u64) -> String {
	match thousandths {
		u64::MAX => "any, where none is allowed".into(),
		0 => "none".into(),
		share => format!("{}.{} % of its tolerance", share / 10, share % 10),
	}
}
