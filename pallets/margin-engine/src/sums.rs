// SPDX-License-Identifier: Apache-2.0
//! An account's valuation in parts.
//!
//! An order or a fill changes one line. The line's group, the perpetual of an underlying or its options of one
//! expiry, is summed anew; everything else is as it was. All sums are exact, so the way they came about does
//! not show in them.

use crate::{
	markets::{Markets, Prices, Quote, ValuationError},
	option_positions::times,
	types::{Line, Subaccount},
	valuation::{option, perpetual, Valuation},
	Config,
};
use alloc::vec::Vec;
use market_maths::{
	margin::{ExpirySums, Market, NetMargin, Part},
	units::{Cash, Lots},
	MathsError,
};
use market_primitives::{FeedStatus, InstrumentId, InstrumentKind, Mark, Underlying};

/// Which positions are judged together: the perpetual of an underlying, or its options of one expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct GroupId {
	underlying: Underlying,
	/// `None` for the perpetual.
	expiry: Option<u64>,
}

impl GroupId {
	fn of(instrument: &InstrumentId) -> Self {
		let expiry = match &instrument.kind {
			InstrumentKind::Perpetual => None,
			InstrumentKind::Option(contract) => Some(contract.expiry),
		};
		Self { underlying: instrument.underlying, expiry }
	}
}

#[derive(Clone, Debug)]
struct Group {
	id: GroupId,
	/// The options; `None` for a perpetual, which is its line and nothing more.
	options: Option<ExpirySums>,
	/// What they come to.
	part: Part,
}

/// All groups of one underlying together.
#[derive(Clone, Copy, Debug)]
struct UnderlyingSum {
	underlying: Underlying,
	market: Market,
	part: Part,
	margin: NetMargin,
}

/// How many lines there are at each status.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
	caution: u32,
	halted: u32,
}

impl Tally {
	fn count(&mut self, status: FeedStatus, change: impl Fn(u32) -> u32) {
		match status {
			FeedStatus::Live => {},
			FeedStatus::Caution => self.caution = change(self.caution),
			FeedStatus::Halted => self.halted = change(self.halted),
		}
	}

	const fn worst(&self) -> FeedStatus {
		match (self.halted, self.caution) {
			(0, 0) => FeedStatus::Live,
			(0, _) => FeedStatus::Caution,
			_ => FeedStatus::Halted,
		}
	}
}

/// How good the marks of all lines are.
#[derive(Clone, Copy, Debug, Default)]
struct Statuses {
	indices: Tally,
	volatilities: Tally,
}

impl Statuses {
	fn count(&mut self, mark: &Mark, change: impl Fn(u32) -> u32) {
		self.indices.count(mark.status, &change);
		self.volatilities.count(mark.volatility_status, &change);
	}
}

/// What an account comes to but for its cash, in parts.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
	/// By their ids.
	groups: Vec<Group>,
	/// By their names.
	underlyings: Vec<UnderlyingSum>,
	/// Expired options whose price is known are as good as the cash they will be.
	payoffs: NetMargin,
	/// All of it.
	total: NetMargin,
	marks: Statuses,
	settlement_asset: FeedStatus,
}

/// What [`Sums`] become when one line is exchanged for another of the same instrument.
pub(crate) struct Exchanged {
	payoffs: NetMargin,
	total: NetMargin,
	marks: Statuses,
	settlement_asset: FeedStatus,
	group: Option<(Group, UnderlyingSum)>,
}

fn valuation(
	cash: Cash,
	total: NetMargin,
	marks: Statuses,
	settlement_asset: FeedStatus,
) -> Result<Valuation, ValuationError> {
	let net = NetMargin::of_cash(cash.to_usd()?).checked_add(total)?;
	Ok(Valuation {
		net,
		indices: marks.indices.worst(),
		volatilities: marks.volatilities.worst(),
		settlement_asset,
	})
}

impl Exchanged {
	/// The valuation of an account with so much cash.
	pub(crate) fn valuation(&self, cash: Cash) -> Result<Valuation, ValuationError> {
		valuation(cash, self.total, self.marks, self.settlement_asset)
	}
}

impl Sums {
	/// The valuation of an account with so much cash.
	pub(crate) fn valuation(&self, cash: Cash) -> Result<Valuation, ValuationError> {
		valuation(cash, self.total, self.marks, self.settlement_asset)
	}

