// SPDX-License-Identifier: Apache-2.0
//! How minutes become a settlement price. Values in, decision out: no storage.

use crate::types::{Settlement, SettlementRule};
use alloc::vec::Vec;
use market_maths::{aggregation::settlement_mean, units::Price, MathsError};

/// The minutes around an expiry, oldest first; `None` is a minute that is not known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Minutes<'a> {
	/// Those before the expiry, as many as the rule asks for.
	pub before: &'a [Option<Price>],
	/// Those after it that are finished, at most as many again.
	pub after: &'a [Option<Price>],
}

/// What the minutes say about the price; `None` while it must be waited for.
///
/// 1. At the expiry the price is the mean of the known minutes, if enough of them are known and no gap
///    among them is too long.
/// 2. Otherwise each unknown minute is replaced by a known one after the expiry, until there are as many
///    as the rule asks for.
/// 3. After as many minutes again what is there must do, if it is enough.
/// 4. Otherwise governance decides.
pub(crate) fn plan_settlement(
	minutes: &Minutes<'_>,
	rule: &SettlementRule,
) -> Result<Option<Settlement>, MathsError> {
	let mut known: Vec<Price> = minutes.before.iter().flatten().copied().collect();
	let count = |known: &[Price]| u32::try_from(known.len()).unwrap_or(u32::MAX);

	let covered = count(&known) >= rule.required();
	if covered && longest_gap(minutes.before) <= rule.longest_gap {
		return settled(&known);
	}
	for minute in minutes.after {
		known.extend(minute);
		if count(&known) >= rule.minutes {
			return settled(&known);
		}
	}
	if u32::try_from(minutes.after.len()).unwrap_or(u32::MAX) < rule.minutes {
		return Ok(None);
	}
	if count(&known) >= rule.required() {
		return settled(&known);
	}
	let range = known.iter().min().zip(known.iter().max());
	Ok(Some(Settlement::Disputed { range: range.map(|(low, high)| (*low, *high)) }))
}

fn settled(known: &[Price]) -> Result<Option<Settlement>, MathsError> {
	settlement_mean(known).map(|price| Some(Settlement::Final { price }))
}

/// The longest run of unknown minutes.
fn longest_gap(minutes: &[Option<Price>]) -> u32 {
	let mut longest = 0u32;
	let mut current = 0u32;
	for minute in minutes {
		current = if minute.is_some() { 0 } else { current.saturating_add(1) };
		longest = longest.max(current);
	}
	longest
}
