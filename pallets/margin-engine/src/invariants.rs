// SPDX-License-Identifier: Apache-2.0
//! What must hold about accounts, pots and parameters after every block.

use crate::{
	block_invariants::{
		events, liquidation_began_below_maintenance, no_new_risk_when_halted,
		nobody_liquidated_above_maintenance,
	},
	parameters::{fees_within_bounds, liquidation_within_bounds, margin_within_bounds},
	Attempts, Backing, Config, Deficit, Fees, FundingPot, FundingRoundings, Holders, InsuranceFund,
	LiquidationRules, MarginParameters, OpenSubaccounts, Pallet, RedList, Rewards, SettlementPool,
	Subaccount, Subaccounts, TradingFees, Watched,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	format,
	string::String,
	vec::Vec,
};
use codec::Encode;
use market_maths::units::{Cash, Lots};
use market_primitives::{
	traits::Instruments, BrokenInvariant, InstrumentId, Invariants, UniverseId,
};

const CASH_BACKED: &str = "cash_backed";
const PERP_OPEN_INTEREST_BALANCES: &str = "perp_open_interest_balances";
const OPEN_INTEREST_MATCHES_SHORTS: &str = "open_interest_matches_shorts";
const FUNDING_IS_ZERO_SUM: &str = "funding_is_zero_sum";
const DEFICIT_ONLY_AFTER_INSURANCE: &str = "deficit_only_after_insurance";
const NOBODY_LIQUIDATED_ABOVE_MAINTENANCE: &str = "nobody_liquidated_above_maintenance";
const NO_NEW_RISK_WHEN_HALTED: &str = "no_new_risk_when_halted";
const MARGIN_PARAMETERS_WITHIN_BOUNDS: &str = "margin_parameters_within_bounds";
const HOLDERS_MATCH_POSITIONS: &str = "holders_match_positions";
const ACCOUNTS_ARE_WELL_FORMED: &str = "accounts_are_well_formed";

/// Sums over all accounts.
#[derive(Default)]
struct Totals {
	/// Per universe: cash less entry values of perpetuals.
	cash: BTreeMap<UniverseId, i128>,
	/// Per perpetual and option: lots bought less sold, and lots short.
	lots: BTreeMap<InstrumentId, (i128, i128)>,
	/// Per universe: what positions still owe, in parts of a unit of cash.
	pending_funding: BTreeMap<UniverseId, i128>,
	holders: BTreeSet<(InstrumentId, Vec<u8>)>,
	accounts: u32,
}

/// Number that does not fit is itself a finding; it shows as a sum at the edge of its type.
fn add(sum: &mut i128, more: i128) {
	*sum = sum.saturating_add(more);
}

fn totals<T: Config>() -> Totals {
	let mut totals = Totals::default();
	for (id, account) in Subaccounts::<T>::iter() {
		totals.accounts = totals.accounts.saturating_add(1);
		let mut cash = account.cash.into_inner();
		for line in account.positions() {
			let position = &line.position;
			let lots = i128::from(position.lots.into_inner());
			let (net, short) = totals.lots.entry(line.instrument).or_default();
			add(net, lots);
			add(short, lots.min(0).saturating_neg());
			totals.holders.insert((line.instrument, id.encode()));
			if line.instrument.is_perpetual() {
				add(&mut cash, position.entry_value.into_inner().saturating_neg());
				let now = T::Instruments::cumulative_funding(&line.instrument);
				let owed = lots.saturating_mul(now.saturating_sub(position.funding_index));
				add(totals.pending_funding.entry(account.universe).or_default(), owed);
			}
		}
		add(totals.cash.entry(account.universe).or_default(), cash);
	}
	totals
}

