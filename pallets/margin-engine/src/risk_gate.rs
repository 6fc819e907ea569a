// SPDX-License-Identifier: Apache-2.0
//! May this account bear this?

use crate::{
	accounts::Account,
	markets::{Markets, ValuationError},
	sums::Sums,
	trade::TradeError,
	types::{OrderExposure, Subaccount, MAX_LINES},
	valuation::Valuation,
	Config, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use market_maths::{
	arithmetic::multiply_divide_ceil,
	margin::NetMargin,
	units::{Lots, Ticks, Usd},
	MathsError,
};
use market_primitives::{
	traits::{CountedOrders, Instruments, RiskGate, RiskRefusal},
	InstrumentId, Purpose, RestingExposure, Side, SubaccountId,
};
use sp_runtime::Perbill;

impl From<ValuationError> for RiskRefusal {
	fn from(error: ValuationError) -> Self {
		match error {
			ValuationError::PriceUnavailable => Self::PriceUnavailable,
			ValuationError::TooLarge => Self::TooLarge,
		}
	}
}

impl From<TradeError> for RiskRefusal {
	fn from(error: TradeError) -> Self {
		match error {
			TradeError::TooManyPositions => Self::TooManyPositions,
			TradeError::Overflow => Self::TooLarge,
		}
	}
}

/// How often the interval in which the bearable share lies is halved.
const HALVINGS: u32 = 8;

/// At how many prices closes are judged one after the other. Those beyond count at the last of them.
const CLOSING_PRICES: usize = 8;

/// What the gate found out in one piece of work: each market and account once.
pub struct GateMemo<T: Config> {
	markets: Markets<T>,
	accounts: BTreeMap<SubaccountId<T::AccountId>, Option<Known<T>>>,
}

impl<T: Config> Default for GateMemo<T> {
	fn default() -> Self {
		Self { markets: Markets::new(), accounts: BTreeMap::new() }
	}
}

/// An account and what it comes to.
struct Known<T: Config> {
	account: Account<T>,
	/// With its open orders, and as if all that it has asked to write were written.
	sums: Option<Result<Sums, ValuationError>>,
	/// Its positions alone, as a clearing judges it.
	positions: Option<Judged>,
}

/// An account that is judged with one line changed.
struct Judged {
	account: Subaccount,
	sums: Result<Sums, ValuationError>,
}

impl<T: Config> GateMemo<T> {
	/// Markets, and the account if it is open.
	fn look_up(
		&mut self,
		id: &SubaccountId<T::AccountId>,
	) -> (&mut Markets<T>, Option<&mut Known<T>>) {
		let known = self.accounts.entry(id.clone()).or_insert_with(|| {
			Account::<T>::load(id).map(|account| Known { account, sums: None, positions: None })
		});
		(&mut self.markets, known.as_mut())
	}
}

/// The sums of `account`, made when they are first needed.
fn summed<'a, T: Config>(
	sums: &'a mut Option<Result<Sums, ValuationError>>,
	account: &Subaccount,
	markets: &mut Markets<T>,
) -> Result<&'a mut Sums, ValuationError> {
	sums.get_or_insert_with(|| markets.sums(account))
		.as_mut()
		.map_err(|error| *error)
}

impl<T: Config> Known<T> {
	fn positions(&mut self, markets: &mut Markets<T>) -> Result<(&Subaccount, &Sums), RiskRefusal> {
		let account = &self.account;
		let judged = self.positions.get_or_insert_with(|| {
			// Only orders that are asked about can be filled now; what else is open stays in the book.
			let account = account.without_orders();
			let sums = markets.sums(&account);
			Judged { account, sums }
		});
		let sums = judged.sums.as_ref().map_err(|error| RiskRefusal::from(*error))?;
		Ok((&judged.account, sums))
	}
}