	/// Lets an exchange be.
	pub(crate) fn accept(&mut self, exchanged: Exchanged) {
		self.payoffs = exchanged.payoffs;
		self.total = exchanged.total;
		self.marks = exchanged.marks;
		let Some((group, sum)) = exchanged.group else { return };
		match self.groups.binary_search_by_key(&group.id, |known| known.id) {
			Ok(place) => {
				if let Some(known) = self.groups.get_mut(place) {
					*known = group;
				}
			},
			Err(place) => self.groups.insert(place, group),
		}
		match self.place_of(sum.underlying) {
			Ok(place) => {
				if let Some(known) = self.underlyings.get_mut(place) {
					*known = sum;
				}
			},
			Err(place) => self.underlyings.insert(place, sum),
		}
	}

	fn place_of(&self, underlying: Underlying) -> Result<usize, usize> {
		self.underlyings.binary_search_by_key(&underlying, |sum| sum.underlying)
	}

	fn group(&self, id: GroupId) -> Option<&Group> {
		let place = self.groups.binary_search_by_key(&id, |group| group.id).ok()?;
		self.groups.get(place)
	}

	fn underlying(&self, underlying: Underlying) -> Option<&UnderlyingSum> {
		self.underlyings.get(self.place_of(underlying).ok()?)
	}
}

/// What a line is to its account.
#[expect(
	clippy::large_enum_variant,
	reason = "it lives for a moment, and a box would cost every line an allocation"
)]
enum Worth {
	/// An expired option, and the cash that it will be.
	Payoff(NetMargin),
	/// A position or open order, at its price.
	Priced(Quote),
}

impl<T: Config> Markets<T> {
	/// Sums an account at the prices of now.
	pub(crate) fn sums(&mut self, account: &Subaccount) -> Result<Sums, ValuationError> {
		self.sums_at(account, Prices::Current)
	}

	/// Sums an account. Every instrument in it, by position or by order, must have a price.
	///
	/// An expired option whose settlement price is known counts as the cash that it will be: series are
	/// paid one after the other, and between two of them nobody's margin may change.
	pub(crate) fn sums_at(
		&mut self,
		account: &Subaccount,
		prices: Prices,
	) -> Result<Sums, ValuationError> {
		let (_, settlement_asset) = self.settlement_asset();
		let mut sums = Sums {
			groups: Vec::new(),
			underlyings: Vec::new(),
			payoffs: NetMargin::default(),
			total: NetMargin::default(),
			marks: Statuses::default(),
			settlement_asset,
		};
		// Lines come in the order of their instruments, so those of one group follow each other.
		for line in &account.lines {
			let quote = match self.worth(line, prices)? {
				Worth::Payoff(due) => {
					sums.payoffs = sums.payoffs.checked_add(due)?;
					continue;
				},
				Worth::Priced(quote) => quote,
			};
			sums.marks.count(&quote.mark, |count| count.saturating_add(1));
			let id = GroupId::of(&line.instrument);
			if sums.underlyings.last().map(|last| last.underlying) != Some(id.underlying) {
				sums.underlyings.push(self.nothing_on(id.underlying, &quote)?);
			}
			if sums.groups.last().map(|last| last.id) != Some(id) {
				sums.groups.push(Group::nothing_in(id, &quote));
			}
			if let (Some(group), Some(sum)) = (sums.groups.last_mut(), sums.underlyings.last()) {
				group.add::<T>(line, &quote, &sum.market)?;
			}
		}
		for group in &mut sums.groups {
			let of_group = |sum: &&mut UnderlyingSum| sum.underlying == group.id.underlying;
			if let Some(sum) = sums.underlyings.iter_mut().find(of_group) {
				group.finish(&sum.market)?;
				sum.part = sum.part.checked_add(group.part)?;
			}
		}
		sums.total = sums.payoffs;
		for sum in &mut sums.underlyings {
			sum.margin = sum.part.margin(&sum.market)?;
			sums.total = sums.total.checked_add(sum.margin)?;
		}
		Ok(sums)
	}