/// In each universe, what belongs to somebody is what came in and did not go out.
///
/// Σ cash − Σ entry values of perpetuals + insurance + fees + rewards + funding pot + settlement pools −
/// deficit equals the backing, and the pallet's account holds the backing of all universes. It may hold more
/// if somebody sent it unasked.
fn cash_backed<T: Config>(totals: &Totals) -> Result<(), String> {
	let mut owed = totals.cash.clone();
	let pots = InsuranceFund::<T>::iter()
		.chain(Fees::<T>::iter())
		.chain(Rewards::<T>::iter())
		.chain(FundingPot::<T>::iter());
	for (universe, amount) in pots {
		add(owed.entry(universe).or_default(), amount.into_inner());
	}
	for (universe, amount) in Deficit::<T>::iter() {
		add(owed.entry(universe).or_default(), amount.into_inner().saturating_neg());
	}
	for (instrument, amount) in SettlementPool::<T>::iter() {
		let Some(terms) = T::Instruments::terms(&instrument) else {
			return Err(format!("{amount} in the pool of {instrument}, which is not listed"));
		};
		add(owed.entry(terms.universe).or_default(), amount.into_inner());
	}
	let mut backing: BTreeMap<UniverseId, i128> = Backing::<T>::iter()
		.map(|(universe, amount)| (universe, amount.into_inner()))
		.collect();
	let backed = backing.values().fold(0i128, |sum, amount| sum.saturating_add(*amount));
	for (universe, owed) in owed {
		let backing = backing.remove(&universe).unwrap_or_default();
		if owed != backing {
			let (owed, backing) = (Cash::from_inner(owed), Cash::from_inner(backing));
			return Err(format!("universe {}: owed {owed}, backed by {backing}", universe.0));
		}
	}
	if let Some((universe, backing)) = backing.into_iter().find(|(_, backing)| *backing != 0) {
		return Err(format!("universe {}: {backing} belongs to nobody", universe.0));
	}
	let held = i128::try_from(Pallet::<T>::held()).unwrap_or(i128::MAX);
	if backed <= held {
		return Ok(());
	}
	let (backed, held) = (Cash::from_inner(backed), Cash::from_inner(held));
	Err(format!("backing of {backed}, but only {held} held"))
}

/// As many lots of each perpetual are long as are short.
fn perp_open_interest_balances(totals: &Totals) -> Result<(), String> {
	match totals.lots.iter().find(|(id, (net, _))| id.is_perpetual() && *net != 0) {
		None => Ok(()),
		Some((id, (net, _))) => Err(format!("{id}: long less short is {net} lots")),
	}
}

/// What the instruments were told about open interest is what accounts are short; for options the longs
/// that are tokens are thereby included.
fn open_interest_matches_shorts<T: Config>(totals: &Totals) -> Result<(), String> {
	// Also where nobody holds anything: what was told must be gone with the last position.
	let all: BTreeSet<InstrumentId> =
		totals.lots.keys().copied().chain(T::Instruments::listed()).collect();
	for id in all {
		let short = totals.lots.get(&id).map_or(0, |(_, short)| *short);
		let told = T::Instruments::open_interest(&id);
		if i128::from(told) != short {
			return Err(format!("{id}: told {told}, short {short}"));
		}
	}
	Ok(())
}

/// Pot + what is still owed = what roundings left behind: not negative, and less than one unit for each.
fn funding_is_zero_sum<T: Config>(totals: &Totals) -> Result<(), String> {
	let scale = 10i128.saturating_pow(T::Instruments::FUNDING_DECIMALS);
	let universes: BTreeSet<UniverseId> = FundingPot::<T>::iter_keys()
		.chain(totals.pending_funding.keys().copied())
		.collect();
	for universe in universes {
		let pending = totals.pending_funding.get(&universe).copied().unwrap_or_default();
		let pot = FundingPot::<T>::get(universe).into_inner();
		let roundings = FundingRoundings::<T>::get(universe);
		let left = pot.saturating_mul(scale).saturating_add(pending);
		let most = i128::from(roundings).saturating_mul(scale);
		if left < 0 || (left > 0 && left >= most) {
			return Err(format!(
				"universe {}: pot {pot}, pending {pending}, roundings {roundings}",
				universe.0
			));
		}
	}
	Ok(())
}

/// A universe with a deficit has an empty insurance fund, and neither is negative.
fn deficit_only_after_insurance<T: Config>() -> Result<(), String> {
	for (universe, deficit) in Deficit::<T>::iter() {
		let fund = InsuranceFund::<T>::get(universe);
		if deficit.is_negative() || (!deficit.is_zero() && !fund.is_zero()) {
			return Err(format!("universe {}: deficit {deficit}, fund {fund}", universe.0));
		}
	}
	match InsuranceFund::<T>::iter().find(|(_, fund)| fund.is_negative()) {
		None => Ok(()),
		Some((universe, fund)) => Err(format!("universe {}: fund {fund}", universe.0)),
	}
}

fn margin_parameters_within_bounds<T: Config>() -> Result<(), String> {
	if let Some((underlying, parameters)) =
		MarginParameters::<T>::iter().find(|(_, parameters)| !margin_within_bounds(parameters))
	{
		return Err(format!("{underlying}: {parameters:?}"));
	}
	let fees = TradingFees::<T>::get();
	if !fees_within_bounds(&fees) {
		return Err(format!("{fees:?}"));
	}
	let rules = LiquidationRules::<T>::get();
	if !liquidation_within_bounds(&rules) {
		return Err(format!("{rules:?}"));
	}
	Ok(())
}

