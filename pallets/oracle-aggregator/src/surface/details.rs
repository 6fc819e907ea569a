// SPDX-License-Identifier: Apache-2.0
//! A smile as clients see it.

use crate::{types::Seat, Config, Pallet, Panel, SmileVotes, SurfaceRules, Surfaces};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, Encode};
use market_maths::{
	options::{annual_volatility, Node},
	units::{Price, Rate, Volatility},
};
use market_primitives::{FeedStatus, SmileId, SmileSource, Underlying};
use oracle_core::{Concern, Slice, SmileNodes, Surface, SurfaceRule, STANDARDISED};
use scale_info::TypeInfo;

/// Everything about a smile.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SurfaceDetails<AccountId> {
	/// Which smile.
	pub smile: SmileId,
	/// How good it is now.
	pub status: FeedStatus,
	/// Why it is not live; `None` if it is. If it never had nodes: `Paused`, or `NoQuorum` for want of votes.
	pub concern: Option<Concern>,
	/// Until when people have paused it, in milliseconds since 1970; `None` if they have not.
	pub paused_until_ms: Option<u64>,
	/// What options are priced on: a verified slice, or straight lines between the nodes. `None` if it never had
	/// nodes.
	pub source: Option<SmileSource>,
	/// The forward now, in USD.
	pub forward: Option<Price>,
	/// The nodes now: whoever proposes a slice fits these.
	pub nodes: Vec<NodeDetails>,
	/// Half the width of the band the reporters agree on, as a part of the variance, where it is widest.
	pub confidence: Rate,
	/// The slice that holds, with the parameters as of now.
	pub slice: Option<Slice>,
	/// When the newest vote counted was given, in milliseconds since 1970; zero if there was none.
	pub observed_at_ms: u64,
	/// When the votes were counted, in milliseconds since 1970; zero if never.
	pub computed_at_ms: u64,
	/// Rounds that were better than the status, one after the other.
	pub better_rounds: u32,
	/// Rounds in which the step limit held nodes back, one after the other.
	pub clamped_rounds: u32,
	/// How it is made.
	pub rule: SurfaceRule,
	/// What the reporters weigh together whose votes count now.
	pub counted_weight: u128,
	/// What all reporters weigh together.
	pub total_weight: u128,
	/// The latest vote of each reporter.
	pub votes: Vec<SmileVoteDetails<AccountId>>,
}

/// A node of a smile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct NodeDetails {
	/// Log-moneyness in roots of the time to expiry.
	pub standardised: Rate,
	/// Log-moneyness, ln(strike / forward).
	pub k: Rate,
	/// Total implied variance.
	pub total: Rate,
	/// The volatility that is priced there, from the slice or the node itself; `None` if it cannot be computed.
	pub priced: Option<Volatility>,
}

/// A reporter's latest vote on a smile.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SmileVoteDetails<AccountId> {
	/// Who gave it.
	pub reporter: AccountId,
	/// What was said, as of its observation.
	pub nodes: SmileNodes,
	/// What it weighs.
	pub weight: u128,
	/// When the reporter saw it, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Whether it is young enough to count now, and weighs anything.
	pub counts: bool,
}

