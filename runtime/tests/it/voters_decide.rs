// SPDX-License-Identifier: Apache-2.0
//! Referenda fill offices, offices do their duty and nothing else, and brakes end by themselves.

use crate::{
	exchange::{series, Exchange},
	harness::Chain,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{schedule::DispatchTime, Get, Hooks, StorePreimage},
};
use market_maths::options::OptionKind;
use market_primitives::{InstrumentId, MarketState, Side, TimeInForce, Underlying};
use pallet_conviction_voting::{AccountVote, Conviction, Vote};
use pallet_order_book::OrderTicket;
use pallet_referenda::TracksInfo;
use sp_keyring::Sr25519Keyring::{
	self, Alice, AliceStash, Bob, BobStash, Charlie, CharlieStash, Dave, DaveStash, Eve, Ferdie,
};
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	Perbill, Percent,
};
use std::collections::BTreeSet;
use straddle_runtime::{
	configs::{
		assets::{well_known::USD, Collateral},
		governance::{
			origins::Origin,
			parameters::{fees, RuntimeParameters},
			tracks::Tracks,
			TechnicalCommitteeInstance,
		},
	},
	constants::{money::STRD, time::HOURS},
	AccountId, OriginCaller, Preimage, Runtime, RuntimeCall, RuntimeOrigin, SafeMode, Scheduler,
	System,
};

const OFFICES: [Origin; 7] = [
	Origin::WhitelistedCaller,
	Origin::RiskAdmin,
	Origin::MarketAdmin,
	Origin::OracleAdmin,
	Origin::Treasurer,
	Origin::ReferendumCanceller,
	Origin::ReferendumKiller,
];

fn office(office: Origin) -> RuntimeOrigin {
	OriginCaller::Origins(office).into()
}

fn transfer(to: Sr25519Keyring, value: u128) -> RuntimeCall {
	let dest = to.to_account_id().into();
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
}

fn force_enter() -> RuntimeCall {
	RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {})
}

#[test]
fn root_and_every_office_have_a_track_of_their_own() {
	assert_ok!(Tracks::check_integrity());
	let mut filled = OFFICES
		.map(|it| Tracks::track_for(&OriginCaller::Origins(it)).expect("the office has a track"))
		.into_iter()
		.collect::<BTreeSet<_>>();
	let root = OriginCaller::system(frame_system::RawOrigin::Root);
	filled.insert(Tracks::track_for(&root).expect("the root has a track"));
	assert_eq!(filled, Tracks::track_ids().collect());
	assert_eq!(filled.len(), OFFICES.len() + 1, "two offices share a track");

	let signed = OriginCaller::system(frame_system::RawOrigin::Signed(Alice.to_account_id()));
	assert_eq!(Tracks::track_for(&signed), Err(()));
}

#[test]
fn whatever_may_raise_risk_takes_effect_a_day_later_at_the_soonest() {
	for slow in
		[Origin::WhitelistedCaller, Origin::RiskAdmin, Origin::MarketAdmin, Origin::OracleAdmin]
	{
		let track = Tracks::track_for(&OriginCaller::Origins(slow)).unwrap();
		assert!(Tracks::info(track).unwrap().min_enactment_period >= 24 * HOURS, "{slow:?}");
	}
	assert!(Tracks::info(0).unwrap().min_enactment_period >= 24 * HOURS);
}

#[test]
fn no_minority_ever_wins_and_silence_never_suffices() {
	for track in Tracks::tracks() {
		for percent in 0..=100 {
			let time = Perbill::from_percent(percent);
			let approval = track.info.min_approval.threshold(time);
			let support = track.info.min_support.threshold(time);
			assert!(approval > Perbill::from_percent(50), "track {}: {approval:?}", track.id);
			assert!(support >= Perbill::from_parts(9_999_000), "track {}: {support:?}", track.id);
		}
	}
}

