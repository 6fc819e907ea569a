// SPDX-License-Identifier: Apache-2.0
//! What is written down of a replay, and the tables made of it.

use crate::{
	feeder::{value, Asset, Line, Market, Rates, Rule, Sighting, Valued},
	figures,
	oracle_replay::judge::Verdict,
	prices::change_in_millionths,
	table::Table,
	utc::write_utc,
};
use market_maths::units::Price;
use market_primitives::{FeedStatus, Underlying};
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// A recorded quote that is older than this is no measure any more, in seconds of data.
const OLDEST_MEASURE: u64 = 300;
/// Below this much of a dollar a stablecoin has lost its peg.
const PEG_LOST_BELOW: &str = "0.985";

/// How far the chain's price was from something, over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distances(Vec<(i64, u64)>);

impl Distances {
	/// Notes a distance in millionths, and when in the recording, in seconds since 1970.
	pub fn note(&mut self, from: Price, to: Price, second: u64) {
		self.0.push((change_in_millionths(from, to), second));
	}

	/// The middle of the sizes, in millionths.
	pub fn median(&self) -> Option<i64> {
		let mut sizes: Vec<i64> = self.0.iter().map(|(distance, _)| distance.abs()).collect();
		sizes.sort_unstable();
		sizes.get(sizes.len().checked_sub(1)? / 2).copied()
	}

	/// The largest, with its sign and its time: the first, if there are several.
	pub fn worst(&self) -> Option<(i64, u64)> {
		self.0
			.iter()
			.copied()
			.max_by_key(|(distance, second)| (distance.abs(), std::cmp::Reverse(*second)))
	}

	/// How many there are.
	pub fn count(&self) -> usize {
		self.0.len()
	}
}

/// A feed's change of status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
	/// The block.
	pub block: u64,
	/// The time in the recording, in seconds since 1970.
	pub second: u64,
	/// The feed.
	pub underlying: Underlying,
	/// The status before.
	pub old: FeedStatus,
	/// The status after.
	pub new: FeedStatus,
	/// Why.
	pub concern: Option<String>,
}

/// A live price that no honest reporter stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
	/// The block.
	pub block: u64,
	/// The feed.
	pub underlying: Underlying,
	/// The price.
	pub price: Price,
	/// What is wrong with it.
	pub verdict: Verdict,
}

/// A value of the chain and what there was to compare it with.
#[derive(Clone, Debug)]
pub struct Observed {
	/// The block.
	pub block: u64,
	/// The feed.
	pub underlying: Underlying,
	/// The value.
	pub price: Price,
	/// Its status.
	pub status: FeedStatus,
	/// What was found out about it.
	pub verdict: Verdict,
	/// The time in the recording at which it was seen, in seconds since 1970.
	pub second: u64,
}

/// Values by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts {
	/// Live ones.
	pub live: u64,
	/// Those to be used with care.
	pub caution: u64,
	/// Those not to be used.
	pub halted: u64,
}

impl StatusCounts {
	fn note(&mut self, status: FeedStatus) {
		match status {
			FeedStatus::Live => self.live += 1,
			FeedStatus::Caution => self.caution += 1,
			FeedStatus::Halted => self.halted += 1,
		}
	}

	fn total(&self) -> u64 {
		self.live + self.caution + self.halted
	}
}

/// What happened while a stablecoin was off its peg.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PegBreak {
	/// The lowest it was worth, and when.
	pub lowest: Option<(Price, u64)>,
	/// The chain's values meanwhile.
	pub statuses: StatusCounts,
	/// How far they were from the venues that quote in dollars.
	pub from_dollar_venues: Distances,
}

