// SPDX-License-Identifier: Apache-2.0
//! Runs files of numeric cases against this crate. The schema is described in `vectors/README.md`.

mod answers;
mod auction_stories;
mod auctions;
mod case;
mod decimal;
mod functions;
mod losses;
mod margin;
mod medians;
mod options;
mod peers;
mod perpetuals;
mod portfolio;
mod refusals;
mod scenarios;
mod surface;

use answers::{compare, compare_refusal, Problem};
use case::{Case, File};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	Passed {
		/// The largest share of its tolerance that an answer used, in thousandths, and which.
		worst: Option<(u64, String)>,
		/// What could not be judged.
		remark: Option<String>,
	},
	Failed {
		reason: String,
		worst: Option<(u64, String)>,
	},
	Unsupported(String),
}

impl Outcome {
	fn failed(reason: impl Into<String>) -> Self {
		Self::Failed { reason: reason.into(), worst: None }
	}
}

/// The worst answer of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worst {
	/// The share of its tolerance that it used, in thousandths; the largest number: any, where none
	/// is allowed.
	pub share: u64,
	pub answer: String,
	pub case: String,
}

/// What a folder holds.
#[derive(Default)]
pub struct Reports {
	pub kinds: BTreeMap<String, Report>,
	/// Files that cannot be read, and why.
	pub broken: Vec<String>,
}

/// The cases of one kind.
#[derive(Default)]
pub struct Report {
	pub passed: usize,
	/// The number that used most of its tolerance, of passed and failed cases.
	pub worst: Option<Worst>,
	/// Case and what could not be judged of it, although it passed.
	pub remarks: Vec<(String, String)>,
	/// Case and what was wrong.
	pub failed: Vec<(String, String)>,
	/// Case and why it does not apply.
	pub unsupported: Vec<(String, String)>,
}

/// The folder of cases: `STRADDLE_VECTORS`, or this crate's own.
pub fn folder() -> PathBuf {
	std::env::var_os("STRADDLE_VECTORS")
		.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"), PathBuf::from)
}

/// How deep folders may lie within the folder of cases.
const DEEPEST: usize = 8;

/// Runs every file of cases in a folder and in those within it. A file that cannot be read does not keep others
/// from running.
pub fn run(folder: &Path) -> Result<Reports, String> {
	let mut reports = Reports::default();
	let mut paths = Vec::new();
	find_files(folder, DEEPEST, &mut paths, &mut reports.broken)?;
	paths.sort();
	if paths.is_empty() {
		return Err(format!("{}: no files of cases", folder.display()));
	}
	for path in paths {
		match File::read(&path) {
			Ok(file) => {
				let report = reports.kinds.entry(file.kind.clone()).or_default();
				for case in file.cases() {
					report.note(case.id(), outcome(&file.kind, &case));
				}
			},
			Err(problem) => reports.broken.push(problem),
		}
	}
	Ok(reports)
}

/// The files of cases of a folder and of those within it, `deeper` times. A folder within that cannot be read is
/// noted, and keeps none beside it from being read.
fn find_files(
	folder: &Path,
	deeper: usize,
	found: &mut Vec<PathBuf>,
	broken: &mut Vec<String>,
) -> Result<(), String> {
	let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
	for entry in std::fs::read_dir(folder).map_err(problem)? {
		let entry = entry.map_err(problem)?;
		let path = entry.path();
		// A link to a folder is not followed, so that none leads back.
		if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
			let within = match deeper.checked_sub(1) {
				Some(deeper) => find_files(&path, deeper, found, broken),
				None => Err(format!("{}: too many folders within each other", path.display())),
			};
			broken.extend(within.err());
		} else if path.is_file() && path.extension().is_some_and(|extension| extension == "json") {
			found.push(path);
		}
	}
	Ok(())
}

impl Report {
	fn note(&mut self, case: String, outcome: Outcome) {
		let worst = match outcome {
			Outcome::Passed { worst, remark } => {
				self.passed += 1;
				self.remarks.extend(remark.map(|remark| (case.clone(), remark)));
				worst
			},
			Outcome::Failed { reason, worst } => {
				self.failed.push((case.clone(), reason));
				worst
			},
			Outcome::Unsupported(reason) => {
				self.unsupported.push((case, reason));
				return;
			},
		};
		let before = self.worst.as_ref().map(|worst| worst.share);
		if let Some((share, answer)) =
			worst.filter(|(share, _)| before.is_none_or(|it| *share > it))
		{
			self.worst = Some(Worst { share, answer, case });
		}
	}
}

fn outcome(kind: &str, case: &Case) -> Outcome {
	let reply = match kind {
		"exp" | "ln" | "sqrt" | "norm_cdf" => functions::answer(kind, case),
		"black76" => options::prices(case),
		"implied_volatility" | "implied_volatility_refused" => options::implied(case),
		"settlement" => options::settlement(case),
		"funding" => perpetuals::funding(case),
		"perp_pnl" => perpetuals::profits(case),
		"weighted_median" => medians::answer(case),
		"svi_slice" => surface::slice(case),
		"svi_calendar" => surface::calendar(case),
		"svi_vol" => surface::volatility(case),
		"svi_fit" => surface::fit(case),
		"straight_smile" => surface::straight(case),
		"standard_margin" => margin::standard(case),
		"portfolio_margin" => portfolio::margin(case),
		"scenario_portfolio" => scenarios::portfolio(case),
		"liquidation_auction" => auctions::solvent(case),
		"liquidation_auction_insolvent" => auctions::insolvent(case),
		"socialised_loss" => losses::write_down(case),
		"rfq" => losses::combination(case),
		"peer_examples" => peers::answer(case),
		_ => return Outcome::Unsupported("no rule of this kind".into()),
	};
	match reply {
		Ok(answers) => compare(case, &answers.accepted()),
		Err(Problem::Refused(refusal)) => compare_refusal(case, refusal),
		Err(Problem::Unsupported(reason)) => Outcome::Unsupported(reason),
		Err(Problem::Unreadable(reason)) => {
			Outcome::failed(format!("the case cannot be read: {reason}"))
		},
	}
}