#[test]
fn a_referendum_vouched_for_by_the_committee_is_decided_in_hours_and_takes_effect_a_day_later() {
	let mut chain = Chain::local();
	let change = RuntimeCall::Parameters(pallet_parameters::Call::set_parameter {
		key_value: RuntimeParameters::Fees(fees::Parameters::AuthorShare(
			fees::AuthorShare,
			Some(Percent::from_percent(50)),
		)),
	});
	let dispatch =
		RuntimeCall::Whitelist(pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
			call: Box::new(change.clone()),
		});
	let call_hash = {
		use sp_runtime::traits::Hash;
		sp_runtime::traits::BlakeTwo256::hash_of(&change)
	};

	committee_decides(
		&mut chain,
		RuntimeCall::Whitelist(pallet_whitelist::Call::whitelist_call { call_hash }),
	);
	let proposal = chain.inspect(|| Preimage::bound(dispatch).unwrap());
	chain.submit(
		Dave,
		RuntimeCall::Referenda(pallet_referenda::Call::submit {
			proposal_origin: Box::new(OriginCaller::Origins(Origin::WhitelistedCaller)),
			proposal,
			enactment_moment: DispatchTime::After(0),
		}),
	);
	chain.submit(
		Dave,
		RuntimeCall::Referenda(pallet_referenda::Call::place_decision_deposit { index: 0 }),
	);
	// More than half of all tokens say aye, so the first moment of the decision is enough.
	for voter in
		[Alice, Bob, Charlie, Dave, Eve, Ferdie, AliceStash, BobStash, CharlieStash, DaveStash]
	{
		chain.submit(
			voter,
			RuntimeCall::ConvictionVoting(pallet_conviction_voting::Call::vote {
				poll_index: 0,
				vote: AccountVote::Standard {
					vote: Vote { aye: true, conviction: Conviction::None },
					balance: 8_900_000 * STRD,
				},
			}),
		);
	}
	chain.inspect(|| assert_eq!(fees::AuthorShare::get(), Percent::from_percent(80)));

	let hours_passed = 5;
	chain.empty_blocks(hours_passed * HOURS);
	chain.inspect(|| {
		assert_eq!(fees::AuthorShare::get(), Percent::from_percent(80));
		let now = System::block_number();
		let due = pallet_scheduler::Agenda::<Runtime>::iter()
			.filter(|(when, agenda)| *when > now && agenda.iter().any(Option::is_some))
			.map(|(when, _)| when)
			.min()
			.expect("the change is on the agenda");
		assert!(due > now + 18 * HOURS && due <= now + 24 * HOURS, "{now} to {due}");
		// As if the blocks in between had been made.
		pallet_scheduler::IncompleteSince::<Runtime>::kill();
		System::set_block_number(due);
		Scheduler::on_initialize(due);
		assert_eq!(fees::AuthorShare::get(), Percent::from_percent(50));
		System::set_block_number(now);
	});
}

#[test]
fn an_office_may_do_its_duty_and_not_the_duty_of_others() {
	let set_share = RuntimeCall::Parameters(pallet_parameters::Call::set_parameter {
		key_value: RuntimeParameters::Fees(fees::Parameters::AuthorShare(
			fees::AuthorShare,
			Some(Percent::from_percent(10)),
		)),
	});
	let stop_listing = RuntimeCall::OptionWriting(pallet_option_writing::Call::set_listing_rule {
		underlying: Underlying::ETH,
		cadences: Default::default(),
		terms: Chain::development().inspect(|| {
			let market = pallet_perpetuals::Markets::<Runtime>::get(Underlying::ETH);
			market.expect("ether is listed").terms
		}),
	});
	let spend = RuntimeCall::Treasury(pallet_treasury::Call::spend {
		asset_kind: Box::new(()),
		amount: 1_000 * STRD,
		beneficiary: Box::new(Bob.to_account_id()),
		valid_from: None,
	});
	let set_fees = Chain::development().inspect(|| {
		let rates = pallet_margin_engine::TradingFees::<Runtime>::get();
		RuntimeCall::MarginEngine(pallet_margin_engine::Call::set_fee_rates { rates })
	});
	let admit = RuntimeCall::OracleAggregator(pallet_oracle_aggregator::Call::admit_reporter {
		reporter: Dave.to_account_id(),
	});
	let duties = [
		(Origin::RiskAdmin, set_fees),
		(Origin::MarketAdmin, stop_listing),
		(Origin::OracleAdmin, admit),
		(Origin::Treasurer, spend),
	];

	for (holder, call) in &duties {
		for tried in OFFICES {
			Chain::development().inspect(|| {
				let result = call.clone().dispatch(office(tried));
				assert_eq!(result.is_ok(), tried == *holder, "{tried:?} tries {call:?}");
			});
		}
	}
	Chain::development().inspect(|| {
		for tried in OFFICES {
			assert_noop!(set_share.clone().dispatch(office(tried)), BadOrigin);
		}
		assert_ok!(set_share.dispatch(RuntimeOrigin::root()));
	});
}

