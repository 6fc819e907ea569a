// SPDX-License-Identifier: Apache-2.0
use crate::allowance::Allowances;

#[test]
fn a_peer_may_send_a_burst_and_then_only_what_comes_back_each_round() {
	let mut allowances = Allowances::new(5, 2, 10);
	let sent = |allowances: &mut Allowances<u8>, now| {
		(0..10).filter(|_| allowances.spend(&1, now)).count()
	};
	assert_eq!(sent(&mut allowances, 100), 5);
	assert_eq!(sent(&mut allowances, 100), 0);
	assert_eq!(sent(&mut allowances, 101), 2);
	assert_eq!(sent(&mut allowances, 103), 4);
	assert_eq!(sent(&mut allowances, 200), 5, "no more than a full allowance");
}

#[test]
fn one_peers_flood_costs_no_other_peer_anything() {
	let mut allowances = Allowances::new(5, 2, 10);
	while allowances.spend(&1, 100) {}
	assert!(allowances.spend(&2, 100));
}

#[test]
fn a_clock_that_goes_back_renews_nothing() {
	let mut allowances = Allowances::new(5, 2, 10);
	while allowances.spend(&1, 100) {}
	assert!(!allowances.spend(&1, 90));
}

#[test]
fn peers_are_forgotten_only_when_their_allowance_is_full_again() {
	let mut allowances = Allowances::new(5, 1, 2);
	assert!(allowances.spend(&1, 100));
	while allowances.spend(&2, 100) {}
	assert!(!allowances.spend(&3, 100), "there is no room to keep another peer in mind");
	assert!(allowances.spend(&3, 101), "the first peer's allowance is full again");
	assert!(allowances.spend(&2, 101) && !allowances.spend(&2, 101), "the second's is not");
	assert_eq!(allowances.len(), 2);
}