/// What an account must keep when its orders are filled at their limits.
///
/// One that meets its initial margin must meet it afterwards. One that misses it must miss it by no more, and may
/// give away no greater part of its worth than goes with the requirement that is freed: closed in part it is no
/// nearer to bankruptcy, and closed as a whole it ends with nothing at worst, never with a debt. What is worth less
/// than nothing must not become worth even less, and neither must an account in liquidation: all that it is worth is
/// at stake in the slices that are sold of it, in other markets at the same time.
struct Floor {
	now: NetMargin,
	in_liquidation: bool,
	/// Whether the orders open anything at a price that is worse than the mark. An account that misses its initial
	/// margin may do so only if it meets it afterwards.
	opens_at_a_loss: bool,
}

impl Floor {
	fn is_kept(&self, after: &NetMargin) -> Result<bool, ValuationError> {
		let now = &self.now;
		if self.in_liquidation {
			return Ok(after.mark_to_market >= now.mark_to_market);
		}
		if !after.initial.is_negative() {
			return Ok(true);
		}
		if !now.initial.is_negative() || self.opens_at_a_loss || after.initial < now.initial {
			return Ok(false);
		}
		Ok(after.mark_to_market >= self.least_worth(after)?)
	}

	/// What an account that misses its initial margin must still be worth: as much of what it is worth now as
	/// it still requires of what it requires now. Rounded up, against the account.
	fn least_worth(&self, after: &NetMargin) -> Result<Usd, MathsError> {
		let worth = self.now.mark_to_market;
		if worth.is_negative() {
			return Ok(worth);
		}
		let required = |net: &NetMargin| net.mark_to_market.checked_sub(net.initial);
		// More than it is worth, or it would not miss it.
		let before = u128::try_from(required(&self.now)?.into_inner())
			.map_err(|_| MathsError::OutsideDomain)?;
		let left = required(after)?.max(Usd::ZERO);
		multiply_divide_ceil(worth.into_inner(), left.into_inner(), before).map(Usd::from_inner)
	}
}

/// The orders that an account has in a clearing.
struct Orders {
	opening: Vec<RestingExposure>,
	/// The worst price first.
	closing: Vec<RestingExposure>,
}

impl<T: Config> Markets<T> {
	/// Counts an order in `account`, without asking whether it can be borne.
	pub(crate) fn count_order(
		&mut self,
		account: &mut Subaccount,
		exposure: &RestingExposure,
		lots: u64,
	) -> Result<(), RiskRefusal> {
		let quote = self.quote(&exposure.instrument)?;
		if quote.terms.universe != account.universe {
			// The market's universe knows no such subaccount.
			return Err(RiskRefusal::UnknownAccount);
		}
		account
			.change_line(&exposure.instrument, |line| {
				line.orders.add(exposure.side, lots, exposure.limit, quote.per_tick_and_lot)
			})
			.ok_or(RiskRefusal::TooManyPositions)?
			.map_err(|_| RiskRefusal::TooLarge)
	}

	/// Refuses unless the account meets its initial margin, with all that it has asked to write, at prices that allow
	/// new risk, and so do those of each of the instruments in which it takes any.
	pub(crate) fn ensure_initial_margin(
		&mut self,
		account: &Subaccount,
		opened: &[InstrumentId],
	) -> Result<(), RiskRefusal> {
		let valuation = self.value_as_written(account)?;
		for instrument in opened {
			self.ensure_open_to_new_risk(instrument)?;
		}
		ensure_initial_margin(&valuation)
	}

	/// Refuses unless the instrument's own mark allows new risk in it. A volatility that is not good enough stops the
	/// options of its expiry and nothing else in the account.
	fn ensure_open_to_new_risk(&mut self, instrument: &InstrumentId) -> Result<(), RiskRefusal> {
		let mark = self.quote(instrument)?.mark;
		if !mark.status.allows(Purpose::NewRisk) {
			return Err(RiskRefusal::PriceUnavailable);
		}
		if !mark.allows(Purpose::NewRisk) {
			return Err(RiskRefusal::VolatilityUnavailable);
		}
		Ok(())
	}

