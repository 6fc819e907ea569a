// SPDX-License-Identifier: Apache-2.0
use crate::{
	commands::{Context, Failure},
	reporting::now_ms,
	simulator::{
		feeder_config, recorded_underlyings, serve, DataClock, Fault, Faults, Recording, Simulator,
	},
	utc::{read_utc_ms, write_utc},
};
use clap::Args;
use market_primitives::Underlying;
use serde_json::json;
use std::{path::PathBuf, sync::Arc, time::Duration};

/// What is served, how quickly, and what goes wrong.
#[derive(Clone, Debug, Args)]
pub(super) struct Recorded {
	/// The folder with recorded candles, called such as btc-usd.kraken.1m.2023-03.csv.gz
	#[arg(long, value_name = "FOLDER")]
	data: PathBuf,

	/// Only files with this text in their names, such as 2023-03
	#[arg(long, value_name = "TEXT")]
	only: Option<String>,

	/// Where in the recording to begin, such as 2023-03-11T05:00:00Z; at its first candle, if not said
	#[arg(long, value_name = "TIME", value_parser = time)]
	from: Option<u64>,

	/// How many seconds of data pass in a second
	#[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3_600))]
	speed: u32,

	/// The widest noise on each price, in basis points; whoever asks sees noise of its own
	#[arg(long, value_name = "BASIS POINTS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=1_000))]
	noise: u32,

	/// The seed of the noise
	#[arg(long, default_value_t = 1)]
	seed: u64,

	/// What goes wrong, such as kraken:silent@10-20 or coinbase/BTC-USD:factor=10@5- (minutes of data)
	#[arg(long = "fault", value_name = "FAULT")]
	faults: Vec<Fault>,

	/// A file with one fault in each line
	#[arg(long, value_name = "FILE")]
	scenario: Option<PathBuf>,
}

fn time(text: &str) -> Result<u64, String> {
	read_utc_ms(text).ok_or_else(|| "expected a time in UTC, such as 2023-03-11T05:00:00Z".into())
}

impl Recorded {
	/// Reads the recording of `minutes` minutes, or of all there are.
	pub(super) fn open(&self, minutes: Option<u64>) -> Result<Simulator, Failure> {
		let recording = Recording::read(&self.data, self.only.as_deref())?;
		let (first, last) = recording.span().ok_or("the recording is empty")?;
		let from_ms = self.from.unwrap_or(first.saturating_mul(1_000));
		let from = from_ms / 1_000;
		let until = minutes.map_or(last, |minutes| from.saturating_add(minutes.saturating_mul(60)));
		let whole = recording.summary();
		let recording = recording.during(from, until);
		if recording.tracks.is_empty() {
			return Err(format!(
				"nothing is recorded from {} on; there is {whole}",
				write_utc(from)
			)
			.into());
		}
		let mut faults = match &self.scenario {
			None => Faults::default(),
			Some(path) => {
				let text = std::fs::read_to_string(path)
					.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
				Faults::read(&text)?
			},
		};
		faults.0.extend(self.faults.iter().cloned());
		let is_unknown = |fault: &&Fault| {
			!recording.tracks.keys().any(|line| {
				line.venue == fault.venue
					&& fault.market.as_ref().is_none_or(|it| *it == line.market)
			})
		};
		if let Some(unknown) = faults.0.iter().find(is_unknown) {
			return Err(format!("a fault is about {}, which is not recorded", unknown.venue).into());
		}
		Ok(Simulator {
			recording,
			clock: DataClock { begun_ms: now_ms(), from_ms, speed: self.speed },
			noise_millionths: self.noise.saturating_mul(100),
			seed: self.seed,
			faults,
		})
	}
}

/// Serves recorded venues.
#[derive(Debug, Args)]
pub(super) struct Venues {
	#[command(flatten)]
	recorded: Recorded,

	/// The port on 127.0.0.1; any free one, if not said
	#[arg(long, default_value_t = 0)]
	port: u16,

	/// Write a configuration for `straddle report --venues` to this file
	#[arg(long, value_name = "FILE")]
	write_config: Option<PathBuf>,

	/// Which viewer's noise the configuration asks for
	#[arg(long, default_value_t = 0, requires = "write_config")]
	viewer: u64,
}

impl Venues {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let simulator = Arc::new(self.recorded.open(None)?);
		let server = serve(simulator.clone(), self.port)
			.await
			.map_err(|error| format!("cannot listen on port {}: {error}", self.port))?;
		let mut text = format!(
			"venues at {}/VENUE/ticker/MARKET\n{}",
			server.url(),
			simulator.recording.summary()
		);
		if let Some(path) = &self.write_config {
			let underlyings = recorded_underlyings(&simulator, &[Underlying::BTC, Underlying::ETH]);
			let config = feeder_config(&simulator, &server.url(), self.viewer, &underlyings, None)?;
			let written = format!(
				"# Written by `straddle venues`: recorded prices, not a market.\n\n{}",
				crate::simulator::write_config(&config)
			);
			std::fs::write(path, written)
				.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
			text += &format!("\nfeeder's configuration: {}", path.display());
		}
		let passed_over = &simulator.recording.passed_over;
		if !passed_over.is_empty() {
			text += &format!("\npassed over: {}", passed_over.join(", "));
		}
		context.output.show(json!({ "url": server.url() }), text);
		let (_, last) = simulator.recording.span().ok_or("the recording is empty")?;
		let mut said = 0;
		loop {
			let second = simulator.clock.at(now_ms()) / 1_000;
			if second > last {
				context.output.progress("the recording is over; its last prices grow old");
				std::future::pending::<()>().await;
			}
			// Once in an hour of data.
			if second / 3_600 != said {
				said = second / 3_600;
				context.output.progress(write_utc(second));
			}
			tokio::time::sleep(Duration::from_millis(500)).await;
		}
	}
}
