# The parts of ./dev test. Each counts its cases; a part that counted none has failed. Sourced by ./dev.

parts=(format tidy unit lifecycle web api browser crash generated sanitize)
passed=0 failed=0 skipped=0
test_folder=build/test_run

count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# step WORDS COMMAND…: a check that passes or fails as one case
step() {
    local words=$1
    shift
    if "$@" >"$test_folder/step.txt" 2>&1; then count 1 0 0; else
        echo "FAILED: $words" && tail -60 "$test_folder/step.txt"
        count 0 1 0
    fi
}

# judge_program NAME PROGRAM [OPTION…]: one GoogleTest program; leaves its counts and what to say in $test_folder/judged/NAME
judge_program() {
    local name=$1 out=$test_folder/judged/$1.txt status=0 ran good left bad
    shift
    # The random cases are the same in every run.
    RC_PARAMS="seed=4212 ${RC_PARAMS:-}" HEMU_DATA_FILES=$PWD/build/data_files timeout --foreground -k 10 900 "$@" --gtest_brief=1 >"$out" 2>&1 || status=$?
    ran=$(sed -n 's/^\[==========\] \([0-9]*\) tests\? from .* ran\..*/\1/p' "$out" | tail -1)
    good=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$out" | tail -1)
    left=$(sed -n 's/^\[  SKIPPED \] \([0-9]*\) test.*/\1/p' "$out" | tail -1)
    good=${good:-0} left=${left:-0} bad=$((${ran:-0} - ${good:-0} - ${left:-0}))
    # A crash counts as one failed case.
    if ((bad <= 0)); then bad=$((status == 0 && good + left > 0 ? 0 : 1)); fi
    echo "$good $bad $left $status $*" >"$test_folder/judged/$name"
}

# gather_judged: adds up what judge_program left, and shows the words of what failed
gather_judged() {
    local judged good bad left status words
    for judged in "$test_folder"/judged/*.txt; do
        read -r good bad left status words <"${judged%.txt}"
        if ((bad)); then
            echo "FAILED: $words (status $status)"
            if grep -q '^TAP version' "$judged"; then cat "$judged"; else grep -v '^{"at"' "$judged" | tail -60; fi
        else sed -n 's/^ *# say: //p' "$judged"; fi
        count "$good" "$bad" "$left"
    done
    rm -rf "$test_folder/judged"
}

run_program() {
    mkdir -p "$test_folder/judged"
    judge_program "$(basename "$1")" "$@"
    gather_judged
}

# run_programs FOLDER: its test programs, as many at once as there are processors
run_programs() {
    local program
    mkdir -p "$test_folder/judged"
    for program in "$1"/*_test; do
        while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n || true; done
        judge_program "$(basename "$program")" "$program" &
    done
    wait
    gather_judged
}

# judge_node FILE: one file of node's own test runner; leaves the same as judge_program
judge_node() {
    local name out status=0 good bad left
    name=$(basename "$1" .mjs) out=$test_folder/judged/$(basename "$1" .mjs).txt
    timeout --foreground -k 10 1500 node --test --test-reporter=tap "$1" >"$out" 2>&1 || status=$?
    good=$(sed -n 's/^# pass \([0-9]*\)/\1/p' "$out" | tail -1)
    bad=$(sed -n 's/^# fail \([0-9]*\)/\1/p' "$out" | tail -1)
    left=$(sed -n 's/^# skipped \([0-9]*\)/\1/p' "$out" | tail -1)
    good=${good:-0} bad=${bad:-0} left=${left:-0}
    if ((status != 0 && bad == 0)) || ((good + left == 0)); then bad=1; fi
    echo "$good $bad $left $status $1" >"$test_folder/judged/$name"
}

# Those that take longest, so that none of them is left alone at the end.
long_files='/(rights|bulk|confidence|states|every_page)\.test'

# run_node_tests FILE…: one after the other, or $files_at_once
run_node_tests() {
    local file
    mkdir -p "$test_folder/judged"
    while read -r file; do
        while (($(jobs -rp | wc -l) >= ${files_at_once:-1})); do wait -n || true; done
        judge_node "$file" </dev/null &
    done < <(printf '%s\n' "$@" | grep -E "$long_files" || true; printf '%s\n' "$@" | grep -vE "$long_files" || true)
    wait
    gather_judged
}

sources() { find src tests bench -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print; }

check_format() { sources | xargs clang-format --dry-run -Werror; }

test_format() { step 'clang-format' check_format; }

test_tidy() {
    step 'the tree is tidy' python3 -B tools/tidy.py
    run_python_tests tools/tidy_test.py
    run_python_tests tools/schema_test.py
}

# run_python_tests FILE: unittest's own count
run_python_tests() {
    local out=$test_folder/python.txt ran bad
    python3 -B "$1" >"$out" 2>&1 || true
    ran=$(sed -n 's/^Ran \([0-9]*\) tests\?.*/\1/p' "$out")
    bad=$(sed -n 's/^FAILED (.*/1/p' "$out")
    if [ -n "$bad" ] || ((${ran:-0} == 0)); then
        bad=$(grep -cE '^(FAIL|ERROR): ' "$out" || true) && cat "$out"
        count $((${ran:-0} > bad ? ran - bad : 0)) $((bad ? bad : 1)) 0
    else count "$ran" 0 0; fi
}

