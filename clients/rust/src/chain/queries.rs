// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{api, calls::SETTLEMENT_ASSET, At, ClientError, SubaccountId},
	ticket::Grid,
};
use market_maths::units::Cash;
use market_primitives::{BrokenInvariant, InstrumentId, Underlying, UniverseId};
use subxt::utils::{AccountId32, Static};

pub use api::runtime_types::{
	pallet_margin_engine::{
		runtime_api::{AccountSummary, LineSummary, UniversePots},
		types::AccountStatus,
	},
	pallet_option_writing::runtime_api::{ExpiryState, ExpiryView, SeriesView},
	pallet_order_book::runtime_api::{Depth, DepthLevel},
	pallet_perpetuals::runtime_api::MarketView,
};

/// Everything about a feed.
pub type FeedDetails =
	api::runtime_types::pallet_oracle_aggregator::runtime_api::FeedDetails<AccountId32>;
/// How large a market an index secures.
pub type MarketSize = api::runtime_types::pallet_oracle_aggregator::runtime_api::MarketSize;
/// Everything about the smile of an expiry.
pub type SurfaceDetails =
	api::runtime_types::pallet_oracle_aggregator::surface::details::SurfaceDetails<AccountId32>;
/// Why a feed or a smile is not live.
pub type Concern = api::runtime_types::oracle_core::aggregate::Concern;
/// An open order as its owner sees it.
pub type OpenOrderView =
	api::runtime_types::pallet_order_book::runtime_api::OpenOrderView<AccountId32>;

/// Questions to the chain as it is at one block.
#[derive(Clone)]
pub struct Queries(At);

impl From<At> for Queries {
	fn from(at: At) -> Self {
		Self(at)
	}
}

macro_rules! ask {
	($self:ident, $api:ident . $method:ident ( $($argument:expr),* )) => {
		$self.0.runtime_apis().call(api::runtime_apis().$api().$method($($argument),*)).await?
	};
}

impl Queries {
	/// The block the answers are about.
	pub fn at(&self) -> &At {
		&self.0
	}

	/// The block's time, in milliseconds since 1970.
	pub async fn now_ms(&self) -> Result<u64, ClientError> {
		let now = self.0.storage().fetch(api::storage().timestamp().now(), ()).await?;
		Ok(now.decode()?)
	}

	/// The slot in which the block was made.
	pub async fn slot(&self) -> Result<u64, ClientError> {
		let slot = self.0.storage().fetch(api::storage().babe().current_slot(), ()).await?;
		Ok(slot.decode()?.0)
	}

	/// The session whose seats and keys votes go by.
	pub async fn session(&self) -> Result<u32, ClientError> {
		let address = api::storage().oracle_aggregator().current_session();
		let session = self.0.storage().fetch(address, ()).await?;
		Ok(session.decode()?)
	}

	/// How old an observation may be when it is reported, in milliseconds.
	pub fn most_report_age_ms(&self) -> Result<u64, ClientError> {
		Ok(self
			.0
			.constants()
			.entry(api::constants().oracle_aggregator().max_report_age_ms())?)
	}

	/// All perpetuals.
	pub async fn perpetuals(&self) -> Result<Vec<MarketView>, ClientError> {
		Ok(ask!(self, perpetuals_api.markets()))
	}

	/// One perpetual.
	pub async fn perpetual(&self, of: Underlying) -> Result<Option<MarketView>, ClientError> {
		Ok(ask!(self, perpetuals_api.market(Static(of))))
	}

	/// When the options on an underlying expire, in seconds since 1970, the earliest first.
	pub async fn expiries(&self, of: Underlying) -> Result<Vec<u64>, ClientError> {
		Ok(ask!(self, options_api.expiries(Static(of))))
	}

	/// The options of one expiry.
	pub async fn option_chain(
		&self,
		of: Underlying,
		expiry: u64,
	) -> Result<Option<ExpiryView>, ClientError> {
		Ok(ask!(self, options_api.option_chain(Static(of), expiry)))
	}

	/// One series.
	pub async fn series(&self, id: InstrumentId) -> Result<Option<SeriesView>, ClientError> {
		Ok(ask!(self, options_api.series(Static(id))))
	}

	/// The steps in which a market's prices and sizes come, or an error that says it is not listed.
	pub async fn grid(&self, of: InstrumentId) -> Result<Grid, ClientError> {
		let terms = if of.is_perpetual() {
			self.perpetual(of.underlying).await?.map(|market| *market.terms)
		} else {
			self.series(of).await?.map(|series| *series.terms)
		};
		let terms = terms.ok_or_else(|| {
			ClientError::Missing(format!(
				"{of} is not listed; `straddle status` shows perpetuals, `straddle chain {}` options",
				of.underlying
			))
		})?;
		Ok(Grid { tick: terms.tick, lot: terms.lot })
	}

