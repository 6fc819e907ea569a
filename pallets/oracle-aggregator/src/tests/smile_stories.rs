// SPDX-License-Identifier: Apache-2.0
//! The story-like ways to drive smiles.

use super::*;
use crate::{SmileEntry, SmileNodes, Surface, SurfaceRule, SurfaceRules, Surfaces};
use frame_support::BoundedVec;
use market_maths::{
	options::{Svi, SECONDS_PER_YEAR},
	units::{Price, Rate, Volatility},
};
use market_primitives::{
	traits::VolatilitySurface, FeedError, FeedStatus, Purpose, SmileId, SmileObservation,
	SmileSource, Underlying,
};
use oracle_core::NODES;
use sp_runtime::{DispatchError, DispatchResult};

pub(crate) const DAY: u64 = 86_400;

/// The smile of bitcoin options that expire so many days after the beginning.
pub(crate) fn in_days(days: u64) -> SmileId {
	SmileId::new(Underlying::BTC, START_MS / 1_000 + days * DAY)
}

pub(crate) fn rate(text: &str) -> Rate {
	text.parse().unwrap()
}

/// The default rule, with two rounds to leave caution and three to leave a halt.
pub(crate) fn quick_rule() -> SurfaceRule {
	let mut rule = SurfaceRule::default();
	rule.counting.rounds_to_leave_caution = 2;
	rule.counting.rounds_to_leave_halt = 3;
	rule
}

/// A chain whose smiles become live quickly.
pub(crate) fn with_smiles(story: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		SurfaceRules::<Test>::put(quick_rule());
		story();
	});
}

/// The total variance of a volatility, as of now.
pub(crate) fn total_of(id: SmileId, volatility: &str) -> Rate {
	let volatility: Volatility = volatility.parse().unwrap();
	let square = i128::try_from(volatility.into_inner().pow(2) / 10u128.pow(18)).unwrap();
	let seconds = i128::from(id.seconds_left(NowMs::get()));
	Rate::from_inner(square * seconds / i128::from(SECONDS_PER_YEAR))
}

/// The same volatility at every node.
pub(crate) fn level(id: SmileId, forward: &str, volatility: &str) -> SmileEntry {
	let totals = [total_of(id, volatility); NODES];
	SmileEntry { smile: id, nodes: SmileNodes { forward: price(forward), totals } }
}

/// Total variances node by node.
pub(crate) fn nodes(id: SmileId, forward: &str, totals: [&str; NODES]) -> SmileEntry {
	SmileEntry {
		smile: id,
		nodes: SmileNodes { forward: price(forward), totals: totals.map(rate) },
	}
}

/// The nodes of the README, thirty days before the expiry.
pub(crate) fn readme_nodes(forward: &str) -> SmileEntry {
	let totals = ["0.0245", "0.0208", "0.0183", "0.0174", "0.0180", "0.0197", "0.0221"];
	nodes(in_days(30), forward, totals)
}

/// The slice of the README, near them.
pub(crate) fn readme_slice() -> Svi {
	svi(["0.00382", "0.0335", "-0.233", "-0.09", "0.416"])
}

pub(crate) fn svi([a, b, rho, m, sigma]: [&str; 5]) -> Svi {
	let [a, b, rho, m, sigma] = [a, b, rho, m, sigma].map(rate);
	Svi { a, b, rho, m, sigma }
}

pub(crate) fn report_smiles_at(
	who: AccountId,
	observed_at_ms: u64,
	smiles: &[SmileEntry],
) -> DispatchResult {
	let smiles = BoundedVec::try_from(smiles.to_vec())
		.map_err(|_| DispatchError::Other("the story reports too many smiles"))?;
	Oracle::report_smiles(signed(who), observed_at_ms, smiles)
		.map(|_| ())
		.map_err(|error| error.error)
}

/// A report of what is seen right now.
pub(crate) fn report_smile(who: AccountId, entry: SmileEntry) -> DispatchResult {
	report_smiles_at(who, NowMs::get(), &[entry])
}

/// Alice, Bob and Carol report now; the next window counts.
pub(crate) fn smile_round(entries: [SmileEntry; 3]) {
	for (who, entry) in [ALICE, BOB, CAROL].into_iter().zip(entries) {
		report_smile(who, entry).unwrap();
	}
	next_window();
}

/// So many rounds in which all three agree on a level smile.
pub(crate) fn level_rounds(id: SmileId, count: u32, forward: &str, volatility: &str) {
	for _ in 0..count {
		smile_round([level(id, forward, volatility); 3]);
	}
}

/// Two rounds in which all agree on the nodes of the README: the smile is live.
pub(crate) fn readme_smile_is_live() {
	for _ in 0..2 {
		smile_round([readme_nodes("60100"); 3]);
	}
	assert_eq!(smile_status(in_days(30)), FeedStatus::Live);
}

pub(crate) fn surface(id: SmileId) -> Surface {
	Surfaces::<Test>::get(id).expect("it was counted")
}

pub(crate) fn smile(id: SmileId) -> Result<SmileObservation, FeedError> {
	<Oracle as VolatilitySurface>::smile(id)
}

pub(crate) fn smile_status(id: SmileId) -> FeedStatus {
	smile(id).expect("there is a smile").status
}

pub(crate) fn source(id: SmileId) -> SmileSource {
	smile(id).expect("there is a smile").source()
}

/// The volatility of a strike in basis points, whatever the status.
pub(crate) fn volatility_bps(id: SmileId, strike: &str) -> u128 {
	let seen = smile(id).expect("there is a smile");
	let found = seen.volatility_for(price(strike), Purpose::Show).unwrap().unwrap();
	(found.into_inner() + 50_000_000_000_000) / 100_000_000_000_000
}

pub(crate) fn propose(who: AccountId, id: SmileId, svi: Svi) -> DispatchResult {
	let Svi { a, b, rho, m, sigma } = svi;
	Oracle::propose_svi(signed(who), id.underlying, id.expiry, a, b, rho, m, sigma)
		.map(|_| ())
		.map_err(|error| error.error)
}

/// A strike or forward of bitcoin.
pub(crate) fn forward_of(id: SmileId) -> Price {
	smile(id).expect("there is a smile").forward_for(Purpose::Show).unwrap()
}
