// SPDX-License-Identifier: Apache-2.0
use crate::{Config, Error, Event, ListedSmiles, Pallet, PausedSmiles, SurfaceRules, Surfaces};
use frame_support::ensure;
use market_maths::options::Svi;
use market_primitives::{Purpose, SmileId};
use oracle_core::{SliceLoss, SliceRefusal, SliceTrial};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_svi(proposer: T::AccountId, id: SmileId, svi: Svi) -> DispatchResult {
		let now_ms = Self::now_ms();
		ensure!(id.seconds_left(now_ms) > 0, Error::<T>::UnknownSmile);
		let all_pauses = PausedSmiles::<T>::get();
		let pauses = Self::pauses_of(id.underlying, &all_pauses);
		let paused_until_ms = pauses.until_ms(id);
		ensure!(paused_until_ms <= now_ms, Error::<T>::SmilePaused);
		let surface = Surfaces::<T>::get(id).ok_or(Error::<T>::UnknownSmile)?;
		let is_halted = surface.is_halted_by_pause(paused_until_ms)
			|| !surface.status_at(now_ms).allows(Purpose::NewRisk);
		ensure!(!is_halted, Error::<T>::SmileHalted);

		let beyond_reach = |_| Error::<T>::SliceBeyondReach;
		let index = Self::index_now(id.underlying);
		let nodes = surface.nodes_at(id, now_ms, index).map_err(beyond_reach)?;
		let holding = surface.slice_at(id, now_ms).map_err(beyond_reach)?;
		let neighbours = Self::held_against(&ListedSmiles::<T>::get(), id, &pauses, now_ms);
		let rule = SurfaceRules::<T>::get();
		let trial = SliceTrial {
			id,
			nodes: &nodes,
			holding: holding.as_ref(),
			neighbours: &neighbours,
			rule: &rule,
			now_ms,
		};
		let slice = trial.verify(&svi).map_err(Error::<T>::from)?;

		if surface.slice.is_some() {
			let reason = if holding.is_some() { SliceLoss::Replaced } else { SliceLoss::TooOld };
			Self::announce_loss(id, reason);
		}
		Surfaces::<T>::insert(id, oracle_core::Surface { slice: Some(slice), ..surface });
		Self::deposit_event(Event::SliceAccepted { smile: id, proposer, slice });
		Ok(())
	}
}

impl<T> From<SliceRefusal> for Error<T> {
	fn from(refusal: SliceRefusal) -> Self {
		match refusal {
			SliceRefusal::Malformed => Self::SliceMalformed,
			SliceRefusal::NegativeVariance => Self::SliceVarianceNegative,
			SliceRefusal::WingTooSteep => Self::SliceWingTooSteep,
			SliceRefusal::MissesNode => Self::SliceMissesNode,
			SliceRefusal::Butterfly => Self::SliceHasButterfly,
			SliceRefusal::BelowEarlier => Self::SliceBelowEarlierExpiry,
			SliceRefusal::AboveLater => Self::SliceAboveLaterExpiry,
			SliceRefusal::NotBetter => Self::SliceNotBetter,
			SliceRefusal::BeyondReach => Self::SliceBeyondReach,
		}
	}
}
