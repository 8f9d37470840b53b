#!/bin/sh
# A private PostgreSQL cluster for tests: tools/test_postgres.sh start | halt | stop | url
# start   makes and starts it when needed, prints its URL (for HEMU_TEST_POSTGRES)
# halt    stops it and keeps its folder for another start
# stop    stops it and removes its folder
# It lives in build/postgres (or $HEMU_TEST_POSTGRES_DIR), is reached by a unix socket only, and runs as an ordinary
# user: the caller, or `postgres` when the caller is root. Data is synced to disk as in real use, unless settings for
# one start say otherwise, as the server takes them on its command line: $HEMU_TEST_POSTGRES_OPTIONS (-c fsync=off).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${HEMU_TEST_POSTGRES_DIR:-$root/build/postgres}
mark=$(printf '%s' "$folder" | cksum | cut -d ' ' -f 1)

find_programs() {
    for place in /usr/lib/postgresql/15/bin "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin; do
        if [ -x "$place/initdb" ]; then
            programs=$place
            return
        fi
    done
    echo "no PostgreSQL server found: install the package postgresql" >&2
    exit 1
}

as_user() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ LC_ALL=C.UTF-8 "$@"
    else
        env LC_ALL=C.UTF-8 "$@"
    fi
}

# The server's user must be able to reach and write the folder; below a closed home directory it cannot.
choose_folder() {
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then
        chown postgres:postgres "$folder"
        if ! (cd / && as_user test -w "$folder" -a -x "$folder"); then
            folder=/var/tmp/hemu-postgres-$mark
            mkdir -p "$folder"
            chown postgres:postgres "$folder"
        fi
    fi
    chmod 700 "$folder"
    socket=$folder/socket
    # A socket's path holds at most 107 bytes, ".s.PGSQL.5432" included.
    if [ "${#socket}" -gt 90 ]; then socket=/tmp/hemu-postgres-$mark; fi
}

print_url() {
    printf 'postgresql://hemu@/hemu?host=%s\n' "$(printf '%s' "$socket" | sed 's/%/%25/g; s/ /%20/g')"
}

is_running() {
    [ -d "$folder/data" ] && as_user "$programs/pg_ctl" -D "$folder/data" status >/dev/null 2>&1
}

make_cluster() {
    as_user rm -rf "$folder/data.new" "$folder/data"
    as_user "$programs/initdb" -D "$folder/data.new" -U hemu --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    as_user sh -c "cat >> '$folder/data.new/postgresql.conf'" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$socket'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
max_wal_size = 1GB
fsync = on
SETTINGS
    as_user mv "$folder/data.new" "$folder/data"
}

start() {
    if ! is_running; then
        [ -f "$folder/data/PG_VERSION" ] || make_cluster
        as_user mkdir -p -m 700 "$socket"
        if ! as_user "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
            -o "${HEMU_TEST_POSTGRES_OPTIONS:-}" start >/dev/null; then
            tail -n 20 "$folder/log" >&2
            exit 1
        fi
    fi
    if ! as_user "$programs/psql" -h "$socket" -U hemu -d hemu -qc '' >/dev/null 2>&1; then
        as_user "$programs/createdb" -h "$socket" -U hemu hemu
    fi
    print_url
}

halt() {
    if is_running; then as_user "$programs/pg_ctl" -D "$folder/data" -m fast -w -t 300 stop >/dev/null; fi
}

stop() {
    if is_running; then as_user "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null; fi
    rm -rf "$folder" "$socket"
}

find_programs
cd /
case ${1:-} in
    start | halt | stop)
        mkdir -p "$(dirname "$folder")"
        # One at a time, also when several test runs begin together.
        exec 9>"$folder.lock"
        flock 9
        choose_folder
        "$1" 9>&-
        ;;
    url)
        choose_folder
        print_url
        ;;
    *)
        sed -n '2,5s/^# //p' "$0" >&2
        exit 2
        ;;
esac
