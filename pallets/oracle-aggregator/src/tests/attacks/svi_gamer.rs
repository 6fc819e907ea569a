// SPDX-License-Identifier: Apache-2.0
//! Whoever holds options pushes the smile they are margined on: four of thirteen vote every variance an
//! eighth too high, and somebody proposes the slices that are furthest from the market.
//!
//! The bias that is reached is compared with what the tolerance of slices allows, and every slice that the chain takes
//! is examined on a fine grid in floating point.

use super::{
	arena::{everybody, FIRST},
	market::{price_of, Chance},
	strategies::{HOSTILE, REPORTERS},
};
use crate::{mock::*, tests::smile_stories::*, SmileEntry, SmileNodes, SmileVotes, Surfaces};
use market_maths::{options::Svi, units::Rate};
use market_primitives::{FeedStatus, SmileId};
use oracle_core::{Smiles, NODES, STANDARDISED};

/// Windows of a play.
pub(super) const WHOLE: u32 = 400;
const SHORT: u32 = 40;

/// How far honest reporters are off, as a part of the variance, in each window anew. Of three times as much the medians
/// would at times move by more than the half percent that a window allows, and put the smile in caution.
const HONEST_ERROR: f64 = 0.001;
/// How much too high the hostile ones vote every variance. From 15 % on the band of votes would be too wide, and the
/// smile in caution.
const PUSH: f64 = 0.12;
/// What a slice may be off, in volatility points, and what noise and votes add to it.
const MOST_BIAS_POINTS: f64 = 0.75;
/// How often slices are proposed, in windows.
const PROPOSALS_EVERY: u32 = 4;

/// Who proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proposers {
	/// Nobody but the gamer.
	Gamer,
	/// Somebody honest, and then the gamer.
	HonestThenGamer,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
struct Findings {
	taken: u32,
	refused: u32,
	/// Medians outside of what honest reporters said.
	outside_honest_range: u32,
	/// Slices with a butterfly or calendar spread that costs less than nothing.
	arbitrage: u32,
	/// The furthest that a volatility between the outer nodes was from the market's, in points.
	worst_points: f64,
	live: u32,
}

/// A smile in floating point.
#[derive(Clone, Copy, Debug)]
struct Smile {
	a: f64,
	b: f64,
	rho: f64,
	m: f64,
	sigma: f64,
}

impl Smile {
	/// Thirty days of options that are calm at the money and dear on both sides.
	const USUAL: Self = Self { a: 0.009, b: 0.045, rho: -0.15, m: 0.005, sigma: 0.17 };

	fn total(&self, k: f64) -> f64 {
		let y = k - self.m;
		self.a + self.b * (self.rho * y + y.hypot(self.sigma))
	}

	fn density_sign(&self, k: f64) -> f64 {
		let y = k - self.m;
		let root = y.hypot(self.sigma);
		let w = self.total(k);
		let slope = self.b * (self.rho + y / root);
		let bend = self.b * self.sigma * self.sigma / root.powi(3);
		let first = 1.0 - k * slope / (2.0 * w);
		first * first - slope * slope / 4.0 * (1.0 / w + 0.25) + bend / 2.0
	}

	fn scaled(&self, factor: f64) -> Self {
		Self { a: self.a * factor, b: self.b * factor, ..*self }
	}

	fn svi(&self) -> Svi {
		let rate = |number: f64| Rate::from_inner((number * 1e12).round() as i128 * 1_000_000);
		let [a, b, rho, m, sigma] = [self.a, self.b, self.rho, self.m, self.sigma].map(rate);
		Svi { a, b, rho, m, sigma }
	}

	fn of(svi: &Svi) -> Self {
		let number = |rate: Rate| rate.into_inner() as f64 / 1e18;
		let [a, b, rho, m, sigma] = [svi.a, svi.b, svi.rho, svi.m, svi.sigma].map(number);
		Self { a, b, rho, m, sigma }
	}
}

fn years(id: SmileId) -> f64 {
	id.seconds_left(NowMs::get()) as f64 / 31_536_000.0
}

