// SPDX-License-Identifier: Apache-2.0

//! What a runtime upgrade changes in storage.
//!
//! A migration is added here with the release that needs it, and removed once every network has
//! passed it. Storage of bounded size is changed within the block of the upgrade
//! ([`SingleBlock`]); maps that grow with use are changed in steps over many blocks
//! ([`MultiBlock`]), during which only inherents are accepted.

/// Runs within the first block after the upgrade, in this order.
pub type SingleBlock = ThisRelease;

/// What the release under way needs.
type ThisRelease = ();

/// Runs in steps over as many blocks as it takes.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type MultiBlock = ();
/// Runs in steps over as many blocks as it takes.
#[cfg(feature = "runtime-benchmarks")]
pub type MultiBlock = pallet_migrations::mock_helpers::MockedMigrations;
