// SPDX-License-Identifier: Apache-2.0
//! Runs recorded option chains through the crate: every row is priced, every middle of a quote is turned
//! into a volatility, every slice is verified as the chain would verify it.
//!
//!     cargo run --release -p market-maths --example real_chains -- FOLDER
//!
//! FOLDER holds the tables that `benchmarking/real-chains/report.py` writes, and receives the answers.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::float_arithmetic,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	missing_docs,
	reason = "a program for people, and no part of the crate"
)]

use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	options::{
		check_calendar, implied_volatility, verify_volatility, Black76, Expiry, FitTolerance,
		Interpolated, Node, OptionKind, Smile, Strike, Svi,
	},
	units::{Price, Rate, Usd, Volatility},
	MathsError,
};
use std::{
	collections::BTreeMap,
	error::Error,
	fs,
	io::{self, Write},
	path::Path,
	time::Instant,
};

/// A line of a table by the names of its columns.
struct Line<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Line<'a> {
	fn text(&self, column: &str) -> &'a str {
		self.0.get(column).copied().unwrap_or("")
	}

	fn units(&self, column: &str) -> Option<u128> {
		self.text(column).parse::<Price>().ok().map(Price::into_inner)
	}

	fn rate(&self, column: &str) -> Rate {
		self.text(column).parse().unwrap()
	}

	fn seconds(&self) -> u64 {
		self.text("seconds").parse().unwrap()
	}

	/// Forward and seconds to expiry that all other strikes show.
	fn others(&self) -> Option<((u128, u128), (u64, u64))> {
		let seconds = |column| self.text(column).parse::<u64>().ok();
		Some((
			(self.units("others_forward_lowest")?, self.units("others_forward_highest")?),
			(seconds("others_seconds_lowest")?, seconds("others_seconds_highest")?),
		))
	}
}

fn table(text: &str) -> Vec<Line<'_>> {
	let mut lines = text.lines();
	let names: Vec<&str> = lines.next().unwrap_or("").split(',').collect();
	lines
		.map(|line| Line(names.iter().copied().zip(line.split(',')).collect()))
		.collect()
}

/// What the chain quotes of one option. Prices are in coins, with 18 decimals.
struct Quote {
	kind: OptionKind,
	strike: Price,
	seconds: u64,
	forward: u128,
	/// Half of the last digit that is quoted.
	forward_half: u128,
	volatility: u128,
	volatility_half: u128,
	mark: u128,
	mark_half: u128,
	/// The forward that call and put of this strike agree on: lowest and highest, after rounding.
	parity: Option<(u128, u128)>,
	/// The lowest and the highest forward of which that is true for any strike of this expiry.
	expiry_parity: Option<(u128, u128)>,
	/// The forward and the seconds to expiry that all other strikes show, each from lowest to highest.
	others: Option<((u128, u128), (u64, u64))>,
	/// How far the index moved while the chain was read: lowest over highest.
	index_move: (u128, u128),
}

/// In coins: the price in USD over the forward, which rises with the forward for a call.
fn coins(quote: &Quote, forward: u128, volatility: u128, seconds: u64) -> Result<u128, MathsError> {
	let expiry = Expiry::new(Price::from_inner(forward), seconds, Rate::ZERO)?;
	let price =
		expiry.price(quote.kind, &Strike::new(quote.strike), Volatility::from_inner(volatility))?;
	multiply_divide(price.into_inner(), ONE, forward, Rounding::NearestPrefDown)
}

impl Quote {
	/// Whether some forward, volatility and time between these limits give the quoted mark.
	fn is_explained(
		&self,
		forwards: (u128, u128),
		seconds: (u64, u64),
	) -> Result<bool, MathsError> {
		let (mut lowest, mut highest) = (u128::MAX, 0);
		for forward in [forwards.0, forwards.1] {
			let less = self.volatility.saturating_sub(self.volatility_half);
			lowest = lowest.min(coins(self, forward, less, seconds.0)?);
			let more = self.volatility + self.volatility_half;
			highest = highest.max(coins(self, forward, more, seconds.1)?);
		}
		Ok(self.mark + self.mark_half >= lowest && self.mark <= highest + self.mark_half)
	}

