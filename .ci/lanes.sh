# Commands side by side, to be sourced: `lane NAME COMMAND...` starts one, `lanes_end` waits for all.
#
# What a lane prints is shown whole, lane after lane. One that fails stops no other, but fails
# lanes_end. With `trap lanes_stop EXIT` nothing is left running, whatever ends the script.

lane_names=() lane_pids=()
lane_logs="$(mktemp -d)"
lanes_patience=10 # seconds that an interrupted lane has to clear up

lane() {
    local name="$1"
    shift
    set -m # a group of processes of its own, in which Ctrl-C is not ignored: tests send it
    ( set -e; "$@" ) > "$lane_logs/${#lane_pids[@]}" 2>&1 < /dev/null &
    set +m
    lane_names+=("$name")
    lane_pids+=("$!")
}

lanes_end() {
    local number code failed=()
    for number in "${!lane_pids[@]}"; do
        code=0
        wait "${lane_pids[number]}" || code=$?
        printf '\n== %s\n' "${lane_names[number]}"
        cat "$lane_logs/$number"
        if [ "$code" -ne 0 ]; then failed+=("${lane_names[number]} (exit $code)"); fi
    done
    if [ "${#failed[@]}" -gt 0 ]; then
        printf '\nfailed: %s' "${failed[@]}" >&2
        printf '\n' >&2
        return 1
    fi
    lane_names=() lane_pids=()
}

# Interrupts what still runs, and kills what is left of it after a while.
lanes_stop() {
    local until=$((SECONDS + lanes_patience))
    trap '' INT TERM
    lanes_kill INT || true
    while lanes_kill 0 && [ "$SECONDS" -lt "$until" ]; do sleep 0.1; done
    lanes_kill KILL || true
    rm -rf "$lane_logs"
} 2> /dev/null

# Sends a signal to every lane; fails where none is left to get it.
lanes_kill() {
    local pid left=1
    for pid in ${lane_pids[@]+"${lane_pids[@]}"}; do
        if kill "-$1" -- "-$pid"; then left=0; fi
    done
    return "$left"
}