impl<T: Config> Pallet<T> {
	/// Answers `OracleApi::surface`.
	pub fn surface_details(id: SmileId) -> Option<SurfaceDetails<T::AccountId>> {
		let now_ms = Self::now_ms();
		let seconds = id.seconds_left(now_ms);
		let rule = SurfaceRules::<T>::get();
		let panel = Panel::<T>::get();
		let votes = Self::smile_vote_details(id, &panel, &rule, now_ms);
		let sum = |sum: u128, weight: u128| sum.saturating_add(weight);
		let counted_weight =
			votes.iter().filter(|vote| vote.counts).map(|vote| vote.weight).fold(0, sum);
		let total_weight = panel.iter().map(|seat| seat.weight).fold(0, sum);
		let until_ms = Self::smile_paused_until(id);
		let paused_until_ms = (now_ms < until_ms).then_some(until_ms);
		let Some(surface) = Surfaces::<T>::get(id) else {
			let is_paused = paused_until_ms.is_some();
			let is_known =
				!votes.is_empty() || (is_paused && Self::is_smile_of_options(id, now_ms));
			return is_known.then_some(SurfaceDetails {
				smile: id,
				status: FeedStatus::Halted,
				concern: Some(if is_paused { Concern::Paused } else { Concern::NoQuorum }),
				paused_until_ms,
				source: None,
				forward: None,
				nodes: Vec::new(),
				confidence: Rate::ZERO,
				slice: None,
				observed_at_ms: 0,
				computed_at_ms: 0,
				better_rounds: 0,
				clamped_rounds: 0,
				rule,
				counted_weight,
				total_weight,
				votes,
			});
		};
		let nodes = surface.nodes_at(id, now_ms, Self::index_now(id.underlying)).ok();
		let shape = surface.shape_at(id, now_ms).ok();
		let details_of = |(standardised, node): (&Rate, Node)| {
			let total = shape.as_ref().and_then(|shape| shape.total_variance(node.k).ok());
			let priced = total.and_then(|total| annual_volatility(total, seconds).ok());
			NodeDetails { standardised: *standardised, k: node.k, total: node.total, priced }
		};
		let is_halted = surface.is_halted_by_pause(until_ms);
		let placed = nodes.as_ref().and_then(|nodes| nodes.nodes(seconds).ok());
		Some(SurfaceDetails {
			smile: id,
			status: if is_halted { FeedStatus::Halted } else { surface.status_at(now_ms) },
			concern: concern_of(&surface, until_ms, now_ms),
			paused_until_ms,
			source: shape.as_ref().map(|shape| shape.source()),
			forward: nodes.as_ref().map(|nodes| nodes.forward),
			nodes: STANDARDISED.iter().zip(placed.into_iter().flatten()).map(details_of).collect(),
			confidence: surface.confidence,
			slice: surface.slice_at(id, now_ms).ok().flatten(),
			observed_at_ms: surface.observed_at_ms,
			computed_at_ms: surface.computed_at_ms,
			better_rounds: if is_halted { 0 } else { surface.breaker.better_rounds },
			clamped_rounds: surface.breaker.clamped_rounds,
			rule,
			counted_weight,
			total_weight,
			votes,
		})
	}

	/// Answers `OracleApi::surfaces`.
	pub fn api_surfaces(underlying: Underlying) -> Vec<SurfaceDetails<T::AccountId>> {
		let mut ids: BTreeSet<SmileId> = Self::smiles_of(underlying).into_iter().collect();
		ids.extend(Self::smiles_paused_alone(underlying, Self::now_ms()));
		ids.into_iter().filter_map(Self::surface_details).collect()
	}

	fn smile_vote_details(
		id: SmileId,
		panel: &[Seat<T::AccountId>],
		rule: &SurfaceRule,
		now_ms: u64,
	) -> Vec<SmileVoteDetails<T::AccountId>> {
		let weight_of = |who: &T::AccountId| {
			let seats = panel.iter().filter(|seat| seat.reporter == *who);
			seats.map(|seat| seat.weight).max().unwrap_or_default()
		};
		SmileVotes::<T>::get(id)
			.into_iter()
			.map(|vote| {
				let weight = weight_of(&vote.reporter);
				let counts = weight > 0 && vote.counts_at(now_ms, rule.counting.max_age_ms);
				SmileVoteDetails {
					nodes: vote.nodes,
					observed_at_ms: vote.observed_at_ms,
					reporter: vote.reporter,
					weight,
					counts,
				}
			})
			.collect()
	}
}

/// Why a smile is not live, if people have paused it until a time, now or before.
fn concern_of(surface: &Surface, paused_until_ms: u64, now_ms: u64) -> Option<Concern> {
	if now_ms < paused_until_ms {
		return Some(Concern::Paused);
	}
	let concern = surface.concern_at(now_ms);
	if surface.is_halted_by_pause(paused_until_ms) {
		// Nothing has been counted since the pause ended.
		return concern
			.filter(|concern| *concern != Concern::Paused)
			.or(Some(Concern::Recovering));
	}
	concern
}
