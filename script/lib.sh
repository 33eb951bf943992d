# shellcheck shell=bash
# lib.sh - what every script here starts with: strict shell, the project's folder, plain messages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export KHETANE_STARTED=${KHETANE_STARTED:-$EPOCHSECONDS}

# Progress and errors go to the terminal's error side, with the seconds since the first script began.
say() { printf '%4d s  %s\n' $((EPOCHSECONDS - KHETANE_STARTED)) "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# The comment under a script's first line is its help.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }
help_asked() {
    case ${1:-} in
    -h | --help)
        usage
        exit 0
        ;;
    esac
}

# Runs a command quietly; shows all it said only when it fails.
quiet() {
    local log code=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || code=$?
    [ "$code" = 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$code"
}
