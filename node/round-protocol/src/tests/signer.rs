// SPDX-License-Identifier: Apache-2.0
use crate::{Journal, NotSigned, Round, Signer, Statement};
use std::cell::RefCell;

/// A journal in memory that can fail.
#[derive(Default)]
struct Paper<'a> {
	last: Round,
	fails: bool,
	trace: Option<&'a RefCell<Vec<&'static str>>>,
}

impl Journal for Paper<'_> {
	type Error = &'static str;

	fn last_round(&self) -> Round {
		self.last
	}

	fn record(&mut self, statement: &Statement) -> Result<(), Self::Error> {
		if let Some(trace) = self.trace {
			trace.borrow_mut().push("journal");
		}
		if self.fails {
			return Err("the disk is full");
		}
		self.last = statement.round;
		Ok(())
	}
}

fn statement(round: Round) -> Statement {
	Statement { round, digest: [u8::try_from(round % 200).unwrap(); 32] }
}

fn sign(signer: &mut Signer<Paper>, round: Round) -> Result<Round, NotSigned<&'static str, ()>> {
	signer.sign(&statement(round), || Ok(round))
}

#[test]
fn the_journal_is_written_before_the_key_signs() {
	let trace = RefCell::new(Vec::new());
	let mut signer = Signer::new(Paper { trace: Some(&trace), ..Paper::default() });
	let signed: Result<_, NotSigned<_, ()>> = signer.sign(&statement(5), || {
		trace.borrow_mut().push("sign");
		Ok(())
	});
	assert_eq!(signed, Ok(()));
	assert_eq!(*trace.borrow(), ["journal", "sign"]);
}

#[test]
fn a_round_is_signed_once_and_none_before_it() {
	let mut signer = Signer::new(Paper::default());
	assert_eq!(sign(&mut signer, 5), Ok(5));
	assert_eq!(sign(&mut signer, 5), Err(NotSigned::RoundSpent { round: 5, last: 5 }));
	assert_eq!(sign(&mut signer, 4), Err(NotSigned::RoundSpent { round: 4, last: 5 }));
	assert_eq!(sign(&mut signer, 6), Ok(6));
}

#[test]
fn what_the_journal_knows_is_not_signed_again() {
	let mut signer = Signer::new(Paper { last: 7, ..Paper::default() });
	assert_eq!(sign(&mut signer, 7), Err(NotSigned::RoundSpent { round: 7, last: 7 }));
	assert_eq!(sign(&mut signer, 8), Ok(8));
}

#[test]
fn without_a_journal_nothing_is_signed_and_the_round_stays_spent() {
	let mut signer = Signer::new(Paper { fails: true, ..Paper::default() });
	let asked = RefCell::new(false);
	let signed: Result<(), NotSigned<_, ()>> = signer.sign(&statement(5), || {
		*asked.borrow_mut() = true;
		Ok(())
	});
	assert_eq!(signed, Err(NotSigned::Journal("the disk is full")));
	assert!(!*asked.borrow());
	signer.sign(&statement(5), || Ok::<_, ()>(())).unwrap_err();
	assert_eq!(signer.last_round(), 5);
}

#[test]
fn a_key_that_does_not_sign_spends_the_round() {
	let mut signer = Signer::new(Paper::default());
	let refused: Result<(), _> = signer.sign(&statement(5), || Err("locked"));
	assert_eq!(refused, Err(NotSigned::Key("locked")));
	assert_eq!(sign(&mut signer, 5), Err(NotSigned::RoundSpent { round: 5, last: 5 }));
}
