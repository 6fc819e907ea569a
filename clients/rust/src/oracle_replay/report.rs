// SPDX-License-Identifier: Apache-2.0
//! A replay written down for readers.

use crate::{
	figures,
	oracle_replay::{
		expectations,
		record::{Record, StatusCounts, PEG_LOST_BELOW},
	},
	table::Table,
	utc::write_utc,
};
use oracle_core::{FeedParameters, AVERAGE_MS, STEP_PERIOD_MS};
use serde_json::Value;

/// What a recording was played to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Played {
	/// A node, which makes blocks in its own time, by feeders that ask simulated venues.
	ToNode,
	/// The oracle's pallet without a node, as fast as it computes, by the arithmetic of feeders.
	ToPallet,
}

/// What was played, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
	/// To what.
	pub played: Played,
	/// When the report is made, in seconds since 1970.
	pub made_at: u64,
	/// The machine, if somebody said which.
	pub machine: Option<String>,
	/// The recording, in words.
	pub recorded: String,
	/// Where in the recording it began, in seconds since 1970.
	pub from: u64,
	/// How many minutes of it were played.
	pub minutes: u64,
	/// How many seconds of it pass in one.
	pub speed: u32,
	/// How many report.
	pub reporters: u32,
	/// How many of them say 5 % more than they see.
	pub liars: u32,
	/// The widest noise on what each of them sees, in millionths.
	pub noise_millionths: u32,
	/// What the noise is made from.
	pub seed: u64,
}

impl Record {
	/// Everything, in Markdown.
	pub fn report(&self, setting: &Setting) -> String {
		[
			self.beginning(setting),
			self.about_time(setting),
			self.about_guards(),
			format!("## What must hold\n\n{}", expectations::table(self).markdown()),
			format!("{}\n{}", self.broken_lines(), self.about_values()),
			self.about_distances(),
			self.about_changes(),
			self.about_pegs(),
			self.about_silence(),
		]
		.map(|part| part.trim().to_string())
		.join("\n\n")
			+ "\n"
	}

	fn beginning(&self, setting: &Setting) -> String {
		let Setting { played, made_at, machine, recorded, from, minutes, .. } = setting;
		let Setting { reporters, liars, noise_millionths, seed, .. } = setting;
		let machine = machine.as_deref().unwrap_or("not said");
		let (to, made_by) = match played {
			Played::ToNode => ("a chain", "straddle oracle-replay"),
			Played::ToPallet => ("the oracle's pallet", "make oracle-history"),
		};
		format!(
			"# Recorded venues through feeders to {to}\n\n\
			 Made by `{made_by}` on {}. Machine: {machine}.\n\n\
			 Recorded: {recorded}. Played: {minutes} minutes from {} on. {reporters} reporters, of whom {liars} lie; \
			 each has a feeder of its own, noise of at most {}.{:02} basis points of its own (seed {seed}), and leaves \
			 out another venue. {} reports in {} blocks.",
			write_utc(*made_at),
			write_utc(*from),
			noise_millionths / 100,
			noise_millionths % 100,
			self.reports,
			self.blocks,
		)
	}

	/// What playing faster than it happened does to the chain's own times.
	fn about_time(&self, setting: &Setting) -> String {
		let speed = u64::from(setting.speed);
		let recorded = |present_ms: u64| present_ms.saturating_mul(speed) / 1_000;
		let block_ms = self.block_ms().unwrap_or(STEP_PERIOD_MS);
		let max_age_ms = self.guards.values().map(|it| it.max_age_ms).max().unwrap_or(0);
		let counted = match setting.played {
			Played::ToNode => "one or two blocks after it was seen",
			Played::ToPallet => "in the first block after it was seen",
		};
		format!(
			"## Time\n\n\
			 The recording runs {speed} times as fast as it happened. A block came every {}.{:03} s, in which {} s of the \
			 recording pass; the chain's limits are in its own time:\n\n\
			 - The step limit is for {} s, in which {} s of the recording pass. A chain in earnest would have allowed the \
			 same move √{speed} times as much room: `Clamped` is seen more often here, never less.\n\
			 - The average that a value is compared with has a time constant of {} s, or {} s of the recording: \
			 `AwayFromAverage` is seen more often here.\n\
			 - A vote is too old after {} s, or {} s of the recording, and a feeder takes quotes that are up to 300 s \
			 old: a venue that is silent for less goes unnoticed.\n\
			 - A vote is counted {counted}. A value is compared with what the venues said when \
			 its newest vote was given, not with what they said when the block came.",
			block_ms / 1_000,
			block_ms % 1_000,
			recorded(block_ms),
			STEP_PERIOD_MS / 1_000,
			recorded(STEP_PERIOD_MS),
			AVERAGE_MS / 1_000,
			recorded(AVERAGE_MS),
			max_age_ms / 1_000,
			recorded(max_age_ms),
		)
	}

	/// The mean time from one block to the next, in milliseconds.
	fn block_ms(&self) -> Option<u64> {
		let (first, last) = self.span_ms?;
		last.saturating_sub(first).checked_div(self.blocks.saturating_sub(1))
	}

	fn about_guards(&self) -> String {
		let mut headings = vec!["".to_string(), ">a major coin's".to_string()];
		headings.extend(self.guards.keys().map(|underlying| format!(">{underlying} here")));
		let mut table = Table::new(headings.iter().map(String::as_str));
		let fields = |it: &FeedParameters| match serde_json::to_value(it) {
			Ok(Value::Object(fields)) => fields,
			Ok(_) | Err(_) => serde_json::Map::new(),
		};
		let majors = fields(&FeedParameters::major());
		let here: Vec<_> = self.guards.values().map(fields).collect();
		for (name, value) in &majors {
			let of_feeds =
				here.iter().map(|it| it.get(name).map_or_else(String::new, Value::to_string));
			table.row([format!("`{name}`"), value.to_string()].into_iter().chain(of_feeds));
		}
		let verdict = match self.guards.values().all(|it| *it == FeedParameters::major()) {
			true => "They are those of a major coin.",
			false => {
				"**They are not those of a major coin**: how the status changes here says nothing of a chain in earnest."
			},
		};
		format!("## Guards\n\nShares in billionths. {verdict}\n\n{}", table.markdown())
	}

