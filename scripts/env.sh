# Sourced by every script: what cargo must know to build this workspace.
STRADDLE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export STRADDLE_ROOT
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$STRADDLE_ROOT/target}
# What is tried and tested here, `make demo` included, is one build: the same profile, packages and features,
# so that no dependency is compiled twice. Natively it can examine states with `try_state` and run benchmarks;
# the chain's own code is compiled as for production, where `make build` compiles the rest, too.
# The benchmarks of the mathematics stay out: their yardsticks ask for other features of what a node is made of.
STRADDLE_BUILD=(--workspace --locked
	--features straddle-runtime/try-runtime,straddle-runtime/runtime-benchmarks
	--exclude market-maths-work --exclude market-maths-guest --exclude market-maths-benchmarks)
export STRADDLE_PLAIN_WASM=1 WASM_BUILD_TYPE=release
# Clippy compiles what it lints: with it in the compiler's place nothing is read twice. It is what `cargo clippy`
# does, but for a build, and only for our own crates. What is built for release does without, see `without_lints`.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__
without_lints() { unset RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS; }
export STRADDLE_BIN=$CARGO_TARGET_DIR/debug
# Nodes that scripts start keep the runtime as they compiled it, which is most of what a start takes.
export STRADDLE_RUNTIME_CACHE=${STRADDLE_RUNTIME_CACHE:-$CARGO_TARGET_DIR/runtime-cache}
# The WASM builder looks for the workspace here when the build products lie outside it.
export WASM_BUILD_WORKSPACE_HINT=$STRADDLE_ROOT
# The system's OpenSSL saves a quarter of a cold build.
export OPENSSL_NO_VENDOR=1

# Where rustup could not add the WASM target, scripts/setup.sh built it for Debian's compiler.
if [ "${STRADDLE_WASM_TARGET:-}" = debian ]; then
	export WASM_BUILD_TOOLCHAIN=debian
elif [ -z "${WASM_BUILD_TOOLCHAIN:-}" ]; then
	straddle_toolchain=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' "$STRADDLE_ROOT/rust-toolchain.toml")
	straddle_rustc=$(rustup which --toolchain "$straddle_toolchain" rustc 2>/dev/null || true)
	if [ -n "$straddle_rustc" ] && ! [ -d "$("$straddle_rustc" --print sysroot)/lib/rustlib/wasm32v1-none/lib" ] &&
		[ -d /usr/lib/rustlib/wasm32v1-none/lib ]; then
		export WASM_BUILD_TOOLCHAIN=debian
	fi
fi
