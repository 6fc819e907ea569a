// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{Client, ClientError, Contradiction},
	commands::{Context, Failure},
	table::Table,
	wallet::Wallet,
};
use clap::Args;
use serde_json::{json, Value};
use std::process::ExitCode;

/// What the chain calls a report of what it knows.
const KNOWN: &str = "KnownEquivocation";

/// Shows which reporters the node caught signing two votes for one round, and reports them to the chain.
#[derive(Debug, Args)]
pub(super) struct Contradictions {
	/// Report them to the chain, as the account. It is free, unless the chain knows already
	#[arg(long)]
	report: bool,
}

/// What came of a contradiction.
enum Outcome {
	/// It was only to be shown.
	Shown,
	/// The chain made the reporter answer for it.
	Reported,
	/// The reporter has answered for it already.
	Known,
	/// It could not be reported, in the words of the chain or the node.
	Refused(String),
}

impl Contradictions {
	/// Fails if one could not be reported that is not known.
	pub(super) async fn run(self, context: &Context) -> Result<ExitCode, Failure> {
		let wallet = self.report.then(|| context.wallet()).transpose()?;
		let client = context.client().await?;
		let mut rows = Vec::new();
		for found in client.contradictions().await? {
			let outcome = match &wallet {
				Some(wallet) => report(&client, wallet, &found).await?,
				None => Outcome::Shown,
			};
			rows.push((found, outcome));
		}
		let text = match rows.is_empty() {
			true => "the node has heard nobody contradict itself since it was started".to_string(),
			false => table(&rows).to_string(),
		};
		context.output.show(rows.iter().map(row).collect::<Vec<_>>(), text);
		let is_refused = rows.iter().any(|(_, outcome)| matches!(outcome, Outcome::Refused(_)));
		Ok(if is_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
	}
}

/// Reports one. What is wrong with it alone does not keep the others from being reported.
async fn report(
	client: &Client,
	wallet: &Wallet,
	found: &Contradiction,
) -> Result<Outcome, ClientError> {
	match client.report_contradiction(wallet, found).await {
		Ok(_) => Ok(Outcome::Reported),
		Err(ClientError::Refused(refusal)) if refusal.name == KNOWN => Ok(Outcome::Known),
		Err(error @ (ClientError::NoNode { .. } | ClientError::OtherChain { .. })) => Err(error),
		// The node may have forgotten the session of this one, for example.
		Err(error) => Ok(Outcome::Refused(error.to_string())),
	}
}

fn words(outcome: &Outcome) -> String {
	match outcome {
		Outcome::Shown => String::new(),
		Outcome::Reported => "reported".into(),
		Outcome::Known => "the chain knows already".into(),
		Outcome::Refused(reason) => format!("not reported: {reason}"),
	}
}

fn table(rows: &[(Contradiction, Outcome)]) -> Table {
	let mut table = Table::new([">seat", ">session", ">round", "outcome"]);
	for (found, outcome) in rows {
		table.row([
			found.seat.to_string(),
			found.session.to_string(),
			found.round.to_string(),
			words(outcome),
		]);
	}
	table
}

fn row((found, outcome): &(Contradiction, Outcome)) -> Value {
	json!({
		"seat": found.seat,
		"session": found.session,
		"round": found.round,
		"key": found.key,
		"first": found.first,
		"second": found.second,
		"reported": matches!(outcome, Outcome::Reported),
		"outcome": words(outcome),
	})
}
