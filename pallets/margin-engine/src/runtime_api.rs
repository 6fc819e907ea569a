// SPDX-License-Identifier: Apache-2.0
//! Questions clients may ask about accounts.

use crate::{
	accounts::Account,
	markets::Markets,
	types::{Line, OrderExposure},
	valuation::{settle_all_funding, unsettled},
	AccountStatus, Config, Deficit, Fees, FundingPot, InsuranceFund, MarginModel, Pallet, Rewards,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::traits::Get;
use market_maths::{
	margin::liquidation_price,
	units::{Cash, Lots, Price, Ticks, Usd},
};
use market_primitives::{
	traits::{Instruments, RiskRefusal},
	FeedStatus, InstrumentId, Purpose, RestingExposure, Side, SubaccountId, UniverseId,
};
use scale_info::TypeInfo;

/// One instrument in an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct LineSummary {
	/// The instrument.
	pub instrument: InstrumentId,
	/// Lots, long positive.
	pub lots: Lots,
	/// What the lots cost; negative was received.
	pub entry_value: Cash,
	/// The price it is valued at, if there is one: of an option whose volatility is halted, at the last there was.
	pub mark: Option<Price>,
	/// What it adds to the account's worth: for a perpetual the profit not yet realised, for an option its
	/// value.
	pub worth: Usd,
	/// What it would require on its own to be kept.
	pub maintenance_requirement: Usd,
	/// What it would require on its own, open orders and what is to be written included, to be opened.
	pub initial_requirement: Usd,
	/// For a perpetual: the mark at which the account would be liquidated if nothing else moved.
	pub liquidation_price: Option<Price>,
	/// What its open orders could still trade.
	pub orders: OrderExposure,
	/// Lots of an option that it has asked to write and that are not written yet.
	pub to_write: u64,
}

/// An account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AccountSummary {
	/// The universe it trades in.
	pub universe: UniverseId,
	/// How its requirement is computed.
	pub margin_model: MarginModel,
	/// Whether it may act freely.
	pub status: AccountStatus,
	/// Settled cash.
	pub cash: Cash,
	/// What it is worth: cash, unrealised profit and options.
	pub equity: Usd,
	/// What is left to open risk with, open orders on their worst side and all that it has asked to write written.
	pub initial_margin: Usd,
	/// What is left before liquidation.
	pub maintenance_margin: Usd,
	/// The worst status among the indices behind these numbers and the price of the settlement asset; `Halted`
	/// if a price is missing, and then the three numbers are zero. What the account may do goes by it.
	pub prices: FeedStatus,
	/// The worst status among the volatilities behind its options. Where one is halted nothing new may be opened in
	/// that expiry, and short options in it need more initial margin.
	pub volatilities: FeedStatus,
	/// Instrument by instrument.
	pub lines: Vec<LineSummary>,
}

/// What an account's margin would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MarginForecast {
	/// What would be left to open risk with.
	pub initial_margin: Usd,
	/// What would be left before liquidation; open orders do not count in it.
	pub maintenance_margin: Usd,
	/// Whether the gate would admit the orders now.
	pub would_be_admitted: bool,
}

/// The pots of a universe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct UniversePots {
	/// Money that stands in for losses.
	pub insurance: Cash,
	/// Trading fees collected.
	pub fees: Cash,
	/// Fees set aside for rewards that were not claimed yet.
	pub rewards: Cash,
	/// Funding paid and not yet received.
	pub funding: Cash,
	/// Losses that nobody could bear yet.
	pub deficit: Cash,
}

sp_api::decl_runtime_apis! {
	/// What accounts have, owe and must hold.
	pub trait MarginApi<AccountId: codec::Codec> {
		/// A subaccount with its margin, line by line.
		fn account_summary(account: SubaccountId<AccountId>) -> Option<AccountSummary>;

		/// How much settlement asset a subaccount could withdraw now.
		fn withdrawable(account: SubaccountId<AccountId>) -> Cash;

		/// The pots of a universe.
		fn universe_pots(universe: UniverseId) -> UniversePots;
	}
}

impl<T: Config> Pallet<T> {
	/// A subaccount as its owner sees it.
	pub fn account_summary(id: &SubaccountId<T::AccountId>) -> Option<AccountSummary> {
		let account = Account::<T>::load(id)?;
		let mut markets = Markets::<T>::new();
		let valuation = markets.value_to_act(&account).ok();
		let net = valuation.map(|valuation| valuation.net).unwrap_or_default();
		let lines = account
			.lines
			.iter()
			.map(|line| Self::line_summary(&mut markets, line, net.maintenance))
			.collect();
		Some(AccountSummary {
			universe: account.universe,
			margin_model: account.margin_model,
			status: account.status,
			cash: account.cash,
			equity: net.mark_to_market,
			initial_margin: net.initial,
			maintenance_margin: net.maintenance,
			prices: valuation.map_or(FeedStatus::Halted, |valuation| {
				valuation.indices.max(valuation.settlement_asset)
			}),
			volatilities: valuation.map_or(FeedStatus::Halted, |valuation| valuation.volatilities),
			lines,
		})
	}

