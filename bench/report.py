#!/usr/bin/env python3
"""What ./dev bench measured.

    bench/report.py note NAME=VALUE…    one line of JSON for each line of JSON on the standard input, or for none, with these names added
    bench/report.py table FOLDER        makes measured.md and measured.json beside FOLDER/measured.jsonl and prints the table
"""
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

BARS = {"worker": 0.7, "network": 0.9, "one_by_one": 1.0, "pipelined": 0.6, "growth": 2.0, "search_ms": 150, "start_ms": 1000, "memory_mb": 120, "papers": 50, "paper_ms": 40,
        "bundle_s": 5, "bundle_mb": 200}
NAMES = {
    "first:dispatcher:all": "queue, city dispatcher, first page",
    "next:dispatcher:all": "queue, city dispatcher, next page",
    "first:clerk1:my_body": "queue, county clerk, first page of the body's",
    "first:clerk1:all": "queue, county clerk, first page of all",
    "next:clerk1:all": "queue, county clerk, next page",
    "first:mediator_property:mine": "queue, mediator, first page of his own",
    "first:mediator_property:all": "queue, mediator, first page of all",
    "first:dispatcher1:all": "queue, county dispatcher, first page",
    "counts:dispatcher": "counts of all views, city dispatcher",
    "counts:clerk1": "counts of all views, county clerk",
    "counts:mediator_property": "counts of all views, mediator",
    "counts:dispatcher1": "counts of all views, county dispatcher",
    "case": "case page (case, closing gate, timeline)",
    "register": "registering",
}


