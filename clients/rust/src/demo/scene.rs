// SPDX-License-Identifier: Apache-2.0
//! What the cast can see between two blocks.

use crate::{
	demo::{
		cast::Role,
		story::{Act, Errand},
	},
	prices::PricePath,
	ticket::Grid,
};
use market_maths::{
	options::OptionKind,
	units::{Cash, Price},
};
use market_primitives::{InstrumentId, OptionContract, Underlying};
use std::collections::{BTreeMap, BTreeSet};

/// The length of a window, in seconds.
pub const WINDOW_SECONDS: u64 = 3;

/// A market that trades now.
#[derive(Clone, Debug)]
pub struct Listed {
	/// What trades.
	pub instrument: InstrumentId,
	/// Its tick and lot.
	pub grid: Grid,
	/// What it is worth, if that is known.
	pub mark: Option<Price>,
}

/// A margin account, as far as decisions need it.
#[derive(Clone, Debug, Default)]
pub struct Standing {
	/// Positions in lots, long positive.
	pub lots: BTreeMap<InstrumentId, i64>,
	/// Settled cash.
	pub cash: Cash,
}

/// The chain after a block, and the path that reporters follow.
#[derive(Clone, Debug)]
pub struct Scene {
	/// The block's number.
	pub block: u64,
	/// Its time, in seconds since 1970.
	pub now: u64,
	/// Whether every feed is live.
	pub prices_are_live: bool,
	/// Whether no feed is halted, so that new risk may be taken.
	pub prices_are_usable: bool,
	/// Bitcoin as it is outside, which everybody who quotes can see.
	pub btc: Price,
	/// Ether as it is outside.
	pub eth: Price,
	/// The perpetuals.
	pub perpetuals: Vec<Listed>,
	/// The series that trade.
	pub series: Vec<Listed>,
	/// Markets in whose book both sides are quoted.
	pub quoted: BTreeSet<InstrumentId>,
	/// Open margin accounts.
	pub accounts: BTreeMap<Role, Standing>,
	/// Tokens of the series that the story is about, in lots.
	pub tokens: BTreeMap<Role, u64>,
	/// What was sent and is in no final block yet.
	pub underway: Vec<Errand>,
	/// Whether deposits, prices and quotes are in place, so that the path may begin.
	pub has_begun: bool,
	/// The point of the path that is reported next.
	pub position: usize,
}

impl Scene {
	/// The outside price of an underlying.
	pub fn outside(&self, underlying: Underlying) -> Price {
		if underlying == Underlying::ETH {
			self.eth
		} else {
			self.btc
		}
	}

	/// The perpetual on an underlying.
	pub fn perpetual(&self, underlying: Underlying) -> Option<&Listed> {
		self.perpetuals.iter().find(|listed| listed.instrument.underlying == underlying)
	}

	/// The series on an underlying, with their terms.
	pub fn options_on(
		&self,
		underlying: Underlying,
	) -> impl Iterator<Item = (&Listed, &OptionContract)> {
		self.series
			.iter()
			.filter(move |listed| listed.instrument.underlying == underlying)
			.filter_map(|listed| Some((listed, listed.instrument.as_option()?)))
	}

	/// Somebody's position, in lots.
	pub fn lots(&self, role: Role, instrument: &InstrumentId) -> i64 {
		self.accounts
			.get(&role)
			.and_then(|standing| standing.lots.get(instrument))
			.copied()
			.unwrap_or(0)
	}

	/// Whether somebody's order in a market is on its way.
	pub fn has_order_underway(&self, who: Role, instrument: &InstrumentId) -> bool {
		self.underway.iter().any(|errand| {
			errand.who == who
				&& errand.must_fail_with.is_none()
				&& matches!(&errand.act, Act::Place(ticket) if ticket.instrument == *instrument)
		})
	}

	/// Bitcoin where the path will have it at a time, in seconds since 1970. Before the path begins it
	/// stands at the first point; after its end it stays at the last.
	pub fn btc_at(&self, path: &PricePath, time: u64) -> Option<Price> {
		let windows = time.saturating_sub(self.now) / WINDOW_SECONDS;
		let windows = if self.has_begun { usize::try_from(windows).ok()? } else { 0 };
		let last = path.points.len().checked_sub(1)?;
		Some(path.points.get((self.position + windows).min(last))?.btc)
	}

	/// The lowest price of Bitcoin in the minute before a time.
	pub fn lowest_in_the_minute_before(&self, path: &PricePath, time: u64) -> Option<Price> {
		(0..=60 / WINDOW_SECONDS)
			.filter_map(|window| self.btc_at(path, time - window * WINDOW_SECONDS))
			.min()
	}

	/// The call to write: in the money at its expiry, as the path will have it, by as little as is safe,
	/// on the earliest expiry that leaves time to send its token.
	pub fn call_to_write(&self, path: &PricePath) -> Option<&Listed> {
		const LEAST_SECONDS: u64 = 40;
		const MOST_SECONDS: u64 = 400;
		self.options_on(Underlying::BTC)
			.filter(|_| self.prices_are_usable)
			.filter(|(listed, contract)| {
				contract.kind == OptionKind::Call
					&& listed.mark.is_some()
					&& contract.expiry >= self.now + LEAST_SECONDS
					&& contract.expiry <= self.now + MOST_SECONDS
			})
			.filter(|(_, contract)| {
				let lowest = self.lowest_in_the_minute_before(path, contract.expiry);
				let strike = contract.strike.price().into_inner();
				lowest.is_some_and(|lowest| strike <= lowest.into_inner() / 1_000 * 995)
			})
			.min_by_key(|(_, contract)| (contract.expiry, std::cmp::Reverse(contract.strike)))
			.map(|(listed, _)| listed)
	}

