// SPDX-License-Identifier: Apache-2.0
//! The rules of the house that a machine can check. Each failure says what to do.

use serde_json::Value;
use std::{
	collections::BTreeSet,
	path::{Path, PathBuf},
	process::Command,
};

fn root() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Our crates and what each depends on, benchmarks and tests included.
fn dependencies() -> Vec<(String, BTreeSet<String>)> {
	let output = Command::new(env!("CARGO"))
		.args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
		.current_dir(root())
		.output()
		.expect("cargo runs: it started this test");
	let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
	metadata["packages"]
		.as_array()
		.unwrap()
		.iter()
		.map(|package| {
			let names = package["dependencies"].as_array().unwrap().iter();
			let names = names.map(|d| d["name"].as_str().unwrap().to_string());
			(package["name"].as_str().unwrap().to_string(), names.collect())
		})
		.collect()
}

fn sources(below: &Path) -> Vec<PathBuf> {
	let mut found = Vec::new();
	for entry in std::fs::read_dir(below).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() && !path.ends_with("target") {
			found.extend(sources(&path));
		} else if path.extension().is_some_and(|extension| extension == "rs") {
			found.push(path);
		}
	}
	found
}

fn our_pallets() -> Vec<PathBuf> {
	let mut pallets: Vec<_> = std::fs::read_dir(root().join("pallets"))
		.unwrap()
		.map(|entry| entry.unwrap().path())
		.filter(|path| path.is_dir())
		.collect();
	pallets.sort();
	assert!(pallets.len() > 5, "the pallets are where this test looks for them");
	pallets
}

/// Code that runs on chain: no tests, mocks, benchmarks or generated files.
fn runs_on_chain(path: &Path) -> bool {
	let text = path.to_string_lossy();
	![
		"/tests/",
		"/tests.rs",
		"mock",
		"benchmark",
		"weights",
		"/examples/",
		"/bin/",
		"/fuzz/",
		"/testing/",
		"/conformance/",
		"/tables/",
	]
	.iter()
	.any(|part| text.contains(part))
}

#[test]
fn a_pallet_never_depends_on_another_of_our_pallets() {
	let packages = dependencies();
	let ours: BTreeSet<_> = our_pallets()
		.iter()
		.map(|path| format!("pallet-{}", path.file_name().unwrap().to_string_lossy()))
		.collect();
	for (name, needs) in &packages {
		if ours.contains(name) {
			let neighbours: Vec<_> = needs.intersection(&ours).collect();
			assert!(
				neighbours.is_empty(),
				"{name} depends on {neighbours:?}: let them meet on a trait in market-primitives",
			);
		}
	}
}

#[test]
fn maths_and_primitives_know_no_frame_and_no_pallet() {
	for (name, needs) in dependencies() {
		if name == "market-maths" || name == "market-primitives" {
			let forbidden: Vec<_> = needs
				.iter()
				.filter(|need| need.starts_with("frame-") || need.starts_with("pallet-"))
				.collect();
			assert!(forbidden.is_empty(), "{name} depends on {forbidden:?}, which knows storage");
		}
	}
}

#[test]
fn the_node_asks_the_runtime_and_no_pallet_of_ours() {
	let ours: BTreeSet<_> = our_pallets()
		.iter()
		.map(|path| format!("pallet-{}", path.file_name().unwrap().to_string_lossy()))
		.collect();
	let (_, needs) = dependencies().into_iter().find(|(name, _)| name == "straddle-node").unwrap();
	let direct: Vec<_> = needs.intersection(&ours).collect();
	assert!(direct.is_empty(), "the node depends on {direct:?}: ask through a runtime API");
}

#[test]
fn every_call_has_a_test_file_of_its_name() {
	let mut calls = 0;
	for pallet in our_pallets() {
		let Ok(entries) = std::fs::read_dir(pallet.join("src/calls")) else { continue };
		for entry in entries {
			let file = entry.unwrap().file_name();
			if file == "mod.rs" {
				continue;
			}
			calls += 1;
			let test = pallet.join("src/tests").join(&file);
			assert!(test.is_file(), "write {}: a call lacks its tests", test.display());
		}
	}
	assert!(calls > 10, "the calls are where this test looks for them");
}

#[test]
fn every_pallet_explains_itself() {
	for pallet in our_pallets() {
		let readme = std::fs::read_to_string(pallet.join("README.md")).unwrap_or_default();
		assert!(readme.len() > 500, "{} needs a README", pallet.display());
	}
}

#[test]
fn every_source_file_names_its_licence() {
	for folder in ["pallets", "runtime", "node", "clients", "zombienet"] {
		for path in sources(&root().join(folder)) {
			let text = std::fs::read_to_string(&path).unwrap();
			let head: String = text.lines().take(5).collect();
			assert!(
				head.contains("SPDX-License-Identifier: "),
				"{} does not start with its SPDX licence line",
				path.display(),
			);
		}
	}
}

#[test]
fn no_number_is_narrowed_silently_on_chain() {
	let narrowing = ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64"];
	for pallet in our_pallets() {
		for path in sources(&pallet.join("src")).into_iter().filter(|path| runs_on_chain(path)) {
			let text = std::fs::read_to_string(&path).unwrap();
			let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
			for (number, line) in code.lines().enumerate() {
				let line = line.split("//").next().unwrap();
				for kind in narrowing {
					let cast = format!(" as {kind}");
					let found = line.match_indices(&cast).any(|(at, _)| {
						let next = line[at + cast.len()..].chars().next();
						!next.is_some_and(|next| next.is_alphanumeric() || next == '_')
					});
					// The kernel of maths splits words on purpose, and says so at the head of the file.
					assert!(
						!found || text.contains("narrowing-casts: "),
						"{}:{}: `{}` may lose digits; use try_from",
						path.display(),
						number + 1,
						line.trim(),
					);
				}
			}
		}
	}
}
