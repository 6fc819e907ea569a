// SPDX-License-Identifier: Apache-2.0
//! What is written down of a replay, and the tables made of it.

use crate::{
	feeder::{value, Asset, Ballot, LeftOut, Line, Market, Rates, Rule, Sighting, Valued},
	figures,
	oracle_replay::{expectations, judge::Verdict},
	prices::change_in_millionths,
	table::Table,
	utc::write_utc,
};
use market_maths::{arithmetic::ONE, units::Price};
use market_primitives::{FeedStatus, Underlying};
use oracle_core::FeedParameters;
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// A recorded quote that is older than this is no measure any more, in seconds of data.
const OLDEST_MEASURE: u64 = 300;
/// Below this much of a dollar a stablecoin has lost its peg.
pub(super) const PEG_LOST_BELOW: &str = "0.985";

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
		self.percentile(50)
	}

	/// The size that so many in a hundred do not exceed, in millionths.
	pub fn percentile(&self, percent: usize) -> Option<i64> {
		let mut sizes: Vec<i64> = self.0.iter().map(|(distance, _)| distance.abs()).collect();
		sizes.sort_unstable();
		let place = sizes.len().saturating_mul(percent.min(100)).div_ceil(100);
		sizes.get(place.checked_sub(1)?).copied()
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

/// What happened while a stablecoin was off its peg. Distances are from the median of the venues that quote in
/// dollars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PegBreak {
	/// The lowest it was worth, and when.
	pub lowest: Option<(Price, u64)>,
	/// The chain's values meanwhile.
	pub statuses: StatusCounts,
	/// How far they were.
	pub from_dollar_venues: Distances,
	/// How far the median of all markets would have been, each converted to dollars.
	pub converted: Distances,
	/// The same if the coin had been taken for a dollar.
	pub taken_for_a_dollar: Distances,
	/// How far each market was that is paid in the coin: as quoted, and converted to dollars.
	pub markets: BTreeMap<Line, (Distances, Distances)>,
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
	/// Values that were not live and outside the range of the honest votes: what the step limit held back.
	pub held_back: u64,
	/// Values that could not be judged, since the votes before them were not seen.
	pub unjudged: u64,
	/// By what the chain trusted each feed.
	pub guards: BTreeMap<Underlying, FeedParameters>,
	/// The times of the first and the last block looked at, in milliseconds since 1970.
	pub span_ms: Option<(u64, u64)>,
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
		self.held_back += u64::from(verdict == Verdict::NotLive { is_inside: false });
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
		let rule_in_dollars = rule(asset.clone(), vec![Asset::usd()]);
		let dollars = value(&rule_in_dollars, &fresh, &Rates::new()).outcome.ok();
		if let Some(dollars) = &dollars {
			self.from_dollar_venues.entry(underlying).or_default().note(
				dollars.price,
				price,
				second,
			);
		}
		self.note_pegs(&asset, &fresh, &rates, dollars.as_ref(), observed);
	}

	fn note_pegs(
		&mut self,
		asset: &Asset,
		fresh: &[Sighting],
		rates: &Rates,
		dollars: Option<&Valued>,
		observed: &Observed,
	) {
		let Ok(lost_below) = PEG_LOST_BELOW.parse::<Price>() else { return };
		let quotes: Vec<Asset> = [Asset::usd()].into_iter().chain(rates.keys().cloned()).collect();
		let of_all = rule(asset.clone(), quotes);
		for (coin, rate) in rates {
			let peg = self.pegs.entry(coin.clone()).or_default();
			if peg.lowest.is_none_or(|(lowest, _)| rate.price < lowest) {
				peg.lowest = Some((rate.price, observed.second));
			}
			if rate.price >= lost_below {
				continue;
			}
			peg.statuses.note(observed.status);
			let Some(dollars) = dollars.map(|dollars| dollars.price) else { continue };
			peg.from_dollar_venues.note(dollars, observed.price, observed.second);
			if let Ok(all) = value(&of_all, fresh, rates).outcome {
				peg.converted.note(dollars, all.price, observed.second);
			}
			if let Ok(all) = value(&of_all, fresh, &taken_for_a_dollar(rates, coin)).outcome {
				peg.taken_for_a_dollar.note(dollars, all.price, observed.second);
			}
			let is_paid_in_it =
				|it: &&Sighting| it.line.market.base == *asset && it.line.market.quote == *coin;
			for Sighting { line, quote } in fresh.iter().filter(is_paid_in_it) {
				let (quoted, converted) = peg.markets.entry(line.clone()).or_default();
				quoted.note(dollars, quote.price, observed.second);
				if let Some(price) = in_dollars(&line.market, quote.price, rates) {
					converted.note(dollars, price, observed.second);
				}
			}
		}
	}

	/// Notes which feeds a reporter had no vote on, and which quotes had no say.
	pub fn note_silence(&mut self, ballot: &Ballot) {
		for feed in &ballot.feeds {
			if let Err(reason) = &feed.vote {
				let reason = format!("{}: {reason}", feed.underlying);
				*self.silences.entry(reason).or_default() += 1;
			}
			for (line, why) in &feed.left_out {
				let why = match why {
					LeftOut::NoRate(_) => "what it is paid in has no price",
					LeftOut::FarFromOthers { .. } => "too far from the others",
				};
				*self.left_out.entry((line.clone(), why)).or_default() += 1;
			}
		}
	}

	/// Whether everything held that must.
	pub fn holds(&self) -> bool {
		expectations::of(self).iter().all(|it| it.held)
	}

	/// The tables, for people.
	pub fn tables(&self) -> String {
		let mut text = String::new();
		text += &format!("distance of the chain's price from each venue\n{}\n", self.venue_table());
		text += &format!("changes of status\n{}\n", self.change_table());
		text += &self.peg_lines();
		text += &format!("\nwhat must hold\n{}\n", expectations::table(self));
		text += &self.unsaid();
		text += &self.conclusion();
		text
	}

	pub(super) fn venue_table(&self) -> Table {
		let mut table = Table::new([
			"feed",
			"venue",
			">values",
			">median",
			">p99",
			">worst",
			"when",
			">in USD: median",
			">p99",
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

	pub(super) fn change_table(&self) -> Table {
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
					line += &format!(
						"; while below {PEG_LOST_BELOW} USD: {live} values live, {caution} in caution, \
						 {halted} halted\n{}",
						peg.table()
					);
				}
				Some(line + "\n")
			})
			.collect()
	}

	/// Who said nothing or had no say, and why, and what the chain refused.
	pub(super) fn unsaid(&self) -> String {
		let left_out = self
			.left_out
			.iter()
			.map(|((line, why), times)| (format!("{line}: {why}"), *times));
		counts("no vote", &self.silences)
			+ &counts("quotes left out", &left_out.collect())
			+ &counts("reports refused", &self.refused)
	}

	fn conclusion(&self) -> String {
		let mut text = String::new();
		for (underlying, StatusCounts { live, caution, halted }) in &self.statuses {
			text += &format!(
				"{underlying}: {live} values live, {caution} in caution, {halted} halted\n"
			);
		}
		text += &format!("{} reports in {} blocks\n", self.reports, self.blocks);
		text += &self.broken_lines();
		text + match (self.violations.is_empty(), self.holds()) {
			(_, true) => "no live price was outside the range of the honest votes",
			(true, false) => "BROKEN: not everything held that must",
			(false, _) => "BROKEN: live prices were outside the range of the honest votes",
		}
	}

	/// What must never happen and did.
	pub(super) fn broken_lines(&self) -> String {
		self.violations
			.iter()
			.map(|violation| {
				format!(
					"BROKEN block {}: {} live at {}: {:?}\n",
					violation.block,
					violation.underlying,
					figures::price(violation.price),
					violation.verdict
				)
			})
			.collect()
	}

	/// The same for programs.
	pub fn json(&self) -> Value {
		let distances = |it: &Distances| {
			let worst = it.worst();
			json!({
				"values": it.count(),
				"median_millionths": it.median(),
				"p99_millionths": it.percentile(99),
				"worst_millionths": worst.map(|(worst, _)| worst),
				"worst_at": worst.map(|(_, second)| write_utc(second)),
			})
		};
		let statuses = |it: &StatusCounts| json!({ "live": it.live, "caution": it.caution, "halted": it.halted });
		json!({
			"holds": self.holds(),
			"expectations": expectations::of(self).iter().map(|it| json!({
				"expected": it.text,
				"held": it.held,
				"seen": it.seen,
			})).collect::<Vec<_>>(),
			"guards": self.guards.iter()
				.map(|(underlying, it)| (underlying.to_string(), json!(it)))
				.collect::<BTreeMap<_, _>>(),
			"unjudged": self.unjudged,
			"held_back": self.held_back,
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
				"all_markets_converted": distances(&it.converted),
				"all_markets_with_it_taken_for_a_dollar": distances(&it.taken_for_a_dollar),
				"markets_paid_in_it": it.markets.iter().map(|(line, (quoted, converted))| json!({
					"venue": line.venue,
					"market": line.market,
					"as_quoted": distances(quoted),
					"in_usd": distances(converted),
				})).collect::<Vec<_>>(),
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

impl PegBreak {
	/// How far the chain and the markets were from the venues that quote in dollars.
	pub(super) fn table(&self) -> Table {
		let headings = ["from the dollar venues", ">values", ">median", ">p99", ">worst", "when"];
		let mut table = Table::new(headings);
		let mut add = |name: String, distances: &Distances| {
			let mut row = vec![name, distances.count().to_string()];
			row.extend(cells(distances));
			table.row(row);
		};
		add("the chain".into(), &self.from_dollar_venues);
		add("all markets, converted".into(), &self.converted);
		add("all markets, the coin taken for a dollar".into(), &self.taken_for_a_dollar);
		for (line, (quoted, converted)) in &self.markets {
			add(format!("{line}, as quoted"), quoted);
			add(format!("{line}, converted"), converted);
		}
		table
	}
}

/// What coins are worth, but for one of which a dollar is thought.
fn taken_for_a_dollar(rates: &Rates, coin: &Asset) -> Rates {
	let dollar = Price::from_inner(ONE);
	let mut rates = rates.clone();
	if let Some(rate) = rates.get_mut(coin) {
		rate.price = dollar;
		rate.confidence = Price::ZERO;
	}
	rates
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

/// Median, 99th percentile, worst and its time.
fn cells(distances: &Distances) -> [String; 4] {
	let Some((worst, second)) = distances.worst() else {
		return ["–", "–", "–", ""].map(Into::into);
	};
	[
		basis_points(distances.median().unwrap_or(0)),
		basis_points(distances.percentile(99).unwrap_or(0)),
		basis_points(worst),
		write_utc(second),
	]
}

/// Millionths as basis points with one decimal: `-12.5 bp`.
pub(super) fn basis_points(millionths: i64) -> String {
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
