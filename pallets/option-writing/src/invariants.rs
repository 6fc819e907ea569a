// SPDX-License-Identifier: Apache-2.0
//! What must hold about options after every block.

use crate::{
	bounds, BoardKey, BoardOf, Boards, Claims, Config, Expiries, ListingRules, OpenOptions, Pallet,
	PendingWriters, PendingWrites, Phase, Series, SeriesRecord,
};
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use frame_support::traits::fungibles::Inspect;
use market_maths::{
	margin::payoff_per_lot,
	units::{Cash, Price, Quantity},
};
use market_primitives::{
	traits::OptionPositions, BrokenInvariant, InstrumentId, Invariants, MarketState, SubaccountId,
	Underlying,
};

const OPTION_OPEN_INTEREST_BALANCES: &str = "option_open_interest_balances";
const NO_TOKEN_WITHOUT_BACKING: &str = "no_option_token_without_backing";
const SERIES_PARAMETERS_WITHIN_BOUNDS: &str = "series_parameters_within_bounds";
const SETTLED_EXACTLY_ONCE: &str = "settled_exactly_once";
const EVERY_SERIES_IS_LISTED_ONCE: &str = "every_series_is_listed_once";
const OPEN_OPTIONS_ARE_COUNTED: &str = "open_options_are_counted";
const PENDING_WRITES_ARE_COUNTED: &str = "pending_writes_are_counted";
const PENDING_WRITES_ARE_RESERVED: &str = "pending_writes_are_reserved";
const CLAIMS_ARE_COUNTED: &str = "option_claims_are_counted";

/// What accounts hold, bought minus written, and what was made into tokens add up to zero until the
/// series is being paid out.
fn open_interest_balances<T: Config>(
	id: &InstrumentId,
	series: &SeriesRecord,
) -> Result<(), String> {
	let net = i128::from(T::OptionPositions::net_lots(id).into_inner());
	match net.checked_add(series.tokens.into()) {
		Some(0) => Ok(()),
		_ => Err(format!("accounts hold {net} lots net, tokens {}", series.tokens)),
	}
}

/// While a series is paid, its pool holds exactly what is still to be paid, and nothing afterwards:
/// pool = payoff of a lot · (lots that accounts hold, net + tokens + lots claimed later).
fn pool_holds_what_is_due<T: Config>(
	id: &InstrumentId,
	series: &SeriesRecord,
	settlement_price: Price,
) -> Result<(), String> {
	let Some(contract) = id.as_option() else { return Ok(()) };
	let strike = contract.strike.price();
	let payoff = payoff_per_lot(contract.kind, strike, settlement_price, series.terms.lot)
		.map_err(|reason| format!("no payoff: {reason:?}"))?;
	let claimed = Claims::<T>::iter_prefix(id)
		.fold(0i128, |sum, (_, claim)| sum.saturating_add(claim.lots.into()));
	let open = i128::from(T::OptionPositions::net_lots(id).into_inner())
		.saturating_add(series.tokens.into())
		.saturating_add(claimed);
	let due = payoff.into_inner().saturating_mul(open);
	let pool = T::OptionPositions::settlement_pool(id);
	if pool.into_inner() == due {
		return Ok(());
	}
	Err(format!("{pool} in the pool, {} due", Cash::from_inner(due)))
}

/// No token exists that is not counted. A holder may destroy its own, and then gets nothing for them.
fn no_token_without_backing<T: Config>(
	id: &InstrumentId,
	series: &SeriesRecord,
) -> Result<(), String> {
	let issued = T::Tokens::total_issuance(*id);
	if issued <= series.tokens.into() {
		return Ok(());
	}
	Err(format!("{} counted, {issued} issued", series.tokens))
}

/// Nobody holds anything of a series that is settled, and none is settled before its price is known
/// nor left unsettled when its expiry is done.
fn settled_exactly_once<T: Config>(
	id: &InstrumentId,
	series: &SeriesRecord,
	board: &BoardOf<T>,
) -> Result<(), String> {
	let settled = series.terms.state == MarketState::Settled;
	let may_be = matches!(board.phase, Phase::Settling(_) | Phase::Settled { .. });
	let must_be = matches!(board.phase, Phase::Settled { .. });
	if settled && !may_be || !settled && must_be {
		return Err(format!("state {:?} while {:?}", series.terms.state, board.phase));
	}
	let net = T::OptionPositions::net_lots(id);
	if settled && !(net.is_zero() && series.tokens == 0 && series.open_interest == 0) {
		return Err(format!(
			"settled with {net} lots net, {} long, {} tokens",
			series.open_interest, series.tokens
		));
	}
	Ok(())
}

