// SPDX-License-Identifier: Apache-2.0
//! Reducing an account in liquidation through the clearing, a slice at a time.

use super::lacking;
use crate::{
	accounts::Account,
	markets::{Markets, Quote, ValuationError},
	parameters::LiquidationParameters,
	sums::Sums,
	trade::Trade,
	types::{Line, Subaccount},
	Config, Event, Pallet,
};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::{multiply_divide, multiply_divide_floor, Rounding},
	margin::{bankruptcy_price, NetMargin},
	units::{Cash, Lots, Price, Ticks, Usd},
	MathsError,
};
use market_primitives::{
	traits::{Instruments, LiquidationVenue},
	InstrumentId, Side,
};

/// A position of an account in liquidation, and what closing it does.
pub(super) struct Candidate {
	pub(super) line: Line,
	pub(super) quote: Quote,
	/// What it puts at risk on its own: its requirement, and for a long option its value. The account's
	/// equity is shared out in proportion to this.
	pub(super) weight: Usd,
	/// By how much closing it at the mark would raise the maintenance margin.
	pub(super) relief: Usd,
}

impl<T: Config> Markets<T> {
	/// The account's positions, those first whose closing helps most. What is only waiting to be paid at a known price
	/// is not among them.
	pub(super) fn candidates(
		&mut self,
		account: &Subaccount,
		net: &NetMargin,
	) -> Result<Vec<Candidate>, ValuationError> {
		let sums = self.sums(account)?;
		let mut candidates = account
			.positions()
			.filter(|line| self.payoff(&line.instrument).is_none())
			.collect::<Vec<_>>()
			.into_iter()
			.map(|line| self.candidate(account, &sums, line, net))
			.collect::<Result<Vec<_>, _>>()?;
		candidates.sort_by_key(|candidate| {
			(core::cmp::Reverse(candidate.relief), candidate.line.instrument)
		});
		Ok(candidates)
	}

	/// One position of an account whose margin is `net`, and which comes to `sums`.
	fn candidate(
		&mut self,
		account: &Subaccount,
		sums: &Sums,
		line: &Line,
		net: &NetMargin,
	) -> Result<Candidate, ValuationError> {
		let quote = self.quote(&line.instrument)?;
		let alone = self.value_line(line)?;
		let closed = Line { position: Default::default(), ..*line };
		let closed = Some(closed).filter(|line| !line.is_empty());
		let without = self.exchanged(sums, account.line(&line.instrument), closed.as_ref())?;
		let without = without.valuation(account.cash)?.net.maintenance;
		// Closed at the mark, the position leaves its worth behind as cash.
		let relief = without.checked_add(alone.mark_to_market)?.checked_sub(net.maintenance)?;
		let weight = alone.mark_to_market.checked_sub(alone.maintenance)?.max(Usd::ZERO);
		Ok(Candidate { line: *line, quote, weight, relief })
	}
}

impl Candidate {
	/// Whether it has expired and only waits for the price at which it is paid.
	pub(super) fn awaits_settlement(&self) -> bool {
		self.quote.awaits_settlement()
	}

	/// Whether its market takes orders in the next clearing.
	fn trades(&self) -> bool {
		let state = self.quote.terms.state;
		state.clears() && state.allows_taking()
	}

	/// Whether closing it brings the account nearer to its maintenance margin.
	pub(super) fn helps(&self) -> bool {
		self.relief > Usd::ZERO
	}

	fn is_short_option(&self) -> bool {
		!self.line.instrument.is_perpetual() && self.line.position.lots < Lots::ZERO
	}

	/// Where it comes when positions are closed at the mark: what helps first; then shorts before the
	/// longs that may cover them; of equals the more demanding.
	pub(super) fn rank(&self) -> (bool, bool, core::cmp::Reverse<Usd>, InstrumentId) {
		let Line { instrument, position, .. } = self.line;
		let is_long = position.lots > Lots::ZERO;
		let is_covering = !self.helps() && is_long;
		(!self.helps(), is_covering, core::cmp::Reverse(self.weight), instrument)
	}

	/// Takes `lots` of it out of `account` at the mark, rounded against the account.
	fn close_at_mark<T: Config>(
		&self,
		account: &mut Subaccount,
		lots: u64,
	) -> Result<(), ValuationError> {
		let change = self.side().signed(lots).ok_or(ValuationError::TooLarge)?;
		let coins = change.quantity(self.quote.terms.lot)?;
		let trade = Trade {
			instrument: self.line.instrument,
			lots: change,
			value: self.quote.mark.price.value_ceil(coins)?.to_cash_ceil()?,
			fee: Cash::ZERO,
			cumulative_funding: self.quote.cumulative_funding,
		};
		account.book_trade(&trade, T::Instruments::FUNDING_DECIMALS)?;
		Ok(())
	}

	/// The side that reduces the position.
	fn side(&self) -> Side {
		if self.line.position.lots > Lots::ZERO {
			Side::Sell
		} else {
			Side::Buy
		}
	}

