# Timing and statistics, whole processes on the wall clock, in microseconds inside. Source it.
# shellcheck shell=bash

# timed COUNT COMMAND...: microseconds of each run, one a line. What the command prints goes to stderr.
timed() {
    local count="$1" n begin end
    shift
    for ((n = 0; n < count; n++)); do
        begin="${EPOCHREALTIME/./}"
        "$@" >&2 || die "failed: $*"
        end="${EPOCHREALTIME/./}"
        echo $((end - begin))
    done
}

# stats NUMBERS...: min, median and max.
stats() {
    printf '%s\n' "$@" | sort -n | awk '
        { v[NR] = $1 }
        END {
            middle = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
            printf "%.4f %.4f %.4f\n", v[1], middle, v[NR]
        }'
}

# median_of "NUMBERS": sets MEDIAN, a whole number.
median_of() {
    # shellcheck disable=SC2086
    MEDIAN="$(stats $1 | awk '{ printf "%.0f", $2 }')"
}

ms() { awk -v us="$1" 'BEGIN { if (us < 1e6) printf "%.0f ms", us / 1e3; else printf "%.1f s", us / 1e6 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf (a / b < 20 ? "%.2f" : "%.0f"), a / b }'; }
size() { stat -c %s "$1" 2>/dev/null | awk '{ printf "%.1f MB", $1 / 1e6 }'; }

several() {
    median_of "$(timed 5 "$@")"
    ms "$MEDIAN"
}

row_head() { printf '\n| %s | %s | %s |\n|---|---|---|\n' "$@"; }
row() { printf '| %s | %s | %s |\n' "$@"; }

# compare TITLE: `plan` and `copy` in turn. Sets PLAN_MEDIAN and COPY_MEDIAN.
compare() {
    local n ours=() theirs=() ratios=() a b low middle high
    for ((n = 0; n < WARM_UP; n++)); do
        plan
        copy
    done
    for ((n = 0; n < PAIRS; n++)); do
        a="$(timed 1 plan)"
        b="$(timed 1 copy)"
        ours+=("$a") theirs+=("$b") ratios+=("$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.4f", a / b }')")
        say "  plan $(ms "$a")   psql $(ms "$b")   ratio $(ratio "$a" "$b")"
    done
    printf '\n| %s | min | median | max |\n|---|---|---|---|\n' "$1"
    read -r low middle high <<<"$(stats "${ours[@]}")"
    PLAN_MEDIAN="${middle%.*}"
    printf '| A: `rolewright plan -f` | %s | %s | %s |\n' "$(ms "$low")" "$(ms "$middle")" "$(ms "$high")"
    read -r low middle high <<<"$(stats "${theirs[@]}")"
    COPY_MEDIAN="${middle%.*}"
    printf '| B: %s × `psql` COPY at once | %s | %s | %s |\n' "$DATABASES" "$(ms "$low")" "$(ms "$middle")" "$(ms "$high")"
    read -r low middle high <<<"$(stats "${ratios[@]}")"
    printf '| A / B of each pair | %.2f | **%.2f** | %.2f |\n' "$low" "$middle" "$high"
    printf '\nRatio of the medians: **%s**.\n' "$(ratio "$PLAN_MEDIAN" "$COPY_MEDIAN")"
}
