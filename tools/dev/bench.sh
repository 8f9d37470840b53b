# The parts of ./dev bench. Each measures something beside its yardstick, in turns; what was measured goes as lines of
# JSON into build/bench/<date>/, from which bench/report.py makes the table. Sourced by ./dev.

bench_parts=(http register reads growth search start papers bundle)
bench_folder=$PWD/build/bench
bench_sizes=(10000 100000 1000000)
bench_pids=()

# An ordinary share of the memory for PostgreSQL; what is committed is on disk, as everywhere.
bench_postgres_options='-c shared_buffers=1GB'
# While a database is filled nothing has to survive a crash.
bench_filling_options="$bench_postgres_options -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB"

end_bench() {
    local pid
    for pid in "${bench_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    bench_pids=()
    bench_postgres halt >/dev/null 2>&1 || true
}

bench_postgres() { HEMU_TEST_POSTGRES_DIR=$bench_folder/postgres tools/test_postgres.sh "$@"; }

# start_postgres OPTIONS: with these, also when it ran with others
start_postgres() {
    bench_postgres halt
    bench_url=$(HEMU_TEST_POSTGRES_OPTIONS=$1 bench_postgres start | tail -1)
}

# note NAME=VALUE…: one line for the report, for each line of JSON on the standard input when that is no terminal
note() { python3 -B bench/report.py note "$@" >>"$bench_run/measured.jsonl"; }

callers() { build/run/bench_callers "$@"; }

# The place of a city: city_of ENGINE NAME sets the program's arguments
city_of() {
    city=(--data "$bench_folder/$2" --files build/data_files)
    if [ "$1" = postgres ]; then city+=(--database "$bench_url" --set log_level=warn "city_schema=$2"); else city+=(--set log_level=warn); fi
}

# serve_city ENGINE NAME PORT: starts the program, waits until it is ready, sets served
serve_city() {
    local tries=0
    city_of "$1" "$2"
    build/run/hemu serve "${city[@]}" --port "$3" >>"$bench_run/servers.log" 2>&1 &
    served=$!
    bench_pids+=("$served")
    until curl -sf "http://127.0.0.1:$3/readyz" >/dev/null; do
        if ((++tries > 300)) || ! kill -0 "$served" 2>/dev/null; then tail -5 "$bench_run/servers.log" && return 1; fi
        sleep 0.1
    done
}

# settle PORT: until the first round of supervision, which after a filling has much to say, is over
settle() {
    local tries=0
    until curl -sf "http://127.0.0.1:$1/metrics" | awk '/^hemu_jobs_done/ {done = $2} /^hemu_jobs_running/ {running = $2} END {exit !(done > 0 && running == 0)}'; do
        if ((++tries > 1200)); then echo 'jobs do not end' >&2 && return 1; fi
        sleep 0.5
    done
}

end_servers() {
    local pid
    for pid in "${bench_pids[@]}"; do kill "$pid" && wait "$pid" 2>/dev/null || true; done
    bench_pids=()
}

# make_city ENGINE NAME DISPUTES: the demonstration city in a fresh database
make_city() {
    rm -rf "${bench_folder:?}/$2" && mkdir -p "$bench_folder/$2"
    if [ "$1" = postgres ]; then psql "$bench_url" -qc 'SET client_min_messages = warning' -c "DROP SCHEMA IF EXISTS $2 CASCADE"; fi
    city_of "$1" "$2"
    build/run/hemu demo --migrate "${city[@]}" --disputes "$3" >/dev/null
}

