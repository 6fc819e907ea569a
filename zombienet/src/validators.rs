// SPDX-License-Identifier: Apache-2.0

//! The cast of the `local` chain. Everybody knows their keys: never use them on a public network.

/// A validator of the `local` chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validator {
	/// Its name; `--<name>` makes a node use its session keys.
	pub name: &'static str,
	/// The secret that its place in the network derives from.
	pub node_key: &'static str,
	/// The public name that others dial, derived from `node_key`.
	pub peer_id: &'static str,
}

/// The validators of the `local` chain, in the order of its genesis.
pub const VALIDATORS: [Validator; 4] = [
	Validator {
		name: "alice",
		node_key: "0000000000000000000000000000000000000000000000000000000000000001",
		peer_id: "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
	},
	Validator {
		name: "bob",
		node_key: "0000000000000000000000000000000000000000000000000000000000000002",
		peer_id: "12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD",
	},
	Validator {
		name: "charlie",
		node_key: "0000000000000000000000000000000000000000000000000000000000000003",
		peer_id: "12D3KooWSCufgHzV4fCwRijfH2k3abrpAJxTKxEvN1FDuRXA2U9x",
	},
	Validator {
		name: "dave",
		node_key: "0000000000000000000000000000000000000000000000000000000000000004",
		peer_id: "12D3KooWSsChzF81YDUKpe9Uk5AHV5oqAaXAcWNSPYgoLauUk4st",
	},
];

impl Validator {
	/// Where others find it, if it listens on `port` of this machine.
	pub fn address(&self, port: u16) -> String {
		format!("/ip4/127.0.0.1/tcp/{port}/p2p/{}", self.peer_id)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_two_validators_share_a_name_or_a_key() {
		for (place, validator) in VALIDATORS.iter().enumerate() {
			for other in &VALIDATORS[..place] {
				assert_ne!(validator.name, other.name);
				assert_ne!(validator.node_key, other.node_key);
				assert_ne!(validator.peer_id, other.peer_id);
			}
		}
	}

	#[test]
	fn an_address_names_port_and_peer() {
		assert_eq!(
			VALIDATORS[0].address(21_000),
			"/ip4/127.0.0.1/tcp/21000/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"
		);
	}
}
