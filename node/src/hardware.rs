// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Compares the machine with the one a validator should have, and only warns.

use sc_service::Role;
use sc_sysinfo::{HwBench, Requirements};
use std::{path::Path, sync::LazyLock};

/// What a validator's machine should reach, see `reference_hardware.json`.
pub(crate) static REFERENCE_HARDWARE: LazyLock<Requirements> = LazyLock::new(|| {
	serde_json::from_str(include_str!("reference_hardware.json"))
		.expect("the file is part of the source and a test parses it; qed")
});

/// Measures the machine. Takes some seconds.
pub(crate) fn measure(database_path: &Path) -> HwBench {
	// The directory may not exist before the first start; without it the disk is not measured.
	if let Err(error) = std::fs::create_dir_all(database_path) {
		log::warn!("Cannot measure the disk at {}: {error}", database_path.display());
	}
	sc_sysinfo::gather_hwbench(Some(database_path), &REFERENCE_HARDWARE)
}

/// Prints what was measured, and what is missing for a validator.
pub(crate) fn report(measured: &HwBench, role: &Role) {
	sc_sysinfo::print_hwbench(measured);
	if !role.is_authority() {
		return;
	}
	if let Err(failures) = REFERENCE_HARDWARE.check_hardware(measured, true) {
		log::warn!(
			"⚠️  This machine is slower than a validator's should be: {failures}. It may miss its \
			 slots when blocks are full."
		);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_sysinfo::Metric;

	#[test]
	fn the_reference_names_processor_memory_and_disk() {
		let metrics = REFERENCE_HARDWARE.0.iter().map(|it| it.metric).collect::<Vec<_>>();
		for expected in [
			Metric::Blake2256,
			Metric::Sr25519Verify,
			Metric::MemCopy,
			Metric::DiskSeqWrite,
			Metric::DiskRndWrite,
		] {
			assert!(metrics.contains(&expected), "{expected:?} is missing");
		}
	}
}