	/// Refuses new risk in the instrument to an account that comes to `valuation`, if prices are what is wrong.
	fn ensure_priced_for_new_risk(
		&mut self,
		valuation: &Valuation,
		instrument: &InstrumentId,
	) -> Result<(), RiskRefusal> {
		if !valuation.allows(Purpose::NewRisk) {
			return Err(RiskRefusal::PriceUnavailable);
		}
		self.ensure_open_to_new_risk(instrument)
	}

	/// Books into `account` what up to `lots` of the order would close, at its limit and with the greater
	/// fee. False if it closes nothing.
	fn close_at_limit(
		&mut self,
		account: &mut Subaccount,
		exposure: &RestingExposure,
		lots: u64,
	) -> Result<bool, RiskRefusal> {
		let RestingExposure { instrument, side, limit, .. } = *exposure;
		let closed = lots.min(closable(account, exposure));
		if closed == 0 {
			return Ok(false);
		}
		let quote = self.quote(&instrument)?;
		let lots = side.signed(closed).ok_or(RiskRefusal::TooLarge)?;
		let trade = quote.trade_at(instrument, limit, lots).map_err(|_| RiskRefusal::TooLarge)?;
		account.book_trade(&trade, T::Instruments::FUNDING_DECIMALS)?;
		Ok(true)
	}

