// SPDX-License-Identifier: Apache-2.0
//! What wallets sign, what it costs, and who earns it.

use crate::harness::{free_balance, Chain};
use codec::Encode;
use frame_support::{
	dispatch::DispatchClass,
	traits::Get,
	weights::{constants::ExtrinsicBaseWeight, WeightToFee as _},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use straddle_runtime::{
	configs::{
		staking::TreasuryAccount,
		system::{RuntimeBlockLength, RuntimeBlockWeights, WeightToFee},
	},
	constants::{
		block::MAXIMUM_COMPUTE_REF_TIME,
		money::{MILLI_STRD, STRD},
	},
	Runtime, RuntimeCall, RuntimeEvent,
};

fn transfer(value: u128) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value,
	})
}

#[test]
fn a_fee_is_shared_between_author_and_treasury_and_a_tip_is_the_authors() {
	for tip in [0, 5 * MILLI_STRD] {
		let mut chain = Chain::local();
		// The second validator of the session makes the block.
		let author = chain.inspect(|| straddle_runtime::Session::validators()[1].clone());
		let read = |chain: &mut Chain| {
			chain.inspect(|| {
				[&Alice.to_account_id(), &author, &TreasuryAccount::get()].map(free_balance)
			})
		};
		let before = read(&mut chain);
		let transaction = chain.signed_with_tip(Alice, transfer(STRD), tip);
		assert!(matches!(chain.block_by(1, vec![transaction]).as_slice(), [Ok(Ok(()))]));
		let after = read(&mut chain);

		let paid = before[0] - after[0] - STRD;
		let fee = paid - tip;
		assert!(fee > 0);
		assert_eq!(after[1] - before[1], fee * 80 / 100 + tip, "the author");
		assert_eq!(after[2] - before[2], fee - fee * 80 / 100, "the treasury");
		let event_says = chain.events().into_iter().find_map(|event| match event {
			RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid { actual_fee, tip, .. },
			) => Some((actual_fee, tip)),
			_ => None,
		});
		assert_eq!(event_says, Some((paid, tip)));
	}
}

#[test]
fn a_transfer_costs_a_few_thousandths_of_a_token() {
	assert_eq!(
		WeightToFee::weight_to_fee(&ExtrinsicBaseWeight::get()) / 1_000,
		MILLI_STRD / 1_000,
		"the base of a transaction costs a thousandth, to a millionth of it",
	);
	let mut chain = Chain::development();
	let before = chain.inspect(|| free_balance(&Alice.to_account_id()));
	chain.submit(Alice, transfer(STRD));
	let fee = before - STRD - chain.inspect(|| free_balance(&Alice.to_account_id()));
	assert!((MILLI_STRD..20 * MILLI_STRD).contains(&fee), "the fee is {fee}");
}

#[test]
fn wallets_see_the_usual_checks_in_the_usual_order_and_sign_version_four() {
	use sp_runtime::traits::TransactionExtension;
	let names =
		<straddle_runtime::TransactionExtensions as TransactionExtension<RuntimeCall>>::metadata()
			.into_iter()
			.map(|extension| extension.identifier)
			.collect::<Vec<_>>();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);

	let signed = Chain::development().signed(Alice, transfer(1)).encode();
	let mut body = signed.as_slice();
	let _length = <codec::Compact<u32> as codec::Decode>::decode(&mut body).unwrap();
	assert_eq!(body[0], 0b1000_0000 | 4, "signed, version four");
}

#[test]
fn a_signature_of_someone_else_is_refused() {
	let mut chain = Chain::development();
	let transaction = chain.signed(Alice, transfer(STRD));
	let mut bytes = transaction.encode();
	let last = bytes.len() - 1;
	bytes[last] ^= 1;
	let forged = codec::Decode::decode(&mut bytes.as_slice()).unwrap();
	let result = chain.next_block(vec![forged]);
	assert!(matches!(result.as_slice(), [Err(_)]), "{result:?}");
}

#[test]
fn ordinary_transactions_leave_room_for_operational_ones() {
	let weights = RuntimeBlockWeights::get();
	weights.clone().validate().expect("the limits agree with each other");
	let maximum = |class| weights.get(class).max_total.unwrap().ref_time();
	assert_eq!(maximum(DispatchClass::Operational), MAXIMUM_COMPUTE_REF_TIME);
	assert_eq!(maximum(DispatchClass::Normal), MAXIMUM_COMPUTE_REF_TIME / 4 * 3);
	assert_eq!(weights.get(DispatchClass::Mandatory).max_total, None);

	let length = RuntimeBlockLength::get();
	assert!(length.max.get(DispatchClass::Normal) < length.max.get(DispatchClass::Operational));
}

#[test]
fn a_transaction_may_name_a_block_of_three_hours_ago() {
	let remembered: u32 = <Runtime as frame_system::Config>::BlockHashCount::get();
	assert!(remembered >= 2_400, "only {remembered} blocks are remembered");
}

#[test]
fn hardware_wallets_prove_the_same_symbol_and_decimals_that_wallets_show() {
	use straddle_runtime::constants::money::{TOKEN_DECIMALS, TOKEN_SYMBOL};
	let build = include_str!("../../build.rs");
	let expected = format!("enable_metadata_hash(\"{TOKEN_SYMBOL}\", {TOKEN_DECIMALS})");
	assert!(build.contains(&expected), "build.rs must say {expected}");
	assert_eq!(STRD, 10u128.pow(TOKEN_DECIMALS.into()));
}