/// Everything of a replay.
#[derive(Clone, Debug, Default)]
pub struct Record {
	/// How far the chain's price was from each venue: as quoted there, and converted to dollars.
	pub venues: BTreeMap<(Underlying, Line), (Distances, Distances)>,
	/// How far it was from the median of the venues that quote in dollars.
	pub from_dollar_venues: BTreeMap<Underlying, Distances>,
	/// Every change of status.
	pub changes: Vec<StatusChange>,
	/// What must never happen.
	pub violations: Vec<Violation>,
	/// Values by status.
	pub statuses: BTreeMap<Underlying, StatusCounts>,
	/// By stablecoin.
	pub pegs: BTreeMap<Asset, PegBreak>,
	/// Windows in which a reporter had no vote on a feed, by reason.
	pub silences: BTreeMap<String, u64>,
	/// Quotes that had no say, by market and kind of reason.
	pub left_out: BTreeMap<(Line, &'static str), u64>,
	/// Reports that the chain refused, by reason.
	pub refused: BTreeMap<String, u64>,
	/// Values that could not be judged, since the votes before them were not seen.
	pub unjudged: u64,
	/// Reports that were sent.
	pub reports: u64,
	/// Blocks looked at.
	pub blocks: u64,
}

fn rule(asset: Asset, quotes: Vec<Asset>) -> Rule {
	Rule {
		asset,
		quotes,
		minimum_venues: 1,
		venue_weight_cap_bps: 4_000,
		plausible_bps: 5_000,
		confidence_floor_bps: 0,
	}
}

/// What the recording itself says the stablecoins were worth.
pub fn true_rates(sightings: &[Sighting], coins: &[(Asset, Vec<Asset>)]) -> Rates {
	let mut rates = Rates::new();
	for (coin, quotes) in coins {
		let valuation = value(&rule(coin.clone(), quotes.clone()), sightings, &rates);
		if let Ok(valued) = valuation.outcome {
			rates.insert(coin.clone(), valued);
		}
	}
	rates
}

impl Record {
	/// Notes a renewed value of the chain, and compares it with the recording: `sightings` as they were when
	/// the value was seen, with the second of data of each.
	pub fn note(
		&mut self,
		observed: &Observed,
		sightings: &[(Sighting, u64)],
		coins: &[(Asset, Vec<Asset>)],
	) {
		let Observed { block, underlying, price, status, verdict, second } = *observed;
		self.statuses.entry(underlying).or_default().note(status);
		if verdict.is_broken() {
			self.violations.push(Violation { block, underlying, price, verdict });
		}
		let fresh: Vec<Sighting> = sightings
			.iter()
			.filter(|(_, ended)| second.saturating_sub(*ended) <= OLDEST_MEASURE)
			.map(|(sighting, _)| sighting.clone())
			.collect();
		let rates = true_rates(&fresh, coins);
		let Ok(asset) = underlying.to_string().parse::<Asset>() else { return };
		for Sighting { line, quote } in fresh.iter().filter(|it| it.line.market.base == asset) {
			let (quoted, converted) = self.venues.entry((underlying, line.clone())).or_default();
			quoted.note(quote.price, price, second);
			if let Some(dollars) = in_dollars(&line.market, quote.price, &rates) {
				converted.note(dollars, price, second);
			}
		}
		let dollars = value(&rule(asset, vec![Asset::usd()]), &fresh, &Rates::new()).outcome.ok();
		if let Some(dollars) = &dollars {
			self.from_dollar_venues.entry(underlying).or_default().note(
				dollars.price,
				price,
				second,
			);
		}
		self.note_pegs(&rates, dollars.as_ref(), observed);
	}

	fn note_pegs(&mut self, rates: &Rates, dollars: Option<&Valued>, observed: &Observed) {
		let Ok(lost_below) = PEG_LOST_BELOW.parse::<Price>() else { return };
		for (coin, rate) in rates {
			let peg = self.pegs.entry(coin.clone()).or_default();
			if peg.lowest.is_none_or(|(lowest, _)| rate.price < lowest) {
				peg.lowest = Some((rate.price, observed.second));
			}
			if rate.price >= lost_below {
				continue;
			}
			peg.statuses.note(observed.status);
			if let Some(dollars) = dollars {
				peg.from_dollar_venues.note(dollars.price, observed.price, observed.second);
			}
		}
	}

