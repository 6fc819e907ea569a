// SPDX-License-Identifier: Apache-2.0
//! Closing a position of an account in liquidation against those who hold the opposite.
//!
//! A batch of holders, taken in turn by a cursor, gives up lots in proportion to what each holds. The
//! price is the mark; if the account is worth less than nothing, insurance pays the position's share of
//! the loss first, and only what insurance cannot pay makes the price worse for the opposite side, for
//! nobody by more than the account is worth.

use super::{last_resort::InsuranceShares, slices::Candidate};
use crate::{
	accounts::Account,
	markets::{Markets, Quote, ValuationError},
	trade::{Trade, TradeError},
	Config, DeleveragingCursor, Event, Holders, Pallet,
};
use alloc::vec::Vec;
use market_maths::{
	arithmetic::{multiply_divide, Rounding},
	margin::{split_in_proportion, NetMargin},
	units::{Cash, Lots, Usd},
	MathsError,
};
use market_primitives::{traits::Instruments, InstrumentId, Side, SubaccountId};

/// Most holders that are looked at for one position in one window.
pub(crate) const HOLDERS_PER_STEP: u32 = 64;

/// Holders that are looked at for each of an account's positions, the first that is tried first. All others
/// together get as many again, so that the work is bounded however many positions nobody holds the opposite
/// of; and each of them at least one, so that its cursor comes round in the end.
fn holders_to_look_at(positions: usize) -> impl Iterator<Item = u32> {
	let others = u32::try_from(positions.saturating_sub(1)).unwrap_or(u32::MAX);
	let each = HOLDERS_PER_STEP.checked_div(others).unwrap_or(0).max(1);
	core::iter::once(HOLDERS_PER_STEP)
		.chain(core::iter::repeat(each))
		.take(positions)
}

impl From<TradeError> for ValuationError {
	fn from(_: TradeError) -> Self {
		Self::TooLarge
	}
}

/// What came of looking for opposite positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opposites {
	/// Something was closed against them.
	Found,
	/// None were found.
	NotFound {
		/// Whether that is because there are none: everybody who holds any of the positions was looked at.
		everybody_seen: bool,
	},
}

/// An opposite position and what it gives up.
struct Share<AccountId> {
	id: SubaccountId<AccountId>,
	lots: u64,
	value: Cash,
}

impl<T: Config> Pallet<T> {
	/// Closes as much of one position as this window's batch of opposites can take: the most demanding of
	/// those whose closing helps, or else of the shorts, or else of all. Returns the account, not yet saved.
	///
	/// What has expired and is not priced yet is left alone: nobody is closed at an index that is not the price at
	/// which it is paid.
	pub(super) fn deleverage(
		markets: &mut Markets<T>,
		mut account: Account<T>,
		net: &NetMargin,
		shares: &InsuranceShares,
	) -> Result<(Account<T>, Opposites), ValuationError> {
		let mut candidates = markets.candidates(&account, net)?;
		let weights = candidates
			.iter()
			.try_fold(Usd::ZERO, |sum, candidate| sum.checked_add(candidate.weight))?;
		candidates.retain(|candidate| !candidate.awaits_settlement());
		candidates.sort_by_key(Candidate::rank);
		let looks = holders_to_look_at(candidates.len());
		let mut everybody_seen = true;
		for (candidate, looks) in candidates.into_iter().zip(looks) {
			let instrument = candidate.line.instrument;
			let lots = candidate.line.position.lots;
			let (opposites, all_seen) = Self::opposites(&account, &instrument, lots, looks);
			everybody_seen &= all_seen;
			let closed = opposites
				.iter()
				.fold(0u64, |sum, (_, held)| sum.saturating_add(*held))
				.min(lots.magnitude());
			if closed == 0 {
				continue;
			}
			let loss = loss_share(net, candidate.weight, weights, closed, lots.magnitude())?;
			let part = shares.part(account.universe, loss)?;
			let uninsured = loss.checked_sub(Self::insure(&mut account, loss, part)?)?;
			let worth = worth_at_mark(&candidate.quote, closed, lots)?;
			let mut given_up = share_out(opposites, closed, worth)?;
			if uninsured > Cash::ZERO {
				Self::charge(markets, &mut given_up, lots, uninsured)?;
			}
			Self::close_against(&mut account, &candidate.quote, &instrument, lots, given_up)?;
			return Ok((account, Opposites::Found));
		}
		Ok((account, Opposites::NotFound { everybody_seen }))
	}

