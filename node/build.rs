// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Tells the program its version.

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
	// A program that is only tried here may name an older commit: to compile it again for each costs minutes.
	if std::env::var("PROFILE").as_deref() == Ok("release") {
		substrate_build_script_utils::rerun_if_git_head_changed();
	} else {
		println!("cargo::rerun-if-changed=build.rs");
	}
}