	/// Whether no live price was outside the range of the honest votes, every one was judged, and there were
	/// some at all.
	pub fn holds(&self) -> bool {
		self.violations.is_empty()
			&& self.unjudged == 0
			&& self.statuses.values().any(|counts| counts.live > 0)
	}

	/// The tables, for people.
	pub fn tables(&self) -> String {
		let mut text = String::new();
		text += &format!("distance of the chain's price from each venue\n{}\n", self.venue_table());
		text += &format!("changes of status\n{}\n", self.change_table());
		text += &self.peg_lines();
		text += &counts("no vote", &self.silences);
		let left_out = self
			.left_out
			.iter()
			.map(|((line, why), times)| (format!("{line}: {why}"), *times));
		text += &counts("quotes left out", &left_out.collect());
		text += &counts("reports refused", &self.refused);
		text += &self.conclusion();
		text
	}

	fn venue_table(&self) -> Table {
		let mut table = Table::new([
			"feed",
			"venue",
			">values",
			">median",
			">worst",
			"when",
			">in USD: median",
			">worst",
			"when",
		]);
		for ((underlying, line), (quoted, converted)) in &self.venues {
			let [first, second] = [quoted, converted].map(cells);
			let mut row =
				vec![underlying.to_string(), line.to_string(), quoted.count().to_string()];
			row.extend(first);
			if line.market.quote != Asset::usd() {
				row.extend(second);
			}
			table.row(row);
		}
		for (underlying, distances) in &self.from_dollar_venues {
			let mut row = vec![
				underlying.to_string(),
				"median of the dollar venues".into(),
				distances.count().to_string(),
			];
			row.extend(cells(distances));
			table.row(row);
		}
		table
	}

	fn change_table(&self) -> Table {
		let mut table = Table::new([">block", "time of the data", "feed", "from", "to", "because"]);
		for change in &self.changes {
			table.row([
				change.block.to_string(),
				write_utc(change.second),
				change.underlying.to_string(),
				format!("{:?}", change.old),
				format!("{:?}", change.new),
				change.concern.clone().unwrap_or_default(),
			]);
		}
		table
	}

	fn peg_lines(&self) -> String {
		self.pegs
			.iter()
			.filter_map(|(coin, peg)| {
				let (lowest, second) = peg.lowest?;
				let mut line = format!(
					"{coin}: at the lowest {} USD, {}",
					figures::grouped(&lowest.to_string(), 4),
					write_utc(second)
				);
				if peg.statuses.total() > 0 {
					let StatusCounts { live, caution, halted } = peg.statuses;
					let [median, worst, when] = cells(&peg.from_dollar_venues);
					line += &format!(
						"; while below {PEG_LOST_BELOW} USD: {live} values live, {caution} in caution, \
						 {halted} halted; from the dollar venues {median} in the median, {worst} at worst, {when}"
					);
				}
				Some(line + "\n")
			})
			.collect()
	}

	fn conclusion(&self) -> String {
		let mut text = String::new();
		for (underlying, StatusCounts { live, caution, halted }) in &self.statuses {
			text += &format!(
				"{underlying}: {live} values live, {caution} in caution, {halted} halted\n"
			);
		}
		text += &format!("{} reports in {} blocks\n", self.reports, self.blocks);
		for violation in &self.violations {
			text += &format!(
				"BROKEN block {}: {} live at {}: {:?}\n",
				violation.block,
				violation.underlying,
				figures::price(violation.price),
				violation.verdict
			);
		}
		if self.unjudged > 0 {
			text += &format!("BROKEN: {} values could not be judged\n", self.unjudged);
		}
		text + match (self.violations.is_empty(), self.holds()) {
			(_, true) => "no live price was outside the range of the honest votes",
			(true, false) => "BROKEN: no price was ever live, or some were not judged",
			(false, _) => "BROKEN: live prices were outside the range of the honest votes",
		}
	}