	/// Refuses what would close at a price that leaves the account less than its [`Floor`].
	///
	/// `sums` are the account's; they are made if there is something to close.
	pub(crate) fn ensure_close_is_borne(
		&mut self,
		account: &Subaccount,
		sums: &mut Option<Result<Sums, ValuationError>>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal> {
		let mut closed = account.clone();
		if !self.close_at_limit(&mut closed, exposure, exposure.lots)? {
			return Ok(());
		}
		let sums = summed(sums, account, self)?;
		let floor = Floor {
			now: sums.valuation(account.cash)?.net,
			in_liquidation: account.is_in_liquidation(),
			opens_at_a_loss: false,
		};
		let valuation = self.value_changed(sums, account, &closed, &exposure.instrument)?;
		match floor.is_kept(&valuation.net)? {
			true => Ok(()),
			false => Err(RiskRefusal::InsufficientMargin),
		}
	}

	/// Values an account whose cash and line in one instrument have changed since it was summed.
	fn value_changed(
		&mut self,
		sums: &Sums,
		before: &Subaccount,
		after: &Subaccount,
		instrument: &InstrumentId,
	) -> Result<Valuation, RiskRefusal> {
		let exchanged = self.exchanged(sums, before.line(instrument), after.line(instrument))?;
		Ok(exchanged.valuation(after.cash)?)
	}

	/// What must be left of an account once such orders are filled.
	fn floor(
		&mut self,
		(positions, sums): (&Subaccount, &Sums),
		opening: &[RestingExposure],
	) -> Result<Floor, RiskRefusal> {
		let now = sums.valuation(positions.cash)?.net;
		let mut opens_at_a_loss = false;
		// Where the margin is met it must be met afterwards, whatever was lost.
		for order in opening.iter().filter(|_| now.initial.is_negative()) {
			let quote = self.quote(&order.instrument)?;
			let lots = order.side.signed(order.lots).ok_or(RiskRefusal::TooLarge)?;
			opens_at_a_loss |= quote
				.loses_at(order.instrument, order.limit, lots)
				.map_err(|_| RiskRefusal::TooLarge)?;
		}
		Ok(Floor { now, in_liquidation: positions.is_in_liquidation(), opens_at_a_loss })
	}

	/// The account with `share` of each order that opens filled at its limit, and whether it keeps its floor so, and
	/// also with what only closes: as much of that may be filled as the price reaches, and it must keep the floor in
	/// all these cases.
	fn value_filled(
		&mut self,
		(positions, sums): (&Subaccount, &Sums),
		instrument: &InstrumentId,
		orders: &Orders,
		share: Perbill,
		floor: &Floor,
	) -> Result<(Valuation, bool), RiskRefusal> {
		let mut filled = positions.clone();
		for order in &orders.opening {
			self.count_order(&mut filled, order, share.mul_floor(order.lots))?;
		}
		let valuation = self.value_changed(sums, positions, &filled, instrument)?;
		let mut is_kept = floor.is_kept(&valuation.net)?;
		for reached in orders.closing.chunk_by(|one, next| one.limit == next.limit) {
			let mut closes = false;
			for order in reached {
				closes |= self.close_at_limit(&mut filled, order, share.mul_floor(order.lots))?;
			}
			if closes && is_kept {
				let changed = self.value_changed(sums, positions, &filled, instrument)?;
				is_kept = floor.is_kept(&changed.net)?;
			}
		}
		Ok((valuation, is_kept))
	}

	/// The orders with limits that hide no loss.
	///
	/// Orders are summed by side, but a price at which one fills need not fill another: the gain of a bid
	/// far below the mark must not stand against the loss of one above it. So where an order of a side would
	/// lose against the mark, no other gains: its limit counts as the mark, rounded against the account to
	/// a tick. Where none loses, all count at the limit that is filled first. Bids for options keep their
	/// limits: what is paid is no gain, and nobody pays more.
	fn without_gains(
		&mut self,
		exposures: &[RestingExposure],
	) -> Result<Vec<RestingExposure>, RiskRefusal> {
		let mut filled_first: BTreeMap<(InstrumentId, Side), Ticks> = BTreeMap::new();
		for order in exposures {
			let first = filled_first.entry((order.instrument, order.side)).or_insert(order.limit);
			*first = match order.side {
				Side::Buy => order.limit.max(*first),
				Side::Sell => order.limit.min(*first),
			};
		}
		let mut judged = Vec::with_capacity(exposures.len());
		for order in exposures {
			let quote = self.quote(&order.instrument)?;
			let (mark, tick) = (quote.mark.price, quote.terms.tick);
			let first = filled_first.get(&(order.instrument, order.side)).copied();
			let first = first.unwrap_or(order.limit);
			let limit = match order.side {
				Side::Buy if !order.instrument.is_perpetual() => order.limit,
				Side::Buy => {
					let mark = mark.ticks_ceil(tick).map_err(|_| RiskRefusal::TooLarge)?;
					order.limit.max(first.min(mark))
				},
				Side::Sell => {
					let mark = mark.ticks_floor(tick).map_err(|_| RiskRefusal::TooLarge)?;
					order.limit.min(first.max(mark))
				},
			};
			judged.push(RestingExposure { limit, ..*order });
		}
		Ok(judged)
	}

	/// The orders as they are judged. What can only close is judged as a close, whether it says so or not.
	fn judged(
		&mut self,
		exposures: &[RestingExposure],
		may_open: bool,
	) -> Result<Orders, RiskRefusal> {
		let (closing, opening): (Vec<RestingExposure>, Vec<RestingExposure>) =
			exposures.iter().partition(|order| order.reduce_only || !may_open);
		Ok(Orders { opening: self.without_gains(&opening)?, closing: worst_first(closing) })
	}

	fn bearable_share(
		&mut self,
		known: &mut Known<T>,
		exposures: &[RestingExposure],
	) -> Result<Perbill, RiskRefusal> {
		let Some(instrument) = common_market(exposures)? else { return Ok(Perbill::one()) };
		let account = known.positions(self)?;
		let may_open = !only_close(account.0, exposures);
		let orders = &self.judged(exposures, may_open)?;
		let floor = &self.floor(account, &orders.opening)?;
		let (all, is_kept) =
			self.value_filled(account, instrument, orders, Perbill::one(), floor)?;
		if may_open && self.ensure_priced_for_new_risk(&all, instrument).is_err() {
			return Ok(Perbill::zero());
		}
		if is_kept {
			return Ok(Perbill::one());
		}
		let (mut low, mut high) = (0u32, Perbill::one().deconstruct());
		for _ in 0..HALVINGS {
			let middle = low.midpoint(high);
			let share = Perbill::from_parts(middle);
			let (_, is_kept) = self.value_filled(account, instrument, orders, share, floor)?;
			if is_kept {
				low = middle;
			} else {
				high = middle;
			}
		}
		Ok(Perbill::from_parts(low))
	}

	fn why_not_all(
		&mut self,
		known: &mut Known<T>,
		exposures: &[RestingExposure],
	) -> Result<RiskRefusal, RiskRefusal> {
		let may_open = !only_close(&known.account, exposures);
		if known.account.is_in_liquidation() && may_open {
			return Ok(RiskRefusal::InLiquidation);
		}
		let Some(instrument) = common_market(exposures)? else {
			return Ok(RiskRefusal::InsufficientMargin);
		};
		let account = known.positions(self)?;
		let orders = self.judged(exposures, may_open)?;
		let floor = self.floor(account, &orders.opening)?;
		let (all, _) = self.value_filled(account, instrument, &orders, Perbill::one(), &floor)?;
		if may_open {
			self.ensure_priced_for_new_risk(&all, instrument)?;
		}
		Ok(RiskRefusal::InsufficientMargin)
	}
}

/// The one market of all these orders; `None` if there are none. A clearing never asks about several.
fn common_market(exposures: &[RestingExposure]) -> Result<Option<&InstrumentId>, RiskRefusal> {
	let Some((first, others)) = exposures.split_first() else { return Ok(None) };
	match others.iter().all(|other| other.instrument == first.instrument) {
		true => Ok(Some(&first.instrument)),
		false => Err(RiskRefusal::TooLarge),
	}
}

/// Orders that close, in the order in which a price reaches them. One that gains must not stand against the
/// loss of one that is filled without it.
fn worst_first(mut orders: Vec<RestingExposure>) -> Vec<RestingExposure> {
	orders.sort_by_key(|order| match order.side {
		Side::Buy => u64::MAX.saturating_sub(order.limit.into_inner()),
		Side::Sell => order.limit.into_inner(),
	});
	let mut last: Option<Ticks> = None;
	let mut prices = 0usize;
	for order in &mut orders {
		match last {
			Some(last) if prices >= CLOSING_PRICES => order.limit = last,
			Some(last) if order.limit == last => {},
			_ => {
				prices = prices.saturating_add(1);
				last = Some(order.limit);
			},
		}
	}
	orders
}

fn ensure_initial_margin(valuation: &Valuation) -> Result<(), RiskRefusal> {
	if !valuation.allows(Purpose::NewRisk) {
		return Err(RiskRefusal::PriceUnavailable);
	}
	if valuation.net.initial.is_negative() {
		return Err(RiskRefusal::InsufficientMargin);
	}
	Ok(())
}

/// How many lots of the account's position an order of this side can close.
fn closable(account: &Subaccount, exposure: &RestingExposure) -> u64 {
	let lots = account.position(&exposure.instrument).lots;
	let closes = match exposure.side {
		Side::Buy => lots < Lots::ZERO,
		Side::Sell => lots > Lots::ZERO,
	};
	if closes {
		lots.magnitude()
	} else {
		0
	}
}

/// Whether the orders, whatever part of them is filled, can only make positions smaller.
fn only_close(positions: &Subaccount, exposures: &[RestingExposure]) -> bool {
	let mut ordered: BTreeMap<InstrumentId, u64> = BTreeMap::new();
	for exposure in exposures {
		let lots = ordered.entry(exposure.instrument).or_default();
		*lots = lots.saturating_add(exposure.lots);
	}
	exposures.iter().all(|exposure| {
		let ordered = ordered.get(&exposure.instrument).copied().unwrap_or_default();
		exposure.reduce_only || ordered <= closable(positions, exposure)
	})
}

impl<T: Config> RiskGate<T::AccountId> for Pallet<T> {
	type Memo = GateMemo<T>;

