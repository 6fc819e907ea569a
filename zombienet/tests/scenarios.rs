// SPDX-License-Identifier: Apache-2.0

//! Each scenario holds on nodes that behave, and does not on nodes that do not.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::{
	env, fs,
	path::PathBuf,
	time::{Duration, Instant},
};
use straddle_network_harness::{
	agreement::Subject,
	scenario::{play, Loss, Scenario, Settings},
	specification::Reporters,
	Failure,
};

/// The fake node, which cargo builds beside the tests.
fn fake_node() -> PathBuf {
	let tests = env::current_exe().unwrap();
	let profile = tests.ancestors().nth(2).unwrap();
	profile.join("examples").join("fake_node")
}

fn settings(fault: Option<&str>) -> Settings {
	Settings {
		node: fake_node(),
		node_arguments: fault.map(|fault| format!("--fault={fault}")).into_iter().collect(),
		reporters: Reporters::AsPreset,
		slot: Duration::from_millis(50),
		blocks: 20,
		limit: Duration::from_secs(60),
		patience: Duration::from_secs(4),
		traffic: None,
		files: env!("CARGO_TARGET_TMPDIR").into(),
		keep_files: false,
	}
}

fn run(scenario: Scenario, settings: Settings) -> Result<(), Failure> {
	let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
	runtime.block_on(play(&scenario, settings))
}

fn lose_dave() -> Scenario {
	Scenario::LoseOne(Loss { victim: "dave".into(), at: 5, without: 10 })
}

#[test]
fn four_nodes_that_agree_hold() {
	run(Scenario::Finalise, settings(None)).unwrap();
}

#[test]
fn a_node_that_is_lost_and_returns_holds() {
	run(lose_dave(), settings(None)).unwrap();
}

#[test]
fn files_stay_only_if_the_scenario_does_not_hold() {
	let files = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("files-stay");
	let left = |fault| {
		let _ = fs::remove_dir_all(&files);
		let outcome = run(Scenario::Finalise, Settings { files: files.clone(), ..settings(fault) });
		let logs = fs::read_dir(&files)
			.unwrap()
			.map(|entry| entry.unwrap().path().join("dave.log"));
		(outcome.is_ok(), logs.filter(|log| log.is_file()).count())
	};
	assert_eq!(left(None), (true, 0));
	assert_eq!(left(Some("fork")), (false, 1));
}

#[test]
fn a_fork_is_noticed() {
	match run(Scenario::Finalise, settings(Some("fork"))).unwrap_err() {
		Failure::Disagreement(disagreement) => {
			assert_eq!(disagreement.height, 7);
			assert_eq!(disagreement.subject, Subject::StateRoot);
		},
		other => panic!("{other}"),
	}
}

#[test]
fn a_fork_of_the_node_that_returns_is_noticed() {
	let failure = run(lose_dave(), settings(Some("fork"))).unwrap_err();
	assert!(matches!(failure, Failure::Disagreement(_)), "{failure}");
}

#[test]
fn finality_that_stands_still_is_noticed() {
	let failure = run(Scenario::Finalise, settings(Some("standstill"))).unwrap_err();
	assert!(matches!(failure, Failure::Stalled { .. }), "{failure}");
}

#[test]
fn finality_without_a_majority_is_noticed() {
	// Fake nodes finalise by the clock, whoever else runs.
	let failure = run(Scenario::StallAndRecover, settings(None)).unwrap_err();
	assert!(failure.to_string().starts_with("two of four validators finalised"), "{failure}");
}

#[test]
fn a_node_that_ends_by_itself_is_noticed() {
	let slow = Settings { blocks: 1_000, ..settings(Some("crash")) };
	match run(Scenario::Finalise, slow).unwrap_err() {
		Failure::NodeEnded { name, status } => {
			assert_eq!(name, "bob");
			assert!(status.contains('7'), "{status}");
		},
		other => panic!("{other}"),
	}
}

#[test]
fn a_node_under_another_name_is_noticed() {
	match run(Scenario::Finalise, settings(Some("impostor"))).unwrap_err() {
		Failure::Identity { name, .. } => assert_eq!(name, "charlie"),
		other => panic!("{other}"),
	}
}

#[test]
fn a_scenario_that_takes_too_long_ends() {
	let limit = Duration::from_secs(3);
	let began = Instant::now();
	let endless = Settings { blocks: u32::MAX, limit, ..settings(None) };
	let failure = run(Scenario::Finalise, endless).unwrap_err();
	assert!(matches!(failure, Failure::TooLong { .. }), "{failure}");
	assert!(began.elapsed() < limit * 5);
}

#[test]
fn traffic_finds_the_network_and_is_waited_for() {
	let traffic = r#"case "$STRADDLE_URL" in ws://127.0.0.1:*) sleep 4 ;; *) exit 1 ;; esac"#;
	let began = Instant::now();
	let busy = Settings { traffic: Some(traffic.into()), ..settings(None) };
	run(Scenario::Finalise, busy).unwrap();
	assert!(began.elapsed() >= Duration::from_secs(4));
}

#[test]
fn traffic_that_fails_is_noticed() {
	let failing = Settings { traffic: Some("exit 4".into()), blocks: 1_000, ..settings(None) };
	let failure = run(Scenario::Finalise, failing).unwrap_err();
	assert!(matches!(failure, Failure::Traffic(_)), "{failure}");
}

#[test]
fn nothing_is_claimed_under_traffic_that_was_over() {
	let brief = Settings { traffic: Some("true".into()), ..settings(None) };
	let failure = run(lose_dave(), brief).unwrap_err();
	assert_eq!(failure.to_string(), "the traffic was over before dave was lost");
}

#[test]
fn traffic_that_ends_while_a_node_is_lost_is_noticed() {
	let loss = Loss { victim: "dave".into(), at: 5, without: 200 };
	let brief = Settings { traffic: Some("sleep 5".into()), ..settings(None) };
	let failure = run(Scenario::LoseOne(loss), brief).unwrap_err();
	assert_eq!(failure.to_string(), "the traffic was over before dave came back");
}

#[test]
fn a_missing_node_is_said_to_be_missing() {
	let missing = Settings { node: "/nowhere/straddle-node".into(), ..settings(None) };
	let failure = run(Scenario::Finalise, missing).unwrap_err();
	assert!(matches!(failure, Failure::NoNode(_)), "{failure}");
}
