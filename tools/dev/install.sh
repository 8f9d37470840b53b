# What has to be on the machine. Sourced by ./dev; says what it installs, and nothing when all is there.

build_packages=(g++ cmake ninja-build ccache mold pkg-config libboost1.81-dev libpq-dev libsqlite3-dev libsodium-dev
    libssl-dev libfmt-dev libspdlog-dev libcli11-dev libtomlplusplus-dev liboath-dev libicu-dev libbrotli-dev zlib1g-dev libxlsxwriter-dev
    libcurl4-openssl-dev libpango1.0-dev libqrencode-dev libqpdf-dev libzip-dev libmagic-dev libgd-dev libjpeg62-turbo-dev libpng-dev libzxing-dev fonts-noto-cjk)
test_packages=(libgtest-dev libgmock-dev librapidcheck-dev clang-format python3 postgresql-15 chromium-headless-shell
    nginx-light openssl poppler-utils qpdf libreoffice-writer-nogui)
bench_packages=(nginx-light wrk postgresql-15 curl python3 qpdf libjpeg-turbo-progs)

say() { printf '\n== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

missing_of() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' "$@" 2>/dev/null | sed -n 's/^installed \([^:]*\).*/\1/p') || true
    for package in "$@"; do
        grep -qxF "$package" <<<"$installed" || echo "$package"
    done
}

# Server packages start a service of their own, which nobody here needs.
without_services() {
    local policy=/usr/sbin/policy-rc.d status=0
    if [ -e "$policy" ]; then "$@" && return || return; fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    "$@" || status=$?
    as_root rm -f "$policy"
    return "$status"
}

apt_install() {
    without_services as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null
}

# install_packages PACKAGE…
install_packages() {
    local missing
    mapfile -t missing < <(missing_of "$@")
    ((${#missing[@]})) || return 0
    say "installing Debian packages: ${missing[*]}"
    as_root apt-get update -q
    if [[ " ${missing[*]} " == *' postgresql-15 '* ]]; then
        apt_install postgresql-common
        as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    apt_install "${missing[@]}"
}

# Node 18 is Debian 12's own; a newer one is taken when it is there.
install_node() {
    local major
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
    if [ "${major:-0}" -lt 18 ]; then install_packages nodejs; fi
    command -v npm >/dev/null || install_packages npm
}

# The packages of a folder's lock file, when it is another one than last time. Not npm ci: that refuses a lock file which
# names no registry and has packages of other platforms.
install_npm() {
    local mark=$1/node_modules/.installed_lock
    if cmp -s "$1/package-lock.json" "$mark"; then return; fi
    install_node
    say "installing npm packages in $1/"
    (cd "$1" && npm install --no-save --no-fund --no-audit --loglevel=error)
    cp "$1/package-lock.json" "$mark"
}
