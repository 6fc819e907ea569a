// SPDX-License-Identifier: Apache-2.0

//! What the exchange of a development or test network begins with: feeds, reporters, markets and
//! series.
//!
//! Such a network replays a day of prices in minutes, so its feeds may move further in a round, and
//! its shortest series expire every few minutes and settle on the last of them.

use crate::{
	configs::{margin::MarginPalletId, oracle::MINIMUM_BOND},
	AccountId, Balance, OptionWritingConfig, OracleAggregatorConfig, PerpetualsConfig,
};
use alloc::{format, vec, vec::Vec};
use market_maths::units::{Price, Quantity, Rate, Usd};
use market_primitives::{FeedId, InstrumentTerms, MarketState, Underlying, UniverseId};
use pallet_option_writing::{Cadence, ListingCadence};
use pallet_oracle_aggregator::{FeedParameters, PanelRule, SettlementRule};
use pallet_perpetuals::FundingParameters;
use sp_core::{crypto::get_public_from_string_or_panic, sr25519};
use sp_runtime::{traits::AccountIdConversion, Perbill};

/// How many reporters there are.
const REPORTERS: u8 = 3;

/// What an underlying trades on.
struct Market {
	underlying: Underlying,
	/// Tick in USD and lot in coins of the perpetual.
	perpetual: (&'static str, &'static str),
	/// Tick in USD and lot in coins of the options.
	option: (&'static str, &'static str),
	/// USD from one strike to the next.
	strike_step: &'static str,
	/// Lots that may be open in the perpetual, and in each series.
	open_interest_caps: (u64, u64),
}

const MARKETS: [Market; 2] = [
	Market {
		underlying: Underlying::BTC,
		perpetual: ("0.1", "0.001"),
		option: ("0.5", "0.01"),
		strike_step: "1000",
		open_interest_caps: (10_000_000, 1_000_000),
	},
	Market {
		underlying: Underlying::ETH,
		perpetual: ("0.01", "0.01"),
		option: ("0.05", "0.1"),
		strike_step: "50",
		open_interest_caps: (10_000_000, 1_000_000),
	},
];

fn terms((tick, lot): (&str, &str), band: &str, open_interest_cap: u64) -> Option<InstrumentTerms> {
	Some(InstrumentTerms {
		universe: UniverseId::default(),
		tick: tick.parse::<Price>().ok()?,
		lot: lot.parse::<Quantity>().ok()?,
		price_band: band.parse::<Rate>().ok()?,
		open_interest_cap,
		state: MarketState::Listed,
	})
}

/// The accounts that may report prices.
pub fn reporters() -> Vec<AccountId> {
	(1..=REPORTERS)
		.map(|number| {
			get_public_from_string_or_panic::<sr25519::Public>(&format!("Reporter//{number}"))
				.into()
		})
		.collect()
}

/// The account that holds everybody's dollars. It begins with the least that keeps it open.
pub fn settlement_account() -> AccountId {
	MarginPalletId::get().into_account_truncating()
}

/// What a reporter bonds.
pub const REPORTER_BOND: Balance = MINIMUM_BOND;

/// Feeds of all markets, trusted reporters, and settlement on one minute.
pub fn oracle() -> OracleAggregatorConfig {
	let quick = |feed: FeedParameters| FeedParameters {
		step_limit: Perbill::from_percent(10),
		agreement_band: Perbill::from_percent(25),
		rounds_to_leave_caution: 2,
		rounds_to_leave_halt: 3,
		..feed
	};
	OracleAggregatorConfig {
		feeds: MARKETS
			.iter()
			.flat_map(|market| {
				[
					(FeedId::Index(market.underlying), quick(FeedParameters::major())),
					(FeedId::Volatility(market.underlying), quick(FeedParameters::volatility())),
				]
			})
			.collect(),
		reporters: reporters().into_iter().map(|reporter| (reporter, REPORTER_BOND)).collect(),
		settlement_rule: SettlementRule {
			minutes: 1,
			coverage: Perbill::one(),
			longest_gap: 0,
			samples: 5,
		},
		// Nothing hands prices to the validators of such a network. Who runs feeders beside them turns
		// this on with `set_panel_rule`.
		panel_rule: PanelRule { validators_report: false, ..Default::default() },
	}
}

/// The perpetual of every underlying.
pub fn perpetuals() -> PerpetualsConfig {
	PerpetualsConfig {
		markets: MARKETS
			.iter()
			.filter_map(|market| {
				Some((
					market.underlying,
					terms(market.perpetual, "0.2", market.open_interest_caps.0)?,
					FundingParameters {
						convergence_seconds: 8 * 3_600,
						interest_per_hour: "0.0000125".parse::<Rate>().ok()?,
						cap_per_hour: "0.004".parse::<Rate>().ok()?,
						impact_notional: "10000".parse::<Usd>().ok()?,
					},
				))
			})
			.collect(),
		..Default::default()
	}
}

/// Series that expire every two minutes, and the next daily ones.
pub fn options() -> OptionWritingConfig {
	let cadences = |strike_step: Price| {
		vec![
			ListingCadence {
				cadence: Cadence::Every { seconds: 120, offset: 0 },
				expiries_ahead: 2,
				strike_step,
				strikes_each_side: 3,
			},
			ListingCadence {
				cadence: Cadence::DAILY,
				expiries_ahead: 1,
				strike_step,
				strikes_each_side: 3,
			},
		]
	};
	OptionWritingConfig {
		rules: MARKETS
			.iter()
			.filter_map(|market| {
				Some((
					market.underlying,
					cadences(market.strike_step.parse::<Price>().ok()?),
					terms(market.option, "0.2", market.open_interest_caps.1)?,
				))
			})
			.collect(),
		..Default::default()
	}
}