	/// The put to buy: nearest to the money on the earliest expiry that is at least a minute away.
	pub fn put_to_buy(&self) -> Option<&Listed> {
		let btc = self.btc.into_inner();
		self.options_on(Underlying::BTC)
			.filter(|(listed, contract)| {
				contract.kind == OptionKind::Put
					&& contract.expiry >= self.now + 60
					&& self.quoted.contains(&listed.instrument)
			})
			.min_by_key(|(_, contract)| {
				(contract.expiry, contract.strike.price().into_inner().abs_diff(btc))
			})
			.map(|(listed, _)| listed)
	}

	/// The series that makers quote: both kinds at the two strikes nearest to the money, of the two
	/// earliest expiries that are at least half a minute away.
	pub fn series_to_quote(&self, underlying: Underlying) -> Vec<&Listed> {
		let outside = self.outside(underlying).into_inner();
		let mut expiries: Vec<u64> = self
			.options_on(underlying)
			.map(|(_, contract)| contract.expiry)
			.filter(|expiry| *expiry >= self.now + 30)
			.collect();
		expiries.sort_unstable();
		expiries.dedup();
		expiries.truncate(2);
		let mut chosen = Vec::new();
		for expiry in expiries {
			for kind in [OptionKind::Call, OptionKind::Put] {
				let mut of_kind: Vec<(&Listed, &OptionContract)> = self
					.options_on(underlying)
					.filter(|(_, contract)| contract.expiry == expiry && contract.kind == kind)
					.collect();
				of_kind.sort_by_key(|(_, contract)| {
					contract.strike.price().into_inner().abs_diff(outside)
				});
				chosen.extend(of_kind.into_iter().take(2).map(|(listed, _)| listed));
			}
		}
		chosen
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use crate::prices::seeded_path;

	pub(crate) fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	pub(crate) fn listed(name: &str) -> Listed {
		Listed {
			instrument: name.parse().unwrap(),
			grid: Grid { tick: price("0.1"), lot: "0.001".parse().unwrap() },
			mark: Some(price("100")),
		}
	}

	/// 27 November 2026, 13:00, half a minute before the path begins.
	pub(crate) fn scene() -> Scene {
		let series = ["T1303", "T1306"].iter().flat_map(|time| {
			["57000", "58000", "59000", "60000", "61000", "62000", "63000"].iter().flat_map(
				move |strike| {
					["C", "P"].map(|kind| listed(&format!("BTC-27NOV26{time}-{strike}-{kind}")))
				},
			)
		});
		Scene {
			block: 10,
			now: 1_795_784_400,
			prices_are_live: true,
			prices_are_usable: true,
			btc: price("60000"),
			eth: price("2100"),
			perpetuals: vec![listed("BTC-PERP"), listed("ETH-PERP")],
			series: series.collect(),
			quoted: BTreeSet::new(),
			accounts: BTreeMap::new(),
			tokens: BTreeMap::new(),
			underway: Vec::new(),
			has_begun: true,
			position: 0,
		}
	}

	#[test]
	fn the_call_that_is_written_ends_in_the_money() {
		let path = seeded_path(1, 80);
		let scene = scene();
		// Three minutes are sixty windows: after the crash. So nothing listed now will do.
		assert!(scene.call_to_write(&path).is_none());
		// Before the path begins nothing moves.
		let waiting = Scene { has_begun: false, ..scene.clone() };
		let call = waiting.call_to_write(&path).unwrap();
		assert_eq!(call.instrument.to_string(), "BTC-27NOV26T1303-59000-C");
		// Seconds before an expiry there is no time left to send a token.
		let late = Scene { now: scene.now + 150, has_begun: false, ..scene };
		assert_eq!(
			late.call_to_write(&path).unwrap().instrument.to_string(),
			"BTC-27NOV26T1306-59000-C"
		);
	}

	#[test]
	fn makers_quote_the_four_nearest_series_of_two_expiries() {
		let scene = scene();
		let names: Vec<String> = scene
			.series_to_quote(Underlying::BTC)
			.iter()
			.map(|listed| listed.instrument.to_string())
			.collect();
		assert_eq!(names.len(), 8);
		assert!(names.contains(&"BTC-27NOV26T1303-60000-C".to_string()), "{names:?}");
		assert!(scene.series_to_quote(Underlying::ETH).is_empty());
	}

	#[test]
	fn a_put_is_bought_only_where_it_is_quoted() {
		let mut scene = scene();
		assert!(scene.put_to_buy().is_none());
		scene.quoted.insert("BTC-27NOV26T1306-61000-P".parse().unwrap());
		assert_eq!(scene.put_to_buy().unwrap().instrument.to_string(), "BTC-27NOV26T1306-61000-P");
	}

	#[test]
	fn the_path_ends_at_its_last_price() {
		let path = seeded_path(1, 80);
		let scene = scene();
		let last = path.points.last().unwrap().btc;
		assert_eq!(scene.btc_at(&path, scene.now + 100_000), Some(last));
		assert_eq!(scene.btc_at(&path, scene.now + 3), Some(path.points[1].btc));
	}
}
