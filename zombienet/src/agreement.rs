// SPDX-License-Identifier: Apache-2.0

//! Whether nodes finalised the same chain.

use std::fmt;

/// A block, as a node reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
	/// Its number.
	pub height: u32,
	/// Its hash.
	pub hash: String,
	/// The root of the state after it.
	pub state_root: String,
}

/// What nodes may disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
	/// The number of the block reported for a height.
	Height,
	/// The hash of the block.
	Hash,
	/// The root of the state after it.
	StateRoot,
}

impl fmt::Display for Subject {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Height => "numbers",
			Self::Hash => "hashes",
			Self::StateRoot => "state roots",
		})
	}
}

/// Two nodes that finalised different blocks at one height.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
	/// The height.
	pub height: u32,
	/// What differs.
	pub subject: Subject,
	/// What each node says.
	pub found: Vec<(&'static str, String)>,
}

impl fmt::Display for Disagreement {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "different {} at finalised height {}:", self.subject, self.height)?;
		for (name, value) in &self.found {
			write!(f, " {name} {value}")?;
		}
		Ok(())
	}
}

impl std::error::Error for Disagreement {}

impl Subject {
	fn of(self, head: &Head) -> String {
		match self {
			Self::Height => head.height.to_string(),
			Self::StateRoot => head.state_root.clone(),
			Self::Hash => head.hash.clone(),
		}
	}
}

/// Whether all of `heads`, each with the name of the node that reports it, are one block at `height`.
pub fn ensure_agreement(height: u32, heads: &[(&'static str, Head)]) -> Result<(), Disagreement> {
	for subject in [Subject::Height, Subject::StateRoot, Subject::Hash] {
		let expected = match subject {
			Subject::Height => Some(height.to_string()),
			_ => heads.first().map(|(_, head)| subject.of(head)),
		};
		if heads.iter().any(|(_, head)| Some(subject.of(head)) != expected) {
			let found = heads.iter().map(|(name, head)| (*name, subject.of(head))).collect();
			return Err(Disagreement { height, subject, found });
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn head(height: u32, hash: &str, state_root: &str) -> Head {
		Head { height, hash: hash.into(), state_root: state_root.into() }
	}

	#[test]
	fn nodes_with_the_same_block_agree() {
		let heads = [("alice", head(3, "0xaa", "0x01")), ("bob", head(3, "0xaa", "0x01"))];
		assert_eq!(ensure_agreement(3, &heads), Ok(()));
	}

	#[test]
	fn another_state_root_is_told_with_everybodys_answer() {
		let heads = [
			("alice", head(3, "0xaa", "0x01")),
			("bob", head(3, "0xbb", "0x02")),
			("charlie", head(3, "0xaa", "0x01")),
		];
		let disagreement = ensure_agreement(3, &heads).unwrap_err();
		assert_eq!(disagreement.subject, Subject::StateRoot);
		assert_eq!(
			disagreement.to_string(),
			"different state roots at finalised height 3: alice 0x01 bob 0x02 charlie 0x01"
		);
	}

	#[test]
	fn two_blocks_with_one_state_root_are_still_two_blocks() {
		let heads = [("alice", head(3, "0xaa", "0x01")), ("bob", head(3, "0xbb", "0x01"))];
		assert_eq!(ensure_agreement(3, &heads).unwrap_err().subject, Subject::Hash);
	}

	#[test]
	fn a_block_of_another_height_is_no_answer() {
		let heads = [("alice", head(2, "0xaa", "0x01")), ("bob", head(2, "0xaa", "0x01"))];
		assert_eq!(ensure_agreement(3, &heads).unwrap_err().subject, Subject::Height);
	}
}
