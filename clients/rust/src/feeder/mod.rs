// SPDX-License-Identifier: Apache-2.0
//! A reporter's own eyes: many venues, one price each feed, or honest silence.
//!
//! ```text
//!  venues ──HTTP/JSON──▶ AnswerLayout ──▶ Quote ──▶ Board      each venue in its own time, with
//!                                          │                    back-off after failures
//!                              too old, nonsense: refused
//!                                                     │  once a window
//!                                                     ▼
//!      rates (USDT, USDC) ──convert──▶ value: median by liquidity ──▶ Ballot ──▶ report, or hand in
//!                                          │
//!                              too few venues: no vote
//! ```
//!
//! Everything between an answer's bytes and the vote is integer arithmetic on decimal units. Smiles of implied
//! volatility, which option venues are asked for beside that, are told in `options`.

mod answer;
mod ballot;
mod board;
mod config;
mod hand_in;
mod health;
mod interruption;
mod liquidity;
mod market;
mod options;
mod polling;
mod service;
mod sources;
mod valuation;
mod venue;
mod web;

pub use answer::{AnswerError, AnswerLayout, TimeUnit, VolumeUnit};
pub use ballot::{Ballot, FeedVote, Feeder, Silence, Valuer};
pub use board::{Board, LineState};
pub use config::{AskedVenue, AssetConfig, ConfigError, FeederConfig, Limits, VenueConfig};
pub use hand_in::{HandInService, HandInTally};
pub use health::{Health, SeenOnChain};
pub use market::{Asset, Line, Market, NameError, Quote};
pub use options::{
	NoSmile, OptionLayout, OptionName, OptionNameError, OptionRows, OptionsConfig, SmileBallot,
	VolatilityUnit,
};
pub use service::{ReportingService, Tally};
pub use sources::source_bits;
pub use valuation::{value, LeftOut, NoValue, Rates, Rule, Sighting, Valuation, Valued};
pub use venue::{AgeLimits, HttpVenue, Venue, VenueError};
pub use web::{NoTls, Web};