#[test]
fn one_vote_takes_one_step_however_many_changes_it_makes_at_once() {
	use pallet_margin_engine::{Error, TradingFees};
	Chain::development().inspect(|| {
		let old = TradingFees::<Runtime>::get();
		let times = |factor: i128| {
			let taker = old.perpetual_taker.into_inner() * factor;
			let perpetual_taker = market_maths::units::Rate::from_inner(taker);
			let rates = pallet_margin_engine::FeeRates { perpetual_taker, ..old };
			RuntimeCall::MarginEngine(pallet_margin_engine::Call::set_fee_rates { rates })
		};
		let calls = vec![times(2), times(4), times(8)];
		let all = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
		let refused = all.dispatch(office(Origin::RiskAdmin)).map_err(|failed| failed.error);
		assert_eq!(refused.map(|_| ()), Err(Error::<Runtime>::ChangedTooRecently.into()));
		assert_eq!(TradingFees::<Runtime>::get(), old);
		assert_ok!(times(2).dispatch(office(Origin::RiskAdmin)));
	});
}

#[test]
fn a_referendum_is_ended_only_by_those_whose_office_that_is() {
	let mut chain = Chain::development();
	let proposal = chain.inspect(|| Preimage::bound(transfer(Bob, 1)).unwrap());
	chain.submit(
		Dave,
		RuntimeCall::Referenda(pallet_referenda::Call::submit {
			proposal_origin: Box::new(OriginCaller::system(frame_system::RawOrigin::Root)),
			proposal,
			enactment_moment: DispatchTime::After(0),
		}),
	);
	let end = [
		(Origin::ReferendumCanceller, pallet_referenda::Call::cancel { index: 0 }),
		(Origin::ReferendumKiller, pallet_referenda::Call::kill { index: 0 }),
	];
	for (holder, call) in end {
		for tried in OFFICES {
			chain.inspect(|| {
				frame_support::storage::transactional::with_transaction(|| {
					let call = RuntimeCall::Referenda(call.clone());
					let result = call.dispatch(office(tried));
					assert_eq!(result.is_ok(), tried == holder, "{tried:?} ends a referendum");
					// So that there is one for the next who tries.
					sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(()))
				})
				.unwrap();
			});
		}
	}
}

#[test]
fn only_the_track_of_whitelisted_calls_runs_what_the_committee_vouched_for() {
	use sp_runtime::traits::Hash;
	let change = RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 64 });
	let call_hash = sp_runtime::traits::BlakeTwo256::hash_of(&change);
	for tried in OFFICES {
		Chain::development().inspect(|| {
			let vouch =
				RuntimeCall::Whitelist(pallet_whitelist::Call::whitelist_call { call_hash });
			assert_ok!(vouch.dispatch(RuntimeOrigin::root()));
			let run = RuntimeCall::Whitelist(
				pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
					call: Box::new(change.clone()),
				},
			);
			let result = run.dispatch(office(tried));
			assert_eq!(result.is_ok(), tried == Origin::WhitelistedCaller, "{tried:?}");
		});
	}
}

