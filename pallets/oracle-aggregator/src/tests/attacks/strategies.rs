// SPDX-License-Identifier: Apache-2.0
//! What the hostile ones do.

use super::{arena::SESSION_WINDOWS, Play};
use oracle_core::score::DEVIANT_SESSIONS;

/// Reporters in the arena.
pub(super) const REPORTERS: usize = 13;
/// The hostile ones, which come last.
pub(super) const HOSTILE: usize = 4;

/// How the hostile reporters, and the authors among them, behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
	/// As everybody else.
	Honest,
	/// As authors they carry no vote but their own, and these are two windows old.
	OmitVotes,
	/// They say a little less than what would be off.
	EdgeHugger,
	/// They say a fifth more.
	FarLiar,
	/// The same, dated back by two slots.
	LateLiar,
	/// They say 4.9 % more, in every fifth window only.
	RareLiar,
	/// They give the chain's last value back.
	Copycat,
	/// One of them signs two bundles in every tenth window.
	Equivocator,
	/// Six honest reporters share a venue that falls by a tenth for a while.
	SharedVenueFailure,
}

impl Strategy {
	pub(super) const ALL: [Self; 9] = [
		Self::Honest,
		Self::OmitVotes,
		Self::EdgeHugger,
		Self::FarLiar,
		Self::LateLiar,
		Self::RareLiar,
		Self::Copycat,
		Self::Equivocator,
		Self::SharedVenueFailure,
	];

	/// Whether the hostile ones say something in a window.
	pub(super) fn speaks_in(self, window: u32) -> bool {
		self != Self::RareLiar || window.is_multiple_of(5)
	}

	/// Whether its target is a small bias. A failure that a third share must halt the feed instead.
	pub(super) fn measures_bias(self) -> bool {
		self != Self::SharedVenueFailure
	}

	/// How many reports against the guilty there must be, no more and no less.
	pub(super) fn slashes_expected(self, play: Play) -> u32 {
		let per_seed = match self {
			// In the first session each of the four is found; with their seats gone, suspensions last for
			// so many sessions that they come back in every fifth and are found again.
			Self::FarLiar | Self::LateLiar => {
				HOSTILE as u32 * play.sessions.div_ceil(1 + FAR_LIAR_BREAK)
			},
			// Three sessions make a fault, which costs no seat; then the record begins anew.
			Self::RareLiar => HOSTILE as u32 * (play.sessions / DEVIANT_SESSIONS),
			// It loses its seat with the first contradiction, and is away as long.
			Self::Equivocator => play.sessions.div_ceil(EQUIVOCATOR_BREAK),
			_ => 0,
		};
		per_seed * play.seeds as u32
	}
}

/// Sessions without a seat after a lie is found, at the end of a session.
const FAR_LIAR_BREAK: u32 = crate::mock::SUSPENSION_SESSIONS - 1;
/// Sessions from one contradiction to the next seat, counted from its session.
const EQUIVOCATOR_BREAK: u32 = crate::mock::SUSPENSION_SESSIONS;

/// When the shared venue fails, in windows of a session.
pub(super) fn venue_fails(window: u32) -> bool {
	(SESSION_WINDOWS / 4..SESSION_WINDOWS / 2).contains(&window)
}

/// Reporters that share the venue.
pub(super) const SHARING: usize = 6;
