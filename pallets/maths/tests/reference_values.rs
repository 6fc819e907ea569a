// SPDX-License-Identifier: Apache-2.0
//! Every numeric case in `vectors/` comes out as it must.
//!
//! `STRADDLE_VECTORS` names another folder of the same schema.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::indexing_slicing,
	missing_docs,
	unreachable_pub,
	reason = "test code"
)]

#[path = "../src/bin/conformance/cases/mod.rs"]
mod cases;

#[test]
fn every_case_that_applies_passes() {
	let reports = cases::run(&cases::folder()).expect("the folder of cases can be read");
	let mut passed = 0;
	assert!(reports.broken.is_empty(), "{:#?}", reports.broken);
	for (kind, report) in &reports.kinds {
		assert!(report.failed.is_empty(), "{kind}: {:#?}", report.failed);
		passed += report.passed;
	}
	assert!(passed > 0, "no case applied");
}