# What a filled database depends on; one that was filled more than a week ago has grown stale: everything in it is late.
filled_mark() { cat migrations/*.sql bench/bulk.py src/app/demo/*.cpp | sha256sum; }
is_filled() {
    local mark=$bench_folder/$1/filled_mark
    [ "$(cat "$mark" 2>/dev/null)" = "$(filled_mark)" ] && [ -n "$(find "$mark" -mtime -7)" ]
}

# need_cities ENGINE SIZE…: filled databases, each kept for the next run
need_cities() {
    local engine=$1 size name begun options=$bench_postgres_options
    shift
    for size in "$@"; do
        name=${engine}_$size
        if is_filled "$name"; then continue; fi
        if [ "$engine" = postgres ] && [ "$options" = "$bench_postgres_options" ]; then
            options=$bench_filling_options
            start_postgres "$options"
        fi
        begun=$SECONDS
        make_city "$engine" "$name" 3000
        if [ "$engine" = postgres ]; then set_of=(postgres "$bench_url" "$name"); else set_of=(sqlite "$bench_folder/$name/hemu.db"); fi
        python3 -B bench/bulk.py fill "$size" "${set_of[@]}"
        python3 -B bench/bulk.py sample "${set_of[@]}" >"$bench_folder/$name/sample"
        filled_mark >"$bench_folder/$name/filled_mark"
        echo "filled $engine with $size disputes in $((SECONDS - begun)) s"
    done
    if [ "$engine" = postgres ]; then start_postgres "$bench_postgres_options"; fi
}

# (a) a 100-byte JSON answer, by a worker and on the network thread, beside nginx
bench_http() {
    sh bench/http.sh build/run/bench_http_hello 9 3 | tee "$bench_run/http.txt"
    note part=http $(awk '/requests/ {print $1 "_rate=" $2} /^worker\/nginx/ {print "worker=" $2} /^network\/nginx/ {print "network=" $2}' "$bench_run/http.txt") </dev/null
}

# (b) registering over HTTP, beside pgbench running the same statements one by one and in its pipeline mode
bench_register() {
    local round
    start_postgres "$bench_postgres_options"
    make_city postgres register 500
    psql "$bench_url" -qc 'VACUUM (ANALYZE)'
    serve_city postgres register 18200
    callers 18200 1 1n "sessions:$bench_folder/register/cookies"
    build/run/bench_statements "$bench_folder/register/cookies" "$bench_folder/register" "database=$bench_url" city_schema=register \
        "data_dir=$bench_folder/register" | note part=register what=statements
    cp "$bench_folder/register/"*.sql "$bench_run/"
    callers 18200 16 2s register >/dev/null
    for round in 1 2 3 4 5 6 7; do
        run_pgbench one_by_one | note part=register what=one_by_one "round=$round"
        callers 18200 16 6s register | note part=register what=http "round=$round"
        run_pgbench pipelined | note part=register what=pipelined "round=$round"
    done
    callers 18200 16 6s register:alike | note part=register what=alike
    end_servers
}

run_pgbench() {
    # The schema is set in each transaction too; but a pipeline is prepared before it runs.
    PGOPTIONS='-c search_path=register' /usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 16 -j 2 -T 6 -D tick=0 \
        -D "begun=$(date +%s%3N)" -f "$bench_folder/register/$1.sql" "$bench_url" 2>"$bench_run/pgbench.log" |
        sed -n 's/^tps = \([0-9.]*\).*/{"rate":\1}/p'
}

# The readers: dispatcher of the city's centre, clerk of a county's, a mediator; and a county's dispatcher besides
bench_reads=(first:dispatcher:all next:dispatcher:all first:clerk1:my_body first:clerk1:all next:clerk1:all
    first:mediator_property:mine first:mediator_property:all first:dispatcher1:all
    counts:dispatcher counts:clerk1 counts:mediator_property counts:dispatcher1)

# (c) queue and case page with 16 callers at once
bench_reads() {
    local engine size=${bench_sizes[0]}
    for engine in sqlite postgres; do
        need_cities "$engine" "$size"
        serve_city "$engine" "${engine}_$size" 18201
        settle 18201
        callers 18201 16 3000n "${bench_reads[@]}" "case:dispatcher:$bench_folder/${engine}_$size/sample" |
            note part=reads "engine=$engine" "size=$size"
        end_servers
    done
}

# (d) the same, and registering, as the register grows; the sizes in turns, so that the machine's mood meets all
bench_growth() {
    local engine size round port
    for engine in sqlite postgres; do
        need_cities "$engine" "${bench_sizes[@]}"
        port=18210
        for size in "${bench_sizes[@]}"; do
            ((++port))
            serve_city "$engine" "${engine}_$size" "$port"
            settle "$port"
        done
        for round in 0 1 2 3 4; do
            port=18210
            for size in "${bench_sizes[@]}"; do
                # The first round fills caches and is not counted.
                ((++port))
                callers "$port" 2 500n "${bench_reads[@]}" "case:dispatcher:$bench_folder/${engine}_$size/sample" |
                    note part=growth "engine=$engine" "size=$size" "round=$round"
            done
        done
        for round in 0 1 2; do
            port=18210
            for size in "${bench_sizes[@]}"; do
                ((++port))
                callers "$port" 2 200n register | note part=growth "engine=$engine" "size=$size" "round=$round"
            done
        done
        # The smallest has grown by too much to be used again.
        rm -f "$bench_folder/${engine}_${bench_sizes[0]}/filled_mark"
        end_servers
    done
}