	fn verdict(&self) -> Result<&'static str, MathsError> {
		let exactly = (self.seconds, self.seconds);
		let priced = coins(self, self.forward, self.volatility, self.seconds)?;
		if priced.abs_diff(self.mark) <= self.mark_half {
			return Ok("agrees to the last digit");
		}
		let quoted = (self.forward - self.forward_half, self.forward + self.forward_half);
		if self.is_explained(quoted, exactly)? {
			return Ok("agrees within the digits of volatility and forward");
		}
		if let Some(forwards) = self.parity {
			if self.is_explained(forwards, exactly)? {
				return Ok("call and put agree on another forward");
			}
			let around = (self.seconds.saturating_sub(120), self.seconds + 120);
			if self.is_explained(forwards, around)? {
				return Ok("another forward and up to two minutes off");
			}
		}
		let (lowest, highest) = self.index_move;
		let moved = |a: u128, b: u128| multiply_divide(self.forward, a, b, Rounding::Down);
		if self.is_explained((moved(lowest, highest)?, moved(highest, lowest)?), exactly)? {
			return Ok("a forward within the index's move while the chain was read");
		}
		if let Some((lowest, highest)) = self.expiry_parity {
			let forwards = (lowest.min(self.forward), highest.max(self.forward));
			if self.is_explained(forwards, exactly)? {
				return Ok("a forward as far off as other strikes show");
			}
		}
		if let Some((forwards, seconds)) = self.others {
			if self.is_explained(forwards, seconds)? {
				return Ok("the forward and the moment of all other strikes");
			}
		}
		Ok("not explained")
	}

	/// Whether the mark is below what the option pays at the quoted forward.
	fn is_below_intrinsic(&self) -> Result<bool, MathsError> {
		let least = [self.forward - self.forward_half, self.forward + self.forward_half]
			.into_iter()
			.map(|forward| coins(self, forward, 0, self.seconds))
			.collect::<Result<Vec<_>, _>>()?;
		Ok(least.iter().all(|least| self.mark + self.mark_half < *least))
	}
}

fn quote(line: &Line<'_>) -> Quote {
	let units = |column| line.units(column).unwrap_or(0);
	let kind = if line.text("type") == "C" { OptionKind::Call } else { OptionKind::Put };
	let (strike, mark, mark_half) = (units("strike"), units("mark"), units("mark_half"));
	// In coins, call − put = 1 − K/F, each of both quoted to half a digit.
	let parity = line.units("partner_mark").and_then(|partner| {
		let (call, put) = if kind == OptionKind::Call { (mark, partner) } else { (partner, mark) };
		let lowest = (ONE + put + 2 * mark_half).checked_sub(call)?;
		let highest = (ONE + put).checked_sub(call + 2 * mark_half)?;
		let forward = |part| multiply_divide(strike, ONE, part, Rounding::NearestPrefDown).ok();
		Some((forward(lowest)?, forward(highest)?))
	});
	Quote {
		kind,
		strike: Price::from_inner(strike),
		seconds: line.seconds(),
		forward: units("forward"),
		forward_half: units("forward_half"),
		volatility: units("volatility"),
		volatility_half: units("volatility_half"),
		mark,
		mark_half,
		parity,
		expiry_parity: line.units("parity_lowest").zip(line.units("parity_highest")),
		others: line.others(),
		index_move: (units("index_lowest"), units("index_highest")),
	}
}

