// SPDX-License-Identifier: Apache-2.0
use crate::{
	decimals::read_decimal,
	feeder::{Line, Market},
};
use market_maths::units::Price;
use std::str::FromStr;

/// What a venue does wrong, and when.
///
/// Written `venue[/MARKET]:kind[=value][@from-until]`, the times in minutes of data since the beginning:
/// `kraken:silent@10-20`, `coinbase/BTC-USD:factor=10@5-`, `kraken:latency=3000`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
	/// Which venue.
	pub venue: String,
	/// Which of its markets; all, if not said.
	pub market: Option<Market>,
	/// What.
	pub kind: FaultKind,
	/// From which minute on.
	pub from_minute: u64,
	/// Until which minute, itself not included; for ever, if not said.
	pub until_minute: Option<u64>,
}

/// What can go wrong with a venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
	/// It takes requests and never answers.
	Silent,
	/// Its prices are this many times the true ones.
	Factor(Price),
	/// It answers this many milliseconds later.
	Latency(u64),
	/// It goes on answering with the price and the time it had when the fault began.
	Stale,
	/// It answers with this HTTP status.
	Status(u16),
	/// It answers with something that is no JSON.
	Garbage,
}

/// Why a text is no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
	"`{text}` is not a fault: {problem}. Write venue[/MARKET]:kind[@from-until] in minutes of data, where \
	 kind is silent, stale, garbage, factor=10, latency=3000 (milliseconds) or status=500"
)]
pub struct FaultError {
	text: String,
	problem: &'static str,
}

impl FromStr for Fault {
	type Err = FaultError;

	fn from_str(text: &str) -> Result<Self, FaultError> {
		let wrong = |problem| FaultError { text: text.into(), problem };
		let (place, rest) =
			text.trim().split_once(':').ok_or_else(|| wrong("there is no colon"))?;
		let (venue, market) = match place.split_once('/') {
			Some((venue, market)) => {
				let market = market.parse().map_err(|_| wrong("the market is none"))?;
				(venue, Some(market))
			},
			None => (place, None),
		};
		if venue.is_empty() {
			return Err(wrong("it names no venue"));
		}
		let (kind, times) = rest.split_once('@').unwrap_or((rest, "0-"));
		let (from, until) = times.split_once('-').ok_or_else(|| wrong("the times are none"))?;
		let minute = |text: &str| text.parse().map_err(|_| wrong("the times are none"));
		let from_minute = minute(from)?;
		let until_minute = match until {
			"" => None,
			until => Some(minute(until)?),
		};
		if until_minute.is_some_and(|until| until <= from_minute) {
			return Err(wrong("it ends before it begins"));
		}
		let kind = FaultKind::read(kind).ok_or_else(|| wrong("the kind is none"))?;
		Ok(Self { venue: venue.into(), market, kind, from_minute, until_minute })
	}
}

impl FaultKind {
	fn read(text: &str) -> Option<Self> {
		let (name, value) = match text.split_once('=') {
			Some((name, value)) => (name, Some(value)),
			None => (text, None),
		};
		Some(match (name, value) {
			("silent", None) => Self::Silent,
			("stale", None) => Self::Stale,
			("garbage", None) => Self::Garbage,
			("factor", Some(value)) => {
				let factor = Price::from_inner(read_decimal(value).ok()?);
				Self::Factor(factor).some_if(!factor.is_zero())?
			},
			("latency", Some(value)) => Self::Latency(value.parse().ok()?),
			("status", Some(value)) => {
				let status: u16 = value.parse().ok()?;
				Self::Status(status).some_if((200..600).contains(&status))?
			},
			_ => return None,
		})
	}

	fn some_if(self, condition: bool) -> Option<Self> {
		condition.then_some(self)
	}
}

impl Fault {
	/// Whether it is about this market in this minute of data since the beginning.
	pub fn applies(&self, line: &Line, minute: u64) -> bool {
		self.venue == line.venue
			&& self.market.as_ref().is_none_or(|market| *market == line.market)
			&& minute >= self.from_minute
			&& self.until_minute.is_none_or(|until| minute < until)
	}
}

/// All that goes wrong in a simulation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
	/// Reads a scenario: one fault in each line; empty lines and what follows `#` are passed over.
	pub fn read(text: &str) -> Result<Self, FaultError> {
		text.lines()
			.map(|line| line.split('#').next().unwrap_or_default().trim())
			.filter(|line| !line.is_empty())
			.map(str::parse)
			.collect::<Result<_, _>>()
			.map(Self)
	}

	/// What goes wrong with a market in a minute.
	pub fn of<'a>(&'a self, line: &'a Line, minute: u64) -> impl Iterator<Item = &'a Fault> {
		self.0.iter().filter(move |fault| fault.applies(line, minute))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn line(venue: &str, market: &str) -> Line {
		Line { venue: venue.into(), market: market.parse().unwrap() }
	}

	#[test]
	fn a_scenario_is_one_fault_in_each_line() {
		let faults = Faults::read(
			"# the morning\nkraken:silent@10-20\n\ncoinbase/BTC-USD:factor=0.1@5-  # wrong coin\nkraken:latency=3000",
		)
		.unwrap();
		assert_eq!(faults.0.len(), 3);
		let kraken = line("kraken", "BTC-USD");
		let kinds = |minute| faults.of(&kraken, minute).map(|it| it.kind).collect::<Vec<_>>();
		assert_eq!(kinds(9), [FaultKind::Latency(3_000)]);
		assert_eq!(kinds(10), [FaultKind::Silent, FaultKind::Latency(3_000)]);
		assert_eq!(kinds(20), [FaultKind::Latency(3_000)]);
		assert_eq!(faults.of(&line("coinbase", "BTC-USDT"), 7).count(), 0);
		assert_eq!(faults.of(&line("coinbase", "BTC-USD"), 4).count(), 0);
		assert_eq!(faults.of(&line("coinbase", "BTC-USD"), 700).count(), 1);
	}

	#[test]
	fn what_is_no_fault_is_refused_with_the_way_to_write_one() {
		for (text, problem) in [
			("kraken", "there is no colon"),
			(":silent", "it names no venue"),
			("kraken/BTC:silent", "the market is none"),
			("kraken:sleepy", "the kind is none"),
			("kraken:silent=3", "the kind is none"),
			("kraken:factor=0", "the kind is none"),
			("kraken:status=9000", "the kind is none"),
			("kraken:silent@5", "the times are none"),
			("kraken:silent@5-5", "it ends before it begins"),
		] {
			let error = text.parse::<Fault>().unwrap_err().to_string();
			assert!(error.contains(problem) && error.contains("factor=10"), "{error}");
		}
	}
}
