#!/usr/bin/env bash
# Brings a machine to the point where everything in the Makefile runs; `make test` with the argument `tests`.
# Idempotent, and quick when nothing is missing. Prints only what it does.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
	printf 'setup: %s\n' "$*" >&2
	exit 1
}

toolchain=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
target=wasm32v1-none

# Which Debian package brings which program or file.
missing_packages() {
	command -v protoc >/dev/null || echo protobuf-compiler
	command -v cc >/dev/null || echo build-essential
	command -v make >/dev/null || echo make
	command -v git >/dev/null || echo git
	command -v curl >/dev/null || echo curl
	command -v pkg-config >/dev/null || echo pkg-config
	pkg-config --exists openssl 2>/dev/null || echo libssl-dev
	command -v python3 >/dev/null || echo python3
	# Only the tests of the JavaScript clients need these; which version, they check themselves.
	[ "${1:-}" = tests ] || return 0
	command -v node >/dev/null || echo nodejs
	command -v npm >/dev/null || echo npm
}

install_packages() {
	[ $# -gt 0 ] || return 0
	command -v apt-get >/dev/null || fail "please install, with your system's package manager: $*"
	[ "$(id -u)" = 0 ] || fail "please run: sudo apt-get install $*"
	say "installing Debian packages: $*"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q >/dev/null
	apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

# shellcheck disable=SC2046
install_packages $(missing_packages "$@")

# Of the tests, only the check that generated files are what their programs write needs it: without it that is
# skipped, and says so.
has_mpmath() { "$1" -c 'import mpmath' 2>/dev/null; }
if [ "${1:-}" = tests ] && ! has_mpmath python3 && ! has_mpmath /usr/bin/python3; then
	(install_packages python3-mpmath) ||
		say "could not install python3-mpmath; scripts/test.sh will skip its stage \`generated\`"
fi

if ! command -v rustup >/dev/null; then
	fail "rustup is missing: install it from https://rustup.rs and run this again"
fi
if ! rustup toolchain list | grep -q "^$toolchain"; then
	say "installing Rust $toolchain"
	rustup toolchain install "$toolchain" --profile minimal --component rust-src,rustfmt,clippy
fi
for tool in clippy-driver rustfmt; do
	rustup which --toolchain "$toolchain" $tool >/dev/null 2>&1 && continue
	component=${tool%-driver}
	say "adding $component to Rust $toolchain"
	rustup component add --toolchain "$toolchain" "$component"
done

# The runtime is compiled to WASM. Ask rustup for the target first; where it cannot be
# downloaded, build `core` and `alloc` from Debian's own compiler sources.
sysroot_has_target() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/$target/lib" ]; }

build_target_from_debian() {
	local packages=()
	[ -x /usr/bin/rustc ] || packages+=(rustc-web)
	[ -x /usr/bin/cargo ] || packages+=(cargo-web)
	[ -f /usr/lib/rustlib/src/rust/library/Cargo.toml ] || packages+=(rust-web-src)
	[ -L /usr/bin/rust-lld ] || packages+=(rust-web-llvm)
	install_packages "${packages[@]}"
	# The linker's package is named by the link that rust-web-llvm brings.
	[ -e /usr/bin/rust-lld ] || install_packages "$(readlink /usr/bin/rust-lld)"
	rustup toolchain list | grep -q '^debian' || rustup toolchain link debian /usr
	sysroot_has_target /usr/bin/rustc && return 0
	[ -w /usr/lib/rustlib ] || fail "please run once as root, to add $target to Debian's compiler: sudo make setup"
	say "building core and alloc for $target with Debian's compiler"
	local work
	work=$(mktemp -d)
	trap 'rm -rf "$work"' RETURN
	cat >"$work/Cargo.toml" <<-TOML
		[package]
		name = "standard-library-for-wasm"
		version = "0.0.0"
		edition = "2021"
		[lib]
		path = "lib.rs"
		[profile.release]
		panic = "abort"
		[workspace]
	TOML
	printf '#![no_std]\nextern crate alloc;\n' >"$work/lib.rs"
	# Without embedded bitcode the runtime's link-time optimisation cannot read these libraries.
	(cd "$work" && env -u CARGO_TARGET_DIR RUSTFLAGS="-C embed-bitcode=yes" RUSTC_BOOTSTRAP=1 \
		cargo +debian build --quiet --release --target $target -Zbuild-std=core,alloc)
	mkdir -p /usr/lib/rustlib/$target/lib
	cp "$work"/target/$target/release/deps/lib{core,alloc,compiler_builtins}-*.rlib /usr/lib/rustlib/$target/lib/
}

# STRADDLE_WASM_TARGET=debian takes Debian's compiler without asking rustup.
if [ "${STRADDLE_WASM_TARGET:-}" = debian ]; then
	build_target_from_debian
elif ! sysroot_has_target "$(rustup which --toolchain "$toolchain" rustc)"; then
	if sysroot_has_target /usr/bin/rustc && [ -e /usr/bin/rust-lld ]; then
		: # built by an earlier run
	elif rustup target add --toolchain "$toolchain" $target >/dev/null 2>&1; then
		say "added $target to Rust $toolchain"
	else
		build_target_from_debian
	fi
fi
