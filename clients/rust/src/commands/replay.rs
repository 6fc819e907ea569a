// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{Calls, Queries},
	commands::{Context, Failure},
	figures,
	prices::{seeded_path, PricePath, Reading, ReporterNoise},
	reporting::{now_ms, view},
	wallet::Wallet,
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Replays prices.
#[derive(Debug, Args)]
pub(super) struct Replay {
	/// Recorded candles of Bitcoin; without them the embedded path is replayed
	#[arg(long, value_name = "FILE")]
	prices: Option<PathBuf>,

	/// Recorded candles of Ether; without them Ether makes Bitcoin's moves 1.1 times
	#[arg(long, value_name = "FILE", requires = "prices")]
	ether: Option<PathBuf>,

	/// Which prices of a candle are replayed
	#[arg(long, value_enum, default_value_t)]
	reading: Reading,

	/// The first point that is replayed, counted from 0
	#[arg(long, default_value_t = 0)]
	from: usize,

	/// How many points are replayed; all, if not said
	#[arg(long)]
	windows: Option<usize>,

	/// The seed of the embedded path and of the reporters' noise
	#[arg(long, default_value_t = 1)]
	seed: u64,

	/// Who reports, separated by commas
	#[arg(long, value_delimiter = ',', default_values_t = default_reporters())]
	reporters: Vec<String>,
}

fn default_reporters() -> Vec<String> {
	(1..=3).map(|number| format!("//Reporter//{number}")).collect()
}

/// The length of the embedded path, in windows.
const EMBEDDED_WINDOWS: u32 = 80;

impl Replay {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let path = self.path()?;
		let reporters = self
			.reporters
			.iter()
			.map(|text| text.parse())
			.collect::<Result<Vec<Wallet>, _>>()?;
		let mut noise: Vec<ReporterNoise> = (0u64..)
			.take(reporters.len())
			.map(|number| ReporterNoise::new(self.seed, number))
			.collect();
		let points = self.windows.unwrap_or(usize::MAX);
		let points: Vec<_> = path.points.iter().skip(self.from).take(points).collect();
		if points.is_empty() {
			let whole = path.points.len();
			return Err(format!(
				"there is nothing from point {} on: the path has {whole}",
				self.from
			)
			.into());
		}
		let client = context.client().await?;
		let admitted = Queries::from(client.head().await?).reporters().await?;
		if let Some(stranger) = reporters.iter().find(|it| !admitted.contains(&it.account())) {
			return Err(format!(
				"{} may not report on this chain; name those who may with --reporters",
				stranger.name
			)
			.into());
		}

		let mut blocks = client.best_blocks().await?;
		for (number, point) in points.iter().enumerate() {
			let block = blocks.next().await.ok_or("the node closed the connection")??;
			let at = client.at(block.hash()).await?;
			let observed_at = now_ms();
			for (reporter, noise) in reporters.iter().zip(&mut noise) {
				let call = Calls::report(observed_at, &view(point, noise));
				client.submit(&at, reporter, &call).await?;
			}
			context.output.progress(format!(
				"block {:>6}  point {}/{}  BTC {}  ETH {}  volatility {}",
				block.number(),
				number + 1,
				points.len(),
				figures::price(point.btc),
				figures::price(point.eth),
				figures::percent(&point.btc_volatility.to_string()),
			));
		}
		context.output.show(
			json!({ "replayed": points.len(), "origin": path.origin }),
			format!("replayed {} points of {}", points.len(), path.origin),
		);
		Ok(())
	}

	fn path(&self) -> Result<PricePath, Failure> {
		Ok(match &self.prices {
			None => seeded_path(self.seed, EMBEDDED_WINDOWS),
			Some(file) => PricePath::from_files(file, self.ether.as_deref(), self.reading)?,
		})
	}
}
