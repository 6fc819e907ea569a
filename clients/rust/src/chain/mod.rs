// SPDX-License-Identifier: Apache-2.0
//! The connection to a chain: typed calls, queries and events.

mod block;
mod calls;
mod connection;
mod contradictions;
mod error;
mod numbering;
mod patience;
mod queries;
mod slots;
mod submission;

pub use block::{BlockReport, Landed};
pub use calls::Calls;
pub use connection::{At, Client, StraddleConfig};
pub use contradictions::Contradiction;
pub use error::{ClientError, Refusal};
pub use numbering::NonceBook;
pub use patience::Patience;
pub use queries::{
	AccountStatus, AccountSummary, Concern, Depth, DepthLevel, ExpiryState, ExpiryView,
	FeedDetails, LineSummary, MarketSize, MarketView, OpenOrderView, Queries, SeriesView,
	SurfaceDetails, UniversePots,
};
pub use slots::{Epoch, SlotClaim};
pub use submission::{Executed, TransactionId};

// The macro below reads the file without telling the compiler, which would not look at it again.
const _: &[u8] = include_bytes!("../../metadata.scale");

/// What the runtime understands, generated from `metadata.scale`.
///
/// Instruments, orders, prices and amounts are the chain's own types, so that they print and read here as
/// they do everywhere else.
#[subxt::subxt(
	runtime_metadata_path = "metadata.scale",
	derive_for_type(
		path = "market_primitives::account::SubaccountId",
		derive = "Clone, PartialEq, Eq"
	),
	derive_for_type(path = "market_primitives::order::OrderId", derive = "Clone, PartialEq, Eq"),
	substitute_type(
		path = "market_primitives::instrument::InstrumentId",
		with = "::subxt::utils::Static<::market_primitives::InstrumentId>"
	),
	substitute_type(
		path = "market_primitives::instrument::Underlying",
		with = "::subxt::utils::Static<::market_primitives::Underlying>"
	),
	substitute_type(
		path = "market_primitives::instrument::Strike",
		with = "::subxt::utils::Static<::market_primitives::Strike>"
	),
	substitute_type(
		path = "market_primitives::account::UniverseId",
		with = "::subxt::utils::Static<::market_primitives::UniverseId>"
	),
	substitute_type(
		path = "market_primitives::order::Side",
		with = "::subxt::utils::Static<::market_primitives::Side>"
	),
	substitute_type(
		path = "market_primitives::order::TimeInForce",
		with = "::subxt::utils::Static<::market_primitives::TimeInForce>"
	),
	substitute_type(
		path = "market_primitives::order::FillRole",
		with = "::subxt::utils::Static<::market_primitives::FillRole>"
	),
	substitute_type(
		path = "market_primitives::order::OrderRequest",
		with = "::subxt::utils::Static<::market_primitives::OrderRequest>"
	),
	substitute_type(
		path = "market_primitives::observation::FeedId",
		with = "::subxt::utils::Static<::market_primitives::FeedId>"
	),
	substitute_type(
		path = "market_primitives::observation::FeedStatus",
		with = "::subxt::utils::Static<::market_primitives::FeedStatus>"
	),
	substitute_type(
		path = "market_primitives::observation::FeedError",
		with = "::subxt::utils::Static<::market_primitives::FeedError>"
	),
	substitute_type(
		path = "market_primitives::observation::Observation",
		with = "::subxt::utils::Static<::market_primitives::Observation>"
	),
	substitute_type(
		path = "market_primitives::market::InstrumentTerms",
		with = "::subxt::utils::Static<::market_primitives::InstrumentTerms>"
	),
	substitute_type(
		path = "market_primitives::market::MarketState",
		with = "::subxt::utils::Static<::market_primitives::MarketState>"
	),
	substitute_type(
		path = "market_primitives::market::Mark",
		with = "::subxt::utils::Static<::market_primitives::Mark>"
	),
	substitute_type(
		path = "market_primitives::invariant::BrokenInvariant",
		with = "::subxt::utils::Static<::market_primitives::BrokenInvariant>"
	),
	substitute_type(
		path = "market_maths::units::Price",
		with = "::subxt::utils::Static<::market_maths::units::Price>"
	),
	substitute_type(
		path = "market_maths::units::Quantity",
		with = "::subxt::utils::Static<::market_maths::units::Quantity>"
	),
	substitute_type(
		path = "market_maths::units::Usd",
		with = "::subxt::utils::Static<::market_maths::units::Usd>"
	),
	substitute_type(
		path = "market_maths::units::Cash",
		with = "::subxt::utils::Static<::market_maths::units::Cash>"
	),
	substitute_type(
		path = "market_maths::units::Rate",
		with = "::subxt::utils::Static<::market_maths::units::Rate>"
	),
	substitute_type(
		path = "market_maths::units::Volatility",
		with = "::subxt::utils::Static<::market_maths::units::Volatility>"
	),
	substitute_type(
		path = "market_maths::options::svi::Svi",
		with = "::subxt::utils::Static<::market_maths::options::Svi>"
	),
	substitute_type(
		path = "market_primitives::smile::SmileId",
		with = "::subxt::utils::Static<::market_primitives::SmileId>"
	),
	substitute_type(
		path = "market_primitives::smile::SmileSource",
		with = "::subxt::utils::Static<::market_primitives::SmileSource>"
	),
	substitute_type(
		path = "market_maths::units::Lots",
		with = "::subxt::utils::Static<::market_maths::units::Lots>"
	),
	substitute_type(
		path = "market_maths::units::Ticks",
		with = "::subxt::utils::Static<::market_maths::units::Ticks>"
	)
)]
#[allow(missing_docs, clippy::all, reason = "the macro writes what is in it")]
pub mod api {}

/// A margin account as calls and events name it.
pub type SubaccountId =
	api::runtime_types::market_primitives::account::SubaccountId<subxt::utils::AccountId32>;
/// An order as calls and events name it.
pub type OrderId = api::runtime_types::market_primitives::order::OrderId<subxt::utils::AccountId32>;