#[test]
fn only_root_names_who_issues_the_dollars_that_back_every_account() {
	let alice = || Alice.to_account_id().into();
	let issue = RuntimeCall::Assets(pallet_assets::Call::force_asset_status {
		id: USD.into(),
		owner: alice(),
		issuer: alice(),
		admin: alice(),
		freezer: alice(),
		min_balance: 1,
		is_sufficient: true,
		is_frozen: false,
	});
	Chain::local().inspect(|| {
		for tried in OFFICES {
			assert_noop!(issue.clone().dispatch(office(tried)), BadOrigin);
		}
		let mint = RuntimeCall::Assets(pallet_assets::Call::mint {
			id: USD.into(),
			beneficiary: alice(),
			amount: 1,
		});
		let by_alice = RuntimeOrigin::signed(Alice.to_account_id());
		assert_noop!(
			mint.dispatch(by_alice),
			pallet_assets::Error::<Runtime, Collateral>::NoPermission
		);
		assert_ok!(issue.dispatch(RuntimeOrigin::root()));
	});
}

#[test]
fn the_stop_lets_people_defend_themselves_and_nothing_else() {
	use frame_support::traits::Contains;
	use straddle_runtime::configs::system::AlwaysAllowed;
	let order = |reduce_only| {
		RuntimeCall::OrderBook(pallet_order_book::Call::place_order {
			subaccount: 0,
			order: OrderTicket {
				instrument: InstrumentId::perpetual(Underlying::BTC),
				side: Side::Sell,
				size: "0.1".parse().unwrap(),
				limit: "60000".parse().unwrap(),
				time_in_force: TimeInForce::GoodTillCancelled,
				post_only: false,
				reduce_only,
				client_id: None,
			},
		})
	};
	let margin = |call| RuntimeCall::MarginEngine(call);
	let deposit = margin(pallet_margin_engine::Call::deposit { index: 0, amount: 1 });
	let withdraw = margin(pallet_margin_engine::Call::withdraw { index: 0, amount: 1 });
	for allowed in [deposit, order(true)] {
		assert!(AlwaysAllowed::contains(&allowed), "{allowed:?}");
	}
	for stopped in [withdraw, order(false), transfer(Bob, STRD)] {
		assert!(!AlwaysAllowed::contains(&stopped), "{stopped:?}");
	}
}

#[test]
fn the_treasurer_cannot_promise_more_than_the_limit() {
	Chain::development().inspect(|| {
		let spend = |amount| {
			RuntimeCall::Treasury(pallet_treasury::Call::spend {
				asset_kind: Box::new(()),
				amount,
				beneficiary: Box::new(Bob.to_account_id()),
				valid_from: None,
			})
		};
		assert_ok!(spend(100_000 * STRD).dispatch(office(Origin::Treasurer)));
		assert_noop!(
			spend(100_000 * STRD + 1).dispatch(office(Origin::Treasurer)),
			pallet_treasury::Error::<Runtime>::InsufficientPermission
		);
		assert_ok!(spend(100_000 * STRD + 1).dispatch(RuntimeOrigin::root()));
	});
}

#[test]
fn nobody_creates_assets_without_a_vote() {
	let mut chain = Chain::development();
	let create = RuntimeCall::Assets(pallet_assets::Call::create {
		id: 4.into(),
		admin: Alice.to_account_id().into(),
		min_balance: 1,
	});
	let transaction = chain.signed(Alice, create);
	let result = chain.next_block(vec![transaction]);
	assert!(matches!(result.as_slice(), [Ok(Err(error))] if *error == BadOrigin.into()));
}

