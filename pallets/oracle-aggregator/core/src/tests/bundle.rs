// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{
	Smiles, MAX_BUNDLES, MAX_ENTRIES, MAX_SIGNED_BUNDLE_BYTES, MAX_SMILES, SIGNING_DOMAIN,
};
use codec::{DecodeAll, Encode, MaxEncodedLen};
use market_maths::units::Rate;

#[test]
fn the_signed_text_begins_with_the_domain_and_the_version() {
	let payload = bundle().signing_payload();
	let (head, rest) = payload.split_at(SIGNING_DOMAIN.len() + 1);
	assert_eq!(head, b"straddle/oracle/vote\x02");
	assert_eq!(VoteBundle::decode_all(&mut &rest[..]), Ok(bundle()));
}

#[test]
fn no_signed_bundle_is_longer_than_the_limit_and_the_largest_just_fits() {
	assert_eq!(MAX_SIGNED_BUNDLE_BYTES, VoteBundle::max_encoded_len() + 64);
	let mut largest = bundle();
	let ticker = |number: u32| format!("A{number}").parse::<Underlying>().unwrap();
	let values = (100..100 + MAX_ENTRIES).map(|number| entry(FeedId::Index(ticker(number)), "1"));
	largest.entries = Entries::try_from(values.collect::<Vec<_>>()).unwrap();
	let smile = largest.smiles[0];
	largest.smiles = Smiles::try_from(vec![smile; MAX_SMILES as usize]).unwrap();
	assert_eq!(signed(largest).encode().len(), MAX_SIGNED_BUNDLE_BYTES);
}

#[test]
fn a_bundle_with_more_entries_than_allowed_cannot_be_read() {
	let mut bytes = bundle().encode();
	let entries = vec![entry(FeedId::Index(Underlying::BTC), "1"); MAX_ENTRIES as usize + 1];
	let tail = (bundle().entries, bundle().smiles).encode().len();
	bytes.truncate(bytes.len() - tail);
	(entries, bundle().smiles).encode_to(&mut bytes);
	assert!(VoteBundle::decode_all(&mut &bytes[..]).is_err());
}

#[test]
fn a_bundle_with_more_smiles_than_allowed_cannot_be_read() {
	let mut bytes = bundle().encode();
	let smiles = vec![bundle().smiles[0]; MAX_SMILES as usize + 1];
	bytes.truncate(bytes.len() - bundle().smiles.encode().len());
	smiles.encode_to(&mut bytes);
	assert!(VoteBundle::decode_all(&mut &bytes[..]).is_err());
}

#[test]
fn every_seat_has_room_in_a_block() {
	assert_eq!(MAX_BUNDLES, 64);
}

#[test]
fn signatures_are_randomised_and_yet_the_content_has_one_name() {
	let (one, other) = (signed(bundle()), signed(bundle()));
	assert_ne!(one.signature, other.signature);
	assert_eq!(one.bundle.digest(), other.bundle.digest());
	assert!(!one.contradicts(&other));
}

#[test]
fn each_part_of_a_bundle_changes_its_name() {
	let changes: [fn(&mut VoteBundle); 12] = [
		|it| it.version = 3,
		|it| it.genesis = H256::zero(),
		|it| it.session += 1,
		|it| it.round += 1,
		|it| it.reporter += 1,
		|it| it.observed_at_ms += 1,
		|it| it.entries[0].value = Price::from_inner(1),
		|it| it.entries[0].confidence = Price::from_inner(1),
		|it| it.entries[1].sources = 0,
		|it| it.smiles[0].smile.expiry += 1,
		|it| it.smiles[0].nodes.forward = Price::from_inner(1),
		|it| it.smiles[0].nodes.totals[6] = Rate::from_inner(1),
	];
	for change in changes {
		let mut changed = bundle();
		change(&mut changed);
		assert_ne!(changed.digest(), bundle().digest(), "{changed:?}");
		assert!(
			!SignedBundle { bundle: changed, ..signed(bundle()) }.is_signed_by(&key(3).public())
		);
	}
}

#[test]
fn two_statements_for_one_round_contradict_each_other() {
	let mut other = bundle();
	other.entries[0].value = Price::from_inner(1);
	assert!(signed(bundle()).contradicts(&signed(other.clone())));
	let mut later = other.clone();
	later.round += 1;
	let mut elsewhere = other.clone();
	elsewhere.genesis = H256::zero();
	let mut another_session = other.clone();
	another_session.session += 1;
	let mut another_seat = other;
	another_seat.reporter += 1;
	for harmless in [later, elsewhere, another_session, another_seat] {
		assert!(!signed(bundle()).contradicts(&signed(harmless)));
	}
}
