// SPDX-License-Identifier: Apache-2.0
//! What calls and steps cost at worst.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::float_arithmetic,
	clippy::unwrap_used,
	reason = "benchmark code"
)]

use crate::{
	seats::Newcomers,
	surface::{
		benchmarking::{
			all_have_seen, all_listed, all_paused, between_neighbours, slice, smile_id, smiles_seen,
		},
		Circumstances,
	},
	Aggregate, Aggregates, BalanceOf, Breaker, Call, Class, Clock, Config, CurrentSession, Earned,
	Event, FeedIds, FeedParameters, Feeds, KeyOwner, LastRounds, Minutes, Pallet, Panel, PanelRule,
	ReportedValue, Reporters, RewardShare, Samples, Scores, Settlement, SettlementRule,
	Settlements, SmileEntry, Standing, SurfaceRule, Surfaces, Validators, Votes, WeightInfo,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use market_maths::{
	options::Svi,
	units::{Cash, Price},
};
use market_primitives::{
	traits::{RewardPurse, WindowStep},
	FeedId, FeedStatus, Underlying, WindowClock,
};
use oracle_core::{
	crypto::reporter, key_proof_payload, score::VOTES_REMEMBERED, share_of, Bundles, Entries,
	SignedBundle, Smiles, VoteBundle, VoteEntry, MAX_SMILES,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::{traits::Zero, Perbill};

const BTC: FeedId = FeedId::Index(Underlying::BTC);

/// Makes a feed live at `value`, as if everybody had reported it for long.
pub(crate) fn prepare_feed<T: Config>(feed: FeedId, value: Price) {
	if Pallet::<T>::put_feed(feed, FeedParameters::major()).is_err() {
		return;
	}
	let now_ms = Pallet::<T>::now_ms();
	let aggregate = Aggregate {
		value,
		raw: value,
		confidence: Price::ZERO,
		lowest: value,
		highest: value,
		average: value,
		hour_average: value,
		observed_at_ms: now_ms,
		computed_at_ms: now_ms,
		breaker: Breaker { status: FeedStatus::Live, ..Breaker::beginning() },
		concern: None,
	};
	Aggregates::<T>::insert(feed, aggregate);
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::OracleAdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// A chain without the reporters and feeds of its genesis, some slots later.
fn clear<T: Config>() {
	T::Validators::prepare_slot(1_000);
	let _ = Reporters::<T>::clear(u32::MAX, None);
	let _ = Feeds::<T>::clear(u32::MAX, None);
	let _ = Votes::<T>::clear(u32::MAX, None);
	let _ = Aggregates::<T>::clear(u32::MAX, None);
	let _ = Samples::<T>::clear(u32::MAX, None);
	let _ = Surfaces::<T>::clear(u32::MAX, None);
	let _ = crate::SmileVotes::<T>::clear(u32::MAX, None);
	crate::ListedSmiles::<T>::kill();
	crate::PausedSmiles::<T>::kill();
	Panel::<T>::kill();
	LastRounds::<T>::kill();
	Scores::<T>::kill();
	FeedIds::<T>::kill();
}

/// As many feeds as there may be, the first of them Bitcoin's index.
fn feeds<T: Config>() -> Vec<FeedId> {
	let letter = |number: u32| char::from_u32(u32::from('A') + number % 26).unwrap();
	let mut feeds = vec![BTC];
	for number in 1..T::MaxFeeds::get() {
		let ticker: alloc::string::String =
			["X".into(), letter(number / 26).into(), alloc::string::String::from(letter(number))]
				.concat();
		feeds.push(FeedId::Index(ticker.parse().unwrap()));
	}
	for feed in &feeds {
		let parameters = FeedParameters { min_reporters: 1, ..FeedParameters::major() };
		Pallet::<T>::put_feed(*feed, parameters).unwrap();
	}
	feeds
}

fn bond<T: Config>() -> BalanceOf<T> {
	T::MinimumBond::get().max(1_000u32.into()) * 4u32.into()
}

fn rich<T: Config>(index: u32) -> T::AccountId {
	let who: T::AccountId = account("reporter", index, 0);
	let much = bond::<T>() * 100u32.into();
	T::Currency::set_balance(&who, much);
	who
}

fn seated<T: Config>(index: u32) -> T::AccountId {
	let who = rich::<T>(index);
	Pallet::<T>::admit(&who).unwrap();
	Pallet::<T>::take_seat(&who, bond::<T>()).unwrap();
	who
}

/// As many outside reporters as there may be, but the first.
fn others_seated<T: Config>() {
	for index in 1..T::MaxOutsideReporters::get() {
		seated::<T>(index);
	}
}

/// Adds validators to the panel until it has so many seats, and weighs it.
fn fill_panel<T: Config>(seats: u32) {
	let taken = Panel::<T>::decode_len().unwrap_or(0);
	for index in u32::try_from(taken).unwrap()..seats {
		let who: T::AccountId = account("validator", index, 0);
		let key = reporter::Public::generate_pair(None);
		let record = Default::default();
		Pallet::<T>::give_seat(&who, Class::Validator, Some(key), 1_000_000, record).unwrap();
	}
	Pallet::<T>::weigh_panel(Newcomers::Weigh);
}

/// What the owner of `key` says from `seat` of the first `feeds`, in the current slot.
fn signed<T: Config>(
	seat: u16,
	key: &reporter::Public,
	feeds: &[FeedId],
	units: u128,
	smiles: Smiles,
) -> SignedBundle {
	let value = Price::from_inner(units * 1_000_000_000_000_000_000);
	let confidence = share_of(value, Perbill::from_parts(100_000));
	let mut entries: Vec<_> = feeds
		.iter()
		.map(|feed| VoteEntry { feed: *feed, value, confidence, sources: 1 })
		.collect();
	entries.sort_by_key(|entry| entry.feed);
	let bundle = VoteBundle::new(
		Pallet::<T>::genesis_hash(),
		CurrentSession::<T>::get(),
		Pallet::<T>::slot(),
		seat,
		Pallet::<T>::now_ms(),
		Entries::truncate_from(entries),
	)
	.with_smiles(smiles);
	let signature = key.sign(&bundle.signing_payload()).unwrap();
	SignedBundle { bundle, signature }
}

/// Everyone on the panel with a key has a vote on `feeds`, none of which agree.
fn all_have_voted<T: Config>(feeds: &[FeedId], units: u128) {
	let (now_ms, window) = (Pallet::<T>::now_ms(), Clock::<T>::get().window);
	for feed in feeds {
		let votes = Panel::<T>::get().into_iter().rev().map(|seat| {
			let units = units + u128::from(seat.number);
			let value = Price::from_inner(units * 1_000_000_000_000_000_000);
			let confidence = share_of(value, Perbill::from_parts(100_000));
			let earlier = crate::types::ReplacedVote { value, observed_at_ms: now_ms, window: 0 };
			crate::Vote {
				seat: seat.number,
				value,
				confidence,
				observed_at_ms: now_ms,
				window,
				earlier: [Some(earlier); VOTES_REMEMBERED],
			}
		});
		Votes::<T>::insert(feed, BoundedVec::truncate_from(votes.collect()));
	}
}

fn values<T: Config>(feeds: &[FeedId], units: u128) -> BoundedVec<ReportedValue, T::MaxFeeds> {
	let value = Price::from_inner(units * 1_000_000_000_000_000_000);
	let confidence = share_of(value, Perbill::from_parts(100_000));
	let values: Vec<_> = feeds
		.iter()
		.map(|feed| ReportedValue { feed: *feed, value, confidence })
		.collect();
	BoundedVec::truncate_from(values)
}

/// Every outside reporter votes on `feeds` in the window that begins.
fn everyone_votes<T: Config>(feeds: &[FeedId], units: u128) {
	Clock::<T>::mutate(|clock| clock.window += 1);
	let outside = Panel::<T>::get().into_iter().filter(|seat| seat.class == Class::Outside);
	for seat in outside {
		let values = values::<T>(feeds, units);
		Pallet::<T>::do_report(seat.reporter, Pallet::<T>::now_ms(), values).unwrap();
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_reporter() -> Result<(), BenchmarkError> {
		clear::<T>();
		let who = rich::<T>(0);
		#[extrinsic_call]
		_(admin::<T>()?, who.clone());
		assert!(Reporters::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn register_reporter() {
		clear::<T>();
		others_seated::<T>();
		let who = rich::<T>(0);
		Pallet::<T>::admit(&who).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert!(Pallet::<T>::seat_of(&who).is_ok());
	}

	#[benchmark]
	fn bond_more() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		fill_panel::<T>(T::MaxReporters::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert_eq!(Pallet::<T>::held(&who), bond::<T>() * 2u32.into());
	}

	#[benchmark]
	fn unbond() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		fill_panel::<T>(T::MaxReporters::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond::<T>());
		assert!(matches!(Reporters::<T>::get(&who).unwrap().standing, Standing::Leaving(_)));
	}

	#[benchmark]
	fn withdraw_unbonded() {
		clear::<T>();
		let who = seated::<T>(0);
		Pallet::<T>::do_unbond(who.clone(), bond::<T>()).unwrap();
		Pallet::<T>::let_leavers_go();
		Reporters::<T>::mutate(&who, |reporter| {
			let reporter = reporter.as_mut().unwrap();
			reporter.unbonding.as_mut().unwrap().withdrawable_at_ms = 0;
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), who.clone());
		assert!(Pallet::<T>::held(&who).is_zero());
	}

	#[benchmark]
	fn remove_reporter() -> Result<(), BenchmarkError> {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		fill_panel::<T>(T::MaxReporters::get());
		all_have_voted::<T>(&feeds::<T>(), 60_000);
		#[extrinsic_call]
		_(admin::<T>()?, who.clone());
		assert!(Pallet::<T>::seat_of(&who).is_err());
		Ok(())
	}

	#[benchmark]
	fn set_feed() -> Result<(), BenchmarkError> {
		clear::<T>();
		feeds::<T>();
		let old = Feeds::<T>::get(BTC).ok_or(BenchmarkError::Stop("no such feed"))?;
		let max_age_ms = old.max_age_ms.saturating_mul(2);
		let parameters = FeedParameters { max_age_ms, ..old };
		#[extrinsic_call]
		_(admin::<T>()?, BTC, parameters);
		assert_eq!(Feeds::<T>::get(BTC), Some(parameters));
		Ok(())
	}

	#[benchmark]
	fn set_settlement_rule() -> Result<(), BenchmarkError> {
		let old = crate::SettlementRules::<T>::get();
		let coverage = sp_runtime::Perbill::one();
		let rule = SettlementRule { coverage, ..old };
		#[extrinsic_call]
		_(admin::<T>()?, rule);
		assert_eq!(crate::SettlementRules::<T>::get(), rule);
		Ok(())
	}

	#[benchmark]
	fn report(v: Linear<1, { T::MaxFeeds::get() }>) {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		let mut feeds = feeds::<T>();
		everyone_votes::<T>(&feeds, 60_000);
		fill_panel::<T>(T::MaxReporters::get());
		Clock::<T>::mutate(|clock| clock.window += 1);
		feeds.truncate(usize::try_from(v).unwrap());
		let values = values::<T>(&feeds, 60_001);
		let now_ms = Pallet::<T>::now_ms();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), now_ms, values.clone());
		let seen = Event::<T>::Reported { reporter: who, observed_at_ms: now_ms, values };
		frame_system::Pallet::<T>::assert_last_event(seen.into());
	}

	#[benchmark]
	fn resolve_settlement() -> Result<(), BenchmarkError> {
		let price = Price::from_inner(1_000_000_000_000_000_000);
		let disputed = Settlement::Disputed { range: Some((price, price)) };
		Settlements::<T>::insert(Underlying::BTC, 0, disputed);
		#[extrinsic_call]
		_(admin::<T>()?, Underlying::BTC, 0, price);
		assert_eq!(Settlements::<T>::get(Underlying::BTC, 0), Some(Settlement::Final { price }));
		Ok(())
	}

	/// A block of `b` bundles, each with values of the same `e` feeds and `s` smiles, all of which count and replace
	/// others.
	#[benchmark]
	fn submit_votes(
		b: Linear<0, { T::MaxReporters::get() }>,
		e: Linear<1, { T::MaxFeeds::get() }>,
		s: Linear<0, MAX_SMILES>,
	) {
		clear::<T>();
		fill_panel::<T>(T::MaxReporters::get());
		let mut feeds = feeds::<T>();
		all_have_voted::<T>(&feeds, 60_000);
		feeds.truncate(usize::try_from(e).unwrap());
		let smiles = smiles_seen::<T>(s, 61_000);
		all_have_seen::<T>(&smiles);
		let bundles: Vec<_> = Panel::<T>::get()
			.into_iter()
			.take(usize::try_from(b).unwrap())
			.map(|seat| {
				signed::<T>(seat.number, &seat.key.unwrap(), &feeds, 61_000, smiles.clone())
			})
			.collect();
		#[extrinsic_call]
		_(RawOrigin::None, Bundles::truncate_from(bundles));
		assert_eq!(LastRounds::<T>::decode_len().unwrap_or(0), usize::try_from(b).unwrap());
	}

	#[benchmark]
	fn set_reporter_key() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		fill_panel::<T>(T::MaxReporters::get());
		let key = reporter::Public::generate_pair(None);
		let payload = key_proof_payload(&Pallet::<T>::genesis_hash().0, &who);
		let proof = key.sign(&payload).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), key.clone(), proof);
		assert_eq!(Pallet::<T>::outsider_with_key(&key), Some(who));
	}

	/// Of a validator, where the runtime can show one's key; of an outside reporter elsewhere.
	#[benchmark]
	fn report_equivocation() {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		let key = reporter::Public::generate_pair(None);
		Pallet::<T>::take_key(&who, key.clone()).unwrap();
		fill_panel::<T>(T::MaxReporters::get());
		let feeds = feeds::<T>();
		all_have_voted::<T>(&feeds, 60_000);
		let [first, second] =
			[1, 2].map(|units| signed::<T>(0, &key, &feeds, units, Smiles::new()));
		let owner = T::Validators::prepare_key_owner(&key)
			.map_or(KeyOwner::Outside(who), KeyOwner::Validator);
		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>(1_000)), first.into(), second.into(), key, owner);
		let proven = frame_system::Pallet::<T>::event_count();
		assert!(proven > 0);
	}

	#[benchmark]
	fn set_panel_rule() -> Result<(), BenchmarkError> {
		let rule = PanelRule { outside_share: Perbill::from_percent(1), ..Default::default() };
		#[extrinsic_call]
		_(admin::<T>()?, rule);
		assert_eq!(crate::PanelRules::<T>::get(), rule);
		Ok(())
	}

	#[benchmark]
	fn cancel_penalty() -> Result<(), BenchmarkError> {
		clear::<T>();
		let who = seated::<T>(0);
		for _ in 0..crate::MAX_PENALTIES {
			Pallet::<T>::let_penalty_wait(&who, bond::<T>(), 0);
		}
		#[extrinsic_call]
		_(admin::<T>()?, who.clone());
		assert!(Reporters::<T>::get(&who).unwrap().penalties.is_empty());
		Ok(())
	}

	#[benchmark]
	fn set_reward_share() -> Result<(), BenchmarkError> {
		let share = sp_runtime::Perbill::from_percent(1);
		#[extrinsic_call]
		_(admin::<T>()?, share);
		assert_eq!(RewardShare::<T>::get(), share);
		Ok(())
	}

	/// The reporter's wallet holds nothing yet.
	#[benchmark]
	fn claim_reward() -> Result<(), BenchmarkError> {
		let amount = Cash::from_inner(1_000_000_000);
		T::RewardPurse::prepare(amount);
		T::RewardPurse::put_aside(amount)?;
		let who: T::AccountId = account("reporter", 0, 0);
		let anyone = RawOrigin::Signed(whitelisted_caller::<T::AccountId>());
		Earned::<T>::insert(&who, amount);
		#[extrinsic_call]
		_(anyone, who.clone());
		assert!(Earned::<T>::get(&who).is_zero());
		Ok(())
	}

	#[benchmark]
	fn pause_feed() -> Result<(), BenchmarkError> {
		prepare_feed::<T>(BTC, Price::from_inner(60_000));
		let emergency =
			T::EmergencyOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(emergency as T::RuntimeOrigin, BTC, T::LongestPauseMs::get());
		assert_eq!(Aggregates::<T>::get(BTC).unwrap().breaker.status, FeedStatus::Halted);
		Ok(())
	}

	#[benchmark]
	fn resume_feed() -> Result<(), BenchmarkError> {
		prepare_feed::<T>(BTC, Price::from_inner(60_000));
		Pallet::<T>::do_pause_feed(BTC, T::LongestPauseMs::get())?;
		#[extrinsic_call]
		_(admin::<T>()?, BTC);
		assert!(!Aggregates::<T>::get(BTC).unwrap().breaker.is_paused_at(Pallet::<T>::now_ms()));
		Ok(())
	}

	/// As many pauses as there may be, one of which is made longer, of as many smiles.
	#[benchmark]
	fn pause_smile() -> Result<(), BenchmarkError> {
		clear::<T>();
		all_listed::<T>();
		all_paused::<T>();
		let emergency =
			T::EmergencyOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let last = T::MaxSmiles::get().checked_sub(1).ok_or(BenchmarkError::Weightless)?;
		let id = smile_id::<T>(last);
		let for_ms = T::LongestPauseMs::get();
		#[extrinsic_call]
		_(emergency as T::RuntimeOrigin, id.underlying, Some(id.expiry), for_ms);
		let until_ms = Pallet::<T>::now_ms() + for_ms;
		assert_eq!(Pallet::<T>::smile_paused_until(id), until_ms);
		Ok(())
	}

	/// The step without any feed, with all seats taken and scored.
	#[benchmark]
	fn on_window_base() {
		clear::<T>();
		fill_panel::<T>(T::MaxReporters::get());
		let scores = Panel::<T>::get().into_iter().map(|seat| (seat.number, Default::default()));
		Scores::<T>::put(BoundedVec::truncate_from(scores.collect()));
		let clock = WindowClock { window: 7, now_ms: Pallet::<T>::now_ms() };
		#[block]
		{
			Pallet::<T>::on_window(&clock, &mut WeightMeter::new());
		}
		assert_eq!(Clock::<T>::get(), clock);
	}

	/// Counting and scoring the votes of `r` reporters, none of whom agree.
	#[benchmark]
	fn aggregate_feed(r: Linear<1, { T::MaxReporters::get() }>) {
		clear::<T>();
		fill_panel::<T>(r);
		Pallet::<T>::put_feed(BTC, FeedParameters { min_reporters: 1, ..FeedParameters::major() })
			.unwrap();
		let (now_ms, window) = (Pallet::<T>::now_ms(), Clock::<T>::get().window);
		let panel = Panel::<T>::get();
		all_have_voted::<T>(&[BTC], 60_000);
		Pallet::<T>::step_feed(BTC, &panel, now_ms, window, window);
		all_have_voted::<T>(&[BTC], 60_001);
		#[block]
		{
			Pallet::<T>::step_feed(BTC, &panel, now_ms, window, window);
		}
		assert!(Aggregates::<T>::contains_key(BTC));
	}

	/// The whole step of a window for the panel and the feeds that the chain is laid out for: 13 reporters and
	/// `f` feeds, up to 12. It is measured to compare it with the block, and charges nothing.
	#[benchmark(extra)]
	fn window_of_thirteen_reporters(f: Linear<1, 12>) {
		clear::<T>();
		fill_panel::<T>(13.min(T::MaxReporters::get()));
		let mut feeds = feeds::<T>();
		feeds.truncate(usize::try_from(f).unwrap());
		FeedIds::<T>::mutate(|ids| ids.retain(|id| feeds.contains(id)));
		all_have_voted::<T>(&feeds, 60_000);
		let clock = WindowClock { window: 7, now_ms: Pallet::<T>::now_ms() };
		#[block]
		{
			Pallet::<T>::on_window(&clock, &mut WeightMeter::new());
		}
		assert!(feeds.iter().all(Aggregates::<T>::contains_key));
	}

	/// Finishing a minute full of values in an hour full of minutes.
	#[benchmark]
	fn finish_minute() {
		clear::<T>();
		let price = |units: u128| Price::from_inner(units * 1_000_000_000_000_000_000);
		let samples: Vec<Price> =
			(0..crate::MAX_SAMPLES).rev().map(|at| price(at.into())).collect();
		let minute = 59;
		Samples::<T>::insert(BTC, (minute, BoundedVec::truncate_from(samples)));
		let points: Vec<_> = (0..59)
			.map(|minute_of_hour| crate::MinutePoint { minute_of_hour, value: price(1) })
			.collect();
		Minutes::<T>::insert(BTC, 0, (0, BoundedVec::truncate_from(points)));
		#[block]
		{
			Pallet::<T>::finish_minute(BTC, (minute + 1) * 60_000, 5);
		}
		assert_eq!(Minutes::<T>::get(BTC, 0).unwrap().1.len(), 60);
	}

	/// As many smiles as fit into a call, on all of which everybody else has voted.
	#[benchmark]
	fn report_smiles(s: Linear<1, MAX_SMILES>) {
		clear::<T>();
		others_seated::<T>();
		let who = seated::<T>(0);
		fill_panel::<T>(T::MaxReporters::get());
		let smiles = smiles_seen::<T>(s.min(T::MaxSmiles::get()), 61_000);
		all_have_seen::<T>(&smiles);
		Clock::<T>::mutate(|clock| clock.window += 1);
		let now_ms = Pallet::<T>::now_ms();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), now_ms, smiles.clone());
		let listed = crate::ListedSmiles::<T>::get();
		let has_new =
			|entry: &SmileEntry| listed.iter().any(|it| it.id == entry.smile && it.has_new_votes);
		assert!(smiles.iter().take(listed.len()).all(has_new));
	}

	/// The better of two slices, between two neighbours that are as hard to tell from it as can be.
	#[benchmark]
	fn propose_svi() {
		clear::<T>();
		let id = between_neighbours::<T>();
		let Svi { a, b, rho, m, sigma } = slice("0.0049");
		Surfaces::<T>::mutate(id, |surface| {
			let nodes =
				surface.as_ref().unwrap().nodes.nodes(id.seconds_left(Pallet::<T>::now_ms()));
			let better = Svi { a, b, rho, m, sigma };
			let surface = surface.as_mut().unwrap();
			for (total, node) in surface.nodes.totals.iter_mut().zip(nodes.unwrap()) {
				*total = better.total_variance(node.k).unwrap();
			}
		});
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id.underlying, id.expiry, a, b, rho, m, sigma);
		let taken = Surfaces::<T>::get(id).unwrap().slice.unwrap();
		assert_eq!(taken.svi, slice("0.0049"));
	}

	#[benchmark]
	fn set_surface_rule() -> Result<(), BenchmarkError> {
		let rule = SurfaceRule { slice_max_age_ms: 60_000, ..Default::default() };
		#[extrinsic_call]
		_(admin::<T>()?, rule);
		assert_eq!(crate::SurfaceRules::<T>::get(), rule);
		Ok(())
	}

	/// Looking through a list full of smiles, none of which may be counted: they do not fit.
	#[benchmark]
	fn step_smiles_base() {
		clear::<T>();
		all_listed::<T>();
		all_paused::<T>();
		let mut meter = WeightMeter::with_limit(T::WeightInfo::step_smiles_base());
		#[block]
		{
			let now_ms = Pallet::<T>::now_ms();
			Pallet::<T>::step_smiles(&[], now_ms, 0, &mut Default::default(), &mut meter);
		}
		assert!(crate::FirstSmile::<T>::exists());
	}

	/// Counting the votes of `r` reporters, none of whom agree, on a smile with a slice and two neighbours.
	#[benchmark]
	fn count_smile(r: Linear<1, { T::MaxReporters::get() }>) {
		clear::<T>();
		fill_panel::<T>(r);
		let id = between_neighbours::<T>();
		let nodes = Surfaces::<T>::get(id).unwrap().nodes;
		let entry = SmileEntry { smile: id, nodes };
		Clock::<T>::mutate(|clock| clock.window += 1);
		all_have_seen::<T>(&Smiles::truncate_from(vec![entry]));
		let panel = Panel::<T>::get();
		let mut rule = SurfaceRule::default();
		rule.counting.min_reporters = 1;
		let listed = crate::ListedSmiles::<T>::get();
		let arrived_in = crate::Clock::<T>::get().window;
		let now_ms = Pallet::<T>::now_ms();
		all_paused::<T>();
		let pauses = crate::PausedSmiles::<T>::get();
		let circumstances =
			Circumstances { panel: &panel, rule, pauses: &pauses, now_ms, arrived_in };
		let counted;
		#[block]
		{
			counted = Pallet::<T>::count_smile(&listed, id, &circumstances);
		}
		let (is_dormant, conducts) = counted;
		assert!(!is_dormant && conducts.iter().all(|conduct| conduct.voted));
	}

	#[benchmark]
	fn forget_smile() {
		clear::<T>();
		let id = between_neighbours::<T>();
		fill_panel::<T>(T::MaxReporters::get());
		let nodes = Surfaces::<T>::get(id).unwrap().nodes;
		let entry = SmileEntry { smile: id, nodes };
		all_have_seen::<T>(&Smiles::truncate_from(vec![entry]));
		#[block]
		{
			Pallet::<T>::forget_smile(id);
		}
		assert!(!Surfaces::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
