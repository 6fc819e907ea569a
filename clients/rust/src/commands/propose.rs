// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{Calls, Client, ClientError, Patience, Queries, SurfaceDetails, TransactionId},
	commands::{Context, Failure, Output},
	figures,
	smile::{plan, PresentSlice, PresentSmile, Proposal, Rules},
	table::Table,
	utc::write_utc,
	wallet::Wallet,
};
use market_maths::{options::FitTolerance, units::Volatility};
use market_primitives::{SmileId, Underlying};
use serde_json::{json, Value};
use sp_arithmetic::Perbill;
use std::{
	process::ExitCode,
	time::{Duration, Instant},
};

/// How long after the block that was read a proposal is judged, in milliseconds: in the next block.
const AHEAD_MS: u64 = 3_000;
/// How long it is waited for blocks that hold the proposals.
const BLOCK_PATIENCE: Duration = Duration::from_secs(30);

/// One expiry, what was planned for it, and what came of it.
struct Row {
	underlying: Underlying,
	proposal: Proposal,
	outcome: Outcome,
}

enum Outcome {
	/// Nothing was sent.
	NotSent,
	/// It was sent, and no block holds it yet.
	Waiting(TransactionId),
	/// The chain took it.
	Taken,
	/// The chain or the node did not, in their own words.
	Refused(String),
}

/// Proposes slices for the smiles of some underlyings, once or every so often. Once, it fails if the chain
/// refused one; again and again, it ends only with the wish to.
pub(super) async fn propose(
	context: &Context,
	underlyings: &[Underlying],
	every: Option<Duration>,
) -> Result<ExitCode, Failure> {
	let wallet = context.wallet()?;
	let Some(every) = every else {
		let rows = once(&context.client().await?, &wallet, underlyings).await?;
		show(&rows, context.output);
		let is_refused = rows.iter().any(|row| matches!(row.outcome, Outcome::Refused(_)));
		return Ok(if is_refused { ExitCode::FAILURE } else { ExitCode::SUCCESS });
	};
	let mut patience = Patience::new(1);
	let mut say = |text: String| context.output.progress(text);
	let mut connected = None;
	loop {
		let begun = Instant::now();
		match again(context, &mut connected, &wallet, underlyings).await {
			Ok(rows) => {
				show(&rows, context.output);
				patience.renew();
				tokio::time::sleep(every.saturating_sub(begun.elapsed())).await;
			},
			Err(error @ ClientError::OtherChain { .. }) => return Err(error.into()),
			Err(error) => patience.wait(&error, &mut say).await,
		}
	}
}

/// One round with the connection that there is, or a new one. After a failure there is none.
async fn again(
	context: &Context,
	connected: &mut Option<Client>,
	wallet: &Wallet,
	underlyings: &[Underlying],
) -> Result<Vec<Row>, ClientError> {
	let client = match connected.take() {
		Some(client) => client,
		None => context.client().await?,
	};
	let rows = once(&client, wallet, underlyings).await?;
	*connected = Some(client);
	Ok(rows)
}

