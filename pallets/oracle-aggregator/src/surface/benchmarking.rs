// SPDX-License-Identifier: Apache-2.0
//! Smiles for benchmarks.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::float_arithmetic,
	clippy::unwrap_used,
	reason = "benchmark code"
)]

use super::{IncomingSmile, ListedSmile, SecondVote, SmilePause};
use crate::{Breaker, Config, ListedSmiles, Pallet, Panel, PausedSmiles, Surfaces};
use alloc::vec::Vec;
use frame_support::{traits::Get, BoundedVec};
use market_maths::{
	arithmetic::{multiply_divide, Rounding, ONE},
	options::{Svi, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
};
use market_primitives::{FeedStatus, SmileId, Underlying};
use oracle_core::{Slice, SmileEntry, SmileNodes, Smiles, Surface, LARGEST_VARIANCE, NODES};

/// Makes a smile live, with a level slice, as if everybody had reported it for long.
pub(crate) fn prepare_smile<T: Config>(id: SmileId, forward: Price, volatility: Volatility) {
	let now_ms = Pallet::<T>::now_ms();
	let seconds = id.seconds_left(now_ms);
	let square =
		multiply_divide(volatility.into_inner(), volatility.into_inner(), ONE, Rounding::Down);
	let total = square
		.and_then(|it| multiply_divide(it, seconds.into(), SECONDS_PER_YEAR.into(), Rounding::Down))
		.unwrap_or_default()
		.clamp(1, LARGEST_VARIANCE.into_inner().unsigned_abs());
	let total = Rate::from_inner(i128::try_from(total).unwrap_or(1));
	let level = Svi { a: total, b: Rate::ZERO, rho: Rate::ZERO, m: Rate::ZERO, sigma: total };
	put_smile::<T>(id, SmileNodes { forward, totals: [total; NODES] }, level);
}

/// A live smile with a slice.
pub(crate) fn put_smile<T: Config>(id: SmileId, nodes: SmileNodes, svi: Svi) {
	let now_ms = Pallet::<T>::now_ms();
	let slice = Slice {
		svi,
		as_of_ms: now_ms,
		accepted_at_ms: now_ms,
		valid_until_ms: now_ms.saturating_add(120_000),
		worst_error: Volatility::ZERO,
		mean_error: Volatility::ZERO,
	};
	let surface = Surface {
		nodes,
		raw: nodes,
		index: None,
		confidence: Rate::ZERO,
		observed_at_ms: now_ms,
		computed_at_ms: now_ms,
		fresh_until_ms: now_ms.saturating_add(120_000),
		breaker: Breaker { status: FeedStatus::Live, ..Breaker::beginning() },
		concern: None,
		slice: Some(slice),
		are_lines_sound: true,
	};
	// Before the first block it is no time at all, and what was never counted does not stay on the list.
	let counted_at_ms = now_ms.max(1);
	ListedSmiles::<T>::mutate(|listed| {
		let entry = ListedSmile { counted_at_ms, is_dormant: false, ..ListedSmile::beginning(id) };
		match listed.binary_search_by_key(&id, |it| it.id) {
			Ok(_) => {},
			Err(at) => drop(listed.try_insert(at, entry)),
		}
	});
	Surfaces::<T>::insert(id, surface);
}

pub(crate) fn smile_id<T: Config>(number: u32) -> SmileId {
	let expiry = Pallet::<T>::now_ms() / 1_000 + 86_400 * (30 + u64::from(number));
	SmileId::new(Underlying::BTC, expiry)
}

/// As many smiles on the list as there may be, each with new votes.
pub(crate) fn all_listed<T: Config>() {
	let smiles: Vec<_> = (0..T::MaxSmiles::get())
		.map(|number| ListedSmile {
			has_new_votes: true,
			..ListedSmile::beginning(smile_id::<T>(number))
		})
		.collect();
	ListedSmiles::<T>::put(BoundedVec::truncate_from(smiles));
}

/// Each of them paused for a little while.
pub(crate) fn all_paused<T: Config>() {
	let until_ms = Pallet::<T>::now_ms() + 1;
	let pauses: Vec<_> = (0..T::MaxSmiles::get())
		.map(|number| {
			let SmileId { underlying, expiry } = smile_id::<T>(number);
			SmilePause { underlying, expiry: Some(expiry), until_ms }
		})
		.collect();
	PausedSmiles::<T>::put(BoundedVec::truncate_from(pauses));
}

pub(crate) fn slice(a: &str) -> Svi {
	let [a, b, rho, m, sigma] =
		[a, "0.02", "-0.2", "0.01", "0.15"].map(|text| text.parse().unwrap());
	Svi { a, b, rho, m, sigma }
}

/// A smile with a slice that fits its nodes, and neighbours as near to it as the chain can still tell them apart in
/// the work that it allows.
pub(crate) fn between_neighbours<T: Config>() -> SmileId {
	let parameters = ["0.0048", "0.005", "0.0051"];
	for (number, a) in parameters.into_iter().enumerate() {
		let id = smile_id::<T>(u32::try_from(number).unwrap());
		let svi = slice(a);
		let forward = Price::from_inner(60_000_000_000_000_000_000_000);
		let mut nodes = SmileNodes { forward, totals: [svi.a; NODES] };
		let places = nodes.nodes(id.seconds_left(Pallet::<T>::now_ms())).unwrap();
		for (total, node) in nodes.totals.iter_mut().zip(places) {
			*total = svi.total_variance(node.k).unwrap();
		}
		put_smile::<T>(id, nodes, svi);
	}
	smile_id::<T>(1)
}

/// So many smiles, as somebody sees them now.
pub(crate) fn smiles_seen<T: Config>(count: u32, units: u128) -> Smiles {
	let forward = Price::from_inner(units * 1_000_000_000_000_000_000);
	let entries = (0..count).map(|number| SmileEntry {
		smile: smile_id::<T>(number),
		nodes: SmileNodes { forward, totals: [slice("0.04").a; NODES] },
	});
	Smiles::truncate_from(entries.collect())
}

/// Everybody on the panel has voted on these smiles, and nobody agrees.
pub(crate) fn all_have_seen<T: Config>(smiles: &Smiles) {
	let now_ms = Pallet::<T>::now_ms();
	let votes = Panel::<T>::get().into_iter().flat_map(|seat| {
		smiles.iter().map(move |entry| {
			let mut entry = *entry;
			for total in &mut entry.nodes.totals {
				let more = total.into_inner() / 1_000 * i128::from(seat.number % 10);
				*total = Rate::from_inner(total.into_inner() + more);
			}
			IncomingSmile { reporter: seat.reporter.clone(), entry, observed_at_ms: now_ms }
		})
	});
	for entry in smiles {
		ListedSmiles::<T>::mutate(|listed| {
			if let Err(at) = listed.binary_search_by_key(&entry.smile, |it| it.id) {
				let _ = listed.try_insert(at, ListedSmile::beginning(entry.smile));
			}
		});
	}
	let votes = votes.collect();
	Pallet::<T>::cast_smiles(votes, now_ms, SecondVote::Replaces);
}