	/// The worst price at which the position may be reduced: not beyond the bankruptcy price for its share
	/// of `equity`, and not further from the mark than the rules allow. `None` if no tick qualifies.
	fn limit(
		&self,
		equity: Usd,
		weights: Usd,
		rules: &LiquidationParameters,
	) -> Result<Option<Ticks>, MathsError> {
		let Quote { terms, mark, .. } = self.quote;
		let whole = u128::try_from(weights.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
		let share = if whole == 0 {
			Usd::ZERO
		} else {
			multiply_divide_floor(equity.into_inner(), self.weight.into_inner(), whole)
				.map(Usd::from_inner)?
		};
		let quantity = self.line.position.lots.quantity(terms.lot)?;
		let bankruptcy = bankruptcy_price(mark.price, quantity, share)?;
		let base = if self.line.instrument.is_perpetual() { mark.price } else { mark.index };
		let base = i128::try_from(base.into_inner()).map_err(|_| MathsError::Overflow)?;
		let distance = Usd::from_inner(base).fraction_floor(rules.greatest_distance)?;
		let distance = u128::try_from(distance.into_inner())
			.map(Price::from_inner)
			.map_err(|_| MathsError::OutsideDomain)?;
		let ticks = match self.side() {
			Side::Sell => {
				let floor = mark.price.checked_sub(distance.min(mark.price))?;
				bankruptcy.max(floor).ticks_ceil(terms.tick)?.max(Ticks::from_inner(1))
			},
			Side::Buy => {
				let ceiling = mark.price.checked_add(distance)?;
				bankruptcy.min(ceiling).ticks_floor(terms.tick)?
			},
		};
		Ok((!ticks.is_zero()).then_some(ticks))
	}

	/// How many lots to reduce by, if the account still lacks `lacking` and closing all lots gives
	/// `relief`: no more than needed, than there are, and than the market can take in a window.
	fn lots<T: Config>(
		&self,
		relief: Usd,
		lacking: Usd,
		rules: &LiquidationParameters,
	) -> Result<u64, MathsError> {
		let held = self.line.position.lots.magnitude();
		let needed = if relief > lacking {
			let share =
				|usd: Usd| u128::try_from(usd.into_inner()).map_err(|_| MathsError::OutsideDomain);
			multiply_divide(u128::from(held), share(lacking)?, share(relief)?, Rounding::Up)?
		} else {
			u128::from(held)
		};
		let volume = T::LiquidationVenue::recent_volume(&self.line.instrument);
		let from_volume =
			Usd::from_inner(i128::from(volume)).fraction_ceil(rules.share_of_volume)?;
		let Quote { terms, mark, .. } = self.quote;
		// An option's slice is measured by its underlying: a cheap option moves a market as much.
		let lot_value = mark.index.value_ceil(terms.lot)?.into_inner().max(1);
		let least = rules
			.least_slice
			.into_inner()
			.checked_div(lot_value)
			.ok_or(MathsError::DivisionByZero)?
			.max(1);
		let most = from_volume.into_inner().max(least);
		let most = u128::try_from(most).map_err(|_| MathsError::OutsideDomain)?;
		let lots = needed.min(most).min(u128::from(held));
		u64::try_from(lots).map_err(|_| MathsError::Overflow)
	}
}

/// Of the candidates, those to be reduced by orders: whose closing helps. If none helps by itself, as with
/// the legs of a spread, the short options: once they are bought back, selling what covered them helps.
/// The other way round a naked short would be left.
///
/// What has expired trades no more, and what is in a market that takes no order now waits for it. Neither may keep
/// others from their turn.
fn to_be_reduced(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
	candidates.retain(|candidate| !candidate.awaits_settlement());
	let some_help = candidates.iter().any(Candidate::helps);
	let chosen = |candidate: &Candidate| {
		if some_help {
			candidate.helps()
		} else {
			candidate.is_short_option()
		}
	};
	candidates.into_iter().filter(chosen).filter(Candidate::trades).collect()
}

impl<T: Config> Pallet<T> {
	/// Places reduce-only orders for the next clearing. Says how many the market took.
	///
	/// All of them together, filled at their limits, cost no more than `at_stake` beyond the mark.
	///
	/// An order after the first is placed only if it still helps once those before it are filled: of two
	/// longs that cover one short, each may be sold alone, but not both.
	pub(super) fn place_slices(
		markets: &mut Markets<T>,
		account: &Account<T>,
		net: &NetMargin,
		at_stake: Usd,
		rules: &LiquidationParameters,
	) -> Result<u32, ValuationError> {
		let candidates = markets.candidates(account, net)?;
		let weights = candidates
			.iter()
			.try_fold(Usd::ZERO, |sum, candidate| sum.checked_add(candidate.weight))?;
		let mut lacking = lacking(net, rules.buffer)?;
		let mut left: Option<Subaccount> = None;
		let mut placed = 0u32;
		let most = usize::from(rules.slices_per_window);
		for candidate in to_be_reduced(candidates).iter().take(most) {
			if lacking <= Usd::ZERO {
				break;
			}
			let relief = match &left {
				Some(left) if candidate.helps() => {
					let sums = markets.sums(left)?;
					let net = sums.valuation(left.cash)?.net;
					markets.candidate(left, &sums, &candidate.line, &net)?.relief
				},
				_ => candidate.relief,
			};
			if candidate.helps() && relief <= Usd::ZERO {
				continue;
			}
			let Some(limit) = candidate.limit(at_stake, weights, rules)? else {
				continue;
			};
			let lots = candidate.lots::<T>(relief, lacking, rules)?;
			let (instrument, side) = (candidate.line.instrument, candidate.side());
			let taken = T::LiquidationVenue::reduce_in_next_clearing(
				&account.id,
				&instrument,
				side,
				lots,
				limit,
			);
			if !taken {
				continue;
			}
			placed = placed.saturating_add(1);
			candidate.close_at_mark::<T>(left.get_or_insert_with(|| (**account).clone()), lots)?;
			let held = u128::from(candidate.line.position.lots.magnitude());
			let relieved = multiply_divide_floor(relief.into_inner(), i128::from(lots), held)?;
			lacking = lacking.checked_sub(Usd::from_inner(relieved.max(0)))?;
			Self::deposit_event(Event::LiquidationOrderPlaced {
				account: account.id.clone(),
				instrument,
				side,
				lots,
				limit,
				equity: net.mark_to_market,
				maintenance_margin: net.maintenance,
			});
		}
		Ok(placed)
	}
}
