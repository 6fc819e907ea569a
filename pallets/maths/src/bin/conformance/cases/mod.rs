// SPDX-License-Identifier: Apache-2.0
//! Runs files of numeric cases against this crate. The schema is described in `vectors/README.md`.

mod answers;
mod case;
mod decimal;
mod functions;
mod margin;
mod medians;
mod options;
mod perpetuals;
mod portfolio;
mod scenarios;
mod surface;

use answers::{compare, Reply};
use case::{Case, File};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// With the share of its tolerance that each answer used, in thousandths.
	Passed(BTreeMap<String, u64>),
	Failed(String),
	Unsupported(String),
}

/// The cases of one kind.
#[derive(Default)]
pub struct Report {
	pub passed: usize,
	/// For each answer the largest share of a tolerance that a passed case used, in thousandths.
	pub shares: BTreeMap<String, u64>,
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

/// Runs every file of cases in a folder.
pub fn run(folder: &Path) -> Result<BTreeMap<String, Report>, String> {
	let entries =
		std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
	let mut paths: Vec<PathBuf> = entries
		.filter_map(|entry| Some(entry.ok()?.path()))
		.filter(|path| path.extension().is_some_and(|extension| extension == "json"))
		.collect();
	paths.sort();
	if paths.is_empty() {
		return Err(format!("{}: no files of cases", folder.display()));
	}
	let mut reports = BTreeMap::new();
	for path in paths {
		let file = File::read(&path)?;
		let report: &mut Report = reports.entry(file.kind.clone()).or_default();
		for case in file.cases() {
			match outcome(&file.kind, &case) {
				Outcome::Passed(shares) => {
					report.passed += 1;
					for (key, share) in shares {
						let largest = report.shares.entry(key).or_default();
						*largest = share.max(*largest);
					}
				},
				Outcome::Failed(reason) => report.failed.push((case.id(), reason)),
				Outcome::Unsupported(reason) => report.unsupported.push((case.id(), reason)),
			}
		}
	}
	Ok(reports)
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
		"standard_margin" => margin::standard(case),
		"portfolio_margin" => portfolio::margin(case),
		"scenario_portfolio" => scenarios::portfolio(case),
		"liquidation_auction" | "liquidation_auction_insolvent" | "socialised_loss" | "rfq" => {
			return Outcome::Unsupported("not built yet".into())
		},
		_ => return Outcome::Unsupported("no rule of this kind".into()),
	};
	match reply {
		Ok(Reply::Answers(answers)) => compare(case, &answers),
		Ok(Reply::Refused(error)) => answers::compare_refusal(case, &error),
		Ok(Reply::Unsupported(reason)) => Outcome::Unsupported(reason),
		Err(problem) => Outcome::Failed(format!("the case cannot be read: {problem}")),
	}
}
