// SPDX-License-Identifier: Apache-2.0
//! What became of every expiry, and the tables made of it.

use market_maths::units::Volatility;
use market_primitives::{FeedStatus, SmileId};
use std::{collections::BTreeMap, fmt};
use straddle_client::{table::Table, utc::write_utc};

/// What the chain made of the best slice through a smile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
	/// It took it.
	Accepted,
	/// It did not, for this reason.
	Refused(&'static str),
	/// There was none to propose, for this reason.
	NoSlice(String),
}

/// One expiry of one snapshot.
#[derive(Clone, Debug)]
pub struct Row {
	/// When the options were read, in seconds since 1970.
	pub taken_at: u64,
	/// Which smile.
	pub id: SmileId,
	/// Reporters whose votes counted.
	pub votes: usize,
	/// Nodes that the chain made of them.
	pub nodes: usize,
	/// The smile's status when the slice was proposed.
	pub status: FeedStatus,
	/// What became of the slice.
	pub verdict: Verdict,
	/// Its largest distance to a node.
	pub worst: Option<Volatility>,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
	/// Every expiry, by file.
	pub rows: BTreeMap<String, Vec<Row>>,
	/// Free money in accepted slices, in words.
	pub gifts: Vec<String>,
	/// Pairs of accepted slices that were compared.
	pub pairs: usize,
}

/// Times to expiry that are told apart: a name, and up to how many seconds.
const TERMS: [(&str, u64); 4] = [
	("up to a day", 86_400),
	("to a week", 604_800),
	("to a month", 2_592_000),
	("longer", u64::MAX),
];

impl fmt::Display for Verdict {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Accepted => f.write_str("accepted"),
			Self::Refused(reason) => write!(f, "refused: {reason}"),
			Self::NoSlice(reason) => write!(f, "nothing to propose: {reason}"),
		}
	}
}

impl Row {
	fn seconds(&self) -> u64 {
		self.id.seconds_left(self.taken_at.saturating_mul(1_000))
	}

	/// The cells of a table.
	pub fn cells(&self) -> [String; 8] {
		[
			write_utc(self.taken_at),
			self.id.underlying.to_string(),
			write_utc(self.id.expiry),
			format!("{:.2}", self.seconds() as f64 / 86_400.0),
			format!("{} by {}", self.nodes, self.votes),
			format!("{:?}", self.status),
			self.worst.map_or_else(|| "–".into(), |worst| format!("{:.3}", points(worst))),
			self.verdict.to_string(),
		]
	}
}

/// A volatility in points.
fn points(volatility: Volatility) -> f64 {
	volatility.into_inner() as f64 / 1e16
}

/// A table of expiries.
pub fn expiries<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Table {
	let mut table = Table::new([
		"read",
		"on",
		"expiry",
		">days",
		">nodes by votes",
		"status",
		">worst, points",
		"slice",
	]);
	for row in rows {
		table.row(row.cells());
	}
	table
}

impl Findings {
	/// Every expiry.
	pub fn all(&self) -> impl Iterator<Item = &Row> {
		self.rows.values().flatten()
	}

	/// Slices that were accepted.
	pub fn accepted(&self) -> usize {
		self.all().filter(|row| row.verdict == Verdict::Accepted).count()
	}

	/// How many expiries there are for each verdict, file by file.
	pub fn by_file(&self) -> Table {
		let columns = self.rows.keys().map(|file| format!(">{file}")).chain([">all".into()]);
		let counted: Vec<_> = self.rows.values().map(|rows| counted(rows)).collect();
		verdicts(columns.collect(), counted.into_iter().chain([counted_of(self.all())]).collect())
	}

	/// The same by the time that was left.
	pub fn by_term(&self) -> Table {
		let mut shortest = 0;
		let mut columns = Vec::new();
		let mut groups = Vec::new();
		for (name, longest) in TERMS {
			let is_in = |row: &&Row| (shortest..longest).contains(&row.seconds());
			groups.push(counted_of(self.all().filter(is_in)));
			columns.push(format!(">{name}"));
			shortest = longest;
		}
		verdicts(columns, groups)
	}

	/// How far slices are from their nodes: the median, the 99th percentile and the largest of their worst errors.
	pub fn misfits(&self) -> Table {
		let mut table = Table::new(["slices", ">median", ">p99", ">largest"]);
		for (name, is_accepted) in [("accepted", true), ("not accepted", false)] {
			let of = |row: &&Row| (row.verdict == Verdict::Accepted) == is_accepted;
			let found = self.all().filter(of).filter_map(|row| row.worst);
			let mut found: Vec<f64> = found.map(points).collect();
			found.sort_by(f64::total_cmp);
			let at = |percent: usize| {
				let place = found.len().saturating_mul(percent).div_ceil(100);
				let found = place.checked_sub(1).and_then(|place| found.get(place));
				found.map_or_else(|| "–".to_string(), |points| format!("{points:.3}"))
			};
			table.row([name.to_string(), at(50), at(99), at(100)]);
		}
		table
	}
}

type Counts = BTreeMap<Verdict, usize>;

fn counted(rows: &[Row]) -> Counts {
	counted_of(rows.iter())
}

fn counted_of<'a>(rows: impl Iterator<Item = &'a Row>) -> Counts {
	let mut counts = Counts::new();
	for row in rows {
		*counts.entry(row.verdict.clone()).or_default() += 1;
	}
	counts
}

/// Verdicts down, groups across.
fn verdicts(columns: Vec<String>, groups: Vec<Counts>) -> Table {
	let headings = [""].into_iter().chain(columns.iter().map(String::as_str));
	let mut table = Table::new(headings);
	let mut known: Vec<&Verdict> = groups.iter().flat_map(BTreeMap::keys).collect();
	known.sort();
	known.dedup();
	for verdict in known {
		let counts = groups.iter().map(|counts| counts.get(verdict).copied().unwrap_or(0));
		table.row([verdict.to_string()].into_iter().chain(counts.map(|count| count.to_string())));
	}
	let sums = groups.iter().map(|counts| counts.values().sum::<usize>().to_string());
	table.row(["all".to_string()].into_iter().chain(sums));
	table
}
