#!/bin/sh
# A 100-byte JSON answer from a worker and from the network thread, beside nginx serving the same bytes, alternating.
# Prints medians of requests per second and both ratios. Usage: bench/http.sh HTTP_HELLO [ROUNDS] [SECONDS] [log]
set -eu
hello=${1:?path of the built http_hello}
rounds=${2:-7}
seconds=${3:-3}
log=${4:-}
port=${HEMU_BENCH_PORT:-18110}
nginx_port=$((port + 1))
work=$(mktemp -d)
chmod 755 "$work"
trap 'kill $hello_pid $nginx_pid 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
hello_pid= nginx_pid=

"$hello" "$port" 4 $log > "$work/hello.out" &
hello_pid=$!
sleep 0.3
mkdir "$work/html"
curl -sf "http://127.0.0.1:$port/network" > "$work/html/hundred.json"
if [ -n "$log" ]; then access="access_log $work/access.log combined;"; else access="access_log off;"; fi
cat > "$work/nginx.conf" <<CONF
worker_processes auto;
daemon off;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
    types { application/json json; }
    $access
    sendfile on;
    tcp_nopush on;
    open_file_cache max=16;
    keepalive_requests 100000000;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    server { listen 127.0.0.1:$nginx_port; root $work/html; }
}
CONF
nginx -e "$work/error.log" -c "$work/nginx.conf" &
nginx_pid=$!
sleep 0.3
test "$(curl -sf "http://127.0.0.1:$nginx_port/hundred.json" | wc -c)" = 100

rate() { wrk -t2 -c64 -d"${seconds}s" "$1" | awk '/Requests\/sec/ {print $2} /Non-2xx|Socket errors/ {print $0 > "/dev/stderr"}'; }
round=0
while [ "$round" -lt "$rounds" ]; do
    rate "http://127.0.0.1:$nginx_port/hundred.json" >> "$work/nginx"
    rate "http://127.0.0.1:$port/worker" >> "$work/worker"
    rate "http://127.0.0.1:$port/network" >> "$work/network"
    round=$((round + 1))
done
# The ratio of each round, then the median of the ratios: the machine's mood changes between rounds.
paste "$work/nginx" "$work/worker" "$work/network" | awk '{printf "%.4f %.4f\n", $2 / $1, $3 / $1}' > "$work/ratios"
median() { sort -n | awk '{a[NR] = $1} END {print (NR % 2) ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2}'; }
for name in nginx worker network; do
    printf '%-8s %9.0f requests/s (median of %s)\n' "$name" "$(median < "$work/$name")" "$rounds"
done
printf 'worker/nginx  %.2f\n' "$(awk '{print $1}' "$work/ratios" | median)"
printf 'network/nginx %.2f\n' "$(awk '{print $2}' "$work/ratios" | median)"