	const MAX_LINES: u32 = MAX_LINES;

	fn forget_accounts(memo: &mut Self::Memo) {
		memo.accounts.clear();
	}

	fn lines(memo: &mut Self::Memo, id: &SubaccountId<T::AccountId>) -> u32 {
		let lines = memo.look_up(id).1.map_or(0, |known| known.account.lines.len());
		u32::try_from(lines).unwrap_or(MAX_LINES)
	}

	fn admit_order(
		memo: &mut Self::Memo,
		id: &SubaccountId<T::AccountId>,
		exposure: &RestingExposure,
	) -> Result<(), RiskRefusal> {
		let (markets, known) = memo.look_up(id);
		let known = known.ok_or(RiskRefusal::UnknownAccount)?;
		let account = known.account.as_written().map_err(|_| RiskRefusal::TooLarge)?;
		if exposure.reduce_only {
			return markets.ensure_close_is_borne(&account, &mut known.sums, exposure);
		}
		if account.is_in_liquidation() {
			return Err(RiskRefusal::InLiquidation);
		}
		let mut counted = Subaccount::clone(&known.account);
		markets.count_order(&mut counted, exposure, exposure.lots)?;
		let sums = summed(&mut known.sums, &account, markets)?;
		let instrument = &exposure.instrument;
		markets.ensure_open_to_new_risk(instrument)?;
		let after = counted.as_written().map_err(|_| RiskRefusal::TooLarge)?;
		let exchanged =
			markets.exchanged(sums, account.line(instrument), after.line(instrument))?;
		drop((account, after));
		ensure_initial_margin(&exchanged.valuation(counted.cash)?)?;
		sums.accept(exchanged);
		known.positions = None;
		*known.account = counted;
		known.account.write();
		Ok(())
	}