/// As many series are left to pay as the expiry says.
fn settlement_counts<T: Config>(key: &BoardKey, board: &BoardOf<T>) -> Result<(), String> {
	let Phase::Settling(settling) = &board.phase else { return Ok(()) };
	let unpaid = key
		.all_series(&board.strikes)
		.filter_map(Series::<T>::get)
		.filter(|series| series.terms.state != MarketState::Settled)
		.count();
	if u32::try_from(unpaid) == Ok(settling.left) {
		return Ok(());
	}
	Err(format!("{unpaid} series unpaid, {} said to be left", settling.left))
}

/// `Expiries`, `Boards` and `Series` name the same series, but for those kept because of claims.
fn every_series_is_listed_once<T: Config>() -> Result<(), String> {
	let expiries = Expiries::<T>::get().into_inner();
	let mut boards: Vec<BoardKey> = Boards::<T>::iter_keys().collect();
	boards.sort_unstable();
	if expiries != boards {
		return Err(format!("expiries {expiries:?}, boards {boards:?}"));
	}
	let mut of_boards: Vec<InstrumentId> = Vec::new();
	for (key, board) in Boards::<T>::iter() {
		if !board.strikes.is_sorted_by(|one, other| one < other) {
			return Err(format!("the strikes of {key:?} are not in order"));
		}
		of_boards.extend(key.all_series(&board.strikes));
	}
	let mut stored: Vec<InstrumentId> = Series::<T>::iter()
		.filter(|(id, series)| !is_kept::<T>(id, series))
		.map(|(id, _)| id)
		.collect();
	of_boards.sort_unstable();
	stored.sort_unstable();
	// A strike is removed call first; a put may outlive it while its tokens are being destroyed.
	let orphan = stored.iter().find(|id| of_boards.binary_search(id).is_err());
	let unlisted = of_boards.iter().find(|id| {
		stored.binary_search(id).is_err()
			&& !id.as_option().is_some_and(|contract| {
				let key = BoardKey { expiry: contract.expiry, underlying: id.underlying };
				Boards::<T>::get(key)
					.is_some_and(|board| matches!(board.phase, Phase::Settled { .. }))
			})
	});
	match orphan.or(unlisted) {
		None => Ok(()),
		Some(id) => Err(format!("{id} is not both listed and stored")),
	}
}

/// Whether a series is off the list, and there only for the sake of claims.
fn is_kept<T: Config>(id: &InstrumentId, series: &SeriesRecord) -> bool {
	let is_listed = id.as_option().is_some_and(|contract| {
		let key = BoardKey { expiry: contract.expiry, underlying: id.underlying };
		Boards::<T>::get(key).is_some_and(|board| board.strikes.contains(&contract.strike))
	});
	!is_listed && series.claims > 0 && series.terms.state == MarketState::Settled
}

/// Each series knows how many claims there are on it.
fn claims_are_counted<T: Config>(id: &InstrumentId, series: &SeriesRecord) -> Result<(), String> {
	let claims = Claims::<T>::iter_key_prefix(id).count();
	if u32::try_from(claims) == Ok(series.claims) {
		return Ok(());
	}
	Err(format!("{claims} claims, {} counted", series.claims))
}

/// What is open of each underlying is what is open in its series together.
fn open_options_are_counted<T: Config>() -> Result<(), String> {
	let mut open: BTreeMap<Underlying, Quantity> = BTreeMap::new();
	for (id, series) in Series::<T>::iter().filter(|(_, series)| series.open_interest > 0) {
		let total = open.entry(id.underlying).or_default();
		let coins = series.terms.coins(series.open_interest);
		*total = total.checked_add(coins).unwrap_or(Quantity::MAX);
	}
	let counted: BTreeMap<Underlying, Quantity> = OpenOptions::<T>::iter().collect();
	if open == counted {
		return Ok(());
	}
	Err(format!("{open:?} are open, {counted:?} counted"))
}

