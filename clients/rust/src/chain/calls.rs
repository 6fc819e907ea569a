// SPDX-License-Identifier: Apache-2.0
use crate::{
	chain::{
		api::{
			self,
			runtime_types::{
				oracle_core::{
					crypto::reporter,
					smile::{SmileEntry, SmileNodes},
				},
				pallet_oracle_aggregator::types::ReportedValue,
				pallet_order_book::types::{BatchMode, OrderTicket},
			},
		},
		OrderId,
	},
	smile::SmileWord,
	ticket::Ticket,
};
use market_maths::{
	options::Svi,
	units::{Cash, Price},
};
use market_primitives::{FeedId, InstrumentId, SmileId, SubaccountIndex};
use subxt::{
	transactions::Payload,
	utils::{AccountId32, MultiAddress, Static},
};

/// The number of the asset in which everything is paid.
pub(super) const SETTLEMENT_ASSET: u32 = 1;

/// The calls that this program sends, from its own values.
pub struct Calls;

fn ticket(ticket: &Ticket) -> OrderTicket {
	OrderTicket {
		instrument: Static(ticket.instrument),
		side: Static(ticket.side),
		size: Static(ticket.size),
		limit: Static(ticket.limit),
		time_in_force: Static(ticket.time_in_force),
		post_only: ticket.post_only,
		reduce_only: ticket.reduce_only,
		client_id: ticket.client_id,
	}
}

/// An amount of cash as the settlement asset counts it. What is below zero becomes zero.
fn units(amount: Cash) -> u128 {
	u128::try_from(amount.into_inner()).unwrap_or(0)
}

impl Calls {
	/// Deposits into a subaccount of the signer.
	pub fn deposit(subaccount: SubaccountIndex, amount: Cash) -> impl Payload {
		api::transactions().margin_engine().deposit(subaccount, units(amount))
	}

	/// Withdraws from a subaccount of the signer.
	pub fn withdraw(subaccount: SubaccountIndex, amount: Cash) -> impl Payload {
		api::transactions().margin_engine().withdraw(subaccount, units(amount))
	}

	/// Gives to the insurance fund of the majors.
	pub fn add_insurance(amount: Cash) -> impl Payload {
		let universe = Static(market_primitives::UniverseId::default());
		api::transactions().margin_engine().add_insurance(universe, units(amount))
	}

	/// Places one order.
	pub fn place(subaccount: SubaccountIndex, order: &Ticket) -> impl Payload {
		api::transactions().order_book().place_order(subaccount, ticket(order))
	}

	/// Places many; what is refused is left out.
	pub fn place_all(subaccount: SubaccountIndex, orders: &[Ticket]) -> impl Payload {
		let orders = orders.iter().map(ticket).collect::<Vec<_>>();
		api::transactions().order_book().place_orders(
			subaccount,
			api::runtime_types::bounded_collections::bounded_vec::BoundedVec(orders),
			BatchMode::BestEffort,
		)
	}

	/// Cancels one order.
	pub fn cancel(order: OrderId) -> impl Payload {
		api::transactions().order_book().cancel_order(order)
	}

	/// Cancels all orders of a subaccount, or all in one market.
	pub fn cancel_all(
		subaccount: SubaccountIndex,
		instrument: Option<InstrumentId>,
	) -> impl Payload {
		api::transactions().order_book().cancel_all(subaccount, instrument.map(Static))
	}

	/// Writes options: a short position for the subaccount, tokens for the signer.
	pub fn write(subaccount: SubaccountIndex, series: InstrumentId, lots: u64) -> impl Payload {
		api::transactions().option_writing().write(subaccount, Static(series), lots)
	}

	/// Sends option tokens.
	pub fn send_tokens(series: InstrumentId, to: AccountId32, lots: u64) -> impl Payload {
		api::transactions().option_tokens().transfer(
			Static(series),
			MultiAddress::Id(to),
			u128::from(lots),
		)
	}

	/// Reports what a reporter saw at a time: value and half the width of its band.
	pub fn report(observed_at_ms: u64, values: &[(FeedId, Price, Price)]) -> impl Payload {
		let values = values
			.iter()
			.map(|(feed, value, confidence)| ReportedValue {
				feed: Static(*feed),
				value: Static(*value),
				confidence: Static(*confidence),
			})
			.collect::<Vec<_>>();
		api::transactions().oracle_aggregator().report(
			observed_at_ms,
			api::runtime_types::bounded_collections::bounded_vec::BoundedVec(values),
		)
	}

	/// Reports smiles that a reporter saw at a time, in the order of underlyings and expiries. The chain takes
	/// at most sixteen at once.
	pub fn report_smiles(observed_at_ms: u64, smiles: &[SmileWord]) -> impl Payload {
		let smiles = smiles
			.iter()
			.map(|word| SmileEntry {
				smile: Static(word.smile),
				nodes: SmileNodes {
					forward: Static(word.nodes.forward),
					totals: word.nodes.totals.map(Static),
				},
			})
			.collect::<Vec<_>>();
		api::transactions().oracle_aggregator().report_smiles(
			observed_at_ms,
			api::runtime_types::bounded_collections::bounded_vec::BoundedVec(smiles),
		)
	}

	/// Proposes a slice for a smile.
	pub fn propose_svi(smile: SmileId, slice: &Svi) -> impl Payload {
		let Svi { a, b, rho, m, sigma } = *slice;
		api::transactions().oracle_aggregator().propose_svi(
			Static(smile.underlying),
			smile.expiry,
			Static(a),
			Static(b),
			Static(rho),
			Static(m),
			Static(sigma),
		)
	}

	/// Lets an account take a seat as reporter, by the account with sudo: on development chains only.
	pub fn admit_reporter(reporter: AccountId32) -> impl Payload {
		use api::runtime_types::{
			pallet_oracle_aggregator::pallet::Call, straddle_runtime::RuntimeCall,
		};
		let call = RuntimeCall::OracleAggregator(Call::admit_reporter { reporter });
		api::transactions().sudo().sudo(call)
	}

	/// Bonds, in the smallest unit of the native token, and takes a seat as reporter.
	pub fn register_reporter(bond: u128) -> impl Payload {
		api::transactions().oracle_aggregator().register_reporter(bond)
	}

	/// Names the key `orcl` that a reporter's bundles are signed with, with what the key itself signed about it.
	pub fn set_reporter_key(key: [u8; 32], proof: [u8; 64]) -> impl Payload {
		api::transactions()
			.oracle_aggregator()
			.set_reporter_key(reporter::Public(key), reporter::Signature(proof))
	}

	/// Sends settlement asset to somebody's wallet.
	pub fn send_usd(to: AccountId32, amount: Cash) -> impl Payload {
		api::transactions()
			.assets()
			.transfer(SETTLEMENT_ASSET, MultiAddress::Id(to), units(amount))
	}

	/// Sends native token, in its smallest unit.
	pub fn send_native(to: AccountId32, amount: u128) -> impl Payload {
		api::transactions().balances().transfer_keep_alive(MultiAddress::Id(to), amount)
	}
}
