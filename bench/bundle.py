#!/usr/bin/env python3
"""A case's whole file over HTTP beside what other tools take for the same pages: bench/bundle.py PORT PID FOLDER PHOTOGRAPHER

Puts forty photographs and thirty-two records of talks on a new case of a server (its PID tells the memory it takes) and asks for
its contents and for all of it as one PDF. Yardstick: libjpeg's own programs make the same photographs smaller, as many at
once as there are processors, and qpdf merges the same pages, ready as PDFs, without numbers, captions or bookmarks.
Prints JSON lines: name, seconds of every round, and of a processor; most_kb.
"""
import http.client
import itertools
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time
import urllib.parse

PHOTOGRAPHS = 40
RECORDS = 32
ROUNDS = 5
PASSWORD = "Hemu-demo-2026"
TALK = "问：请您说一下漏水是从什么时候开始的？答：大概是去年入夏以后，卫生间的顶板先起皮，后来墙角也返潮，找过楼上两次，都说要再看看。"


class Caller:
    def __init__(self, port, login):
        self.port = port
        self.keys = itertools.count(1)
        self.cookie = ""
        reply, _ = self.ask("POST", "/api/session", {"login": login, "password": PASSWORD})
        self.cookie = reply.getheader("Set-Cookie").split(";")[0]

    def ask(self, method, path, body=None, kind="application/json", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, path, content, {
            "Cookie": self.cookie, "X-Hemu": "1", "Sec-Fetch-Site": "same-origin", "Content-Type": kind,
            "Idempotency-Key": f"bench-{os.getpid()}-{next(self.keys)}", **{name.replace("_", "-"): value for name, value in headers.items()}})
        reply = connection.getresponse()
        answer = reply.read()
        connection.close()
        if reply.status >= 300:
            raise SystemExit(f"{method} {path}: {reply.status} {answer[:300].decode(errors='replace')}")
        return reply, answer

    def get(self, path):
        return json.loads(self.ask("GET", path)[1])

    def post(self, path, form):
        return json.loads(self.ask("POST", path, form)[1])


def new_case(caller):
    village = next(place for place in caller.get("/api/places?parent=&q=" + urllib.parse.quote("村委会")) if place["level"] == "village")
    party = {"kind": "natural", "phone": "19900001234"}
    receipt = caller.post("/api/disputes", {
        "source": "application", "channel": "window", "narrative": "楼上卫生间渗水，楼下天花板起皮脱落。", "request": "请求修复防水并赔偿损失。",
        "national_type": "17", "place_code": village["code"], "amount_fen": 300000,
        "parties": [{**party, "side": "applicant", "name": "林小满"}, {**party, "side": "respondent", "name": "高远山", "phone": "19900005678"}]})
    return "/api/disputes/" + receipt["id"]


def add_file(caller, case, name, content):
    upload = caller.post(f"{case}/uploads", {"name": name, "kind": "evidence", "size_bytes": len(content)})
    caller.ask("PATCH", f"{case}/uploads/{upload['id']}", content, "application/offset+octet-stream", Upload_Offset="0")


def timed(work):
    began = time.monotonic()
    answer = work()
    return time.monotonic() - began, answer


def processor_of(pid):
    """Seconds that a running process has had of the processors; of all children that ended, for none."""
    if pid is None:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Rounds:
    def __init__(self, name, pid=None):
        self.pid, self.measured = pid, {"name": name, "seconds": [], "processor_seconds": []}

    def add(self, work):
        before = processor_of(self.pid)
        self.measured["seconds"].append(timed(work)[0])
        self.measured["processor_seconds"].append(processor_of(self.pid) - before)

    def tell(self, **more):
        print(json.dumps(self.measured | more), flush=True)


def memory_of(pid, what):
    return int(re.search(rf"{what}:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")).group(1))


def made_smaller(photographs, folder):
    command = f"djpeg -scale 4/8 {photographs}/{{}} | cjpeg -quality 78 >{folder}/{{}}"
    subprocess.run(["xargs", "-P", str(os.cpu_count()), "-I{}", "sh", "-c", command], check=True, text=True,
                   input="\n".join(sorted(path.name for path in photographs.iterdir())))


def merged(pieces, target):
    subprocess.run(["qpdf", "--empty", "--pages", *pieces, "--", target], check=True)


class Yardstick:
    def __init__(self, folder, photographer, bound):
        self.photographs, self.small, self.target = folder / "photographs", folder / "small", folder / "merged.pdf"
        self.small.mkdir()
        made_smaller(self.photographs, self.small)
        subprocess.run([photographer, self.small, "pages", folder / "photographs.pdf"], check=True)
        (folder / "bound.pdf").write_bytes(bound)
        # The bound file's own pages in fours, as many as bear no photographs; those come from photographs.pdf.
        papers = pages_in(folder / "bound.pdf") - PHOTOGRAPHS // 2
        subprocess.run(["qpdf", folder / "bound.pdf", "--pages", ".", f"1-{papers}", "--", "--split-pages=4", folder / "paper-%d.pdf"], check=True)
        self.pieces = [*sorted(folder.glob("paper-*.pdf")), folder / "photographs.pdf"]

    def run(self):
        made_smaller(self.photographs, self.small)
        merged(self.pieces, self.target)


def pages_in(path):
    return int(subprocess.run(["qpdf", "--show-npages", path], check=True, capture_output=True, text=True).stdout)


def main(port, pid, folder, photographer):
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([photographer, folder / "photographs", str(PHOTOGRAPHS)], check=True)
    caller = Caller(port, "clerk")
    case = new_case(caller)
    for number in range(1, RECORDS + 1):
        add_file(caller, case, f"谈话记录{number}.txt", "\n".join(f"{at + 1}. {TALK}" for at in range(50)).encode())
    for path in sorted((folder / "photographs").iterdir()):
        add_file(caller, case, f"照片{path.name}", path.read_bytes())
    started_kb = memory_of(pid, "VmHWM")
    contents, own, others = Rounds("contents", pid), Rounds("bound", pid), Rounds("yardstick")
    for _ in range(ROUNDS):
        contents.add(lambda: caller.get(f"{case}/bundle"))
    contents.tell()
    bound = caller.ask("GET", f"{case}/bundle/pdf")[1]
    yardstick = Yardstick(folder, photographer, bound)
    for _ in range(ROUNDS):
        own.add(lambda: caller.ask("GET", f"{case}/bundle/pdf"))
        others.add(yardstick.run)
    own.tell(most_kb=memory_of(pid, "VmHWM"), started_kb=started_kb, rests_kb=memory_of(pid, "VmRSS"), bytes=len(bound),
             pages=pages_in(folder / "bound.pdf"), photographs=PHOTOGRAPHS)
    others.tell(most_kb=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, pages=pages_in(folder / "merged.pdf"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4])
