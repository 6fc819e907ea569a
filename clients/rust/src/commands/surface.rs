// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::SurfaceDetails,
	commands::{because::because, Context, Failure},
	figures,
	table::Table,
	utc::write_utc,
};
use clap::Args;
use market_maths::units::{Rate, Volatility};
use market_primitives::Underlying;
use serde_json::{json, Value};

/// Shows the smiles of implied volatility on an underlying, expiry by expiry.
#[derive(Debug, Args)]
pub(super) struct Surface {
	/// The underlying
	#[arg(default_value = "BTC", value_parser = super::underlying)]
	underlying: Underlying,
}

impl Surface {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let surfaces = context.queries().await?.surfaces(self.underlying).await?;
		let text = match surfaces.is_empty() {
			true => format!("nobody votes on smiles of {}, or has paused one", self.underlying),
			false => table(&surfaces).to_string(),
		};
		context.output.show(surfaces.iter().map(row).collect::<Vec<_>>(), text);
		Ok(())
	}
}

/// What options are priced on.
fn source(surface: &SurfaceDetails) -> String {
	surface
		.source
		.as_ref()
		.map_or_else(|| "none yet".into(), |source| format!("{:?}", **source))
}

/// The volatility that is priced at the forward.
fn at_the_money(surface: &SurfaceDetails) -> Option<Volatility> {
	let node = surface.nodes.iter().find(|node| *node.standardised == Rate::ZERO)?;
	node.priced.as_ref().map(|volatility| **volatility)
}

/// How many reporters' votes count now.
fn counted(surface: &SurfaceDetails) -> usize {
	surface.votes.iter().filter(|vote| vote.counts).count()
}

fn table(surfaces: &[SurfaceDetails]) -> Table {
	let mut table = Table::new([
		"expiry",
		"status",
		"source",
		">forward",
		">at the money",
		">worst error",
		">votes",
		"because",
	]);
	for surface in surfaces {
		let worst = surface.slice.as_ref().map(|slice| slice.worst_error.to_string());
		table.row([
			write_utc(surface.smile.expiry),
			format!("{:?}", *surface.status),
			source(surface),
			figures::price_or_dash(surface.forward.as_ref().map(|forward| **forward)),
			at_the_money(surface)
				.map_or_else(|| "–".into(), |it| figures::percent_fine(&it.to_string())),
			worst.map_or_else(String::new, |worst| figures::percent_fine(&worst)),
			counted(surface).to_string(),
			because(
				surface.concern.as_ref(),
				surface.paused_until_ms,
				surface.counted_weight,
				surface.total_weight,
			),
		]);
	}
	table
}

fn row(surface: &SurfaceDetails) -> Value {
	json!({
		"underlying": surface.smile.underlying,
		"expiry": surface.smile.expiry,
		"status": format!("{:?}", *surface.status),
		"source": surface.source.as_ref().map(|source| format!("{:?}", **source)),
		"forward": surface.forward.as_ref().map(|forward| **forward),
		"at_the_money": at_the_money(surface),
		"votes": counted(surface),
		"concern": surface.concern.as_ref().map(|concern| format!("{concern:?}")),
		"paused_until_ms": surface.paused_until_ms,
		"weight": surface.counted_weight.to_string(),
		"total_weight": surface.total_weight.to_string(),
		"observed_at_ms": surface.observed_at_ms,
		"slice": surface.slice.as_ref().map(|slice| json!({
			"parameters": *slice.svi,
			"worst_error": *slice.worst_error,
			"mean_error": *slice.mean_error,
			"valid_until_ms": slice.valid_until_ms,
		})),
	})
}