	/// Makes the price worse for those who hold the opposite of `lots` by what insurance could not pay: in
	/// proportion to the lots, rounded to the last unit, but for nobody by more than the account is worth.
	///
	/// What they cannot bear either stays a debt of the account in liquidation. It is written off as a
	/// deficit once nothing else is left.
	fn charge(
		markets: &mut Markets<T>,
		shares: &mut [Share<T::AccountId>],
		lots: Lots,
		uninsured: Cash,
	) -> Result<(), ValuationError> {
		let weights: Vec<_> =
			shares.iter().map(|share| (share.id.clone(), u128::from(share.lots))).collect();
		let total =
			u128::try_from(uninsured.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
		let parts = split_in_proportion(total, &weights)?;
		for (share, part) in shares.iter_mut().zip(parts) {
			let part = i128::try_from(part).map_err(|_| MathsError::Overflow)?;
			let charged = Cash::from_inner(part).min(Self::worth_of(markets, &share.id));
			share.value = if lots > Lots::ZERO {
				share.value.checked_add(charged)?
			} else {
				share.value.checked_sub(charged)?.max(Cash::ZERO)
			};
		}
		Ok(())
	}

	/// What an account is worth, rounded down; nothing if it cannot be valued or owes more than it has.
	fn worth_of(markets: &mut Markets<T>, id: &SubaccountId<T::AccountId>) -> Cash {
		Account::<T>::load(id)
			.and_then(|account| markets.value(&account).ok())
			.map_or(Cash::ZERO, |valuation| valuation.net.mark_to_market.to_cash_floor())
			.max(Cash::ZERO)
	}

	/// Those of the next `looks` holders that are on the opposite side, and their lots; and whether there are no
	/// other holders.
	fn opposites(
		account: &Account<T>,
		instrument: &InstrumentId,
		lots: Lots,
		looks: u32,
	) -> (Vec<(SubaccountId<T::AccountId>, u64)>, bool) {
		let most = usize::try_from(looks).unwrap_or(usize::MAX);
		let mut looked_at: Vec<SubaccountId<T::AccountId>> =
			match DeleveragingCursor::<T>::get(instrument) {
				Some(last) => {
					let key = Holders::<T>::hashed_key_for(instrument, &last);
					Holders::<T>::iter_key_prefix_from(instrument, key).take(most).collect()
				},
				None => Vec::new(),
			};
		let missing = most.saturating_sub(looked_at.len());
		let from_the_start: Vec<_> = Holders::<T>::iter_key_prefix(instrument)
			.take(missing)
			.filter(|holder| !looked_at.contains(holder))
			.collect();
		looked_at.extend(from_the_start);
		if let Some(last) = looked_at.last() {
			DeleveragingCursor::<T>::insert(instrument, last);
		}
		let all_seen = looked_at.len() < most;
		let opposites = looked_at
			.into_iter()
			.filter(|holder| *holder != account.id)
			.filter_map(|holder| {
				let held = Account::<T>::load(&holder)?.position(instrument).lots;
				let is_opposite = (held < Lots::ZERO) != (lots < Lots::ZERO) && !held.is_zero();
				is_opposite.then(|| (holder, held.magnitude()))
			})
			.collect();
		(opposites, all_seen)
	}

	/// Books the trade into the account and into everybody who gives up lots.
	fn close_against(
		account: &mut Account<T>,
		quote: &Quote,
		instrument: &InstrumentId,
		lots: Lots,
		shares: Vec<Share<T::AccountId>>,
	) -> Result<(), ValuationError> {
		let closing_side = if lots > Lots::ZERO { Side::Sell } else { Side::Buy };
		let trade = |side: Side, lots: u64, value: Cash| -> Result<Trade, MathsError> {
			let paid = if side == Side::Buy { value } else { value.checked_neg()? };
			Ok(Trade {
				instrument: *instrument,
				lots: side.signed(lots).ok_or(MathsError::Overflow)?,
				value: paid,
				fee: Cash::ZERO,
				cumulative_funding: quote.cumulative_funding,
			})
		};
		let mut total = (0u64, Cash::ZERO);
		let mut short_side = Lots::ZERO;
		// Decide everything before anything is written.
		let mut opposites = Vec::with_capacity(shares.len());
		for share in shares.into_iter().filter(|share| share.lots != 0) {
			let Some(mut opposite) = Account::<T>::load(&share.id) else { continue };
			let trade = trade(closing_side.opposite(), share.lots, share.value)?;
			let traded = opposite.book_trade(&trade, T::Instruments::FUNDING_DECIMALS)?;
			short_side = short_side.checked_add(traded.short_side)?;
			total = (
				total.0.checked_add(share.lots).ok_or(MathsError::Overflow)?,
				total.1.checked_add(share.value)?,
			);
			opposites.push((opposite, trade, traded, share));
		}
		let own = trade(closing_side, total.0, total.1)?;
		let own_traded = account.book_trade(&own, T::Instruments::FUNDING_DECIMALS)?;
		short_side = short_side.checked_add(own_traded.short_side)?;
		let universe = account.universe;
		let mut funding = own_traded.funding.owed;
		let mut roundings = u64::from(own_traded.funding.rounded);
		for (_, _, traded, _) in &opposites {
			funding = funding.checked_add(traded.funding.owed)?;
			roundings = roundings.saturating_add(u64::from(traded.funding.rounded));
		}
		Self::book_funding(universe, funding, roundings)?;
		if !short_side.is_zero() {
			T::Instruments::note_open_interest(instrument, short_side);
		}
		Self::announce_trade(account, &own, &own_traded);
		for (opposite, trade, traded, share) in opposites {
			Self::announce_trade(&opposite, &trade, &traded);
			opposite.save();
			Self::deposit_event(Event::AutoDeleveraged {
				account: account.id.clone(),
				counterparty: share.id,
				instrument: *instrument,
				lots: share.lots,
				value: share.value,
			});
		}
		Ok(())
	}
}

/// The part of the account's loss that goes with closing `closed` of `held` lots, rounded up.
fn loss_share(
	net: &NetMargin,
	weight: Usd,
	weights: Usd,
	closed: u64,
	held: u64,
) -> Result<Cash, MathsError> {
	if !net.mark_to_market.is_negative() {
		return Ok(Cash::ZERO);
	}
	let magnitude =
		|usd: Usd| u128::try_from(usd.into_inner()).map_err(|_| MathsError::OutsideDomain);
	let loss = magnitude(net.mark_to_market.checked_neg()?)?;
	let of_position = if weights.is_zero() {
		loss
	} else {
		multiply_divide(loss, magnitude(weight)?, magnitude(weights)?, Rounding::Up)?
	};
	let of_lots = multiply_divide(of_position, u128::from(closed), u128::from(held), Rounding::Up)?;
	i128::try_from(of_lots)
		.map(Usd::from_inner)
		.map_err(|_| MathsError::Overflow)?
		.to_cash_ceil()
}

/// What `closed` lots are worth at the mark, rounded in favour of the account that is closed.
fn worth_at_mark(quote: &Quote, closed: u64, lots: Lots) -> Result<Cash, MathsError> {
	let coins = Side::Buy
		.signed(closed)
		.ok_or(MathsError::Overflow)?
		.quantity(quote.terms.lot)?;
	if lots > Lots::ZERO {
		quote.mark.price.value_ceil(coins)?.to_cash_ceil()
	} else {
		Ok(quote.mark.price.value_floor(coins)?.to_cash_floor())
	}
}

/// Splits lots in proportion to what is held, and the value in proportion to the lots. Exact in both.
fn share_out<AccountId: Ord + Clone>(
	opposites: Vec<(SubaccountId<AccountId>, u64)>,
	closed: u64,
	value: Cash,
) -> Result<Vec<Share<AccountId>>, MathsError> {
	let held: Vec<_> = opposites.iter().map(|(id, held)| (id.clone(), u128::from(*held))).collect();
	let lots = split_in_proportion(u128::from(closed), &held)?;
	let weights: Vec<_> =
		opposites.iter().zip(&lots).map(|((id, _), lots)| (id.clone(), *lots)).collect();
	let total = u128::try_from(value.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let values = split_in_proportion(total, &weights)?;
	let mut shares = Vec::with_capacity(opposites.len());
	for (((id, _), lots), value) in opposites.into_iter().zip(lots).zip(values) {
		shares.push(Share {
			id,
			lots: u64::try_from(lots).map_err(|_| MathsError::Overflow)?,
			value: i128::try_from(value).map(Cash::from_inner).map_err(|_| MathsError::Overflow)?,
		});
	}
	Ok(shares)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::MAX_LINES;

	#[test]
	fn twice_a_batch_of_holders_is_the_most_that_is_looked_at_for_an_account() {
		for positions in 1..=usize::try_from(MAX_LINES).unwrap() {
			let looks: Vec<u32> = holders_to_look_at(positions).collect();
			assert_eq!(looks.len(), positions);
			assert!(looks.iter().all(|looks| *looks > 0), "every position is tried");
			assert!(looks.iter().sum::<u32>() <= 2 * HOLDERS_PER_STEP, "{positions}: {looks:?}");
		}
	}
}
