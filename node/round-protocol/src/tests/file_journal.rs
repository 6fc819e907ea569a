// SPDX-License-Identifier: Apache-2.0
use crate::{file_journal::read, FileJournal, Journal, Opening, Round, Statement, FILE_BYTES};
use std::{fs, path::Path};

fn statement(round: Round) -> Statement {
	Statement { round, digest: [u8::try_from(round % 200).unwrap(); 32] }
}

fn open(path: &Path, present: Round) -> (Round, Opening) {
	let (journal, opening) = FileJournal::open(path, present).unwrap();
	(journal.last_round(), opening)
}

/// A journal whose last statement is of round `last`, and the folder it is in.
fn journal_of(last: Round) -> (tempfile::TempDir, std::path::PathBuf) {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("journal");
	let (mut journal, opening) = FileJournal::open(&path, 100).unwrap();
	assert_eq!((journal.last_round(), opening), (100, Opening::Created));
	for round in 101..=last {
		journal.record(&statement(round)).unwrap();
	}
	(folder, path)
}

#[test]
fn a_new_journal_bars_all_rounds_up_to_the_present() {
	let (_folder, path) = journal_of(100);
	assert_eq!(open(&path, 50), (100, Opening::Found));
}

#[test]
fn a_journal_knows_its_last_round_after_a_restart() {
	for last in 100..105 {
		let (_folder, path) = journal_of(last);
		assert_eq!(open(&path, 500), (last, Opening::Found));
		assert_eq!(fs::metadata(&path).unwrap().len(), u64::try_from(FILE_BYTES).unwrap());
	}
}

#[test]
fn a_restarted_journal_goes_on() {
	let (_folder, path) = journal_of(103);
	for round in 104..110 {
		let (mut journal, _) = FileJournal::open(&path, 500).unwrap();
		journal.record(&statement(round)).unwrap();
		drop(journal);
		assert_eq!(open(&path, 500), (round, Opening::Found));
	}
}

#[test]
fn wherever_the_file_is_cut_no_round_that_was_signed_is_signed_again() {
	for last in [101, 102] {
		let (_folder, path) = journal_of(last);
		let whole = fs::read(&path).unwrap();
		assert_eq!(whole.len(), FILE_BYTES);
		for length in 0..FILE_BYTES {
			let reading = read(Some(&whole[..length]), last);
			assert_eq!(reading.opening, Opening::Damaged, "cut to {length} bytes");
			assert_eq!(reading.last.round, last, "cut to {length} bytes");
		}
		let longer = [&whole[..], &[0]].concat();
		assert_eq!(read(Some(&longer), last).opening, Opening::Damaged);
	}
}

#[test]
fn a_damaged_file_is_repaired_when_it_is_opened() {
	let (_folder, path) = journal_of(102);
	let whole = fs::read(&path).unwrap();
	for length in [0, 1, 75, 76, 77, 4_095, 4_096, 4_097, FILE_BYTES - 1] {
		fs::write(&path, &whole[..length]).unwrap();
		assert_eq!(open(&path, 103), (103, Opening::Damaged), "cut to {length} bytes");
		assert_eq!(open(&path, 150), (103, Opening::Found));
	}
	fs::write(&path, [&whole[..], &[0; 100]].concat()).unwrap();
	assert_eq!(open(&path, 103), (103, Opening::Damaged));
	assert_eq!(open(&path, 150), (103, Opening::Found));
}

/// The write of round 103 stops after each number of bytes.
#[test]
fn wherever_a_write_is_interrupted_the_round_is_barred_or_was_never_begun() {
	let (_folder, path) = journal_of(102);
	let before = fs::read(&path).unwrap();
	let (mut journal, _) = FileJournal::open(&path, 103).unwrap();
	journal.record(&statement(103)).unwrap();
	drop(journal);
	let after = fs::read(&path).unwrap();
	let changed: Vec<_> = (0..FILE_BYTES).filter(|at| before[*at] != after[*at]).collect();
	let (from, to) = (changed[0], changed[changed.len() - 1]);
	assert!(to - from < 100, "one record is written, the other stays");

	for written in from..=to + 1 {
		let torn = [&after[..written], &before[written..]].concat();
		let reading = read(Some(&torn), 103);
		let found = (reading.last.round, reading.opening);
		if torn == before {
			assert_eq!(found, (102, Opening::Found), "nothing was written, so nothing signed");
		} else if torn == after {
			assert_eq!(found, (103, Opening::Found));
		} else {
			assert_eq!(found, (103, Opening::Damaged), "after {written} bytes");
		}
	}
}

#[test]
fn whichever_byte_of_a_record_is_damaged_it_is_noticed() {
	let (_folder, path) = journal_of(102);
	let whole = fs::read(&path).unwrap();
	for at in 0..FILE_BYTES {
		let mut damaged = whole.clone();
		damaged[at] ^= 1;
		let reading = read(Some(&damaged), 110);
		// What lies between the records says nothing.
		let in_a_record = !(76..4_096).contains(&at);
		let expected = if in_a_record { (110, Opening::Damaged) } else { (102, Opening::Found) };
		assert_eq!((reading.last.round, reading.opening), expected, "byte {at}");
	}
}

#[test]
fn a_damaged_journal_bars_what_it_still_knows_even_if_the_clock_went_back() {
	let (_folder, path) = journal_of(102);
	let whole = fs::read(&path).unwrap();
	// Round 102 is in the second record.
	let mut first_lost = whole.clone();
	first_lost[0] ^= 1;
	fs::write(&path, first_lost).unwrap();
	assert_eq!(open(&path, 7), (102, Opening::Damaged));
}

#[test]
fn a_file_of_another_kind_is_no_journal() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("journal");
	fs::write(&path, vec![0; FILE_BYTES]).unwrap();
	assert_eq!(open(&path, 9), (9, Opening::Damaged));
}

#[test]
fn a_journal_that_cannot_be_read_is_an_error_with_its_path() {
	let folder = tempfile::tempdir().unwrap();
	let error = FileJournal::open(folder.path(), 9).unwrap_err();
	assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
}