	/// What the sums of an account become if its line `before` were `after`, at the prices of now. `None`
	/// stands for no line.
	pub(crate) fn exchanged(
		&mut self,
		sums: &Sums,
		before: Option<&Line>,
		after: Option<&Line>,
	) -> Result<Exchanged, ValuationError> {
		let Sums { payoffs, total, marks, settlement_asset, .. } = *sums;
		let mut exchanged = Exchanged { payoffs, total, marks, settlement_asset, group: None };
		let Some(instrument) = before.or(after).map(|line| line.instrument) else {
			return Ok(exchanged);
		};
		let mut worth =
			|line: Option<&Line>| line.map(|line| self.worth(line, Prices::Current)).transpose();
		let quote = match (worth(before)?, worth(after)?) {
			(Some(Worth::Priced(quote)), _) | (_, Some(Worth::Priced(quote))) => quote,
			(before, after) => {
				let due = |worth: Option<Worth>| match worth {
					Some(Worth::Payoff(due)) => due,
					_ => NetMargin::default(),
				};
				let change = due(after).checked_sub(due(before))?;
				exchanged.payoffs = payoffs.checked_add(change)?;
				exchanged.total = total.checked_add(change)?;
				return Ok(exchanged);
			},
		};
		let id = GroupId::of(&instrument);
		let mut sum = match sums.underlying(id.underlying) {
			Some(sum) => *sum,
			None => self.nothing_on(id.underlying, &quote)?,
		};
		let known = sums.group(id);
		let mut group = known.cloned().unwrap_or_else(|| Group::nothing_in(id, &quote));
		if let Some(before) = before {
			group.remove(before, &quote, &sum.market)?;
			exchanged.marks.count(&quote.mark, |count| count.saturating_sub(1));
		}
		if let Some(after) = after {
			group.add::<T>(after, &quote, &sum.market)?;
			exchanged.marks.count(&quote.mark, |count| count.saturating_add(1));
		}
		group.finish(&sum.market)?;
		let without = known.map_or(Ok(sum.part), |known| sum.part.checked_sub(known.part))?;
		let old_margin = sum.margin;
		sum.part = without.checked_add(group.part)?;
		sum.margin = sum.part.margin(&sum.market)?;
		exchanged.total = total.checked_sub(old_margin)?.checked_add(sum.margin)?;
		exchanged.group = Some((group, sum));
		Ok(exchanged)
	}

	fn worth(&mut self, line: &Line, prices: Prices) -> Result<Worth, ValuationError> {
		if let Some(payoff) = self.payoff(&line.instrument) {
			let due = times(payoff, i128::from(line.position.lots.into_inner()))?;
			return Ok(Worth::Payoff(NetMargin::of_cash(due.to_usd()?)));
		}
		let is_long = line.position.lots > Lots::ZERO;
		self.quote_at(&line.instrument, prices, is_long).map(Worth::Priced)
	}

	/// An underlying with nothing on it. Index and confidence are the same in all of its quotes.
	fn nothing_on(
		&mut self,
		underlying: Underlying,
		quote: &Quote,
	) -> Result<UnderlyingSum, ValuationError> {
		let market = Market {
			spot: quote.mark.index,
			confidence: quote.index_confidence()?,
			settlement_price: self.settlement_asset().0,
			parameters: self.parameters(underlying),
		};
		Ok(UnderlyingSum {
			underlying,
			market,
			part: Part::default(),
			margin: NetMargin::default(),
		})
	}
}

impl Group {
	fn nothing_in(id: GroupId, quote: &Quote) -> Self {
		let options = id.expiry.map(|_| ExpirySums::new(quote.mark.forward));
		Self { id, options, part: Part::default() }
	}

	fn add<T: Config>(
		&mut self,
		line: &Line,
		quote: &Quote,
		market: &Market,
	) -> Result<(), MathsError> {
		match (&mut self.options, line.instrument.as_option()) {
			(Some(options), Some(contract)) => {
				options.add(&option(line, contract, quote)?, quote.confidence()?, market)
			},
			_ => {
				self.part = market.of_perpetual(&perpetual::<T>(line, quote)?)?;
				Ok(())
			},
		}
	}

	fn remove(&mut self, line: &Line, quote: &Quote, market: &Market) -> Result<(), MathsError> {
		match (&mut self.options, line.instrument.as_option()) {
			(Some(options), Some(contract)) => {
				options.remove(&option(line, contract, quote)?, quote.confidence()?, market)
			},
			_ => {
				self.part = Part::default();
				Ok(())
			},
		}
	}

	/// Sums up options.
	fn finish(&mut self, market: &Market) -> Result<(), MathsError> {
		if let Some(options) = &self.options {
			self.part = options.part(market)?;
		}
		Ok(())
	}
}