	fn about_values(&self) -> String {
		let mut table = Table::new(["feed", ">values", ">live", ">in caution", ">halted"]);
		for (underlying, counts) in &self.statuses {
			let StatusCounts { live, caution, halted } = *counts;
			let all = live.saturating_add(caution).saturating_add(halted);
			table.row([
				underlying.to_string(),
				all.to_string(),
				live.to_string(),
				caution.to_string(),
				halted.to_string(),
			]);
		}
		format!(
			"{}\nLive and outside the range of the honest votes: **{}**. Not live and outside of it, held back by the step \
			 limit: {}.",
			table.markdown(),
			self.violations.len(),
			self.held_back,
		)
	}

	fn about_distances(&self) -> String {
		format!(
			"## Distance of the price from each venue\n\n\
			 In basis points of the venue's price, as quoted there, and converted to dollars at what the recording says \
			 the coin was worth. Prices that are older than five minutes are no measure.\n\n{}",
			self.venue_table().markdown()
		)
	}

	fn about_changes(&self) -> String {
		let table = match self.changes.is_empty() {
			true => "None.".into(),
			false => self.change_table().markdown(),
		};
		format!("## Changes of status\n\n{table}")
	}

	fn about_pegs(&self) -> String {
		let mut text = String::from("## Stablecoins off their peg\n");
		for (coin, peg) in &self.pegs {
			let Some((lowest, second)) = peg.lowest else { continue };
			let lowest = figures::grouped(&lowest.to_string(), 4);
			text +=
				&format!("\n{coin} was worth {lowest} USD at the lowest, {}", write_utc(second));
			let StatusCounts { live, caution, halted } = peg.statuses;
			text += &match live.saturating_add(caution).saturating_add(halted) {
				0 => ".\n".into(),
				values => format!(
					". Of the {values} values while it was below {PEG_LOST_BELOW} USD {live} were live, {caution} in \
					 caution, {halted} halted. Distances from the median of the venues that quote in dollars; the medians of \
					 all markets are made by the feeders' arithmetic, of the recording itself and with nothing left out:\n\n{}",
					peg.table().markdown()
				),
			};
		}
		text
	}

	fn about_silence(&self) -> String {
		let unsaid = self.unsaid();
		let lines: String = unsaid.lines().map(|line| format!("- {line}\n")).collect();
		let lines = if lines.is_empty() { "Nobody and nothing.\n".into() } else { lines };
		format!("## Who had no vote, what had no say, what was refused\n\n{lines}")
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::oracle_replay::{
		judge::Verdict,
		record::{Observed, StatusChange},
	};
	use market_primitives::{FeedStatus, Underlying};

	fn setting() -> Setting {
		Setting {
			played: Played::ToNode,
			made_at: 1_796_000_000,
			machine: Some("two cores".into()),
			recorded: "BTC-USD@kraken".into(),
			from: 1_678_510_800,
			minutes: 240,
			speed: 20,
			reporters: 7,
			liars: 0,
			noise_millionths: 150,
			seed: 1,
		}
	}

	fn record() -> Record {
		let mut record = Record::default();
		record.guards.insert(Underlying::BTC, FeedParameters::major());
		record.blocks = 3;
		record.span_ms = Some((1_000, 7_000));
		let observed = Observed {
			block: 2,
			underlying: Underlying::BTC,
			price: "20000".parse().unwrap(),
			status: FeedStatus::Live,
			verdict: Verdict::Inside,
			second: 1_678_510_860,
		};
		record.note(&observed, &[], &[]);
		record
	}

	#[test]
	fn a_report_says_what_was_played_and_what_the_speed_does() {
		let text = record().report(&setting());
		for expected in [
			"Machine: two cores.",
			"240 minutes from 2023-03-11T05:00:00Z on",
			"noise of at most 1.50 basis points",
			"A block came every 3.000 s, in which 60 s of the recording pass",
			"150 s, or 3000 s of the recording",
			"too old after 15 s, or 300 s of the recording",
			"They are those of a major coin.",
			"| `step_limit` | 10000000 | 10000000 |",
			"| BTC | 1 | 1 | 0 | 0 |",
			"outside the range of the honest votes: **0**",
			"## Changes of status\n\nNone.",
			"Nobody and nothing.",
		] {
			assert!(text.contains(expected), "`{expected}` is not in\n{text}");
		}
	}

	#[test]
	fn softer_guards_and_every_change_are_told() {
		let mut record = record();
		let softer = FeedParameters { rounds_to_leave_halt: 3, ..FeedParameters::major() };
		record.guards.insert(Underlying::BTC, softer);
		record.changes.push(StatusChange {
			block: 12,
			second: 1_678_519_080,
			underlying: Underlying::BTC,
			old: FeedStatus::Live,
			new: FeedStatus::Caution,
			concern: Some("Wide".into()),
		});
		let text = record.report(&setting());
		assert!(text.contains("They are not those of a major coin"), "{text}");
		assert!(text.contains("| `rounds_to_leave_halt` | 20 | 3 |"), "{text}");
		assert!(
			text.contains("| 12 | 2023-03-11T07:18:00Z | BTC | Live | Caution | Wide |"),
			"{text}"
		);
	}
}
