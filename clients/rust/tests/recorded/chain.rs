// SPDX-License-Identifier: Apache-2.0
//! A chain with the oracle as it is, and outside reporters who sign what they say.

use core::time::Duration;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, OneSessionHandler, UnixTime},
	weights::WeightMeter,
};
use frame_system::EnsureRoot;
use market_maths::options::Svi;
use market_primitives::{
	testing::volatility_surface::FakeListedExpiries,
	traits::{VolatilitySurface, WindowStep},
	FeedId, SmileId, SmileObservation, Underlying, WindowClock,
};
use oracle_core::{
	crypto::reporter, key_proof_payload, Bundles, Entries, FeedParameters, Ignored, PanelRule,
	SettlementRule, SignedBundle, SmileEntry, Smiles, VoteBundle, VoteEntry,
};
use pallet_oracle_aggregator::{runtime_api::FeedDetails, surface::SurfaceDetails, Event};
use sp_core::Pair as _;
use sp_runtime::{BuildStorage, Perbill};

pub type AccountId = u64;
type Balance = u128;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Oracle = pallet_oracle_aggregator;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
}

parameter_types! {
	pub static NowMs: u64 = 0;
	pub static CurrentWindow: u64 = 1;
	pub const WeightCap: Perbill = Perbill::from_percent(40);
	pub const StakeFeed: Option<FeedId> = None;
}

pub struct BlockTime;
impl UnixTime for BlockTime {
	fn now() -> Duration {
		Duration::from_millis(NowMs::get())
	}
}

impl pallet_oracle_aggregator::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OracleAdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type LongestPauseMs = ConstU64<86_400_000>;
	type Time = BlockTime;
	type Slot = CurrentWindow;
	type Validators = ();
	type MaxReporters = ConstU32<24>;
	type MaxOutsideReporters = ConstU32<8>;
	type MaxFeeds = ConstU32<4>;
	type MinimumBond = ConstU128<100>;
	type UnbondingDelayMs = ConstU64<604_800_000>;
	type PenaltyDelayMs = ConstU64<86_400_000>;
	type OnSlash = ();
	type SuspensionSessions = ConstU32<4>;
	type StakeFeed = StakeFeed;
	type StakeUnit = ConstU128<10>;
	type WeightCap = WeightCap;
	type RewardPurse = ();
	type MaxReportAgeMs = ConstU64<10_000>;
	type MaxReportLeadMs = ConstU64<1_000>;
	type ListedExpiries = FakeListedExpiries;
	type ReportLongevity = ConstU64<100>;
	type MaxSmiles = ConstU32<64>;
	type MaxSmilesPerWindow = ConstU32<16>;
	type WeightInfo = ();
}

/// Somebody without a seat.
const PROPOSER: AccountId = 99;

/// A chain's state. What the functions below do happens within [`Chain::execute`].
pub struct Chain(sp_io::TestExternalities);

impl Chain {
	/// Indices with the guards of a major coin, and so many reporters of one weight, numbered from one. Smiles are
	/// counted by the rule that a chain begins with.
	pub fn new(indices: &[Underlying], reporters: u32, now_ms: u64) -> Self {
		let everybody = 1..=AccountId::from(reporters);
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: everybody.clone().map(|who| (who, 1_000_000)).collect(),
				..Default::default()
			},
			oracle: pallet_oracle_aggregator::GenesisConfig {
				feeds: indices
					.iter()
					.map(|underlying| (FeedId::Index(*underlying), FeedParameters::major()))
					.collect(),
				reporters: everybody.clone().map(|who| (who, 1_000)).collect(),
				settlement_rule: SettlementRule::default(),
				panel_rule: PanelRule { validators_report: false, ..Default::default() },
			},
		}
		.build_storage()
		.unwrap();
		NowMs::set(now_ms);
		CurrentWindow::set(1);
		FakeListedExpiries::reset();
		let mut externalities = sp_io::TestExternalities::new(storage);
		externalities.execute_with(|| {
			System::set_block_number(1);
			let genesis = Oracle::voting_panel().genesis;
			for who in everybody {
				let key = key(who);
				let proof = key.sign(&key_proof_payload(&genesis.0, &who));
				Oracle::set_reporter_key(RuntimeOrigin::signed(who), key.public(), proof).unwrap();
			}
			// Keys are in use from the next session on.
			let nobody = std::iter::empty::<(&AccountId, reporter::Public)>;
			Oracle::on_new_session(true, nobody(), nobody());
		});
		Self(externalities)
	}

	/// Tells a story on this chain.
	pub fn execute<R>(&mut self, story: impl FnOnce() -> R) -> R {
		self.0.execute_with(story)
	}
}

