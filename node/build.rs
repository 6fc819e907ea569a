// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0

//! Tells the program its version, and its tests whether there is a runtime inside.

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
	substrate_build_script_utils::rerun_if_git_head_changed();

	println!("cargo::rustc-check-cfg=cfg(without_runtime)");
	println!("cargo::rerun-if-env-changed=SKIP_WASM_BUILD");
	if std::env::var_os("SKIP_WASM_BUILD").is_some() {
		println!("cargo::rustc-cfg=without_runtime");
	}
}
