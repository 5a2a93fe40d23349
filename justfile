# Recipes for those who work on demarche; `just` alone lists them.

bench := "../shared/bench/run"

_list:
    @just --list --unsorted

# Build the program as it is handed out.
build:
    cargo build --profile dist

# All tests: cases, laws, the code book's examples, the program as a process.
test:
    cargo test --workspace

# What must hold before a change lands.
ci:
    .ci/run

# Format and lint.
tidy:
    cargo fmt
    cargo clippy --workspace --all-targets -- -D warnings

# The wheel for Python as it is handed out, installed in a fresh environment and tested.
python:
    .ci/python --profile dist

# One benchmark (dispatches, relate, ud, …), or all.
bench task="all":
    cargo build --release
    {{bench}} {{task}} target/release/demarche

# Words per second of every stage and of the whole, on one core, and the load time.
speed:
    cargo run --release -p demarche-forge -- speed

# Make the shipped models and tables again from open data.
forge what:
    cargo run --release -p demarche-forge -- {{what}} --data ../shared/data --out crates/demarche-models

# Looks at every page of the desk in headless Chromium, light and dark, and keeps pictures of it. Needs npm and a Chromium.
look FOLDER="target/look":
    cargo build --release
    cd crates/demarche-cli/web && npm ci && npm run check && node look.js ../../../target/release/demarche ../../../{{FOLDER}}

# Fifty readers ask all pages of the desk while an import runs; `just load 600000 60` is an archive of 100,000 reports, a minute.
load EVENTS="30000" SECONDS="30":
    cargo build --release -p demarche-cli -p demarche-forge
    mkdir -p target/load
    test -e target/load/{{EVENTS}}.archive || target/release/demarche-forge archive --events {{EVENTS}} --archive target/load/{{EVENTS}}.archive
    node crates/demarche-cli/web/load.js target/release/demarche target/load/{{EVENTS}}.archive {{SECONDS}}