	fn release_orders(id: &SubaccountId<T::AccountId>, exposures: &[RestingExposure]) -> u32 {
		let Some(mut account) = Account::<T>::load(id) else {
			log::error!(target: LOG, "orders released for an account that is not open");
			return 0;
		};
		let lines = u32::try_from(account.lines.len()).unwrap_or(MAX_LINES);
		let mut any = false;
		for exposure in exposures.iter().filter(|exposure| !exposure.reduce_only) {
			any |= account.release::<T>(exposure);
		}
		if any {
			account.save();
		}
		lines
	}

	fn position(
		memo: &mut Self::Memo,
		id: &SubaccountId<T::AccountId>,
		instrument: &InstrumentId,
	) -> Lots {
		memo.look_up(id)
			.1
			.map_or(Lots::ZERO, |known| known.account.position(instrument).lots)
	}

	fn bearable_share(
		memo: &mut Self::Memo,
		id: &SubaccountId<T::AccountId>,
		exposures: &[RestingExposure],
	) -> Perbill {
		let (markets, Some(known)) = memo.look_up(id) else { return Perbill::zero() };
		if exposures.is_empty() {
			return Perbill::one();
		}
		if known.account.is_in_liquidation() && !only_close(&known.account, exposures) {
			return Perbill::zero();
		}
		markets.bearable_share(known, exposures).unwrap_or(Perbill::zero())
	}

	fn why_not_all(
		memo: &mut Self::Memo,
		id: &SubaccountId<T::AccountId>,
		exposures: &[RestingExposure],
	) -> RiskRefusal {
		let (markets, Some(known)) = memo.look_up(id) else { return RiskRefusal::UnknownAccount };
		markets.why_not_all(known, exposures).unwrap_or_else(|refusal| refusal)
	}

