// SPDX-License-Identifier: Apache-2.0
//! Whether a WASM module computes in floating point, and in which functions.

use crate::Failure;
use std::collections::BTreeMap;
use wasmparser::{KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// A function that computes in floating point.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
	/// As the module's name section calls it, demangled, without the hash; its number without one.
	pub(crate) name: String,
	/// How many of its instructions do so. Loads, stores and constants that are never computed with count
	/// too: a runtime has no use for any.
	pub(crate) instructions: usize,
}

impl Function {
	/// Whether its owner is one of these crates or modules, or lies in one.
	pub(crate) fn lies_in(&self, paths: &[String]) -> bool {
		let owner = owner(&self.name);
		paths.iter().any(|path| {
			owner
				.strip_prefix(path.as_str())
				.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '<', ' ']))
		})
	}
}

/// Where a function is written: its path, or that of the type it is implemented for, and for a type that
/// everybody has that of the trait. So a trait of others does not hide a type of ours.
fn owner(name: &str) -> &str {
	let Some(implementation) = name.strip_prefix('<') else { return name };
	let (of, by) = implementation.split_once(" as ").unwrap_or((implementation, ""));
	let of = of.trim_start_matches(['&', '*']);
	let of = of.strip_prefix("mut ").unwrap_or(of);
	let everybodys = !of.contains("::") || of.starts_with("core::") || of.starts_with("alloc::");
	if everybodys && !by.is_empty() {
		by
	} else {
		of
	}
}

/// Every function of a module that computes in floating point.
pub(crate) fn functions(module: &[u8]) -> Result<Vec<Function>, Failure> {
	let mut found = Vec::new();
	let mut names = BTreeMap::new();
	// Functions count from the imported ones on.
	let mut number = 0u32;
	for payload in Parser::new(0).parse_all(module) {
		match payload? {
			Payload::ImportSection(imports) => {
				for import in imports {
					if matches!(import?.ty, TypeRef::Func(_)) {
						number = number.saturating_add(1);
					}
				}
			},
			Payload::CodeSectionEntry(body) => {
				let mut instructions = 0usize;
				for operator in body.get_operators_reader()? {
					if is_float(&operator?) {
						instructions = instructions.saturating_add(1);
					}
				}
				if instructions > 0 {
					found.push((number, instructions));
				}
				number = number.saturating_add(1);
			},
			Payload::CustomSection(section) => {
				let KnownCustom::Name(sections) = section.as_known() else { continue };
				for section in sections {
					let Name::Function(functions) = section? else { continue };
					for naming in functions {
						let naming = naming?;
						names.insert(naming.index, naming.name);
					}
				}
			},
			_ => (),
		}
	}
	let name = |number: u32| match names.get(&number) {
		Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
		None => format!("function {number}"),
	};
	Ok(found
		.into_iter()
		.map(|(number, instructions)| Function { name: name(number), instructions })
		.collect())
}

/// The instructions of the floating-point types are named after them.
fn is_float(operator: &Operator<'_>) -> bool {
	let name = format!("{operator:?}");
	let name = name.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or("");
	name.contains("F32") || name.contains("F64")
}

#[cfg(test)]
mod tests {
	use super::*;

	/// A module with one function of this body, named.
	fn module(body: &[u8], name: &str) -> Vec<u8> {
		let byte = |length: usize| u8::try_from(length).unwrap();
		let longer = |by: usize| byte(body.len().saturating_add(by));
		let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a".to_vec();
		bytes.extend([longer(4), 1, longer(2), 0]);
		bytes.extend(body);
		bytes.push(0x0b);
		// The custom section `name` with one function's name.
		let map = [&[1, 0, byte(name.len())][..], name.as_bytes()].concat();
		let section = [&b"\x04name\x01"[..], &[byte(map.len())], &map].concat();
		bytes.extend([0, byte(section.len())]);
		bytes.extend(section);
		bytes
	}

	fn found(body: &[u8], name: &str) -> Vec<Function> {
		functions(&module(body, name)).unwrap()
	}

	#[test]
	fn floating_point_is_found_with_its_function_and_integers_are_not() {
		// i64.const 1, i64.const 1, i64.add, drop
		assert_eq!(found(&[0x42, 1, 0x42, 1, 0x7c, 0x1a], "whole"), []);
		// f32.const 0, drop; and i32.const 0, f64.convert_i32_s, drop
		let name = "_ZN12market_maths9functions3exp17h0123456789abcdefE";
		let exp = Function { name: "market_maths::functions::exp".into(), instructions: 1 };
		assert_eq!(found(&[0x43, 0, 0, 0, 0, 0x1a], name), [exp]);
		let plain = Function { name: "plain".into(), instructions: 1 };
		assert_eq!(found(&[0x41, 0, 0xb7, 0x1a], "plain"), [plain]);
	}

	#[test]
	fn a_function_belongs_to_its_type_and_for_a_type_of_everybody_to_its_trait() {
		let lies_in = |name: &str, path: &str| {
			Function { name: name.into(), instructions: 1 }.lies_in(&[path.to_owned()])
		};
		assert!(lies_in("serde_json::de::parse", "serde_json"));
		assert!(lies_in(
			"<&mut serde_json::de::Reader<R> as serde_core::Read>::next",
			"serde_json"
		));
		assert!(lies_in(
			"<core::marker::PhantomData<T> as serde_core::de::Seed>::seed",
			"serde_core"
		));
		assert!(lies_in("<f64 as core::fmt::Display>::fmt", "core::fmt"));
		assert!(!lies_in("core::num::parse", "core::fmt"));
		assert!(!lies_in("<market_maths::Rate as serde_json::From>::from", "serde_json"));
		assert!(!lies_in("serde_json_two::parse", "serde_json"));
		assert!(!lies_in("market_maths::functions::exp", "serde_json"));
		assert!(!lies_in("function 7", "serde_json"));
	}
}