# (e) the first page of a search for two characters on the largest register, for who sees all, who sees a county, who sees little
bench_search() {
    local engine size=${bench_sizes[-1]} folder login share measures set_of
    for engine in sqlite postgres; do
        need_cities "$engine" "$size"
        folder=$bench_folder/${engine}_$size
        if [ "$engine" = postgres ]; then set_of=(postgres "$bench_url" "${engine}_$size"); else set_of=(sqlite "$folder/hemu.db"); fi
        measures=()
        for share in frequent middle rare; do
            python3 -B bench/bulk.py words "$share" "${set_of[@]}" >"$folder/$share"
            for login in dispatcher clerk1 mediator_property; do measures+=("search:$login:$folder/$share"); done
        done
        serve_city "$engine" "${engine}_$size" 18203
        settle 18203
        # The first round fills caches and is not counted.
        callers 18203 2 120n "${measures[@]}" >/dev/null
        callers 18203 2 600n "${measures[@]}" | note part=search "engine=$engine" "size=$size"
        end_servers
    done
}

resident() { sed -n "s/^$2:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$1/status"; }

# (f) from exec to the first answers on the largest register, and the memory that this and reading it takes
bench_start() {
    local engine name round
    for engine in sqlite postgres; do
        need_cities "$engine" "${bench_sizes[-1]}"
        name=${engine}_${bench_sizes[-1]}
        city_of "$engine" "$name"
        for round in 1 2 3 4 5; do
            python3 -B bench/starts.py 18202 build/run/hemu serve "${city[@]}" --port 18202 | note part=start "engine=$engine" "round=$round"
        done
        serve_city "$engine" "$name" 18202
        note part=memory "engine=$engine" when=started "resident_kb=$(resident "$served" VmRSS)" "most_kb=$(resident "$served" VmHWM)" </dev/null
        callers 18202 16 2000n "${bench_reads[@]}" "case:dispatcher:$bench_folder/$name/sample" >/dev/null
        note part=memory "engine=$engine" when=read "resident_kb=$(resident "$served" VmRSS)" "most_kb=$(resident "$served" VmHWM)" </dev/null
        end_servers
    done
}

# (g) papers: setting a one-page agreement beside Pango and Cairo alone, and asking for one over HTTP
bench_papers() {
    local engine
    build/run/bench_papers 3 5 | note part=papers what=setting
    start_postgres "$bench_postgres_options"
    for engine in sqlite postgres; do
        make_city "$engine" papers 400
        if [ "$engine" = postgres ]; then set_of=(postgres "$bench_url" papers); else set_of=(sqlite "$bench_folder/papers/hemu.db"); fi
        python3 -B bench/bulk.py sample "${set_of[@]}" >"$bench_folder/papers/sample"
        serve_city "$engine" papers 18204
        settle 18204
        callers 18204 1 50n "paper:dispatcher:$bench_folder/papers/sample" >/dev/null
        callers 18204 1 400n "paper:dispatcher:$bench_folder/papers/sample" | note part=papers what=http "engine=$engine"
        end_servers
    done
}

# (h) the whole file of a case, of forty photographs and more than a hundred pages, beside libjpeg's programs and qpdf
bench_bundle() {
    make_city sqlite bundle 100
    serve_city sqlite bundle 18205
    settle 18205
    python3 -B bench/bundle.py 18205 "$served" "$bench_folder/bundle/pieces" build/run/bench_photographs | note part=bundle
    end_servers
}

run_bench() {
    local part
    for part in "$@"; do declare -F "bench_$part" >/dev/null || { echo "no such part: $part" >&2 && return 2; }; done
    install_packages "${build_packages[@]}" "${bench_packages[@]}"
    install_node
    bench_run=$bench_folder/$(date +%Y-%m-%d_%H%M%S)
    mkdir -p "$bench_run"
    trap end_bench EXIT
    trap 'exit 130' INT TERM
    build build/run hemu -DHEMU_TESTS=OFF
    for part in http_hello callers statements papers photographs; do build build/run "bench_$part" -DHEMU_TESTS=OFF; done
    build_data
    for part in "${@:-${bench_parts[@]}}"; do
        say "$part"
        "bench_$part"
    done
    say "$SECONDS s in all"
    end_bench
    python3 -B bench/report.py table "$bench_run"
}
