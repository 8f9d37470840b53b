#!/usr/bin/env python3
"""How long a server takes from exec to its first answers: bench/starts.py PORT PROGRAM ARGUMENT…

Prints milliseconds until /healthz and /readyz first answer 200; ends the server.
"""
import http.client
import json
import subprocess
import sys
import time

PATIENCE = 60


def answers(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def main(port, command):
    began = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    times = {}
    try:
        for path in ("/healthz", "/readyz"):
            while not answers(port, path):
                if time.monotonic() - began > PATIENCE or server.poll() is not None:
                    raise SystemExit(f"{path} does not answer")
                time.sleep(0.001)
            times[path[1:] + "_ms"] = round((time.monotonic() - began) * 1000, 1)
    finally:
        server.terminate()
        server.wait()
    print(json.dumps(times))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
