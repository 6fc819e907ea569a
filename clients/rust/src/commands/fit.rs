// SPDX-License-Identifier: Apache-2.0
use crate::{
	commands::{propose::propose, Context, Failure},
	smile::{fit_all, free_money, read_chains, FittedExpiry, RecordedExpiry, Refusal, TOLERANCE},
	table::Table,
	utc::write_utc,
};
use clap::Args;
use market_maths::{options::Svi, units::Volatility};
use market_primitives::Underlying;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
	process::ExitCode,
	time::Duration,
};

/// Fits slices of implied volatility: to recorded option chains, saying which of them the chain would take; or to
/// the chain's own smiles, proposing them.
#[derive(Debug, Args)]
pub(super) struct Fit {
	/// A file of recorded options, such as deribit-chain.btc.csv.gz
	#[arg(long, value_name = "FILE", required_unless_present = "propose")]
	recorded: Option<PathBuf>,

	/// Show the slices of the last snapshot before this many seconds since 1970; of the last one, if not said
	#[arg(long, value_name = "SECONDS", requires = "recorded", conflicts_with = "propose")]
	at: Option<u64>,

	/// Propose slices for the chain's smiles that have none, or one that is far from a node or ends soon
	#[arg(long, conflicts_with = "recorded")]
	propose: bool,

	/// Only for the smiles of this underlying
	#[arg(long, requires = "propose", conflicts_with = "recorded", value_parser = super::underlying)]
	underlying: Option<Underlying>,

	/// Propose once, as without --every
	#[arg(long, requires = "propose", conflicts_with_all = ["every", "recorded"])]
	once: bool,

	/// Propose every so many seconds until ctrl-c
	#[arg(
		long,
		value_name = "SECONDS",
		requires = "propose",
		conflicts_with = "recorded",
		value_parser = clap::value_parser!(u64).range(1..=3_600)
	)]
	every: Option<u64>,
}

impl Fit {
	/// To recorded options, it fails if a slice that would be taken gives money away; with --propose, if the chain
	/// refused one.
	pub(super) async fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		if let Some(recorded) = self.recorded.as_ref().filter(|_| !self.propose) {
			return self.fit_recorded(context, recorded);
		}
		let every = self.every.filter(|_| !self.once).map(Duration::from_secs);
		match self.underlying {
			Some(underlying) => propose(context, &[underlying], every).await,
			None => propose(context, &[Underlying::BTC, Underlying::ETH], every).await,
		}
	}

	fn fit_recorded(&self, context: &Context, recorded: &Path) -> Result<ExitCode, Failure> {
		let chains = read_chains(recorded)?;
		let snapshots: Vec<&[RecordedExpiry]> =
			chains.chunk_by(|one, next| one.taken_at == next.taken_at).collect();
		let until = self.at.unwrap_or(u64::MAX);
		let shown = snapshots
			.iter()
			.rposition(|expiries| expiries.iter().all(|it| it.taken_at <= until))
			.ok_or("nothing was recorded until then")?;

		let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
		let mut gifts = Vec::new();
		let mut surface = Vec::new();
		for (number, expiries) in snapshots.iter().enumerate() {
			let fitted = fit_all(expiries);
			for it in &fitted {
				*verdicts.entry(verdict(it)).or_default() += 1;
			}
			gifts.extend(free_money(&fitted));
			if number == shown {
				surface = fitted;
			}
		}
		let all: usize = verdicts.values().sum();
		let counts: Vec<String> =
			verdicts.iter().map(|(what, count)| format!("{count} {what}")).collect();
		let mut text = format!(
			"{}\n{}\n{} snapshots, {all} expiries: {}",
			write_utc(snapshots[shown].first().map_or(0, |it| it.taken_at)),
			table(&surface),
			snapshots.len(),
			counts.join(", "),
		);
		text += &match gifts.as_slice() {
			[] => "\nno slice that would be taken gives money away, by a second opinion".into(),
			some => format!("\nFREE MONEY in slices that would be taken:\n  {}", some.join("\n  ")),
		};
		context.output.show(
			json!({
				"slices": surface.iter().map(row).collect::<Vec<_>>(),
				"expiries": all,
				"verdicts": verdicts,
				"free_money": gifts,
			}),
			text,
		);
		Ok(if gifts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}
}

fn verdict(fitted: &FittedExpiry) -> String {
	match &fitted.slice {
		Ok(_) => "taken".into(),
		Err(Refusal::NoQuotes) => "without quotes".into(),
		Err(Refusal::Unfit(_)) => "refused: no slice without a butterfly".into(),
		Err(Refusal::Missed(_)) => "refused: too far from a node".into(),
		Err(Refusal::Calendar(_)) => "refused: below the expiry before".into(),
		Err(Refusal::Outside) => "refused: out of any domain".into(),
	}
}

/// The largest error of a slice at a node, in annual volatility.
fn worst(fitted: &FittedExpiry, slice: &Svi) -> Option<Volatility> {
	slice.fit(&fitted.nodes, fitted.seconds).ok().map(|fit| fit.worst)
}

fn table(surface: &[FittedExpiry]) -> Table {
	let mut table =
		Table::new(["expiry", ">a", ">b", ">rho", ">m", ">sigma", ">worst error", "verdict"]);
	for fitted in surface {
		let short = |text: String| text.chars().take(9).collect::<String>();
		let [a, b, rho, m, sigma, error] = match &fitted.slice {
			Ok(it) => [
				short(it.a.to_string()),
				short(it.b.to_string()),
				short(it.rho.to_string()),
				short(it.m.to_string()),
				short(it.sigma.to_string()),
				worst(fitted, it).map_or_else(String::new, |error| short(error.to_string())),
			],
			Err(_) => Default::default(),
		};
		table.row([write_utc(fitted.expiry), a, b, rho, m, sigma, error, verdict(fitted)]);
	}
	table
}

fn row(fitted: &FittedExpiry) -> Value {
	json!({
		"expiry": fitted.expiry,
		"nodes": fitted.nodes,
		"slice": fitted.slice.ok(),
		"worst_error": fitted.slice.as_ref().ok().and_then(|slice| worst(fitted, slice)),
		"tolerance": TOLERANCE,
		"verdict": verdict(fitted),
	})
}