fn place(id: SmileId, standardised: Rate) -> f64 {
	standardised.into_inner() as f64 / 1e18 * years(id).sqrt()
}

/// From the outermost node on one side to that on the other.
fn grid(id: SmileId) -> impl Iterator<Item = f64> {
	let reach = 1.5 * years(id).sqrt();
	(-300..=300).map(move |step| f64::from(step) / 300.0 * reach)
}

struct Play {
	proposers: Proposers,
	chance: Chance,
	/// The market of the near expiry; that of the far one has half as much variance more.
	market: Smile,
	found: Findings,
}

const FARTHER: f64 = 1.5;

fn near() -> SmileId {
	in_days(30)
}

fn far() -> SmileId {
	in_days(45)
}

impl Play {
	fn run(proposers: Proposers, windows: u32, seed: u64) -> Findings {
		let mut play = Self {
			proposers,
			chance: Chance::new(seed),
			market: Smile::USUAL,
			found: Findings::default(),
		};
		ExtBuilder::default()
			.reporters(&[])
			.validators(&everybody())
			.build_and_execute(|| {
				for window in 0..windows {
					// A tenth of a percent a window is what volatility does in lively times.
					play.market = play.market.scaled(1.0 + 0.001 * play.chance.normal());
					play.vote();
					if window % PROPOSALS_EVERY == 0 {
						play.propose();
					}
					play.note();
					System::reset_events();
				}
			});
		play.found
	}

	/// What somebody says of a smile.
	fn said(&mut self, id: SmileId, is_hostile: bool) -> SmileEntry {
		let market = if id == near() { self.market } else { self.market.scaled(FARTHER) };
		let push = if is_hostile { 1.0 + PUSH } else { 1.0 };
		let mut totals = [Rate::ZERO; NODES];
		for (total, standardised) in totals.iter_mut().zip(STANDARDISED) {
			let error = 1.0 + HONEST_ERROR * self.chance.normal();
			let seen = market.total(place(id, standardised)) * error * push;
			*total = Rate::from_inner((seen * 1e12).round() as i128 * 1_000_000);
		}
		let forward = price_of(60_000.0 * (1.0 + 0.0002 * self.chance.normal()));
		SmileEntry { smile: id, nodes: SmileNodes { forward, totals } }
	}

	fn vote(&mut self) {
		let bundles = everybody()
			.into_iter()
			.map(|who| {
				let is_hostile = is_hostile(who);
				let smiles = [near(), far()].map(|id| self.said(id, is_hostile)).to_vec();
				let bundle = bundle(who, &[(BTC, "60000")]);
				signed_by(who, bundle.with_smiles(Smiles::truncate_from(smiles)))
			})
			.collect();
		next_window_with_bundles(bundles).expect("the block is valid");
	}

	fn propose(&mut self) {
		if self.proposers == Proposers::HonestThenGamer {
			// Refused while a slice holds that is about as good.
			let _ = propose(ALICE, near(), self.market.svi());
			let _ = propose(ALICE, far(), self.market.scaled(FARTHER).svi());
		}
		self.game(near(), self.market);
		self.game(far(), self.market.scaled(FARTHER));
	}

	/// Proposes from the boldest on, higher and lower, with a sharper or a rounder bottom, until one is taken. A milder
	/// one after it would only come closer to the market.
	fn game(&mut self, id: SmileId, market: Smile) {
		for size in (1..=12).rev() {
			for direction in [1.0, -1.0] {
				let lifted = market.scaled(1.0 + direction * 0.0025 * f64::from(size));
				for sharper in [1.0, 0.8, 1.25] {
					let mut slice = lifted;
					slice.a += slice.b * slice.sigma * (1.0 - sharper);
					slice.sigma *= sharper;
					if propose(STRANGER, id, slice.svi()).is_ok() {
						self.found.taken += 1;
						return;
					}
					self.found.refused += 1;
				}
			}
		}
	}