# The program and all test programs, built once however many parts want them.
built=
need_programs() {
    if [ -z "$built" ]; then
        echo 'building'
        built=broken
        build build/test all -DHEMU_TESTS=ON && build_data && built=whole
        chmod -R a+rX build/data_files
    fi
    [ "$built" = whole ]
}

need_pages() { need_programs && build_pages build/test/hemu; }

# Both engines wait for the disk with every commit. What tests write is thrown away, and killing programs, as some do, does
# not need it on a disk: they write into memory where there is plenty, and PostgreSQL does not sync. Half of their time.
need_memory() {
    local free_kb
    free_kb=$(df --output=avail /dev/shm 2>/dev/null | tail -1)
    if ((${free_kb:-0} < 6 * 1024 * 1024)); then return; fi
    TMPDIR=$(mktemp -d /dev/shm/hemu_test.XXXXXX)
    export TMPDIR
    chmod 755 "$TMPDIR"
    in_memory=$TMPDIR
}

need_postgres() {
    if [ -n "${HEMU_TEST_POSTGRES:-}" ]; then return; fi
    export HEMU_TEST_POSTGRES_DIR=$PWD/$test_folder/postgres
    HEMU_TEST_POSTGRES=$(HEMU_TEST_POSTGRES_OPTIONS='-c fsync=off' tools/test_postgres.sh start | tail -1) || return
    export HEMU_TEST_POSTGRES
    own_postgres=yes
}

# Whatever happens, nothing is left running: the private cluster, and servers that a test could not end.
end_everything() {
    local mark
    for mark in "$test_folder"/servers/*; do
        if [ -e "$mark" ]; then kill -KILL "${mark##*/}" 2>/dev/null || true; fi
    done
    if [ -n "${own_postgres:-}" ]; then tools/test_postgres.sh stop >/dev/null 2>&1 || true; fi
    rm -rf "$test_folder" ${in_memory:+"$in_memory"}
}

test_unit() { need_programs && need_postgres && run_programs build/test; }

# 10,000 walks on SQLite in two halves with seeds of their own, beside 1,000 on PostgreSQL; HEMU_TEST_WALKS: other numbers.
test_lifecycle() {
    need_programs && need_postgres || return
    local half=$((${HEMU_TEST_WALKS:-10000} / 2))
    mkdir -p "$test_folder/judged"
    HEMU_TEST_WALKS=$half judge_program first_half build/test/lifecycle_walks --gtest_filter='-*/postgres' &
    HEMU_TEST_WALKS=$half HEMU_TEST_SEED=2 judge_program second_half build/test/lifecycle_walks --gtest_filter='*/sqlite' &
    wait -n || true
    judge_program postgres build/test/lifecycle_walks --gtest_filter='*/postgres' &
    wait
    gather_judged
}

