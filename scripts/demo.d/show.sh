# What the demo prints: headings, commands with their output, checks. Sourced by scripts/demo.
# shellcheck shell=bash

BOLD='' CYAN='' GREEN='' RED='' PLAIN=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    BOLD=$'\e[1m' CYAN=$'\e[36m' GREEN=$'\e[32m' RED=$'\e[31m' PLAIN=$'\e[0m'
fi

STAGE=0 CHECKS=0 CODE=0 TYPED=''

stage() { # what to notice
    STAGE=$((STAGE + 1))
    printf '\n%s== %d. %s%s\n' "$BOLD" "$STAGE" "$*" "$PLAIN"
}

ok() {
    CHECKS=$((CHECKS + 1))
    printf '%s   ok: %s%s\n' "$GREEN" "$*" "$PLAIN"
}

not_as_told() {
    printf '%s   NOT AS TOLD: %s%s\n' "$RED" "$*" "$PLAIN"
    exit 1
}

# A command line as one would type it, in TYPED. (Not printed: Ctrl-C while bash 5.2 parses
# a command substitution makes a syntax error of the trap.)
as_typed() {
    local word
    TYPED=''
    for word in "$@"; do
        case "$word" in
            '' | *[!A-Za-z0-9_./:=,@+-]*) word="'${word//\'/\'\\\'\'}'" ;;
        esac
        TYPED="$TYPED${TYPED:+ }$word"
    done
}

prompt() { printf '%s$ %s%s\n' "$CYAN" "$*" "$PLAIN"; }

# run COMMAND...: shows it and what it prints; leaves that in $WORK/printed, the exit code in CODE.
run() {
    as_typed "$@"
    prompt "$TYPED"
    quietly "$@"
}

# The same with a file as standard input.
run_with_input() { # file command...
    local input="$1"
    shift
    as_typed "$@"
    prompt "$TYPED < $input"
    quietly "$@" <"$input"
}

# The same with standard output going to a file.
run_into() { # file command...
    local output="$1"
    shift
    as_typed "$@"
    prompt "$TYPED > $output"
    CODE=0
    "$@" 2>"$WORK/printed" >"$output" || CODE=$?
    cat "$WORK/printed"
    exit_shown
}

# Without the command line.
quietly() {
    CODE=0
    "$@" 2>&1 | tee "$WORK/colored" || CODE=${PIPESTATUS[0]}
    sed $'s/\e\\[[0-9;]*m//g' "$WORK/colored" >"$WORK/printed"
    exit_shown
}

exit_shown() { if [ "$CODE" -ne 0 ]; then echo "(exit code $CODE)"; fi; }

expect_code() { # code, what it means
    [ "$CODE" -eq "$1" ] || not_as_told "exit code $CODE, $1 was promised ($2)"
    ok "exit code $1: $2"
}

expect_says() { # text, what it means
    grep -qF -- "$1" "$WORK/printed" || not_as_told "\`$1\` is not in what was printed ($2)"
    ok "$2"
}

expect_equal() { # found, wanted, what it means
    [ "$1" = "$2" ] || not_as_told "$3: found
$1
where this was promised:
$2"
    ok "$3"
}

hash_of() { # file
    if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi
}

summary() {
    printf '\n%sdemo: all %d checks passed in %d s (build %d s); PostgreSQL %s; nothing is left behind%s\n' \
        "$BOLD" "$CHECKS" "$SECONDS" "$built" "$VERSION" "$PLAIN"
}
