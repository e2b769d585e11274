#!/usr/bin/env bash
#SBATCH --job-name=@NAME@-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=@MEGABYTES@M
#SBATCH --time=@MINUTES@
#SBATCH --output=merge.log
#SBATCH --open-mode=append
#SBATCH --requeue
# All @SHARDS@ shards together; refused where one is missing, unfinished or damaged.
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-$(dirname "$0")}"
shards=()
for ((i = 1; i <= @SHARDS@; i++)); do shards+=("shards/$i"); done
exec "${ESCALADE:-escalade}" merge "${shards[@]}" --out merged --quiet
