#!/usr/bin/env bash
#SBATCH --job-name=@NAME@
#SBATCH --array=1-@SHARDS@
#SBATCH --cpus-per-task=@THREADS@
#SBATCH --mem=@MEGABYTES@M
#SBATCH --time=@MINUTES@
#SBATCH --output=shard-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
# One shard of @SHARDS@. The number is a constant: a part of the array that is submitted again is of the same division.
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-$(dirname "$0")}"
i=$SLURM_ARRAY_TASK_ID
exec "${ESCALADE:-escalade}" @SHARD@ "$i/@SHARDS@" --out "shards/$i" \
    --threads "${SLURM_CPUS_PER_TASK:-1}" --large --quiet