test_web() {
    need_pages || return
    step 'words of the pages' bash -c 'cd web && npm run --silent check:words'
    step 'colours of the pages' bash -c 'cd web && npm run --silent check:colours'
    step 'browsers of the pages' bash -c 'cd web && npm run --silent check:browsers'
    step 'types of the pages' bash -c 'cd web && npm run --silent check:types'
}

# bulk waits for minutes, so that what is done to many can be taken back; others run meanwhile.
test_api() {
    need_pages && need_postgres && install_npm tests && HEMU=build/test/hemu files_at_once=$(nproc) run_node_tests tests/api/*.test.mjs
}

# What measures how soon something is seen has the machine for itself; the others wait for their browser, so that one more
# than there are processors is worth it. HEMU_PICTURES=1 draws what they see into build/screenshots.
test_browser() {
    need_pages && install_npm tests || return
    local file files=()
    for file in tests/browser/*.test.mjs; do [[ $file =~ live|lighthouse|speed ]] || files+=("$file"); done
    for file in live lighthouse speed; do HEMU=build/test/hemu run_node_tests "tests/browser/$file.test.mjs"; done
    HEMU=build/test/hemu files_at_once=$(($(nproc) + 1)) run_node_tests "${files[@]}"
}

test_crash() { need_programs && need_postgres && install_npm tests && HEMU=build/test/hemu run_node_tests tests/crash/*.test.mjs; }

test_generated() {
    need_programs && need_postgres
    step 'docs/architecture.md has the graph of verbs (./dev schema writes it)' python3 -B tools/generated.py check graph build/test/hemu
    step 'docs/schema.sql (./dev schema writes it)' python3 -B tools/generated.py check schema build/test/hemu
}

# Unit and API tests once more, under the address and undefined-behaviour sanitizers.
test_sanitize() {
    echo 'building with sanitizers'
    build build/sanitize all -DHEMU_TESTS=ON -DHEMU_SANITIZE=ON || return
    need_pages && need_postgres && install_npm tests || return
    # Slow programs: fewer of the random cases, and no measuring (HEMU_SANITIZED).
    export RC_PARAMS=max_success=20 HEMU_SANITIZED=1 UBSAN_OPTIONS=print_stacktrace=1
    export LSAN_OPTIONS=suppressions=$PWD/tools/dev/leaks.txt:print_suppressions=0
    run_programs build/sanitize
    HEMU=build/sanitize/hemu files_at_once=$(nproc) run_node_tests tests/api/*.test.mjs
    unset RC_PARAMS HEMU_SANITIZED LSAN_OPTIONS
}

# One part, or one test program by its folder's name: ./dev test intake
run_part() {
    local begun=$SECONDS before=$((passed + failed + skipped))
    say "$1"
    if declare -F "test_$1" >/dev/null; then "test_$1" || count 0 1 0; else
        build build/test "$1_test" -DHEMU_TESTS=ON && build_data && need_postgres && run_program "build/test/$1_test" || count 0 1 0
    fi
    if ((passed + failed + skipped == before)); then echo "FAILED: $1 ran no test" && count 0 1 0; fi
    echo "$1: $((SECONDS - begun)) s"
}

run_tests() {
    install_packages "${build_packages[@]}" "${test_packages[@]}"
    install_node
    trap end_everything EXIT
    trap 'exit 130' INT TERM
    mkdir -p "$test_folder/servers"
    export HEMU_TEST_SERVERS=$PWD/$test_folder/servers
    need_memory
    local part
    for part in "${@:-${parts[@]}}"; do run_part "$part"; done
    say "$SECONDS s in all"
    end_everything
    echo "hemu: $passed passed, $failed failed, $skipped skipped"
    ((failed == 0))
}
