// SPDX-License-Identifier: Apache-2.0

//! Which ports the nodes listen on.

use std::{net::TcpListener, ops::Range};

/// Below the ports that Linux takes for outgoing connections, so that none is taken between the
/// choice and its use.
const RANGE: Range<u16> = 21_000..31_000;

/// The ports of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
	/// Where other nodes connect.
	pub peers: u16,
	/// Where clients connect.
	pub rpc: u16,
}

/// Free ports for `nodes` nodes. Networks and processes that choose at the same time begin at different
/// places.
pub fn choose(network: u32, nodes: usize) -> Option<Vec<Ports>> {
	let is_free = |port| TcpListener::bind(("127.0.0.1", port)).is_ok();
	choose_from(std::process::id().wrapping_add(network), nodes, is_free)
}

fn choose_from(
	seed: u32,
	nodes: usize,
	mut is_free: impl FnMut(u16) -> bool,
) -> Option<Vec<Ports>> {
	let length = u32::from(RANGE.end - RANGE.start);
	// A prime, so that neighbouring seeds lie far from each other.
	let start = RANGE.start + (seed.wrapping_mul(4_099) % length) as u16;
	let mut free = (start..RANGE.end).chain(RANGE.start..start).filter(|port| is_free(*port));
	(0..nodes)
		.map(|_| Some(Ports { peers: free.next()?, rpc: free.next()? }))
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::collections::BTreeSet;

	fn all(ports: &[Ports]) -> BTreeSet<u16> {
		ports.iter().flat_map(|ports| [ports.peers, ports.rpc]).collect()
	}

	#[test]
	fn every_node_has_ports_of_its_own() {
		let ports = choose_from(7, 4, |_| true).unwrap();
		assert_eq!(ports.len(), 4);
		assert_eq!(all(&ports).len(), 8);
	}

	#[test]
	fn a_port_in_use_is_passed_over() {
		let first = choose_from(7, 1, |_| true).unwrap()[0];
		let second = choose_from(7, 1, |port| port != first.peers).unwrap()[0];
		assert_eq!(second.peers, first.rpc);
	}

	#[test]
	fn the_search_goes_round_the_end_of_the_range() {
		let only_first = choose_from(7, 1, |port| port < RANGE.start + 2).unwrap();
		assert_eq!(all(&only_first), BTreeSet::from([RANGE.start, RANGE.start + 1]));
	}

	#[test]
	fn too_few_free_ports_are_refused() {
		assert_eq!(choose_from(7, 2, |port| port < RANGE.start + 3), None);
	}

	#[test]
	fn two_processes_do_not_begin_at_the_same_port() {
		let one = all(&choose_from(4_711, 4, |_| true).unwrap());
		let other = all(&choose_from(4_712, 4, |_| true).unwrap());
		assert!(one.is_disjoint(&other));
	}

	#[test]
	fn a_port_that_somebody_listens_on_is_not_chosen() {
		let taken = choose(0, 1).unwrap()[0];
		// A process that another test is just starting holds what was open here, until it is another program.
		let _listener = std::iter::repeat_with(|| TcpListener::bind(("127.0.0.1", taken.peers)))
			.take(1_000)
			.inspect(|_| std::thread::sleep(std::time::Duration::from_millis(1)))
			.find_map(Result::ok)
			.unwrap();
		assert!(!all(&choose(0, 4).unwrap()).contains(&taken.peers));
	}
}
