// SPDX-License-Identifier: Apache-2.0
//! Signer and file together, with crashes at every place.

use crate::{FileJournal, NotSigned, Round, Signer, Statement};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs};

#[derive(Clone, Debug)]
enum Event {
	/// The node wants to say `word` in the present round.
	Speak { word: u8, key_fails: bool },
	/// A round passes.
	Pass,
	/// The node restarts.
	Restart,
	/// It crashes while its file is written, which is then `cut` per mille of its length.
	CrashAndCut { cut: usize },
	/// Somebody deletes the file.
	Delete,
}

fn any_event() -> impl Strategy<Value = Event> {
	prop_oneof![
		6 => (any::<u8>(), prop::bool::weighted(0.1)).prop_map(|(word, key_fails)| Event::Speak { word, key_fails }),
		4 => Just(Event::Pass),
		3 => Just(Event::Restart),
		2 => (0usize..1_000).prop_map(|cut| Event::CrashAndCut { cut }),
		1 => Just(Event::Delete),
	]
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
	#[test]
	fn no_round_is_ever_signed_twice(events in prop::collection::vec(any_event(), 1..60)) {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("journal");
		let mut now: Round = 1_000;
		let open = |now| Signer::new(FileJournal::open(&path, now).unwrap().0);
		let mut signer = open(now);
		let mut signed: BTreeMap<Round, u8> = BTreeMap::new();
		for event in events {
			match event {
				Event::Speak { word, key_fails } => {
					let statement = Statement { round: now, digest: [word; 32] };
					let answer = signer.sign(&statement, || if key_fails { Err(()) } else { Ok(word) });
					match answer {
						Ok(word) => prop_assert_eq!(signed.insert(now, word), None, "round {} twice", now),
						Err(NotSigned::Journal(error)) => return Err(TestCaseError::fail(error.to_string())),
						Err(NotSigned::Key(()) | NotSigned::RoundSpent { .. }) => {},
					}
				},
				Event::Pass => now += 1,
				Event::Restart => signer = open(now),
				Event::CrashAndCut { cut } => {
					let whole = fs::read(&path).unwrap();
					fs::write(&path, &whole[..whole.len() * cut / 1_000]).unwrap();
					signer = open(now);
				},
				Event::Delete => {
					fs::remove_file(&path).unwrap();
					signer = open(now);
				},
			}
		}
		// It is not silence that keeps the promise: the round after any event can be signed.
		now += 1;
		let statement = Statement { round: now, digest: [1; 32] };
		prop_assert!(signer.sign(&statement, || Ok::<_, ()>(())).is_ok());
	}
}
