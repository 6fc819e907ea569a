// SPDX-License-Identifier: Apache-2.0
//! What reporters answer for, and with how much.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_arithmetic::Perbill;

/// Something that a reporter answers for with what it has at stake.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Fault {
	/// It signed two bundles for one round.
	Equivocation,
	/// It missed more than a fifth of a session.
	Absence,
	/// It missed more than half of a session.
	LongAbsence,
	/// Too many of its votes were off, in several sessions.
	Deviation,
	/// Its votes were grossly off while the others agreed.
	GrossDeviation,
}

impl Fault {
	/// Every fault.
	pub const ALL: [Self; 5] = [
		Self::Equivocation,
		Self::Absence,
		Self::LongAbsence,
		Self::Deviation,
		Self::GrossDeviation,
	];

	/// The share of the stake that is lost.
	pub const fn fraction(self) -> Perbill {
		match self {
			Self::Equivocation => Perbill::from_percent(5),
			Self::Absence => Perbill::from_parts(100_000),
			Self::LongAbsence => Perbill::from_parts(1_000_000),
			Self::Deviation => Perbill::from_parts(5_000_000),
			Self::GrossDeviation => Perbill::from_percent(2),
		}
	}

	/// The name under which it is reported with the offences of consensus.
	pub const fn kind(self) -> [u8; 16] {
		match self {
			Self::Equivocation => *b"orcl:equivocatio",
			Self::Absence | Self::LongAbsence => *b"orcl:unresponsiv",
			Self::Deviation | Self::GrossDeviation => *b"orcl:deviation--",
		}
	}

	/// Whether the loss waits, so that it can be cancelled: whoever is measured by the median can be
	/// wronged by a false majority.
	pub const fn is_deferred(self) -> bool {
		matches!(self, Self::Deviation | Self::GrossDeviation)
	}

	/// Whether it costs the seat. Absence does not: if it did, whoever can cut reporters off from the
	/// network could make the panel smaller and smaller, down to those who want a false price.
	pub const fn costs_the_seat(self) -> bool {
		matches!(self, Self::Equivocation | Self::GrossDeviation)
	}

	/// Whether a validator must stand for election anew, and an outside reporter be admitted anew.
	pub const fn ends_candidacy(self) -> bool {
		matches!(self, Self::Equivocation | Self::LongAbsence)
	}
}
