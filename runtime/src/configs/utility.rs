// SPDX-License-Identifier: Apache-2.0

//! Acting for another account, together with others, or several times at once.

use crate::{
	constants::money::storage_deposit, Balance, Balances, OriginCaller, Runtime, RuntimeCall,
	RuntimeEvent, System,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

parameter_types! {
	/// What a list of proxies holds.
	pub const ProxyDepositBase: Balance = storage_deposit(1, 8);
	/// And for each proxy in it.
	pub const ProxyDepositFactor: Balance = storage_deposit(0, 37);
	/// What a list of announcements holds.
	pub const AnnouncementDepositBase: Balance = storage_deposit(1, 8);
	/// And for each announcement in it.
	pub const AnnouncementDepositFactor: Balance = storage_deposit(0, 68);
	/// What an open multisig operation holds.
	pub const MultisigDepositBase: Balance = storage_deposit(1, 88);
	/// And for each of its signatories.
	pub const MultisigDepositFactor: Balance = storage_deposit(0, 32);
}

/// What a proxy may do for the account it stands for.
#[derive(
	Copy,
	Clone,
	Eq,
	PartialEq,
	Ord,
	PartialOrd,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// Vote, stake, trade and choose proxies: everything that moves no tokens to anyone else, neither of the account nor
	/// of those it acts for.
	NonTransfer,
	/// Propose, vote and delegate votes.
	Governance,
	/// Bond, nominate, validate, and keep session keys.
	Staking,
	/// Place and cancel orders.
	Trade,
	/// Cancel orders, nothing else.
	Cancel,
}

impl ProxyType {
	/// Only wraps other calls, each of which meets the filter itself.
	fn wraps(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Utility(
				pallet_utility::Call::batch { .. }
					| pallet_utility::Call::batch_all { .. }
					| pallet_utility::Call::force_batch { .. }
			)
		)
	}

	/// Changes who acts for the account, or takes back what was announced or begun in its name. A proxy adds and removes
	/// none of more power than its own: pallet-proxy sees to that.
	///
	/// Nothing here dispatches: `proxy`, `proxy_announced`, `as_multi` and `as_multi_threshold_1` do so in the name of
	/// another account, to which no filter of this one applies, and `announce` and `approve_as_multi` lead to it.
	fn delegates(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Proxy(
				pallet_proxy::Call::add_proxy { .. }
					| pallet_proxy::Call::remove_proxy { .. }
					| pallet_proxy::Call::remove_announcement { .. }
					| pallet_proxy::Call::reject_announcement { .. }
			) | RuntimeCall::Multisig(pallet_multisig::Call::cancel_as_multi { .. })
		)
	}

	fn governs(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Referenda(_)
				| RuntimeCall::ConvictionVoting(_)
				| RuntimeCall::Preimage(_)
				| RuntimeCall::Whitelist(_)
				| RuntimeCall::TechnicalCommittee(_)
				| RuntimeCall::Treasury(_)
		)
	}

	fn stakes(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::Staking(_) | RuntimeCall::Session(_))
	}

	/// Orders. No call here moves money out of a subaccount.
	fn trades(call: &RuntimeCall) -> bool {
		Self::cancels(call)
			|| matches!(
				call,
				RuntimeCall::OrderBook(
					pallet_order_book::Call::place_order { .. }
						| pallet_order_book::Call::place_orders { .. }
				)
			)
	}

	/// Cancellations.
	fn cancels(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::OrderBook(
				pallet_order_book::Call::cancel_order { .. }
					| pallet_order_book::Call::cancel_all { .. }
			)
		)
	}
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => {
				Self::wraps(call)
					|| Self::governs(call)
					|| Self::stakes(call)
					|| Self::trades(call)
					|| Self::delegates(call)
					|| matches!(call, RuntimeCall::System(_))
			},
			Self::Governance => Self::wraps(call) || Self::governs(call),
			Self::Staking => Self::wraps(call) || Self::stakes(call),
			Self::Trade => Self::wraps(call) || Self::trades(call),
			Self::Cancel => Self::wraps(call) || Self::cancels(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(mine, theirs) if mine == theirs => true,
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, _) => true,
			(Self::Trade, Self::Cancel) => true,
			_ => false,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}
