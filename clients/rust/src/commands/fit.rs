// SPDX-License-Identifier: Apache-2.0
use crate::{
	commands::{Context, Failure},
	smile::{fit_all, free_money, read_chains, FittedExpiry, RecordedExpiry, Refusal, TOLERANCE},
	table::Table,
	utc::write_utc,
};
use clap::Args;
use market_maths::{options::Svi, units::Volatility};
use serde_json::{json, Value};
use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

/// Fits slices of implied volatility to recorded option chains, and says which of them the chain would take.
#[derive(Debug, Args)]
pub(super) struct Fit {
	/// A file of recorded options, such as deribit-chain.btc.csv.gz
	#[arg(long, value_name = "FILE")]
	recorded: PathBuf,

	/// Show the slices of the last snapshot before this many seconds since 1970; of the last one, if not said
	#[arg(long, value_name = "SECONDS")]
	at: Option<u64>,
}

impl Fit {
	/// Fails if a slice that would be taken gives money away.
	pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		let chains = read_chains(&self.recorded)?;
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
