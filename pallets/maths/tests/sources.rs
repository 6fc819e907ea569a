// SPDX-License-Identifier: Apache-2.0
//! Every file with a formula says where the formula is from: a paragraph `# Source` in the documentation of its
//! module.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::{
	fs,
	path::{Path, PathBuf},
};

/// Files without a formula of anybody's, and why.
const NEED_NONE: &[(&str, &str)] = &[
	("auction/properties.rs", "tests"),
	("error.rs", "names of errors"),
	("functions/binary.rs", "numbers with an exponent: sums, products and quotients"),
	("functions/tables.rs", "numbers, written by tables/generate.py"),
	("functions/word.rs", "products of words"),
	("lib.rs", "the README"),
	("margin/parameters.rs", "parameters of formulas that stand elsewhere"),
	("units/decimal.rs", "text of decimals"),
	("units/mod.rs", "units"),
];

/// Folders without a formula of the crate's: a program that runs cases, and proofs.
const APART: &[&str] = &["bin", "functions/certificate"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() {
			sources(&path, found);
		} else if path.extension().is_some_and(|extension| extension == "rs") {
			found.push(path);
		}
	}
}

/// Files of the crate by their path under `src`, with what their module documentation says.
fn documented() -> Vec<(String, String)> {
	let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
	let mut paths = Vec::new();
	sources(&root, &mut paths);
	paths.sort();
	paths
		.into_iter()
		.filter_map(|path| {
			let under = path.strip_prefix(&root).unwrap();
			let name = under.to_str().unwrap().replace('\\', "/");
			if APART.iter().any(|folder| name.starts_with(folder)) {
				return None;
			}
			let text = fs::read_to_string(&path).unwrap();
			let lines = text.lines().filter_map(|line| line.strip_prefix("//!"));
			Some((name, lines.map(str::trim).collect::<Vec<_>>().join("\n")))
		})
		.collect()
}

/// Whether it has a paragraph of that name with something in it.
fn names_a_source(documentation: &str) -> bool {
	let mut lines = documentation.lines().skip_while(|line| *line != "# Source").skip(1);
	lines.any(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn every_file_with_a_formula_names_its_source() {
	let silent: Vec<String> = documented()
		.into_iter()
		.filter(|(name, documentation)| {
			!names_a_source(documentation) && NEED_NONE.iter().all(|(exempt, _)| exempt != name)
		})
		.map(|(name, _)| name)
		.collect();
	assert!(silent.is_empty(), "say `//! # Source` and from where in {silent:?}");
}

#[test]
fn files_that_need_no_source_exist_and_name_none() {
	let files = documented();
	for (exempt, why) in NEED_NONE {
		let file = files.iter().find(|(name, _)| name == exempt);
		let (_, documentation) = file.unwrap_or_else(|| panic!("no file {exempt} ({why})"));
		assert!(!names_a_source(documentation), "{exempt} names a source and needs no exemption");
	}
}

#[test]
fn a_heading_alone_names_nothing() {
	assert!(names_a_source("Roots.\n\n# Source\n\nNewton."));
	assert!(!names_a_source("Roots.\n\n# Source\n"));
	assert!(!names_a_source("Roots.\n\nSources differ."));
}