/// Each series knows how many accounts of each owner wait to write it, and none waits for nothing.
fn pending_writes_are_counted<T: Config>() -> Result<(), String> {
	let mut waiting: BTreeMap<InstrumentId, BTreeMap<T::AccountId, u32>> = BTreeMap::new();
	for (id, account, lots) in PendingWrites::<T>::iter() {
		if lots == 0 {
			return Err(format!("{id}: {:?}/{} waits for nothing", account.owner, account.index));
		}
		let count = waiting.entry(id).or_default().entry(account.owner).or_default();
		*count = count.saturating_add(1);
	}
	let counted: BTreeMap<InstrumentId, BTreeMap<T::AccountId, u32>> = PendingWriters::<T>::iter()
		.map(|(id, writers)| (id, writers.into_inner()))
		.collect();
	if waiting == counted {
		return Ok(());
	}
	Err(format!("{waiting:?} wait, {counted:?} counted"))
}

/// What those who wait to write require is set aside in their accounts, and nothing else is.
fn pending_writes_are_reserved<T: Config>() -> Result<(), String> {
	let waiting: BTreeMap<(InstrumentId, SubaccountId<T::AccountId>), u64> =
		PendingWrites::<T>::iter()
			.filter(|(_, _, lots)| *lots > 0)
			.map(|(id, account, lots)| ((id, account), lots))
			.collect();
	let reserved: BTreeMap<(InstrumentId, SubaccountId<T::AccountId>), u64> =
		T::OptionPositions::reserved_writes()
			.into_iter()
			.map(|(id, account, lots)| ((id, account), lots))
			.collect();
	if waiting == reserved {
		return Ok(());
	}
	Err(format!("{waiting:?} wait, {reserved:?} reserved"))
}

impl<T: Config> Invariants for Pallet<T> {
	fn names() -> Vec<&'static str> {
		alloc::vec![
			OPTION_OPEN_INTEREST_BALANCES,
			NO_TOKEN_WITHOUT_BACKING,
			SERIES_PARAMETERS_WITHIN_BOUNDS,
			SETTLED_EXACTLY_ONCE,
			EVERY_SERIES_IS_LISTED_ONCE,
			CLAIMS_ARE_COUNTED,
			OPEN_OPTIONS_ARE_COUNTED,
			PENDING_WRITES_ARE_COUNTED,
			PENDING_WRITES_ARE_RESERVED,
		]
	}

	fn broken() -> Vec<BrokenInvariant> {
		let mut broken = Vec::new();
		let mut note = |name, what: String, result: Result<(), String>| {
			if let Err(found) = result {
				broken.push(BrokenInvariant::new(name, format!("{what}: {found}")));
			}
		};
		note(EVERY_SERIES_IS_LISTED_ONCE, "all".into(), every_series_is_listed_once::<T>());
		note(OPEN_OPTIONS_ARE_COUNTED, "all".into(), open_options_are_counted::<T>());
		note(PENDING_WRITES_ARE_COUNTED, "all".into(), pending_writes_are_counted::<T>());
		note(PENDING_WRITES_ARE_RESERVED, "all".into(), pending_writes_are_reserved::<T>());
		for (underlying, rule) in ListingRules::<T>::iter() {
			let checked = bounds::check_rule(&rule).map_err(|reason| format!("{reason:?}"));
			note(SERIES_PARAMETERS_WITHIN_BOUNDS, format!("rule of {underlying}"), checked);
		}
		for (id, series) in Series::<T>::iter() {
			note(CLAIMS_ARE_COUNTED, format!("{id}"), claims_are_counted::<T>(&id, &series));
		}
		for (key, board) in Boards::<T>::iter() {
			note(SETTLED_EXACTLY_ONCE, format!("{key:?}"), settlement_counts::<T>(&key, &board));
			for id in key.all_series(&board.strikes) {
				let Some(series) = Series::<T>::get(id) else { continue };
				let checked = bounds::check_terms(&series.terms);
				note(
					SERIES_PARAMETERS_WITHIN_BOUNDS,
					format!("{id}"),
					checked.map_err(|reason| format!("{reason:?}")),
				);
				note(
					NO_TOKEN_WITHOUT_BACKING,
					format!("{id}"),
					no_token_without_backing::<T>(&id, &series),
				);
				note(
					SETTLED_EXACTLY_ONCE,
					format!("{id}"),
					settled_exactly_once::<T>(&id, &series, &board),
				);
				let balances = match board.settlement_price() {
					None => open_interest_balances::<T>(&id, &series),
					Some(price) => pool_holds_what_is_due::<T>(&id, &series, price),
				};
				note(OPTION_OPEN_INTEREST_BALANCES, format!("{id}"), balances);
			}
		}
		broken
	}
}