	fn counted_orders(id: &SubaccountId<T::AccountId>) -> Option<Vec<CountedOrders>> {
		let account = Account::<T>::load(id)?;
		let counted = account.lines.iter().filter(|line| !line.orders.is_empty());
		Some(
			counted
				.map(|line| (line.instrument, line.orders.buy_lots, line.orders.sell_lots))
				.collect(),
		)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(id: &SubaccountId<T::AccountId>) {
		use frame_support::traits::fungible::Mutate;
		use market_maths::units::Cash;
		const ENDOWMENT: u128 = 1_000_000_000_000_000;
		let minted = T::SettlementAsset::mint_into(&Self::account_id(), ENDOWMENT);
		if let (Ok(_), Ok(cash)) = (minted, i128::try_from(ENDOWMENT)) {
			let mut account = Account::<T>::load_or_open(id);
			crate::Backing::<T>::mutate(account.universe, |backing| {
				*backing = backing.checked_add(Cash::from_inner(cash)).unwrap_or_default();
			});
			account.cash = account.cash.checked_add(Cash::from_inner(cash)).unwrap_or_default();
			account.save();
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_with_lines(id: &SubaccountId<T::AccountId>, but: &InstrumentId, lines: u32) {
		use market_maths::{options::OptionKind, units::Price};
		use market_primitives::{
			traits::{Instruments, PriceFeed},
			FeedId, OptionContract, Strike,
		};
		/// 27 November 2026, 08:00 UTC.
		const EXPIRY: u64 = 1_795_766_400;
		const DOLLAR: u128 = 1_000_000_000_000_000_000;
		Self::endow(id);
		let Some(mut account) = Account::<T>::load(id) else { return };
		let index = T::Instruments::mark(but).map(|mark| mark.index);
		for number in 1..=lines.min(MAX_LINES.saturating_sub(1)) {
			let dollars = u128::from(number).saturating_mul(1_000);
			let price = Price::from_inner(dollars.saturating_mul(DOLLAR));
			let Ok(strike) = Strike::from_price(price) else { continue };
			let contract = OptionContract { expiry: EXPIRY, strike, kind: OptionKind::Call };
			let option = InstrumentId::option(but.underlying, contract);
			if T::Instruments::terms(&option).is_none() {
				T::Instruments::prepare(&option, Price::from_inner(DOLLAR));
			}
			// Long and short in turn, so that neither side of a valuation is spared.
			let lots = Lots::from_inner(if number.is_multiple_of(2) { 1 } else { -1 });
			account.change_line(&option, |line| line.position.lots = lots);
		}
		account.save();
		// Listing options moves the index; what trades in `but` must find it where it was.
		if let Ok(index) = index {
			T::PriceFeed::prepare(FeedId::Index(but.underlying), index);
		}
		if but.is_perpetual() {
			// With a volatility, so that an option is not just worth what it pays.
			let volatility = Price::from_inner(DOLLAR / 2);
			T::PriceFeed::prepare(FeedId::Volatility(but.underlying), volatility);
		}
	}
}

pub(crate) const LOG: &str = "runtime::margin-engine";

impl Subaccount {
	/// Stops counting an order. False if there is nothing to change.
	fn release<T: Config>(&mut self, exposure: &RestingExposure) -> bool {
		let RestingExposure { instrument, side, lots, limit, .. } = *exposure;
		let Some(per_tick_and_lot) = Pallet::<T>::per_tick_and_lot(&instrument) else {
			// What is not listed cannot trade: nothing of it may count any more, or the account could never
			// be valued again. Its other orders there find nothing left to release.
			let forget = |orders: &mut OrderExposure| {
				*orders = OrderExposure::default();
				Some(())
			};
			return self.change_orders(instrument, forget).is_some();
		};
		let removed = self.change_orders(instrument, |orders| {
			orders.remove(side, lots, limit, per_tick_and_lot).ok()
		});
		if removed.is_none() {
			// What was not counted cannot be released. Counting too much is the safe side.
			log::error!(target: LOG, "{exposure:?} released but never admitted");
		}
		removed.is_some()
	}

	/// Changes what is counted for open orders in an instrument. `None` if nothing is counted there or the
	/// change fails.
	fn change_orders(
		&mut self,
		instrument: InstrumentId,
		change: impl FnOnce(&mut OrderExposure) -> Option<()>,
	) -> Option<()> {
		self.line(&instrument)?;
		self.change_line(&instrument, |line| change(&mut line.orders))?
	}

	/// The account as if no order were open.
	fn without_orders(&self) -> Self {
		let mut account = self.clone();
		account.lines.retain(|line| !line.position.lots.is_zero());
		for line in account.lines.iter_mut() {
			line.orders = OrderExposure::default();
		}
		account
	}
}