	fn note(&mut self) {
		for id in [near(), far()] {
			let Some(surface) = Surfaces::<Test>::get(id) else { continue };
			let honest = || {
				SmileVotes::<Test>::get(id)
					.into_iter()
					.filter(|vote| !is_hostile(vote.reporter))
			};
			for place in 0..NODES {
				let said = || honest().map(|vote| vote.nodes.totals[place]);
				let range = said().min().unwrap()..=said().max().unwrap();
				// Votes are brought to the time of the block, half a second after they were given.
				let slack = Rate::from_inner(surface.raw.totals[place].into_inner() / 1_000_000);
				let found = surface.raw.totals[place];
				let widened = range.start().checked_sub(slack).unwrap()..=*range.end();
				self.found.outside_honest_range += u32::from(!widened.contains(&found));
			}
			self.found.live += u32::from(surface.breaker.status == FeedStatus::Live);
			let market = if id == near() { self.market } else { self.market.scaled(FARTHER) };
			let shape = surface.shape_at(id, NowMs::get()).unwrap();
			for k in grid(id) {
				let at = Rate::from_inner((k * 1e18) as i128);
				let priced = shape.total_variance(at).unwrap().into_inner() as f64 / 1e18;
				let points =
					((priced / years(id)).sqrt() - (market.total(k) / years(id)).sqrt()) * 100.0;
				// Straight lines lie above a round market by what they are; only slices can be gamed.
				if surface.slice.is_some() {
					self.found.worst_points = self.found.worst_points.max(points.abs());
				}
			}
		}
		self.found.arbitrage += u32::from(has_arbitrage());
	}
}

fn is_hostile(who: AccountId) -> bool {
	who >= FIRST + (REPORTERS - HOSTILE) as u64
}

/// Whether a slice that holds gives anything away, as floating point sees it.
fn has_arbitrage() -> bool {
	let slice = |id: SmileId| {
		let slice = Surfaces::<Test>::get(id)?.slice_at(id, NowMs::get()).unwrap()?;
		Some(Smile::of(&slice.svi))
	};
	let wide = || (-3_000..=3_000).map(|step| f64::from(step) / 1_000.0);
	let (before, after) = (slice(near()), slice(far()));
	let butterfly =
		|smile: &Smile| wide().any(|k| smile.total(k) <= 0.0 || smile.density_sign(k) < -1e-7);
	let crossing = before
		.zip(after)
		.is_some_and(|(before, after)| wide().any(|k| before.total(k) > after.total(k) + 1e-12));
	before.iter().chain(&after).any(butterfly) || crossing
}

/// Plays, prints what was reached, and returns what should not have been.
pub(super) fn play_all(windows: u32) -> Vec<String> {
	let mut missed = Vec::new();
	for proposers in [Proposers::Gamer, Proposers::HonestThenGamer] {
		let found = Play::run(proposers, windows, 11);
		println!(
			"SviGamer             {:<42} moves a volatility by {:.2} points at most; {} slices taken, {} refused",
			format!("4 of 13 vote +12 %, {proposers:?}"),
			found.worst_points,
			found.taken,
			found.refused,
		);
		let mut target = |is_met: bool, sentence: String| {
			if !is_met {
				missed.push(format!("SviGamer, {proposers:?}: {sentence}"));
			}
		};
		target(
			found.outside_honest_range == 0,
			format!("{} nodes outside of what honest reporters said", found.outside_honest_range),
		);
		target(found.arbitrage == 0, format!("{} slices give money away", found.arbitrage));
		target(
			found.worst_points <= MOST_BIAS_POINTS,
			format!("a bias of {:.2} points", found.worst_points),
		);
		target(found.taken > 0 || proposers != Proposers::Gamer, "it never played".into());
		target(found.live > windows, format!("live {} times only", found.live));
	}
	missed
}

#[test]
fn a_gamer_of_slices_moves_no_volatility_further_than_the_tolerance() {
	let missed = play_all(SHORT);
	assert!(missed.is_empty(), "targets missed:\n{}", missed.join("\n"));
}
