#!/usr/bin/env bash
# Work in real job arrays: a Slurm of one node on loopback, started here and stopped at the end, runs the scripts that
# `escalade cluster slurm` writes; one element of a run is killed with SIGKILL and submitted again; the mergers' bytes are held
# against those of the undivided run, comparison, sweep, tornado and batch. With Snakemake and its Slurm executor installed, the workflow is tried too.
#
#   apt-get install slurm-wlm munge      # Debian or Ubuntu; run as root
#   cargo build && tests/cluster/slurm.sh [target/debug/escalade]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
ESCALADE=$(realpath "${1:-$top/target/debug/escalade}")
export ESCALADE
home=$(mktemp -d)
export SLURM_CONF=$home/slurm.conf
daemons=()
linked=
stop() {
    if [ -n "$linked" ]; then rm -f "$linked"; fi
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do kill "${daemons[i]}" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$home"
}
trap stop EXIT

fail() {
    echo "FAILED: $1"
    tail -n 20 "$home"/*.log
    exit 1
}

# Waits until a command succeeds; at most so many seconds.
within() {
    local seconds=$1
    shift
    for ((i = 0; i < 10 * seconds; i++)); do
        if "$@" > /dev/null 2>&1; then return; fi
        sleep 0.1
    done
    fail "not within $seconds s: $*"
}

# --- a cluster of one node
chmod 755 "$home"
mkdir "$home/munge" "$home/state" "$home/spool"
chmod 755 "$home/munge"
dd if=/dev/urandom of="$home/munge/key" bs=1024 count=1 status=none
chmod 400 "$home/munge/key"
munged --foreground --force --key-file="$home/munge/key" --socket="$home/munge/socket" --pid-file="$home/munge/pid" \
    --log-file="$home/munge.log" --seed-file="$home/munge/seed" > "$home/munged.log" 2>&1 &
daemons+=($!)
cat > "$SLURM_CONF" << CONF
ClusterName=escalade
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$home/munge/socket
CredType=cred/munge
StateSaveLocation=$home/state
SlurmdSpoolDir=$home/spool
SlurmctldPidFile=$home/slurmctld.pid
SlurmdPidFile=$home/slurmd.pid
SlurmctldLogFile=$home/slurmctld.log
SlurmdLogFile=$home/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=1
ReturnToService=2
MailProg=/bin/true
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=4096 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
within 10 test -S "$home/munge/socket"
slurmctld -D -f "$SLURM_CONF" > "$home/ctld.out.log" 2>&1 &
daemons+=($!)
within 20 scontrol ping
slurmd -D -f "$SLURM_CONF" -N "$(hostname -s)" > "$home/slurmd.out.log" 2>&1 &
daemons+=($!)
within 30 sh -c 'sinfo --noheader --format=%t | grep --quiet idle'

# Every file but the log, as one checksum.
sum() { (cd "$1" && find . -type f ! -name run.log -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d " " -f 1); }
queue_is_empty() { test -z "$(squeue --noheader)"; }

# --- one array
cd "$home"
cp "$top/scenarios/07_speed_w2.toml" plain.toml
"$ESCALADE" cluster slurm plain.toml --shards 5 --replicates 3000000 --out job > /dev/null
"$ESCALADE" run plain.toml --replicates 3000000 --out whole --quiet --large > /dev/null
bash job/submit.sh
is_at_work() { ls "job/shards/2/parts/" | grep --quiet part; }
within 60 is_at_work
scancel --signal=KILL --full "$(squeue --noheader --array --states=R --format=%i | grep "_2$")"
within 300 queue_is_empty
test ! -f job/merged/summary.json || fail "merged although an element was killed"
test ! -f job/shards/2/shard.json || fail "the element was done before it was killed"
kept=$(find job/shards/2/parts -name "*.part" | wc -l)
(cd job && sbatch --array=2 array.sh)
within 300 queue_is_empty
(cd job && sbatch merge.sh)
within 300 queue_is_empty
grep --quiet resuming job/shards/2/run.log || fail "the element that was killed began anew"
test "$(sum job/merged)" = "$(sum whole)" || fail "the merger is not the undivided run"
echo "slurm: 5 elements, one killed with $kept parts kept and submitted again: merged $(sum job/merged) = undivided $(sum whole)"

# --- what else is divided
cp "$top/scenarios/14_alk_alectinib_at_once.toml" high.toml
cp "$top/scenarios/01_alk_alectinib_escalation.toml" rising.toml
printf 'course.1.dose\n30 nM\n100 nM\n300 nM\n1 uM\n' > draws.csv
sed -e '/^doses/d' -e '/^crash_below/d' -e '/^on_crash/d' -e '/^give_up_after/d' -e 's/^drug = "alectinib"/&\ndose = "100 nM"/' \
    -e '/^\[resistance\]/,/^\[stop\]/{/^\[stop\]/!d}' high.toml > constant.toml
# Folder of the undivided work by this option, and the command.
also() {
    local folder=$1
    shift
    "$ESCALADE" cluster slurm "$@" --shards 3 "$folder" "$1-job" > /dev/null
    "$ESCALADE" "$@" "$folder" "$1-whole" --quiet > /dev/null
    bash "$1-job/submit.sh"
    within 300 queue_is_empty
    test "$(sum "$1-job/merged")" = "$(sum "$1-whole")" || fail "the merged $1 is not the undivided one"
    echo "slurm: $1 in 3 elements: merged $(sum "$1-job/merged") = undivided"
}
also --out compare rising.toml high.toml --replicates 12 --worlds 12
also --out sweep constant.toml --vary "course.1.dose=30,100 nM" --replicates 12 --worlds 0
also --out tornado constant.toml --replicates 2
also --folder batch constant.toml --table draws.csv --flasks 8 --collect resistant,outcome_day

# --- the workflow
if command -v snakemake > /dev/null; then
    cp "$top/scenarios/05_rescue.toml" rescue.toml
    "$ESCALADE" cluster slurm rescue.toml --shards 3 --out flow > /dev/null
    "$ESCALADE" run rescue.toml --out rescue --quiet > /dev/null
    # The executor's steps forget where the configuration is; a Slurm without accounting is asked by squeue.
    if [ ! -e /etc/slurm/slurm.conf ]; then
        mkdir -p /etc/slurm
        ln -s "$SLURM_CONF" /etc/slurm/slurm.conf
        linked=/etc/slurm/slurm.conf
    fi
    (cd flow && timeout 600 snakemake --profile slurm --slurm-status-command squeue > ../snakemake.log 2>&1) || fail "snakemake"
    test "$(sum flow/merged)" = "$(sum rescue)" || fail "the workflow's merger is not the undivided run"
    echo "snakemake with its executor for Slurm: 3 shards merged $(sum flow/merged) = undivided"
else
    echo "snakemake is not installed: the workflow is not tried"
fi