	fn line_summary(markets: &mut Markets<T>, line: &Line, maintenance: Usd) -> LineSummary {
		let quote = markets.quote(&line.instrument).ok();
		let alone = markets.value_line(line).ok().unwrap_or_default();
		let worth = quote.and_then(|quote| {
			if line.instrument.is_perpetual() {
				unsettled(line, &quote, T::Instruments::FUNDING_DECIMALS).ok()
			} else {
				quote
					.mark
					.price
					.value_floor(line.position.lots.quantity(quote.terms.lot).ok()?)
					.ok()
			}
		});
		let parameters = markets.parameters(line.instrument.underlying).perpetuals;
		let liquidation_price =
			quote.filter(|_| line.instrument.is_perpetual()).and_then(|quote| {
				let quantity = line.position.lots.quantity(quote.terms.lot).ok()?;
				let fraction = parameters.maintenance;
				liquidation_price(quote.mark.price, quantity, maintenance, fraction).ok()?
			});
		let required =
			|net: Usd| alone.mark_to_market.checked_sub(net).unwrap_or_default().max(Usd::ZERO);
		LineSummary {
			instrument: line.instrument,
			lots: line.position.lots,
			entry_value: line.position.entry_value,
			mark: quote.map(|quote| quote.mark.price),
			worth: worth.unwrap_or_default(),
			maintenance_requirement: required(alone.maintenance),
			initial_requirement: required(alone.initial),
			liquidation_price,
			orders: line.orders,
			to_write: line.to_write,
		}
	}

	/// How much a subaccount could withdraw now.
	pub fn withdrawable_cash(id: &SubaccountId<T::AccountId>) -> Cash {
		let Some(mut account) = Account::<T>::load(id) else { return Cash::ZERO };
		let is_blocked = account.is_in_liquidation()
			|| !Self::withdrawals_are_open()
			|| !Deficit::<T>::get(account.universe).is_zero();
		if is_blocked || settle_all_funding::<T>(&mut account).is_err() {
			return Cash::ZERO;
		}
		let Ok(valuation) = Markets::<T>::new().value_as_written(&account) else {
			return Cash::ZERO;
		};
		if !account.lines.is_empty() && !valuation.allows(Purpose::Withdraw) {
			return Cash::ZERO;
		}
		let free = account.cash.min(valuation.net.initial.to_cash_floor()).max(Cash::ZERO);
		let left = account.cash.checked_sub(free).unwrap_or_default();
		if Self::ensure_enough_is_left(left).is_ok() {
			return free;
		}
		let minimum = Self::to_cash(T::MinimumFirstDeposit::get()).unwrap_or_default();
		account.cash.checked_sub(minimum).unwrap_or_default().max(Cash::ZERO)
	}

	/// What a subaccount's margin would be with further open orders, on their worst side.
	pub fn margin_with_orders(
		id: &SubaccountId<T::AccountId>,
		orders: &[RestingExposure],
	) -> Result<MarginForecast, RiskRefusal> {
		let mut account = Account::<T>::load(id).ok_or(RiskRefusal::UnknownAccount)?;
		let mut markets = Markets::<T>::new();
		let (closing, opening): (Vec<RestingExposure>, Vec<RestingExposure>) =
			orders.iter().partition(|order| order.reduce_only);
		for order in &opening {
			markets.count_order(&mut account, order, order.lots)?;
		}
		let net = markets.value_to_act(&account)?.net;
		let only_closes = opening.is_empty() && !closing.is_empty();
		let opened: Vec<InstrumentId> = opening.iter().map(|order| order.instrument).collect();
		let may_open = only_closes
			|| (!account.is_in_liquidation()
				&& markets.ensure_initial_margin(&account, &opened).is_ok());
		let mut sums = None;
		let written = account.as_written().map_err(|_| RiskRefusal::TooLarge)?;
		let may_close = closing
			.iter()
			.all(|order| markets.ensure_close_is_borne(&written, &mut sums, order).is_ok());
		Ok(MarginForecast {
			initial_margin: net.initial,
			maintenance_margin: net.maintenance,
			would_be_admitted: may_open && may_close,
		})
	}

	/// The most lots that a subaccount could order at a limit now.
	pub fn largest_order(
		id: &SubaccountId<T::AccountId>,
		instrument: InstrumentId,
		side: Side,
		limit: Ticks,
	) -> u64 {
		let is_admitted = |lots: u64| {
			let order = RestingExposure { instrument, side, lots, limit, reduce_only: false };
			Self::margin_with_orders(id, &[order]).is_ok_and(|forecast| forecast.would_be_admitted)
		};
		// An account that cannot order nothing cannot order anything.
		let (mut most, mut too_many) = (0, i64::MAX.unsigned_abs());
		while too_many.saturating_sub(most) > 1 {
			let middle = most.midpoint(too_many);
			if is_admitted(middle) {
				most = middle;
			} else {
				too_many = middle;
			}
		}
		most
	}

	/// The pots of a universe.
	pub fn universe_pots(universe: UniverseId) -> UniversePots {
		UniversePots {
			insurance: InsuranceFund::<T>::get(universe),
			fees: Fees::<T>::get(universe),
			rewards: Rewards::<T>::get(universe),
			funding: FundingPot::<T>::get(universe),
			deficit: Deficit::<T>::get(universe),
		}
	}
}
