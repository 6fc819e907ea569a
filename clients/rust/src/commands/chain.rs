// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{ExpiryView, Queries, SeriesView},
	commands::{Context, Failure},
	figures,
	table::Table,
};
use clap::Args;
use market_maths::{options::OptionKind, units::Price};
use market_primitives::{FeedStatus, InstrumentId, OptionContract, Underlying};
use serde_json::{json, Value};

/// Shows the options on an underlying.
#[derive(Debug, Args)]
pub(super) struct Chain {
	/// The underlying
	#[arg(default_value = "BTC", value_parser = super::underlying)]
	underlying: Underlying,
	/// Only the next expiry
	#[arg(long)]
	next: bool,
}

/// A series beside what is bid and asked for it.
struct Quoted {
	series: SeriesView,
	bid: Option<Price>,
	ask: Option<Price>,
}

impl Chain {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let queries = context.queries().await?;
		let mut expiries = queries.expiries(self.underlying).await?;
		if self.next {
			expiries.truncate(1);
		}
		let mut text = String::new();
		let mut machine = Vec::new();
		for expiry in expiries {
			let Some(view) = queries.option_chain(self.underlying, expiry).await? else { continue };
			let (table, json) = show_expiry(&queries, self.underlying, view).await?;
			text += &table;
			machine.push(json);
		}
		if text.is_empty() {
			text = format!("no options on {} are listed", self.underlying);
		}
		context.output.show(machine, text);
		Ok(())
	}
}

async fn show_expiry(
	queries: &Queries,
	underlying: Underlying,
	view: ExpiryView,
) -> Result<(String, Value), Failure> {
	let mut table = Table::new([
		">bid", ">call", ">ask", ">IV", ">delta", ">open", ">strike", ">bid", ">put", ">ask",
		">open",
	]);
	let mut strikes = Vec::new();
	let mut volatility = FeedStatus::Live;
	for strike in view.strikes {
		let call = quoted(queries, strike.call).await?;
		let put = quoted(queries, strike.put).await?;
		for shown in [&call, &put].into_iter().flatten() {
			if let Ok(mark) = &shown.series.mark {
				volatility = volatility.max(mark.volatility_status);
			}
		}
		let [call_bid, call_mark, call_ask, iv, delta, call_open] = cells(&call);
		let [put_bid, put_mark, put_ask, _, _, put_open] = cells(&put);
		let price = strike.strike.price().to_string();
		table.row([
			call_bid,
			call_mark,
			call_ask,
			iv,
			delta,
			call_open,
			price.clone(),
			put_bid,
			put_mark,
			put_ask,
			put_open,
		]);
		strikes.push(json!({ "strike": price, "call": machine(&call), "put": machine(&put) }));
	}
	let name = name_of_expiry(underlying, view.expiry);
	let settled = view
		.settlement_price
		.as_ref()
		.map_or_else(String::new, |price| format!(", settled at {}", figures::price(**price)));
	let state = format!("{:?}", view.state);
	// Whoever wonders why nothing can be opened finds it here.
	let doubt = match volatility {
		FeedStatus::Live => String::new(),
		doubtful => format!(", volatility {doubtful:?}"),
	};
	Ok((
		format!("{name} ({state}{settled}{doubt})\n{table}\n"),
		json!({ "expiry": view.expiry, "name": name, "state": state, "strikes": strikes }),
	))
}

/// The part of a series' name that says what and when.
fn name_of_expiry(underlying: Underlying, expiry: u64) -> String {
	let contract = OptionContract {
		expiry,
		strike: market_primitives::Strike::from_inner(0),
		kind: OptionKind::Call,
	};
	let name = InstrumentId::option(underlying, contract).to_string();
	name.trim_end_matches("-0-C").into()
}

async fn quoted(queries: &Queries, series: Option<SeriesView>) -> Result<Option<Quoted>, Failure> {
	let Some(series) = series else { return Ok(None) };
	let depth = queries.depth(*series.instrument, 1).await?;
	let bid = depth.bids.first().map(|level| *level.price);
	let ask = depth.asks.first().map(|level| *level.price);
	Ok(Some(Quoted { series, bid, ask }))
}

fn cells(quoted: &Option<Quoted>) -> [String; 6] {
	let Some(Quoted { series, bid, ask }) = quoted else { return Default::default() };
	let mark = series.mark.as_ref().ok();
	[
		figures::price_or_dash(*bid),
		figures::price_or_dash(mark.map(|mark| mark.price)),
		figures::price_or_dash(*ask),
		mark.map_or_else(String::new, |mark| figures::percent(&mark.volatility.to_string())),
		series
			.greeks
			.as_ref()
			.map_or_else(String::new, |greeks| figures::grouped(&greeks.delta.to_string(), 3)),
		(u128::from(series.open_interest) + u128::from(series.tokens)).to_string(),
	]
}

fn machine(quoted: &Option<Quoted>) -> Value {
	let Some(Quoted { series, bid, ask }) = quoted else { return Value::Null };
	let mark = series.mark.as_ref().ok();
	json!({
		"instrument": *series.instrument,
		"state": series.terms.state,
		"bid": bid,
		"ask": ask,
		"mark": mark.map(|mark| mark.price),
		"volatility": mark.map(|mark| mark.volatility),
		"volatility_confidence": mark.map(|mark| mark.volatility_confidence),
		"volatility_status": mark.map(|mark| format!("{:?}", mark.volatility_status)),
		"index_status": mark.map(|mark| format!("{:?}", mark.status)),
		"delta": series.greeks.as_ref().map(|greeks| *greeks.delta),
		"vega": series.greeks.as_ref().map(|greeks| *greeks.vega),
		"open_interest": series.open_interest,
		"tokens": series.tokens,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_expiry_is_named_like_its_series() {
		assert_eq!(name_of_expiry(Underlying::BTC, 1_795_766_400), "BTC-27NOV26");
		assert_eq!(name_of_expiry(Underlying::ETH, 1_795_766_460), "ETH-27NOV26T0801");
	}
}
