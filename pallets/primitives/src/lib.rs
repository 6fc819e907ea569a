// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

mod account;
mod instrument;
mod invariant;
mod market;
mod observation;
mod order;
mod smile;
pub mod traits;
mod window;

#[cfg(feature = "testing")]
pub mod conformance;
#[cfg(feature = "testing")]
pub mod testing;

pub use account::{SubaccountId, SubaccountIndex, UniverseId};
pub use instrument::{
	InstrumentId, InstrumentIdError, InstrumentKind, OptionContract, Strike, Underlying,
};
pub use invariant::{BrokenInvariant, Invariants};
pub use market::{Emergency, InstrumentTerms, Mark, MarketState};
pub use observation::{FeedError, FeedId, FeedStatus, Observation, Purpose};
pub use order::{
	ClientOrderId, Fill, FillRole, OrderId, OrderRequest, RestingExposure, Side, TimeInForce,
};
pub use smile::{SmileId, SmileObservation, SmileShape, SmileSource};
pub use window::{Window, WindowClock};