/// The volatility of a middle of bid and ask, and whether it gives the middle back to 10^-16 of the
/// forward and is accepted as a proposal.
fn of_middle(line: &Line<'_>, quote: &Quote) -> Result<&'static str, MathsError> {
	let (Some(bid), Some(ask)) = (line.units("bid"), line.units("ask")) else {
		return Ok("no two-sided quote");
	};
	let middle = multiply_divide((bid + ask) / 2, quote.forward, ONE, Rounding::NearestPrefDown)?;
	let forward = Price::from_inner(quote.forward);
	let expiry = Expiry::new(forward, quote.seconds, Rate::ZERO)?;
	let strike = Strike::new(quote.strike);
	match implied_volatility(quote.kind, &expiry, &strike, Price::from_inner(middle)) {
		Ok(volatility) => {
			let option = Black76 {
				forward,
				strike: quote.strike,
				volatility,
				seconds_to_expiry: quote.seconds,
				rate: Rate::ZERO,
			};
			let again = option.price(quote.kind)?.into_inner();
			let tolerance = Price::from_inner(quote.forward / 10u128.pow(16));
			let verified = verify_volatility(
				quote.kind,
				&option,
				Price::from_inner(middle),
				tolerance,
				Usd::ZERO,
			)?;
			Ok(if again.abs_diff(middle) <= tolerance.into_inner() && verified {
				"gives the middle back"
			} else {
				"does not give the middle back"
			})
		},
		Err(MathsError::BelowIntrinsic) => Ok("refused: below intrinsic"),
		Err(MathsError::AtIntrinsic) => Ok("refused: at intrinsic"),
		Err(MathsError::AboveMaximum) => Ok("refused: above maximum"),
		Err(error) => Err(error),
	}
}

fn rows(folder: &Path) -> Result<(), Box<dyn Error>> {
	let text = fs::read_to_string(folder.join("rows.csv"))?;
	let mut answers = String::from("mark,below_intrinsic,middle\n");
	for line in table(&text) {
		let quote = quote(&line);
		let below = quote.is_below_intrinsic()?;
		answers += &format!("{},{below},{}\n", quote.verdict()?, of_middle(&line, &quote)?);
	}
	Ok(fs::write(folder.join("row_answers.csv"), answers)?)
}

fn slice(line: &Line<'_>) -> Svi {
	Svi {
		a: line.rate("a"),
		b: line.rate("b"),
		rho: line.rate("rho"),
		m: line.rate("m"),
		sigma: line.rate("sigma"),
	}
}

/// `k:w k:w …`
fn nodes(text: &str) -> Vec<Node> {
	text.split_whitespace()
		.filter_map(|pair| {
			let (k, total) = pair.split_once(':')?;
			Some(Node { k: k.parse().ok()?, total: total.parse().ok()? })
		})
		.collect()
}

/// Nanoseconds of the fastest of several runs.
fn nanoseconds<T>(mut work: impl FnMut() -> T) -> u128 {
	let time = |_| {
		let start = Instant::now();
		std::hint::black_box(work());
		start.elapsed().as_nanos()
	};
	(0..5).map(time).min().unwrap_or(0)
}

fn slices(folder: &Path) -> Result<(), Box<dyn Error>> {
	let text = fs::read_to_string(folder.join("slices.csv"))?;
	let lines = table(&text);
	let tolerance = FitTolerance { of_variance: "0.015".parse()?, volatility: "0.005".parse()? };
	let mut answers = String::from("check,nanoseconds,worst,mean,fit,straight,calendar\n");
	for (number, line) in lines.iter().enumerate() {
		let svi = slice(line);
		let check = svi.check()?;
		let time = nanoseconds(|| svi.check());
		let nodes = nodes(line.text("nodes"));
		let fit = svi.fit(&nodes, line.seconds())?;
		let is_close = svi.check_fit(&nodes, line.seconds(), &tolerance)?.is_ok();
		let straight = Interpolated::new(nodes)?.check()?;
		let calendar = match lines.get(number + 1) {
			Some(next)
				if next.text("snapshot") == line.text("snapshot")
					&& next.text("file") == line.text("file") =>
			{
				let next = slice(next);
				match check_calendar(&Smile::Slice(&svi), &Smile::Slice(&next))? {
					Ok(()) => "proved".to_string(),
					Err(fault) => format!("{fault:?}"),
				}
			},
			_ => "last".to_string(),
		};
		let word = |answer: Result<(), market_maths::options::SmileFault>| match answer {
			Ok(()) => "accepted".to_string(),
			Err(fault) => format!("{fault:?}"),
		};
		answers += &format!(
			"{},{time},{},{},{is_close},{},{calendar}\n",
			word(check),
			fit.worst,
			fit.mean,
			word(straight)
		);
	}
	Ok(fs::write(folder.join("slice_answers.csv"), answers)?)
}

fn main() -> Result<(), Box<dyn Error>> {
	let folder = std::env::args().nth(1).ok_or("usage: real_chains FOLDER")?;
	let folder = Path::new(&folder);
	rows(folder)?;
	slices(folder)?;
	writeln!(io::stdout(), "row_answers.csv and slice_answers.csv are written")?;
	Ok(())
}
