// SPDX-License-Identifier: Apache-2.0
//! Recorded prices, served as if the venues were open now.
//!
//! Time runs on a clock of the recording, at any speed. At each moment a venue quotes the close of its
//! last finished candle: nobody sees the future. The quote is stamped with the present time at which that
//! candle ended, so that a gap in the recording is a venue whose price grows old.

mod clock;
mod configuration;
mod faults;
mod option_tape;
mod options;
mod quotes;
mod recording;
mod server;
#[cfg(test)]
mod with_a_feeder;

pub use clock::DataClock;
pub use configuration::{feeder_config, recorded_underlyings, stablecoins, write_config};
pub use faults::{Fault, FaultError, FaultKind, Faults};
pub use option_tape::{OptionTape, TapedOption};
pub use options::option_configs;
pub use quotes::{RecordedQuote, Simulator};
pub use recording::{Recording, RecordingError, Track};
pub use server::{answer_layout, serve, venue_configs};
