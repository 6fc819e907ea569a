// SPDX-License-Identifier: Apache-2.0
//! Closing a position against those who hold the opposite, when nobody else will.
//!
//! # Source
//!
//! Ours. Shares up to a limit are filled as water fills vessels of unequal depth; units that remain go to the
//! largest remainders, as Hamilton apportioned seats.

use crate::{
	margin::split_in_proportion,
	units::{Cash, Lots, Usd},
	MathsError,
};
use alloc::vec::Vec;
use core::cmp::Ordering;
use primitive_types::U256;

/// A position opposite to the one that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opposite<Key> {
	/// Whose it is: decides between equals, so that no place in a list does.
	pub key: Key,
	/// Its lots, without direction.
	pub lots: u64,
	/// The risk that its account would shed by closing all of it, the account's other positions
	/// held against it. Zero or less: the position is a hedge.
	pub relief: Usd,
}

/// How many lots each opposite position gives up when `closing` lots are closed against them.
///
/// In proportion to the risk that each sheds, none beyond its lots; what one cannot give the others
/// do, in the same proportion. Hedges give only what the others together cannot, in proportion to
/// their lots. The answer adds up to the lesser of `closing` and all lots there are, to the last
/// lot; it is in the order of `opposites`, and which order that is changes nothing if keys differ
/// (`OutsideDomain` if two are equal). In whole lots. Ours.
pub fn deleveraging_shares<Key: Ord>(
	closing: u64,
	opposites: &[Opposite<Key>],
) -> Result<Vec<u64>, MathsError> {
	let ranks = ranks(opposites)?;
	let risk = |of: &Opposite<Key>| u128::try_from(of.relief.into_inner()).unwrap_or(0);
	let mut shares = alloc::vec![0u64; opposites.len()];
	let (at_risk, hedges): (Vec<_>, Vec<_>) = ranks
		.iter()
		.zip(opposites.iter().enumerate())
		.partition(|(_, (_, of))| risk(of) > 0);
	let with = |group: Vec<Ranked<'_, Key>>, weight: &dyn Fn(&Opposite<Key>) -> u128| {
		group
			.into_iter()
			.filter(|(_, (_, of))| of.lots > 0)
			.map(|(rank, (place, of))| Claim {
				rank: *rank,
				place,
				lots: of.lots,
				weight: weight(of),
			})
			.collect::<Vec<_>>()
	};
	let left = fill(closing, with(at_risk, &risk), &mut shares)?;
	fill(left, with(hedges, &|of| of.lots.into()), &mut shares)?;
	Ok(shares)
}

