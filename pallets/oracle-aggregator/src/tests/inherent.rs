// SPDX-License-Identifier: Apache-2.0
//! What a node's author puts into a block, whatever others sent it.

use super::*;
use crate::Call;
use frame_support::inherent::{InherentData, ProvideInherent};
use oracle_core::{InherentType, INHERENT_IDENTIFIER};

fn offered(bundles: InherentType) -> InherentData {
	let mut data = InherentData::new();
	data.put_data(INHERENT_IDENTIFIER, &bundles).unwrap();
	data
}

fn chain() -> ExtBuilder {
	ExtBuilder::default().validators(&[XENIA, YUSUF])
}

/// The time and slot of the block that is made, before its inherents.
fn begin_block() {
	NowMs::mutate(|now| *now += WINDOW_MS);
	CurrentWindow::mutate(|window| *window += 1);
	System::set_block_number(CurrentWindow::get());
}

#[test]
fn what_counts_is_carried_and_what_does_not_is_left_out() {
	chain().build_and_execute(|| {
		let good = vote_of(XENIA, "60000");
		let forged = signed_by(XENIA, bundle(YUSUF, &[(BTC, "1")]));
		begin_block();
		let call = Oracle::create_inherent(&offered(vec![forged, good.clone(), good.clone()]));
		let Some(Call::submit_votes { bundles }) = call else { panic!("bundles are carried") };
		assert_eq!(bundles.into_inner(), [good]);
	});
}

#[test]
fn bundles_are_judged_by_the_time_of_the_block_they_will_be_in() {
	chain().build_and_execute(|| {
		let good = vote_of(XENIA, "60000");
		let mut data = offered(vec![good.clone()]);
		data.put_data(*b"timstap0", &(NowMs::get() + WINDOW_MS)).unwrap();
		// The slot has begun, and its time is not set yet: by the last block's the vote is from the future.
		CurrentWindow::mutate(|window| *window += 1);
		let call = Oracle::create_inherent(&data);
		assert_eq!(
			call,
			Some(Call::submit_votes { bundles: vec![good.clone()].try_into().unwrap() })
		);
		assert_eq!(Oracle::create_inherent(&offered(vec![good])), None);
	});
}

#[test]
fn without_bundles_that_count_there_is_no_inherent_and_none_is_asked_for() {
	chain().build_and_execute(|| {
		begin_block();
		assert_eq!(Oracle::create_inherent(&InherentData::new()), None);
		assert_eq!(Oracle::create_inherent(&offered(vec![])), None);
		let mut garbage = InherentData::new();
		garbage.put_data(INHERENT_IDENTIFIER, &7u8).unwrap();
		assert_eq!(Oracle::create_inherent(&garbage), None);
		assert!(matches!(Oracle::is_inherent_required(&garbage), Ok(None)));
	});
}

#[test]
fn importing_nodes_have_nothing_to_object_to() {
	chain().build_and_execute(|| {
		let call = Call::submit_votes { bundles: Default::default() };
		assert!(Oracle::is_inherent(&call));
		assert!(!Oracle::is_inherent(&Call::bond_more { amount: 1 }));
		assert!(Oracle::check_inherent(&call, &InherentData::new()).is_ok());
	});
}

#[test]
fn the_dry_run_and_the_dispatch_are_of_one_opinion() {
	chain().build_and_execute(|| {
		let bundles = vec![vote_of(XENIA, "60000"), signed_by(XENIA, bundle(YUSUF, &[(BTC, "1")]))];
		let (slot, now_ms) = (CurrentWindow::get() + 1, NowMs::get() + WINDOW_MS);
		let verdicts = Oracle::acceptable_bundles(slot, now_ms, &bundles);
		let ignored = verdicts.iter().filter(|verdict| verdict.is_err()).count();
		assert_eq!(ignored, 1);
		next_window_with_bundles(bundles).unwrap();
		assert!(events().iter().any(|event| matches!(
			event,
			Event::VotesCounted { bundles: 1, ignored, .. } if ignored.len() == 1
		)));
	});
}

#[test]
fn the_panel_tells_nodes_whose_keys_count_and_their_last_rounds() {
	chain().build_and_execute(|| {
		bundle_round(&[(XENIA, "60000")]);
		let panel = Oracle::voting_panel();
		assert_eq!((panel.genesis, panel.session), (GENESIS, Session::get()));
		assert_eq!(panel.feeds, [BTC, ETH]);
		// The outside reporters have no keys.
		let seats: Vec<_> =
			panel.seats.iter().map(|seat| (seat.key.clone(), seat.last_round)).collect();
		let round = CurrentWindow::get();
		assert_eq!(seats, [(key(XENIA).public(), round), (key(YUSUF).public(), 0)]);
	});
}
