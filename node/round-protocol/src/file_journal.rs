// SPDX-License-Identifier: Apache-2.0
//! A journal in a file.

use crate::{Digest, Journal, Round, Statement};
use codec::{Decode, Encode};
use std::{
	fs::{self, File, OpenOptions},
	io::{self, Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

/// Bytes of what a record says: round and digest.
const CONTENT_BYTES: usize = 8 + 32;
/// Bytes of a record: length, content, checksum.
const RECORD_BYTES: usize = 4 + CONTENT_BYTES + 32;
/// Where the second record begins: in another block of the disk, so that no interrupted write damages
/// both.
const SECOND_RECORD: usize = 4_096;

/// The length of a journal's file.
pub const FILE_BYTES: usize = SECOND_RECORD + RECORD_BYTES;

/// Goes into every checksum, so that a file of another kind is none of ours.
const CHECKSUM_DOMAIN: &[u8] = b"round-journal/1";

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}", path = .path.display())]
pub struct JournalError {
	/// The file.
	pub path: PathBuf,
	/// What happened.
	#[source]
	pub error: io::Error,
}

/// What was there when a journal was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
	/// A journal in order.
	Found,
	/// No file. All rounds up to the present are barred.
	Created,
	/// A file that does not say reliably what was signed. All rounds up to the present are barred.
	Damaged,
}

/// The newest statement in a file of two records, written in turn.
#[derive(Debug)]
pub struct FileJournal {
	path: PathBuf,
	file: File,
	last: Statement,
	/// Where the next record goes: over the older one.
	next: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
	First,
	Second,
}

impl Place {
	const fn offset(self) -> usize {
		match self {
			Self::First => 0,
			Self::Second => SECOND_RECORD,
		}
	}

	const fn other(self) -> Self {
		match self {
			Self::First => Self::Second,
			Self::Second => Self::First,
		}
	}
}

impl FileJournal {
	/// Opens the journal at `path`. `present` is the round of now: if the file does not say what was
	/// signed, whatever was is not after it.
	pub fn open(path: impl Into<PathBuf>, present: Round) -> Result<(Self, Opening), JournalError> {
		let path = path.into();
		Self::open_at(&path, present).map_err(|error| JournalError { path, error })
	}

	fn open_at(path: &Path, present: Round) -> io::Result<(Self, Opening)> {
		let bytes = read_if_there(path)?;
		let Reading { last, opening, next } = read(bytes.as_deref(), present);
		let file = match opening {
			Opening::Found => OpenOptions::new().write(true).open(path)?,
			Opening::Created | Opening::Damaged => write_anew(path, &last)?,
		};
		Ok((Self { path: path.into(), file, last, next }, opening))
	}

	fn write(&mut self, statement: &Statement) -> io::Result<()> {
		let offset = u64::try_from(self.next.offset()).unwrap_or(u64::MAX);
		self.file.seek(SeekFrom::Start(offset))?;
		self.file.write_all(&record(statement))?;
		self.file.sync_data()
	}
}

impl Journal for FileJournal {
	type Error = JournalError;

	fn last_round(&self) -> Round {
		self.last.round
	}

	fn record(&mut self, statement: &Statement) -> Result<(), JournalError> {
		self.write(statement)
			.map_err(|error| JournalError { path: self.path.clone(), error })?;
		self.last = *statement;
		self.next = self.next.other();
		Ok(())
	}
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
	let file = match File::open(path) {
		Ok(file) => file,
		Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
		Err(error) => return Err(error),
	};
	// One byte more than a journal has tells a longer file from a journal.
	let most = u64::try_from(FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
	let mut bytes = Vec::new();
	file.take(most).read_to_end(&mut bytes)?;
	Ok(Some(bytes))
}

/// What a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
	/// The newest statement, or what bars as much as may have been signed.
	pub(crate) last: Statement,
	/// What there was.
	pub(crate) opening: Opening,
	/// Where the next record goes.
	next: Place,
}

/// What the bytes of a file say; `None` if there is no file.
pub(crate) fn read(file: Option<&[u8]>, present: Round) -> Reading {
	let bytes = file.unwrap_or_default();
	let [first, second] = [Place::First, Place::Second].map(|place| read_record(bytes, place));
	match (first, second) {
		(Some(first), Some(second)) if bytes.len() == FILE_BYTES => {
			let (last, next) = match first.round > second.round {
				true => (first, Place::Second),
				false => (second, Place::First),
			};
			Reading { last, opening: Opening::Found, next }
		},
		(first, second) => {
			let known = [first, second].into_iter().flatten().map(|known| known.round).max();
			let round = known.unwrap_or(0).max(present);
			let opening = if file.is_some() { Opening::Damaged } else { Opening::Created };
			let last = Statement { round, digest: Digest::default() };
			Reading { last, opening, next: Place::First }
		},
	}
}

/// Puts a journal in the place of whatever is at `path`, at once or not at all.
fn write_anew(path: &Path, last: &Statement) -> io::Result<File> {
	let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
	let folder = folder.unwrap_or(Path::new("."));
	fs::create_dir_all(folder)?;
	let draft = path.with_extension("draft");
	let mut file = File::create(&draft)?;
	let mut bytes = record(last);
	bytes.resize(SECOND_RECORD, 0);
	bytes.extend(record(last));
	file.write_all(&bytes)?;
	file.sync_all()?;
	fs::rename(&draft, path)?;
	// The new name, too, must survive a crash.
	File::open(folder)?.sync_all()?;
	Ok(file)
}

fn record(statement: &Statement) -> Vec<u8> {
	let content = (statement.round, statement.digest).encode();
	let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
	let mut bytes = length.encode();
	bytes.extend(content);
	let checksum = checksum(&bytes);
	bytes.extend(checksum);
	bytes
}

fn read_record(file: &[u8], place: Place) -> Option<Statement> {
	let bytes = file.get(place.offset()..)?.get(..RECORD_BYTES)?;
	let (said, checksum_found) = bytes.split_at_checked(RECORD_BYTES.checked_sub(32)?)?;
	if checksum_found != checksum(said) {
		return None;
	}
	let (length, round, digest) = <(u32, Round, Digest)>::decode(&mut &said[..]).ok()?;
	(usize::try_from(length) == Ok(CONTENT_BYTES)).then_some(Statement { round, digest })
}

fn checksum(said: &[u8]) -> [u8; 32] {
	sp_crypto_hashing::blake2_256(&[CHECKSUM_DOMAIN, said].concat())
}