/// An opposite position with the rank of its key and its place in the list.
type Ranked<'a, Key> = (&'a usize, (usize, &'a Opposite<Key>));

/// Where the key of each position stands among all of them. No two may be equal.
fn ranks<Key: Ord>(opposites: &[Opposite<Key>]) -> Result<Vec<usize>, MathsError> {
	let mut keys: Vec<_> =
		opposites.iter().enumerate().map(|(place, of)| (&of.key, place)).collect();
	keys.sort_unstable();
	if !keys.is_sorted_by(|(one, _), (next, _)| one < next) {
		return Err(MathsError::OutsideDomain);
	}
	let mut ranks = alloc::vec![0; opposites.len()];
	for (rank, (_, place)) in keys.into_iter().enumerate() {
		if let Some(of_place) = ranks.get_mut(place) {
			*of_place = rank;
		}
	}
	Ok(ranks)
}

struct Claim {
	rank: usize,
	place: usize,
	lots: u64,
	weight: u128,
}

/// Distributes `closing` lots over `claims` in proportion to their weights, none beyond its lots.
/// Returns the lots that are left because every claim is full.
fn fill(closing: u64, mut claims: Vec<Claim>, shares: &mut [u64]) -> Result<u64, MathsError> {
	let mut give = |claim: &Claim, lots: u64| {
		if let Some(share) = shares.get_mut(claim.place) {
			*share = lots;
		}
	};
	// Whoever has the fewest lots for its weight is full first.
	claims.sort_by(|one, other| {
		compare_products((one.lots, other.weight), (other.lots, one.weight))
			.then(one.rank.cmp(&other.rank))
	});
	let mut weights = claims
		.iter()
		.try_fold(0u128, |sum, claim| sum.checked_add(claim.weight))
		.ok_or(MathsError::Overflow)?;
	let mut left = closing;
	let mut rest = claims.as_slice();
	while let Some((claim, others)) = rest.split_first() {
		// Its part is left · weight / weights. It is full if that reaches its lots.
		if compare_products((left, claim.weight), (claim.lots, weights)) == Ordering::Less {
			break;
		}
		give(claim, claim.lots);
		left = left.checked_sub(claim.lots).ok_or(MathsError::Overflow)?;
		weights = weights.checked_sub(claim.weight).ok_or(MathsError::Overflow)?;
		rest = others;
	}
	if rest.is_empty() {
		return Ok(left);
	}
	let keyed: Vec<_> = rest.iter().map(|claim| (claim.rank, claim.weight)).collect();
	for (claim, lots) in rest.iter().zip(split_in_proportion(left.into(), &keyed)?) {
		give(claim, u64::try_from(lots).map_err(|_| MathsError::Overflow)?);
	}
	Ok(0)
}

/// Compares `a · b` with `c · d`, exactly.
fn compare_products((a, b): (u64, u128), (c, d): (u64, u128)) -> Ordering {
	// 64 and 128 bits: no product leaves 256.
	let product = |a: u64, b: u128| U256::from(a).saturating_mul(U256::from(b));
	product(a, b).cmp(&product(c, d))
}

/// What each of those who gained bears of a loss, in proportion to the gains, and what is left of
/// it.
///
/// Nobody bears more than was gained, and what is borne and what is left add up to the loss, to the
/// last unit. Gains below zero count as none. In the order of `gains`; no order changes what a key
/// bears. In units of cash. Refuses a negative loss. Ours.
pub fn share_loss<Key: Ord>(
	loss: Cash,
	gains: &[(Key, Cash)],
) -> Result<(Vec<Cash>, Cash), MathsError> {
	let weights: Vec<(&Key, u128)> = gains
		.iter()
		.map(|(key, gain)| (key, u128::try_from(gain.into_inner()).unwrap_or(0)))
		.collect();
	let all = weights
		.iter()
		.try_fold(0u128, |sum, (_, gain)| sum.checked_add(*gain))
		.ok_or(MathsError::Overflow)?;
	let owed = u128::try_from(loss.into_inner()).map_err(|_| MathsError::OutsideDomain)?;
	let cash =
		|units: u128| i128::try_from(units).map(Cash::from_inner).map_err(|_| MathsError::Overflow);
	let borne = owed.min(all);
	let shares = split_in_proportion(borne, &weights)?
		.into_iter()
		.map(cash)
		.collect::<Result<Vec<_>, _>>()?;
	Ok((shares, loss.checked_sub(cash(borne)?)?))
}

/// What `closed` lots of a position carry of `deficit`: its part by requirement and by size,
/// rounded up to a whole unit, against those who take the lots over; never more than the deficit.
///
/// `deficit · requirement / requirements · closed / lots`, one rounding. Refuses a negative deficit, more
/// requirement than there is and more lots than there are; `DivisionByZero` without either. Ours.
pub fn deficit_of_closing(
	deficit: Cash,
	requirement: Usd,
	requirements: Usd,
	closed: Lots,
	lots: Lots,
) -> Result<Cash, MathsError> {
	let part = |usd: Usd| u128::try_from(usd.into_inner()).map_err(|_| MathsError::OutsideDomain);
	let (part_of, whole_of) = (part(requirement)?, part(requirements)?);
	if deficit.is_negative() || part_of > whole_of || closed.magnitude() > lots.magnitude() {
		return Err(MathsError::OutsideDomain);
	}
	let wide = |a: u128, b: u64| U256::from(a).checked_mul(b.into()).ok_or(MathsError::Overflow);
	let divisor = wide(whole_of, lots.magnitude())?;
	let share = wide(part_of, closed.magnitude())?;
	if divisor.is_zero() {
		return Err(MathsError::DivisionByZero);
	}
	let deficit = U256::from(deficit.into_inner().unsigned_abs());
	let product = primitive_types::U256::full_mul(deficit, share);
	let (quotient, rest) = product.div_mod(divisor.into());
	let up = u128::from(!rest.is_zero());
	u128::try_from(quotient)
		.ok()
		.and_then(|units| units.checked_add(up))
		.and_then(|units| i128::try_from(units).ok())
		.map(Cash::from_inner)
		.ok_or(MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn opposite(key: &'static str, lots: u64, relief: i128) -> Opposite<&'static str> {
		Opposite { key, lots, relief: Usd::from_inner(relief) }
	}

	#[test]
	fn who_carries_more_risk_gives_up_more() {
		let opposites = [opposite("ann", 100, 300), opposite("bob", 100, 100)];
		assert_eq!(deleveraging_shares(40, &opposites), Ok(vec![30, 10]));
		// Ann has only 100: Bob gives what she cannot.
		assert_eq!(deleveraging_shares(160, &opposites), Ok(vec![100, 60]));
		assert_eq!(deleveraging_shares(900, &opposites), Ok(vec![100, 100]));
		assert_eq!(deleveraging_shares(0, &opposites), Ok(vec![0, 0]));
	}

	#[test]
	fn a_hedge_is_closed_last() {
		let opposites = [opposite("ann", 60, -5), opposite("bob", 10, 1), opposite("cid", 30, 0)];
		assert_eq!(deleveraging_shares(10, &opposites), Ok(vec![0, 10, 0]));
		assert_eq!(deleveraging_shares(25, &opposites), Ok(vec![10, 10, 5]));
	}

	#[test]
	fn a_lot_that_cannot_be_divided_goes_by_key_and_not_by_place() {
		let (ann, bob) = (opposite("ann", 5, 7), opposite("bob", 5, 7));
		assert_eq!(deleveraging_shares(3, &[ann, bob]), Ok(vec![2, 1]));
		assert_eq!(deleveraging_shares(3, &[bob, ann]), Ok(vec![1, 2]));
		assert_eq!(deleveraging_shares(3, &[bob, bob]), Err(MathsError::OutsideDomain));
	}

	#[test]
	fn nobody_bears_more_of_a_loss_than_was_gained() {
		let cash = Cash::from_inner;
		let gains = [("ann", cash(30)), ("bob", cash(10)), ("cid", cash(-5))];
		assert_eq!(share_loss(cash(20), &gains), Ok((vec![cash(15), cash(5), cash(0)], cash(0))));
		assert_eq!(share_loss(cash(50), &gains), Ok((vec![cash(30), cash(10), cash(0)], cash(10))));
		assert_eq!(share_loss(cash(50), &[("cid", cash(-5))]), Ok((vec![cash(0)], cash(50))));
	}

	#[test]
	fn closing_all_lots_of_all_positions_carries_all_of_the_deficit() {
		let of = |requirement, closed| {
			deficit_of_closing(
				Cash::from_inner(100),
				Usd::from_inner(requirement),
				Usd::from_inner(3),
				Lots::from_inner(closed),
				Lots::from_inner(-4),
			)
			.map(Cash::into_inner)
		};
		assert_eq!(of(3, 4), Ok(100));
		assert_eq!(of(1, 4), Ok(34));
		assert_eq!(of(1, 1), Ok(9));
		assert_eq!(of(3, 0), Ok(0));
		assert_eq!(of(4, 4), Err(MathsError::OutsideDomain));
	}
}