fn key(who: AccountId) -> reporter::Pair {
	let mut seed = [0; 32];
	seed[..8].copy_from_slice(&who.to_le_bytes());
	reporter::Pair::from_seed(&seed)
}

/// What a reporter says.
pub struct Words {
	/// When it saw that, in milliseconds since 1970.
	pub observed_at_ms: u64,
	/// Of prices, by feed.
	pub prices: Vec<VoteEntry>,
	/// Of smiles.
	pub smiles: Vec<SmileEntry>,
}

/// What the oracle did in a block.
pub struct Block {
	/// How many bundles counted.
	pub bundles: u32,
	/// How many did not, by reason.
	pub ignored: Vec<(Ignored, u32)>,
	/// Everything it told.
	pub events: Vec<Event<Test>>,
}

/// A block at `now_ms`, with a bundle of each reporter that has something to say.
pub fn block(now_ms: u64, mut says: impl FnMut(AccountId) -> Option<Words>) -> Block {
	NowMs::set(now_ms);
	CurrentWindow::mutate(|window| *window += 1);
	System::set_block_number(CurrentWindow::get());
	System::reset_events();
	let panel = Oracle::voting_panel();
	// Everybody who reports has a seat.
	let bundles: Vec<SignedBundle> = (1..)
		.take(panel.seats.len())
		.filter_map(|who| {
			let Words { observed_at_ms, prices, smiles } = says(who)?;
			let key = key(who);
			let seat = panel.seats.iter().find(|seat| seat.key == key.public()).unwrap();
			let bundle = VoteBundle::new(
				panel.genesis,
				panel.session,
				CurrentWindow::get(),
				seat.seat,
				observed_at_ms,
				Entries::try_from(prices).unwrap(),
			)
			.with_smiles(Smiles::try_from(smiles).unwrap());
			let signature = key.sign(&bundle.signing_payload());
			Some(SignedBundle { bundle, signature })
		})
		.collect();
	Oracle::submit_votes(RuntimeOrigin::none(), Bundles::try_from(bundles).unwrap()).unwrap();
	let clock = WindowClock { window: CurrentWindow::get(), now_ms };
	Oracle::on_window(&clock, &mut WeightMeter::new());
	let mut made = Block { bundles: 0, ignored: Vec::new(), events: Vec::new() };
	for event in System::read_events_for_pallet::<Event<Test>>() {
		if let Event::VotesCounted { bundles, ignored, .. } = &event {
			made.bundles += bundles;
			made.ignored.extend(ignored.iter().copied());
		}
		made.events.push(event);
	}
	made
}

/// A feed as clients are told.
pub fn feed(underlying: Underlying) -> Option<FeedDetails<AccountId>> {
	Oracle::feed_details(FeedId::Index(underlying))
}

/// A smile as other pallets are told.
pub fn smile(id: SmileId) -> Option<SmileObservation> {
	Oracle::smile(id).ok()
}

/// A smile as clients are told.
pub fn details(id: SmileId) -> Option<SurfaceDetails<AccountId>> {
	Oracle::surface_details(id)
}

/// Proposes a slice. An error is the chain's, by name.
pub fn propose(id: SmileId, slice: Svi) -> Result<(), &'static str> {
	let Svi { a, b, rho, m, sigma } = slice;
	let proposer = RuntimeOrigin::signed(PROPOSER);
	match Oracle::propose_svi(proposer, id.underlying, id.expiry, a, b, rho, m, sigma) {
		Ok(_) => Ok(()),
		Err(refused) => Err(refused.error.into()),
	}
}