	/// The same for programs.
	pub fn json(&self) -> Value {
		let distances = |it: &Distances| {
			let worst = it.worst();
			json!({
				"values": it.count(),
				"median_millionths": it.median(),
				"worst_millionths": worst.map(|(worst, _)| worst),
				"worst_at": worst.map(|(_, second)| write_utc(second)),
			})
		};
		let statuses = |it: &StatusCounts| json!({ "live": it.live, "caution": it.caution, "halted": it.halted });
		json!({
			"holds": self.holds(),
			"unjudged": self.unjudged,
			"blocks": self.blocks,
			"reports": self.reports,
			"venues": self.venues.iter().map(|((underlying, line), (quoted, converted))| json!({
				"feed": underlying.to_string(),
				"venue": line.venue,
				"market": line.market,
				"as_quoted": distances(quoted),
				"in_usd": distances(converted),
			})).collect::<Vec<_>>(),
			"from_dollar_venues": self.from_dollar_venues.iter()
				.map(|(underlying, it)| (underlying.to_string(), distances(it)))
				.collect::<BTreeMap<_, _>>(),
			"statuses": self.statuses.iter()
				.map(|(underlying, it)| (underlying.to_string(), statuses(it)))
				.collect::<BTreeMap<_, _>>(),
			"changes": self.changes.iter().map(|it| json!({
				"block": it.block,
				"time": write_utc(it.second),
				"feed": it.underlying.to_string(),
				"old": format!("{:?}", it.old),
				"new": format!("{:?}", it.new),
				"because": it.concern,
			})).collect::<Vec<_>>(),
			"pegs": self.pegs.iter().map(|(coin, it)| (coin.to_string(), json!({
				"lowest": it.lowest.map(|(price, _)| price),
				"lowest_at": it.lowest.map(|(_, second)| write_utc(second)),
				"statuses_while_lost": statuses(&it.statuses),
				"from_dollar_venues_while_lost": distances(&it.from_dollar_venues),
			}))).collect::<BTreeMap<_, _>>(),
			"no_votes": self.silences,
			"left_out": self.left_out.iter()
				.map(|((line, why), times)| (format!("{line}: {why}"), times))
				.collect::<BTreeMap<_, _>>(),
			"refused": self.refused,
			"violations": self.violations.iter().map(|it| json!({
				"block": it.block,
				"feed": it.underlying.to_string(),
				"price": it.price,
				"verdict": format!("{:?}", it.verdict),
			})).collect::<Vec<_>>(),
		})
	}
}

/// A quote in dollars, at what its currency was worth; `None` if that is not known.
fn in_dollars(market: &Market, price: Price, rates: &Rates) -> Option<Price> {
	use market_maths::arithmetic::{multiply_divide, Rounding, ONE};
	if market.quote == Asset::usd() {
		return Some(price);
	}
	let rate = rates.get(&market.quote)?.price.into_inner();
	multiply_divide(price.into_inner(), rate, ONE, Rounding::Down)
		.ok()
		.map(Price::from_inner)
}

/// Median, worst and its time.
fn cells(distances: &Distances) -> [String; 3] {
	let Some((worst, second)) = distances.worst() else {
		return ["–", "–", ""].map(Into::into);
	};
	[basis_points(distances.median().unwrap_or(0)), basis_points(worst), write_utc(second)]
}

/// Millionths as basis points with one decimal: `-12.5 bp`.
fn basis_points(millionths: i64) -> String {
	let size = millionths.unsigned_abs();
	let sign = if millionths < 0 { "-" } else { "" };
	format!("{sign}{}.{} bp", size / 100, size % 100 / 10)
}

fn counts(title: &str, counted: &BTreeMap<String, u64>) -> String {
	counted
		.iter()
		.map(|(what, times)| format!("{title}, {times} times: {what}\n"))
		.collect()
}

#[cfg(test)]
mod tests;
