// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::Calls,
	commands::{Context, Failure},
	reporting::now_ms,
};
use clap::Args;
use market_maths::units::{Price, Volatility};
use market_primitives::{FeedId, Underlying};
use serde_json::json;

/// Reports prices as a reporter.
#[derive(Debug, Args)]
pub(super) struct Report {
	/// Prices, such as BTC=60000 ETH=2100.5
	#[arg(value_parser = price_of)]
	prices: Vec<(Underlying, Price)>,
	/// A volatility, such as BTC=0.6 for 60 % a year
	#[arg(long = "volatility", value_parser = volatility_of)]
	volatilities: Vec<(Underlying, Volatility)>,
	/// Half the width within which you believe the true value lies, as a fraction of it
	#[arg(long, default_value = "0.0002", value_parser = super::price)]
	confidence: Price,
}

fn named<V: std::str::FromStr>(text: &str) -> Result<(Underlying, V), String> {
	let wrong = || format!("`{text}` is not of the form BTC=60000");
	let (name, value) = text.split_once('=').ok_or_else(wrong)?;
	let underlying = name.to_ascii_uppercase().parse().map_err(|_| wrong())?;
	Ok((underlying, value.parse().map_err(|_| wrong())?))
}

fn price_of(text: &str) -> Result<(Underlying, Price), String> {
	named(text)
}

fn volatility_of(text: &str) -> Result<(Underlying, Volatility), String> {
	named(text)
}

impl Report {
	pub(super) async fn run(self, context: &Context) -> Result<(), Failure> {
		let values: Vec<(FeedId, Price, Price)> = self
			.prices
			.iter()
			.map(|(underlying, price)| (FeedId::Index(*underlying), *price))
			.chain(self.volatilities.iter().map(|(underlying, volatility)| {
				(FeedId::Volatility(*underlying), Price::from_inner(volatility.into_inner()))
			}))
			.map(|(feed, value)| (feed, value, crate::reporting::share(value, self.confidence)))
			.collect();
		if values.is_empty() {
			return Err("give at least one value, such as BTC=60000".into());
		}
		let wallet = context.wallet()?;
		let client = context.client().await?;
		client.execute(&wallet, &Calls::report(now_ms(), &values)).await?;
		context.output.show(
			json!({ "reported": values.iter().map(|(feed, value, _)| json!({ "feed": feed, "value": value })).collect::<Vec<_>>() }),
			format!("{} reported {} values", wallet.name, values.len()),
		);
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_is_named() {
		assert_eq!(price_of("btc=60000").unwrap(), (Underlying::BTC, "60000".parse().unwrap()));
		assert!(price_of("60000").unwrap_err().contains("BTC=60000"));
		assert!(volatility_of("ETH=-1").is_err());
	}
}
