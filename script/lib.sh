# lib.sh - what every script here starts with: strict shell, the project's folder, plain messages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Runs a command quietly; shows all it said only when it fails.
quiet() {
    local log
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        local code=$?
        cat "$log" >&2
        rm -f "$log"
        return "$code"
    fi
}
