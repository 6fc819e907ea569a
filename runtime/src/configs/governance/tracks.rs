// SPDX-License-Identifier: Apache-2.0

//! One track for each office: what a proposal puts down, how long it is discussed, which majority it
//! needs as time passes, and how long after its approval it takes effect.
//!
//! | Track | Decides on | Decision | Takes effect after |
//! |---|---|---|---|
//! | `root` | anything, upgrades included | 14 days | 1 day |
//! | `whitelisted_caller` | what the technical committee vouches for | 3 days | 1 day |
//! | `risk_admin`, `market_admin`, `oracle_admin` | parameters, listings, reporters | 7 days | 1 day |
//! | `treasurer` | spending | 7 days | 1 hour |
//! | `referendum_canceller`, `referendum_killer` | stopping a referendum | 3 days | 10 minutes |
//!
//! A parameter that raises risk waits a day at least, whoever proposes it, so that whoever disagrees can
//! leave. What tightens can be faster: by the technical committee's own, self-ending powers.

use super::origins::Origin;
use crate::{
	constants::{
		money::STRD,
		time::{DAYS, HOURS, MINUTES},
	},
	Balance, BlockNumber, OriginCaller,
};
use alloc::borrow::Cow;
use frame_system::RawOrigin;
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use sp_runtime::{str_array, FixedI64};

/// Names a track.
pub type TrackId = u16;

const fn percent(percentage: u128) -> FixedI64 {
	FixedI64::from_rational(percentage, 100)
}

// Approval is the share of the votes; support is the share of all tokens that voted aye. Both fall as
// the decision period passes: a clear will is heard soon, a narrow one has to last.
const STRICT_APPROVAL: Curve =
	Curve::make_reciprocal(4, 14, percent(80), percent(51), percent(100));
const STRICT_SUPPORT: Curve = Curve::make_linear(14, 14, percent(5), percent(50));
const VOUCHED_APPROVAL: Curve =
	Curve::make_reciprocal(8, 72, percent(96), percent(51), percent(100));
const VOUCHED_SUPPORT: Curve = Curve::make_reciprocal(4, 72, percent(10), percent(2), percent(50));
const OFFICE_APPROVAL: Curve = Curve::make_linear(6, 7, percent(55), percent(100));
const OFFICE_SUPPORT: Curve = Curve::make_reciprocal(2, 7, percent(10), percent(1), percent(50));

const fn root() -> TrackInfo<Balance, BlockNumber> {
	TrackInfo {
		name: str_array("root"),
		max_deciding: 1,
		decision_deposit: 100_000 * STRD,
		prepare_period: 2 * HOURS,
		decision_period: 14 * DAYS,
		confirm_period: 24 * HOURS,
		min_enactment_period: 24 * HOURS,
		min_approval: STRICT_APPROVAL,
		min_support: STRICT_SUPPORT,
	}
}

const fn whitelisted_caller() -> TrackInfo<Balance, BlockNumber> {
	TrackInfo {
		name: str_array("whitelisted_caller"),
		max_deciding: 20,
		decision_deposit: 10_000 * STRD,
		prepare_period: 10 * MINUTES,
		decision_period: 3 * DAYS,
		confirm_period: 4 * HOURS,
		min_enactment_period: 24 * HOURS,
		min_approval: VOUCHED_APPROVAL,
		min_support: VOUCHED_SUPPORT,
	}
}

const fn administration(name: &str) -> TrackInfo<Balance, BlockNumber> {
	TrackInfo {
		name: str_array(name),
		max_deciding: 10,
		decision_deposit: 10_000 * STRD,
		prepare_period: HOURS,
		decision_period: 7 * DAYS,
		confirm_period: 12 * HOURS,
		min_enactment_period: 24 * HOURS,
		min_approval: OFFICE_APPROVAL,
		min_support: OFFICE_SUPPORT,
	}
}

const fn treasurer() -> TrackInfo<Balance, BlockNumber> {
	TrackInfo {
		name: str_array("treasurer"),
		max_deciding: 20,
		decision_deposit: 1_000 * STRD,
		prepare_period: 2 * HOURS,
		decision_period: 7 * DAYS,
		confirm_period: 12 * HOURS,
		min_enactment_period: HOURS,
		min_approval: OFFICE_APPROVAL,
		min_support: OFFICE_SUPPORT,
	}
}

const fn hygiene(name: &str, decision_deposit: Balance) -> TrackInfo<Balance, BlockNumber> {
	TrackInfo {
		name: str_array(name),
		max_deciding: 20,
		decision_deposit,
		prepare_period: 30 * MINUTES,
		decision_period: 3 * DAYS,
		confirm_period: 3 * HOURS,
		min_enactment_period: 10 * MINUTES,
		min_approval: OFFICE_APPROVAL,
		min_support: OFFICE_SUPPORT,
	}
}

const TRACKS: [Track<TrackId, Balance, BlockNumber>; 8] = [
	Track { id: 0, info: root() },
	Track { id: 1, info: whitelisted_caller() },
	Track { id: 10, info: administration("risk_admin") },
	Track { id: 11, info: administration("market_admin") },
	Track { id: 12, info: administration("oracle_admin") },
	Track { id: 13, info: treasurer() },
	Track { id: 20, info: hygiene("referendum_canceller", 10_000 * STRD) },
	Track { id: 21, info: hygiene("referendum_killer", 50_000 * STRD) },
];

/// The tracks, and which of them an office is filled through.
pub struct Tracks;

impl TracksInfo<Balance, BlockNumber> for Tracks {
	type Id = TrackId;
	type RuntimeOrigin = OriginCaller;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<TrackId, Balance, BlockNumber>>> {
		TRACKS.iter().map(Cow::Borrowed)
	}

	fn track_for(origin: &OriginCaller) -> Result<TrackId, ()> {
		match origin {
			OriginCaller::system(RawOrigin::Root) => Ok(0),
			OriginCaller::Origins(office) => Ok(match office {
				Origin::WhitelistedCaller => 1,
				Origin::RiskAdmin => 10,
				Origin::MarketAdmin => 11,
				Origin::OracleAdmin => 12,
				Origin::Treasurer => 13,
				Origin::ReferendumCanceller => 20,
				Origin::ReferendumKiller => 21,
			}),
			_ => Err(()),
		}
	}
}