/// Reads the smiles, sends what is worth it, and waits for what the chain makes of it.
async fn once(
	client: &Client,
	wallet: &Wallet,
	underlyings: &[Underlying],
) -> Result<Vec<Row>, ClientError> {
	let mut blocks = client.best_blocks().await?;
	let at = client.head().await?;
	let queries = Queries::from(at.clone());
	let now_ms = queries.now_ms().await?;
	let mut rows = Vec::new();
	for underlying in underlyings {
		let surfaces = queries.surfaces(*underlying).await?;
		let smiles: Vec<PresentSmile> = surfaces.iter().map(present).collect();
		for proposal in plan(&smiles, now_ms, now_ms.saturating_add(AHEAD_MS)) {
			let outcome = match &proposal.slice {
				Err(_) => Outcome::NotSent,
				Ok((slice, _)) => {
					let call =
						Calls::propose_svi(SmileId::new(*underlying, proposal.expiry), slice);
					match client.submit(&at, wallet, &call).await {
						Ok(id) => Outcome::Waiting(id),
						Err(ClientError::NotTaken(reason)) => Outcome::Refused(reason),
						Err(error) => return Err(error),
					}
				},
			};
			rows.push(Row { underlying: *underlying, proposal, outcome });
		}
	}
	let begun = Instant::now();
	while rows.iter().any(|row| matches!(row.outcome, Outcome::Waiting(_))) {
		let left = BLOCK_PATIENCE.saturating_sub(begun.elapsed());
		let Ok(next) = tokio::time::timeout(left, blocks.next()).await else { break };
		let block =
			next.ok_or_else(|| ClientError::Missing("the node closed the connection".into()))??;
		for landed in client.block(block.hash()).await?.transactions {
			let is_it = |row: &&mut Row| match (&row.outcome, &landed.id) {
				(Outcome::Waiting(sent), Some(id)) => sent == id,
				_ => false,
			};
			if let Some(row) = rows.iter_mut().find(is_it) {
				row.outcome = match &landed.result {
					Ok(()) => Outcome::Taken,
					Err(refusal) => Outcome::Refused(refusal.to_string()),
				};
			}
		}
	}
	Ok(rows)
}

/// What the chain says of a smile, as far as proposals are concerned.
fn present(surface: &SurfaceDetails) -> PresentSmile {
	let rule = &surface.rule;
	PresentSmile {
		expiry: surface.smile.expiry,
		status: *surface.status,
		nodes: surface.nodes.iter().map(|node| (*node.standardised, *node.total)).collect(),
		slice: surface
			.slice
			.as_ref()
			.map(|slice| PresentSlice { svi: *slice.svi, valid_until_ms: slice.valid_until_ms }),
		rules: Rules {
			tolerance: FitTolerance {
				of_variance: *rule.tolerance.of_variance,
				volatility: *rule.tolerance.volatility,
			},
			improvement: Perbill::from_parts(rule.improvement.0),
			slice_max_age_ms: rule.slice_max_age_ms,
		},
	}
}

fn show(rows: &[Row], output: Output) {
	let mut table = Table::new(["", "expiry", "before", ">error", ">after", "outcome"]);
	for Row { underlying, proposal, outcome } in rows {
		let before =
			proposal.need.map_or_else(|| "on a good slice".into(), |need| need.to_string());
		table.row([
			underlying.to_string(),
			write_utc(proposal.expiry),
			before,
			error(proposal.before),
			error(proposal.slice.ok().map(|(_, worst)| worst)),
			words(proposal, outcome),
		]);
	}
	let text = match table.is_empty() {
		true => "nobody votes on any smile".to_string(),
		false => table.to_string(),
	};
	output.show(rows.iter().map(machine).collect::<Vec<_>>(), text);
}

/// An error in annual volatility, or a dash.
fn error(worst: Option<Volatility>) -> String {
	worst.map_or_else(|| "–".into(), |worst| figures::percent_fine(&worst.to_string()))
}

fn words(proposal: &Proposal, outcome: &Outcome) -> String {
	match (outcome, &proposal.slice) {
		(Outcome::Taken, _) => "taken".into(),
		(Outcome::Refused(reason), _) => format!("refused: {reason}"),
		(Outcome::Waiting(_), _) => "sent, and in no block yet".into(),
		(Outcome::NotSent, Err(reason)) => reason.to_string(),
		(Outcome::NotSent, Ok(_)) => "not sent".into(),
	}
}

fn machine(row: &Row) -> Value {
	let Row { underlying, proposal, outcome } = row;
	json!({
		"underlying": underlying,
		"expiry": proposal.expiry,
		"need": proposal.need.map(|need| need.to_string()),
		"error_before": proposal.before,
		"error_after": proposal.slice.ok().map(|(_, worst)| worst),
		"slice": proposal.slice.ok().map(|(slice, _)| slice),
		"taken": matches!(outcome, Outcome::Taken),
		"outcome": words(proposal, outcome),
	})
}
