// SPDX-License-Identifier: Apache-2.0
//! Two works in turns: what disturbs the machine meanwhile disturbs both, so that their ratio is steadier than
//! their times.

use crate::{
	engine::Guest,
	targets::{Pair, Side},
	Failure,
};
use market_maths_work::{Samples, Work};
use std::time::{Duration, Instant};

/// Turns of each work. Odd, so that one of them is in the middle.
pub(crate) const TURNS: usize = 401;

/// What a turn takes at least: enough calls for every sample.
pub(crate) const TURN: Duration = Duration::from_millis(10);

/// How long so many calls of a work take.
fn time(
	(work, side): (Work, Side),
	times: u32,
	samples: &Samples,
	guest: &mut Guest,
) -> Result<Duration, Failure> {
	let place = Work::ALL.iter().position(|known| *known == work);
	let place = place.and_then(|place| u32::try_from(place).ok());
	let place = place.ok_or(Failure::Guest("too many works"))?;
	let start = Instant::now();
	match side {
		Side::Native => work.run(samples, times),
		Side::Wasm => guest.run(place, times)?,
	}
	Ok(start.elapsed())
}

/// The median of what the first of a pair takes over what the second takes right after it.
fn ratio(pair: Pair, samples: &Samples, guest: &mut Guest) -> Result<f64, Failure> {
	let works = [(pair.of, pair.side), (pair.over, pair.side)];
	let mut times = [1u32; 2];
	for (work, times) in works.into_iter().zip(&mut times) {
		while time(work, *times, samples, guest)? < TURN {
			*times = times.saturating_mul(2);
		}
	}
	let mut ratios = Vec::with_capacity(TURNS);
	for _ in 0..TURNS {
		let mut each = [0.0; 2];
		for ((work, times), each) in works.into_iter().zip(times).zip(&mut each) {
			*each = time(work, times, samples, guest)?.as_secs_f64() / f64::from(times);
		}
		let [of, over] = each;
		ratios.push(of / over);
	}
	ratios.sort_by(f64::total_cmp);
	ratios.get(TURNS / 2).copied().ok_or(Failure::Guest("no turns"))
}

/// The ratio of every pair.
pub(crate) fn ratios(
	pairs: impl Iterator<Item = Pair>,
	samples: &Samples,
	guest: &mut Guest,
) -> Result<Vec<(Pair, f64)>, Failure> {
	pairs.map(|pair| Ok((pair, ratio(pair, samples, guest)?))).collect()
}