/// Alice and Bob, two of three members, carry a motion.
fn committee_decides(chain: &mut Chain, call: RuntimeCall) {
	use codec::Encode;
	use sp_runtime::traits::Hash;
	let proposal_hash = sp_runtime::traits::BlakeTwo256::hash_of(&call);
	let length_bound = call.encoded_size().try_into().unwrap();
	let index = chain.inspect(|| {
		pallet_collective::ProposalCount::<Runtime, frame_support::instances::Instance1>::get()
	});
	let motion = |call| RuntimeCall::TechnicalCommittee(call);
	chain.submit(
		Alice,
		motion(pallet_collective::Call::propose {
			threshold: 2,
			proposal: Box::new(call),
			length_bound,
		}),
	);
	for member in [Alice, Bob] {
		let vote = pallet_collective::Call::vote { proposal: proposal_hash, index, approve: true };
		chain.submit(member, motion(vote));
	}
	chain.submit(
		Alice,
		motion(pallet_collective::Call::close {
			proposal_hash,
			index,
			proposal_weight_bound: frame_support::weights::Weight::from_parts(
				10_000_000_000,
				100_000,
			),
			length_bound,
		}),
	);
}

#[test]
fn two_thirds_of_the_committee_stop_the_chain_and_the_stop_ends_by_itself() {
	let mut chain = Chain::local();
	committee_decides(&mut chain, force_enter());
	let until = chain
		.inspect(pallet_safe_mode::EnteredUntil::<Runtime>::get)
		.expect("the chain is stopped");
	assert_eq!(until - chain.height(), 6 * HOURS);

	// Blocks go on, votes go on, money does not move.
	let refused = chain.signed(Dave, transfer(Eve, STRD));
	let allowed = chain.signed(
		Eve,
		RuntimeCall::ConvictionVoting(pallet_conviction_voting::Call::unlock {
			class: 0,
			target: Eve.to_account_id().into(),
		}),
	);
	let results = chain.next_block(vec![refused, allowed]);
	let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
	assert!(matches!(results.as_slice(), [Ok(Err(error)), Ok(Ok(()))] if *error == filtered));

	// Nor does it move inside a batch.
	let batch =
		RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![transfer(Eve, STRD)] });
	let batch = chain.signed(Dave, batch);
	let results = chain.next_block(vec![batch]);
	assert!(matches!(results.as_slice(), [Ok(Err(_))]), "{results:?}");

	// Six hours later, which this test shortens.
	let soon = chain.height() + 3;
	chain.inspect(|| pallet_safe_mode::EnteredUntil::<Runtime>::put(soon));
	chain.empty_blocks(4);
	chain.inspect(|| assert!(!SafeMode::is_entered()));
	chain.submit(Dave, transfer(Eve, STRD));
}

fn pause_of_smiles() -> RuntimeCall {
	RuntimeCall::OracleAggregator(pallet_oracle_aggregator::Call::pause_smile {
		underlying: Underlying::BTC,
		expiry: None,
		for_ms: 3_600_000,
	})
}

#[test]
fn a_brake_on_calls_does_not_stop_a_pause_of_prices() {
	let mut chain = Chain::local();
	chain.inspect(|| pallet_safe_mode::EnteredUntil::<Runtime>::put(1_000_000));
	committee_decides(&mut chain, pause_of_smiles());
	let pauses = chain.inspect(pallet_oracle_aggregator::PausedSmiles::<Runtime>::get);
	assert_eq!(pauses.len(), 1);
}

