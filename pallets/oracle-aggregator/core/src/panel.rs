// SPDX-License-Identifier: Apache-2.0
//! Who may vote, as the chain tells its nodes.

use crate::{check::Circumstances, crypto::reporter, Round, SeatNumber};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use market_primitives::FeedId;
use scale_info::TypeInfo;
use sp_core::H256;

/// Who votes in this session, and on what.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct VotingPanel {
	/// The hash of the chain's first block.
	pub genesis: H256,
	/// The session.
	pub session: u32,
	/// The seats with a key, ascending by number.
	pub seats: Vec<VotingSeat>,
	/// The feeds, ascending.
	pub feeds: Vec<FeedId>,
}

/// A seat that may vote.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct VotingSeat {
	/// Its number.
	pub seat: SeatNumber,
	/// The key its votes are signed with.
	pub key: reporter::Public,
	/// The newest round the chain has from it; zero if none.
	pub last_round: Round,
}

impl VotingPanel {
	/// The seat with this number.
	pub fn seat(&self, number: SeatNumber) -> Option<&VotingSeat> {
		self.seats.iter().find(|seat| seat.seat == number)
	}

	/// What a bundle from seat `reporter` is judged by, in a block of `slot` at `now_ms` (milliseconds
	/// since 1970).
	pub fn circumstances(&self, reporter: SeatNumber, slot: Round, now_ms: u64) -> Circumstances {
		let seat = self.seat(reporter);
		Circumstances {
			genesis: self.genesis,
			session: self.session,
			slot,
			now_ms,
			last_round_of_reporter: seat.map_or(0, |seat| seat.last_round),
			key_of_reporter: seat.map(|seat| seat.key.clone()),
		}
	}
}