	/// The best prices of a market.
	pub async fn depth(&self, of: InstrumentId, levels: u32) -> Result<Depth, ClientError> {
		Ok(ask!(self, order_book_api.depth(Static(of), levels)))
	}

	/// What the open window would do if it ended now: its price and size.
	pub async fn indicative_clearing(
		&self,
		of: InstrumentId,
	) -> Result<
		Option<api::runtime_types::pallet_order_book::runtime_api::IndicativeClearing>,
		ClientError,
	> {
		Ok(ask!(self, order_book_api.indicative_clearing(Static(of))))
	}

	/// A subaccount's open orders, oldest first.
	pub async fn open_orders(
		&self,
		account: &SubaccountId,
	) -> Result<Vec<OpenOrderView>, ClientError> {
		Ok(ask!(self, order_book_api.open_orders(account.clone())))
	}

	/// A subaccount with its margin; `None` if it is not open.
	pub async fn account(
		&self,
		account: &SubaccountId,
	) -> Result<Option<AccountSummary>, ClientError> {
		Ok(ask!(self, margin_api.account_summary(account.clone())))
	}

	/// What a subaccount could withdraw.
	pub async fn withdrawable(&self, account: &SubaccountId) -> Result<Cash, ClientError> {
		Ok(*ask!(self, margin_api.withdrawable(account.clone())))
	}

	/// Insurance, fees, funding and deficit of the universe of the majors.
	pub async fn pots(&self) -> Result<UniversePots, ClientError> {
		Ok(ask!(self, margin_api.universe_pots(Static(UniverseId::default()))))
	}

	/// All feeds with their votes.
	pub async fn feeds(&self) -> Result<Vec<FeedDetails>, ClientError> {
		Ok(ask!(self, oracle_api.feeds()))
	}

	/// What pushing the index of an underlying costs, and how much of it may be open for that.
	pub async fn market_size(&self, of: Underlying) -> Result<Option<MarketSize>, ClientError> {
		Ok(ask!(self, oracle_api.market_size(Static(of))))
	}

	/// The smiles of an underlying on which somebody votes, the earliest expiry first.
	pub async fn surfaces(&self, of: Underlying) -> Result<Vec<SurfaceDetails>, ClientError> {
		Ok(ask!(self, oracle_api.surfaces(Static(of))))
	}

	/// Who may report.
	pub async fn reporters(&self) -> Result<Vec<AccountId32>, ClientError> {
		let reporters = ask!(self, oracle_api.reporters());
		Ok(reporters.into_iter().map(|reporter| reporter.account).collect())
	}

	/// The smallest bond with which an account may report, in the smallest unit of the native token.
	pub fn minimum_bond(&self) -> Result<u128, ClientError> {
		Ok(self.0.constants().entry(api::constants().oracle_aggregator().minimum_bond())?)
	}

	/// The names of all invariants that the chain can check.
	pub async fn invariant_names(&self) -> Result<Vec<String>, ClientError> {
		Ok(ask!(self, invariants_api.names()))
	}

	/// The invariants that do not hold. Empty is good.
	pub async fn broken_invariants(&self) -> Result<Vec<BrokenInvariant>, ClientError> {
		let broken = ask!(self, invariants_api.broken());
		Ok(broken.into_iter().map(|broken| broken.0).collect())
	}

	/// The settlement asset in somebody's wallet.
	pub async fn usd_in_wallet(&self, who: &AccountId32) -> Result<Cash, ClientError> {
		let address = api::storage().assets().account();
		let found = self.0.storage().try_fetch(address, (SETTLEMENT_ASSET, *who)).await?;
		let balance = match found {
			Some(found) => found.decode()?.balance,
			None => 0,
		};
		Ok(Cash::from_inner(i128::try_from(balance).unwrap_or(i128::MAX)))
	}

	/// Option tokens in somebody's wallet, in lots.
	pub async fn tokens_in_wallet(
		&self,
		series: InstrumentId,
		who: &AccountId32,
	) -> Result<u128, ClientError> {
		let address = api::storage().option_tokens().account();
		let found = self.0.storage().try_fetch(address, (Static(series), *who)).await?;
		Ok(match found {
			Some(found) => found.decode()?.balance,
			None => 0,
		})
	}

	/// Native token in somebody's wallet that can be spent, in its smallest unit.
	pub async fn native_in_wallet(&self, who: &AccountId32) -> Result<u128, ClientError> {
		let address = api::storage().system().account();
		let found = self.0.storage().try_fetch(address, (*who,)).await?;
		Ok(match found {
			Some(found) => found.decode()?.data.free,
			None => 0,
		})
	}
}
