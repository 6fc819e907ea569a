// SPDX-License-Identifier: Apache-2.0
//! Whether a WASM module computes in floating point.

use crate::Failure;
use wasmparser::{Operator, Parser, Payload};

/// How many instructions of a module compute in floating point. Loads, stores and constants that are
/// never computed with count too: a runtime has no use for any.
pub(crate) fn count(module: &[u8]) -> Result<usize, Failure> {
	let mut found = 0usize;
	for payload in Parser::new(0).parse_all(module) {
		let Payload::CodeSectionEntry(body) = payload? else {
			continue;
		};
		for operator in body.get_operators_reader()? {
			if is_float(&operator?) {
				found = found.saturating_add(1);
			}
		}
	}
	Ok(found)
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

	/// A module with one function of this body.
	fn module(body: &[u8]) -> Vec<u8> {
		let length = u8::try_from(body.len()).unwrap();
		let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a".to_vec();
		bytes.extend([length + 4, 1, length + 2, 0]);
		bytes.extend(body);
		bytes.push(0x0b);
		bytes
	}

	#[test]
	fn floating_point_is_found_and_integers_are_not() {
		// i64.const 1, i64.const 1, i64.add, drop
		assert_eq!(count(&module(&[0x42, 1, 0x42, 1, 0x7c, 0x1a])).unwrap(), 0);
		// f32.const 0, drop; and i32.const 0, f64.convert_i32_s, drop
		assert_eq!(count(&module(&[0x43, 0, 0, 0, 0, 0x1a])).unwrap(), 1);
		assert_eq!(count(&module(&[0x41, 0, 0xb7, 0x1a])).unwrap(), 1);
	}
}