def number_or_text(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def note(words):
    names = {name: number_or_text(value) for name, value in (word.split("=", 1) for word in words)}
    lines = [] if sys.stdin.isatty() else [line for line in sys.stdin if line.startswith("{")]
    for line in lines or ["{}"]:
        print(json.dumps(names | json.loads(line)))


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def rate_of(one):
    return one["rate"] if "rate" in one else len(one["microseconds"]) / one["seconds"]


def kind_of(name):
    return name.split(":")[0] if name.startswith("case:") else name


class Report:
    def __init__(self, lines):
        self.lines = [one for one in lines if one.get("microseconds") != []]
        self.rows = []  # what, value, yardstick, ratio, bar, verdict
        self.reads = []  # more of the reads than the table holds

    def of(self, **wanted):
        return [one for one in self.lines if all(one.get(name) == value for name, value in wanted.items())]

    def row(self, what, value, yardstick="", ratio="", bar="", fine=None):
        verdict = "" if fine is None else "pass" if fine else "SHORT"
        self.rows.append((what, value, yardstick, ratio, bar, verdict))

    def make(self):
        self.http()
        self.register()
        self.read()
        self.growth()
        self.search()
        self.start()
        self.papers()
        self.bundle()
        failures = sum(one.get("failures", 0) for one in self.lines)
        self.row("wrong answers in all measurements", str(failures), bar="0", fine=failures == 0)

    def http(self):
        for one in self.of(part="http"):
            for name, what in (("worker", "100 bytes of JSON by a worker"), ("network", "100 bytes of JSON on the network thread")):
                self.row(what, f"{one[name + '_rate']:,.0f}/s", f"nginx {one['nginx_rate']:,.0f}/s", f"{one[name]:.2f}", f"≥ {BARS[name]}",
                         one[name] >= BARS[name])

    def register(self):
        measured = {what: {one["round"]: rate_of(one) for one in self.of(part="register", what=what)}
                    for what in ("http", "one_by_one", "pipelined")}
        if not measured["http"]:
            return
        own = statistics.median(measured["http"].values())
        for what, words in (("one_by_one", "one by one"), ("pipelined", "pipelined")):
            rounds = measured[what]
            ratio = statistics.median(measured["http"][number] / rate for number, rate in rounds.items())
            self.row(f"registering, 16 clients, beside pgbench {words}", f"{own:,.0f}/s", f"{statistics.median(rounds.values()):,.0f}/s",
                     f"{ratio:.2f}", f"≥ {BARS[what]}" + (" (goal 0.8)" if what == "pipelined" else ""), ratio >= BARS[what])
        taken = [value for one in self.of(part="register", what="http") for value in one["microseconds"]]
        self.row("registering, 16 clients, p50 / p95 / p99", times(taken))
        for one in self.of(part="register", what="alike"):
            self.row("registering narratives that all resemble each other", f"{rate_of(one):,.0f}/s")
        for one in self.of(part="register", what="statements"):
            self.row("statements of a registration, and waits for an answer", f"{one['statements']}, {one['waits']}")

    def read(self):
        for one in self.of(part="reads"):
            what = f"{NAMES[kind_of(one['name'])]}, {one['engine']}, 16 callers"
            self.reads.append((what, f"{one['size']:,}", f"{rate_of(one):,.0f}/s", times(one["microseconds"]), str(len(one["microseconds"]))))
        for engine in ("sqlite", "postgres"):
            for kind in ("first:dispatcher:all", "case"):
                for one in self.of(part="reads", engine=engine):
                    if kind_of(one["name"]) == kind:
                        self.row(f"{NAMES[kind]}, {engine}, 16 callers", f"{rate_of(one):,.0f}/s, {times(one['microseconds'])}")

    def growth(self):
        for engine in ("sqlite", "postgres"):
            lines = [one for one in self.of(part="growth", engine=engine) if one["round"] > 0 or one["name"] == "register"]
            for kind in NAMES:
                sizes = {}
                for one in lines:
                    if kind_of(one["name"]) == kind:
                        sizes.setdefault(one["size"], []).extend(one["microseconds"])
                if not sizes:
                    continue
                for size, taken in sorted(sizes.items()):
                    self.reads.append((f"{NAMES[kind]}, {engine}, 2 callers", f"{size:,}", "", times(taken), str(len(taken))))
                least, most = min(sizes), max(sizes)
                ratio = percentile(sizes[most], 0.95) / percentile(sizes[least], 0.95)
                self.row(f"{NAMES[kind]}, {engine}, p95 at {most:,}", f"{percentile(sizes[most], 0.95) / 1000:.1f} ms",
                         f"{percentile(sizes[least], 0.95) / 1000:.1f} ms at {least:,}", f"{ratio:.2f}", f"≤ {BARS['growth']}",
                         ratio <= BARS["growth"])
                if kind.startswith("counts:"):  # kept for some seconds, so that each round begins with one that is read
                    anew = {size: statistics.median(max(one["microseconds"]) for one in lines if one["name"] == kind and one["size"] == size)
                            for size in (least, most)}
                    self.row(f"{NAMES[kind]}, {engine}, read anew, at {most:,}", f"{anew[most] / 1000:.1f} ms", f"{anew[least] / 1000:.1f} ms at {least:,}")

    def search(self):
        for one in self.of(part="search"):
            _, login, path = one["name"].split(":")
            taken = one["microseconds"]
            late = percentile(taken, 0.95) / 1000
            self.row(f"search for {pathlib.Path(path).name} words, {login}, {one['size']:,} disputes, {one['engine']}, p50 / p95 / p99", times(taken),
                     bar=f"p95 ≤ {BARS['search_ms']} ms", fine=late <= BARS["search_ms"])

    def start(self):
        for engine in ("sqlite", "postgres"):
            starts = self.of(part="start", engine=engine)
            if starts:
                ready = statistics.median(one["readyz_ms"] for one in starts)
                self.row(f"start on the largest register, {engine}: /healthz, /readyz",
                         f"{statistics.median(one['healthz_ms'] for one in starts):.0f} ms, {ready:.0f} ms", bar=f"< {BARS['start_ms']} ms",
                         fine=ready < BARS["start_ms"])
            for one in self.of(part="memory", engine=engine):
                when = "after the start" if one["when"] == "started" else "after reading"
                resident, most = one["resident_kb"] / 1024, one["most_kb"] / 1024
                self.row(f"memory {when}, {engine}: resident, most", f"{resident:.0f} MB, {most:.0f} MB", bar=f"< {BARS['memory_mb']} MB",
                         fine=resident < BARS["memory_mb"])

    def papers(self):
        setting = self.of(part="papers", what="setting")
        if setting:
            rates = {name: [one["rate"] for one in setting if one["name"] == name] for name in ("agreement", "plain")}
            own, plain = (statistics.median(rates[name]) for name in ("agreement", "plain"))
            ratio = statistics.median(one / other for one, other in zip(rates["agreement"], rates["plain"]))
            pages = max(one["pages"] for one in setting)
            self.row(f"agreements of {pages} page(s) set by one thread, beside Pango and Cairo alone", f"{own:,.0f}/s", f"{plain:,.0f}/s", f"{ratio:.2f}",
                     f"≥ {BARS['papers']}/s", own >= BARS["papers"])
            self.row("the same, p50 / p95 / p99", times([value for one in setting if one["name"] == "agreement" for value in one["microseconds"]]))
        for one in self.of(part="papers", what="http"):
            late = percentile(one["microseconds"], 0.95) / 1000
            self.row(f"an agreement over HTTP, one caller, {one['engine']}, p50 / p95 / p99", times(one["microseconds"]),
                     bar=f"p95 ≤ {BARS['paper_ms']} ms", fine=late <= BARS["paper_ms"])


    def bundle(self):
        measured = {one["name"]: one for one in self.of(part="bundle")}
        if not measured:
            return
        bound, yardstick, contents = (measured[name] for name in ("bound", "yardstick", "contents"))
        middle, worst = statistics.median(bound["seconds"]), max(bound["seconds"])
        other = statistics.median(yardstick["seconds"])
        self.row(f"a file of {bound['pages']} pages with {bound['photographs']} photographs bound over HTTP, p50 / worst; libjpeg's programs and qpdf for the same",
                 f"{middle:.2f} / {worst:.2f} s", f"{other:.2f} / {max(yardstick['seconds']):.2f} s", f"{middle / other:.2f}",
                 f"worst < {BARS['bundle_s']} s", worst < BARS["bundle_s"])
        own, others = (statistics.median(one["processor_seconds"]) for one in (bound, yardstick))
        self.row("the same in time of a processor, p50", f"{own:.2f} s", f"{others:.2f} s", f"{own / others:.2f}")
        most = bound["most_kb"] / 1024
        self.row("memory of the program at most meanwhile, of qpdf or djpeg; before it, after it",
                 f"{most:.0f} MB; {bound['started_kb'] / 1024:.0f} MB, {bound['rests_kb'] / 1024:.0f} MB", f"{yardstick['most_kb'] / 1024:.0f} MB",
                 bar=f"< {BARS['bundle_mb']} MB", fine=most < BARS["bundle_mb"])
        first, *again = contents["seconds"]
        self.row("its contents, when nobody looked into its files before, p50 after", f"{first * 1000:.0f} ms, {statistics.median(again) * 1000:.0f} ms")


def times(microseconds):
    return " / ".join(f"{percentile(microseconds, share) / 1000:.1f}" for share in (0.5, 0.95, 0.99)) + " ms"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    version = subprocess.run(["psql", "--version"], capture_output=True, text=True).stdout.split()
    return (f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}, PostgreSQL {version[2] if len(version) > 2 else '?'};"
            f" load of the machine at the end {os.getloadavg()[1]:.1f}")


def make_table(folder):
    lines = [json.loads(line) for line in (folder / "measured.jsonl").read_text(encoding="utf-8").splitlines()]
    report = Report(lines)
    report.make()
    heads = ("measured", "value", "yardstick", "ratio", "bar", "")
    text = f"# {folder.name}\n\n{machine()}\n\n" + table(heads, report.rows) + "\n"
    if report.reads:
        text += "\n" + table(("request", "disputes", "rate", "p50 / p95 / p99", "requests"), report.reads) + "\n"
    (folder.parent / f"{folder.name}.md").write_text(text, encoding="utf-8")
    result = {"machine": machine(), "bars": [dict(zip(("measured", "value", "yardstick", "ratio", "bar", "verdict"), row)) for row in report.rows],
              "lines": [{name: value for name, value in one.items() if name != "microseconds"} for one in lines]}
    (folder.parent / f"{folder.name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["note"]:
        note(sys.argv[2:])
    elif len(sys.argv) == 3 and sys.argv[1] == "table":
        make_table(pathlib.Path(sys.argv[2]))
    else:
        raise SystemExit(__doc__)