/// `Holders` names exactly the positions there are.
fn holders_match_positions<T: Config>(totals: &Totals) -> Result<(), String> {
	let listed: BTreeSet<(InstrumentId, Vec<u8>)> = Holders::<T>::iter_keys()
		.map(|(instrument, id)| (instrument, id.encode()))
		.collect();
	match listed.symmetric_difference(&totals.holders).next() {
		None => Ok(()),
		Some((instrument, id)) => Err(format!("{instrument}: {id:?} is in one list only")),
	}
}

/// Lines are in order and none is empty; nothing but an option is to be written; who can fall short is watched, who is
/// being liquidated is on the red list, and of nobody else is it known what was tried; nothing counted is negative;
/// nobody empty is kept.
fn account_is_well_formed<T: Config>(
	id: &market_primitives::SubaccountId<T::AccountId>,
	account: &Subaccount,
) -> Result<(), String> {
	let in_order = account.lines.windows(2).all(|pair| match pair {
		[first, second] => first.instrument < second.instrument,
		_ => true,
	});
	let lines_are_sound = account.lines.iter().all(|line| {
		let orders = &line.orders;
		!line.is_empty()
			&& (line.to_write == 0 || line.instrument.as_option().is_some())
			&& (orders.buy_lots != 0 || orders.buy_value.is_zero())
			&& (orders.sell_lots != 0 || orders.sell_value.is_zero())
			&& !orders.buy_value.is_negative()
			&& !orders.sell_value.is_negative()
			&& (line.position.lots != Lots::ZERO || line.position.entry_value.is_zero())
	});
	let listed = account.can_fall_short() == Watched::<T>::contains_key(id)
		&& match account.is_in_liquidation() {
			true => RedList::<T>::contains_key(id),
			false => !Attempts::<T>::contains_key(id),
		};
	if in_order && lines_are_sound && listed && !account.is_empty() {
		return Ok(());
	}
	Err(format!("{account:?}"))
}

fn count_matches<T: Config>(totals: &Totals) -> Result<(), String> {
	let counted = OpenSubaccounts::<T>::get();
	if counted == totals.accounts {
		return Ok(());
	}
	Err(format!("{counted} counted as open, {} stored", totals.accounts))
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		alloc::vec![
			CASH_BACKED,
			PERP_OPEN_INTEREST_BALANCES,
			OPEN_INTEREST_MATCHES_SHORTS,
			FUNDING_IS_ZERO_SUM,
			DEFICIT_ONLY_AFTER_INSURANCE,
			NOBODY_LIQUIDATED_ABOVE_MAINTENANCE,
			NO_NEW_RISK_WHEN_HALTED,
			MARGIN_PARAMETERS_WITHIN_BOUNDS,
			HOLDERS_MATCH_POSITIONS,
			ACCOUNTS_ARE_WELL_FORMED,
		]
	}

	fn broken() -> Vec<BrokenInvariant> {
		let totals = totals::<T>();
		let events = events::<T>();
		let mut results = alloc::vec![
			(CASH_BACKED, cash_backed::<T>(&totals)),
			(PERP_OPEN_INTEREST_BALANCES, perp_open_interest_balances(&totals)),
			(OPEN_INTEREST_MATCHES_SHORTS, open_interest_matches_shorts::<T>(&totals)),
			(FUNDING_IS_ZERO_SUM, funding_is_zero_sum::<T>(&totals)),
			(DEFICIT_ONLY_AFTER_INSURANCE, deficit_only_after_insurance::<T>()),
			(
				NOBODY_LIQUIDATED_ABOVE_MAINTENANCE,
				nobody_liquidated_above_maintenance::<T>(&events),
			),
			(NO_NEW_RISK_WHEN_HALTED, no_new_risk_when_halted::<T>(&events)),
			(MARGIN_PARAMETERS_WITHIN_BOUNDS, margin_parameters_within_bounds::<T>()),
			(HOLDERS_MATCH_POSITIONS, holders_match_positions::<T>(&totals)),
			(ACCOUNTS_ARE_WELL_FORMED, count_matches::<T>(&totals)),
		];
		for (id, account) in Subaccounts::<T>::iter() {
			let named = |result: Result<(), String>| {
				result.map_err(|found| format!("{:?}/{}: {found}", id.owner, id.index))
			};
			results.push((
				NOBODY_LIQUIDATED_ABOVE_MAINTENANCE,
				named(liquidation_began_below_maintenance(account.status)),
			));
			results.push((
				ACCOUNTS_ARE_WELL_FORMED,
				named(account_is_well_formed::<T>(&id, &account)),
			));
		}
		results
			.into_iter()
			.filter_map(|(name, result)| {
				result.err().map(|found| BrokenInvariant::new(name, found))
			})
			.collect()
	}
}
