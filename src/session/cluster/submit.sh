#!/usr/bin/env bash
# Submits the array, and the merger behind it. Options, such as a partition or an account, go to both.
set -euo pipefail
cd "$(dirname "$0")"
array=$(sbatch --parsable "$@" array.sh)
sbatch --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes "$@" merge.sh