#[test]
fn a_brake_on_calls_does_not_stop_a_halt_of_markets_or_of_withdrawals() {
	use pallet_margin_engine::WithdrawalsPausedUntil;
	use pallet_option_writing::Series;
	use pallet_perpetuals::Markets;
	let mut exchange = Exchange::open("60000", "3000");
	let key = exchange.listed_expiry(Underlying::BTC, "60000", 60);
	let (underlying, id) = (Underlying::BTC, series(&key, "60000", OptionKind::Call));
	let state = MarketState::Halted;
	let restrictions: [RuntimeCall; 3] = [
		pallet_perpetuals::Call::set_market_state { underlying, state }.into(),
		pallet_option_writing::Call::set_series_state { id, state }.into(),
		pallet_margin_engine::Call::pause_withdrawals {}.into(),
	];
	exchange.chain.inspect(|| {
		pallet_safe_mode::EnteredUntil::<Runtime>::put(1_000_000);
		for restriction in restrictions {
			let alone = RuntimeOrigin::signed(Alice.to_account_id());
			assert_noop!(restriction.clone().dispatch(alone), BadOrigin);
			type Members = pallet_collective::RawOrigin<AccountId, TechnicalCommitteeInstance>;
			let committee = RuntimeOrigin::from(Members::Members(2, 3));
			assert_ok!(restriction.dispatch(committee));
		}
		assert_eq!(Markets::<Runtime>::get(underlying).unwrap().terms.state, state);
		assert_eq!(Series::<Runtime>::get(id).unwrap().terms.state, state);
		assert!(WithdrawalsPausedUntil::<Runtime>::exists());
	});
}

#[test]
fn two_thirds_of_the_committee_pause_smiles_and_no_office_does() {
	let mut chain = Chain::local();
	let pause = pause_of_smiles();
	chain.inspect(|| {
		for tried in OFFICES {
			assert_noop!(pause.clone().dispatch(office(tried)), BadOrigin);
		}
		let alone = RuntimeOrigin::signed(Alice.to_account_id());
		assert_noop!(pause.clone().dispatch(alone), BadOrigin);
	});
	committee_decides(&mut chain, pause);
	let pauses = chain.inspect(pallet_oracle_aggregator::PausedSmiles::<Runtime>::get);
	let paused: Vec<_> = pauses.iter().map(|pause| (pause.underlying, pause.expiry)).collect();
	assert_eq!(paused, [(Underlying::BTC, None)]);
}

#[test]
fn the_committee_can_stop_but_only_voters_can_release() {
	let mut chain = Chain::local();
	committee_decides(&mut chain, force_enter());
	let release = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {});
	committee_decides(&mut chain, release.clone());
	chain.inspect(|| {
		assert!(SafeMode::is_entered());
		assert_ok!(release.dispatch(RuntimeOrigin::root()));
		assert!(!SafeMode::is_entered());
	});
}

#[test]
fn one_member_alone_cannot_stop_the_chain() {
	Chain::local().inspect(|| {
		for who in [Alice, Dave] {
			let origin = RuntimeOrigin::signed(who.to_account_id());
			assert_noop!(force_enter().dispatch(origin), BadOrigin);
		}
		let buy = RuntimeCall::SafeMode(pallet_safe_mode::Call::enter {});
		assert_noop!(
			buy.dispatch(RuntimeOrigin::signed(Dave.to_account_id())),
			pallet_safe_mode::Error::<Runtime>::NotConfigured
		);
	});
}

#[test]
fn a_call_can_be_paused_by_vote_but_never_the_pulse_of_the_chain() {
	let pause = |pallet: &str, call: &str| {
		let name = |text: &str| text.as_bytes().to_vec().try_into().unwrap();
		RuntimeCall::TxPause(pallet_tx_pause::Call::pause { full_name: (name(pallet), name(call)) })
	};
	let mut chain = Chain::development();
	chain.inspect(|| {
		for (pallet, call) in
			[("Timestamp", "set"), ("OracleAggregator", "report"), ("OrderBook", "cancel_all")]
		{
			assert_noop!(
				pause(pallet, call).dispatch(RuntimeOrigin::root()),
				pallet_tx_pause::Error::<Runtime>::Unpausable
			);
		}
		assert_noop!(
			pause("Balances", "transfer_keep_alive")
				.dispatch(RuntimeOrigin::signed(Alice.to_account_id())),
			BadOrigin
		);
		assert_ok!(pause("Balances", "transfer_keep_alive").dispatch(RuntimeOrigin::root()));
	});
	let transaction = chain.signed(Alice, transfer(Bob, STRD));
	let results = chain.next_block(vec![transaction]);
	let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
	assert!(matches!(results.as_slice(), [Ok(Err(error))] if *error == filtered));
}
