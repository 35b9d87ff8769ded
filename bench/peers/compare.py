#!/usr/bin/env python3
"""Run all engines over corpora and write what was measured.

compare.py [OPTION]... CORPUS.jsonl...

  --work DIR        indexes, queries and measurements, a folder a corpus; build/peers/work unless given
  --out FILE        the report; build/peers/RESULTS.md unless given
  --engines LIST    which engines; those that are not installed are named and left out
  --no-index        use indexes of an earlier run; those of Dossier, and those that are missing, are built all the same
  --per-class N     queries of each class (100)         --seed N   of the queries (42)
  --commands LIST   TOP_10,TOP_100,TOP_1000,TOP_10_COUNT,COUNT
  --passes N        timed passes at most (10); 0: build alone    --limit S  seconds for them (40): slow engines make fewer, over fewer queries
  --clock wall|cpu  the clock of a query: cpu is the querying thread's, for a machine that has other work
  --cpu N           the processor that engines in C and Rust are held to; -1 for none.  Lucene is free to use all for its own threads
  --report-only     write the report of measurements that are there

README.md says what is timed and how the engines are set up.
"""
import argparse
import collections
import json
import os
import platform
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the tree stays clean
import report  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", "build", "peers")
ENGINES = "dossier,dossier-reordered,dossier-names,dossier-stored,fts5,xapian,groonga,lucene8,lucene10,lucene10-reordered,tantivy"
COMMANDS = "TOP_10,TOP_100,TOP_1000,TOP_10_COUNT,COUNT"
BUILT_ONLY = ("dossier-names", "dossier-stored")  # not asked anything
CHUNK = 10  # queries of each class that a command is run over before the next one


def say(text):
    print(text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--work", default=os.path.join(BUILD, "work"))
    parser.add_argument("--out", default=os.path.join(BUILD, "RESULTS.md"))
    parser.add_argument("--engines", default=ENGINES)
    parser.add_argument("--no-index", action="store_true")
    parser.add_argument("--per-class", type=int, default=100)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--commands", default=COMMANDS)
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--limit", type=float, default=40)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--cpu", type=int, default=1)
    parser.add_argument("--report-only", action="store_true")
    return parser.parse_args()


def read_through(path):
    """Have the file, or the files below the folder, in the page cache."""
    paths = [os.path.join(d, f) for d, _, files in os.walk(path) for f in files] or [path]
    for name in paths:
        with open(name, "rb") as file:
            while file.read(1 << 24):
                pass


def driver(engine, cpu, *arguments, **how):
    pinned = ["taskset", "-c", str(cpu)] if cpu >= 0 and not engine.startswith("lucene") else []
    return subprocess.run(pinned + [os.path.join(HERE, "run"), engine, *arguments], capture_output=True, **how)


def last_json(output):
    lines = [line for line in output.decode().splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


class Run:
    """One corpus: its folder, its queries, its measurements."""

    def __init__(self, corpus, options):
        self.corpus, self.options = corpus, options
        self.name = os.path.basename(corpus).removesuffix(".jsonl")
        self.folder = os.path.join(options.work, self.name)
        os.makedirs(self.folder, exist_ok=True)
        self.measured = {"corpus": self.name, "engines": {}, "absent": [], "commands": options.commands.split(","),
                         "clock": options.clock, "seed": options.seed}

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_queries(self):
        path = self.path(f"queries-{self.options.seed}-{self.options.per_class}.jsonl")
        if not os.path.exists(path):
            subprocess.run([os.path.join(HERE, "queries.py"), self.corpus, path, "--seed", str(self.options.seed),
                            "--per-class", str(self.options.per_class)], check=True)
        with open(path, encoding="utf-8") as lines:
            self.measured["queries"] = [json.loads(line) for line in lines]

    def build(self, engine):
        """The report of building, or None where the engine is not there."""
        report_path, folder = self.path(engine + ".index.json"), self.path(engine)
        if self.options.no_index and not engine.startswith("dossier") and os.path.exists(report_path):
            with open(report_path, encoding="utf-8") as file:
                return json.load(file)
        shutil.rmtree(folder, ignore_errors=True)
        read_through(self.corpus)
        done = driver(engine, self.options.cpu, "index", os.path.abspath(self.corpus), folder)
        if done.returncode:
            say(f"skipped: {engine}: {done.stderr.decode().strip()[-300:]}")
            return None
        built = last_json(done.stdout)
        with open(report_path, "w", encoding="utf-8") as file:
            json.dump(built, file)
        return built

    def lines(self):
        """(command, query number) in the order of asking: a few queries of all classes, with one command after the other,
        so that a query does not find its own data in the near caches and a run that is cut short has met every class."""
        by_class = collections.defaultdict(list)
        for i, query in enumerate(self.measured["queries"]):
            by_class[query["class"]].append(i)
        longest = max(map(len, by_class.values()))
        for begin in range(0, longest, CHUNK):
            chunk = [i for numbers in by_class.values() for i in numbers[begin:begin + CHUNK]]
            for command in self.measured["commands"]:
                for i in chunk:
                    yield command, i

    def time(self, engine):
        """{command: {query number: [best us, median us, count]}}, and what the driver said of its run."""
        lines = list(self.lines())
        asked = "".join(f"{command}\t{self.measured['queries'][i]['query']}\n" for command, i in lines)
        warm = 15 if engine.startswith("lucene") else 1
        read_through(self.path(engine))
        done = driver(engine, self.options.cpu, "query", self.path(engine), "--bench", str(self.options.passes), "--warm", str(warm),
                      "--limit", str(self.options.limit), input=asked.encode(), env=dict(os.environ, PEER_CLOCK=self.options.clock))
        if done.returncode:
            say(f"{engine} failed: {done.stderr.decode().strip()[-300:]}")
            return {}, {}
        times = collections.defaultdict(dict)
        for (command, i), answer in zip(lines, done.stdout.decode().splitlines()):
            if answer != "UNSUPPORTED":
                best, median, count = answer.split("\t")
                times[command][i] = [float(best), float(median), int(count)]
        return times, last_json(done.stderr)

    def measure(self):
        self.make_queries()
        self.measured["load"] = [os.getloadavg()[0]]
        for engine in self.options.engines.split(","):
            say(f"{self.name}: {engine}")
            built = self.build(engine)
            if not built:
                self.measured["absent"].append(engine)
                continue
            times, run = ({}, {}) if engine in BUILT_ONLY or not self.options.passes else self.time(engine)
            self.measured["engines"][engine] = {"index": built, "times": times, "run": run}
        self.measured["load"].append(os.getloadavg()[0])
        self.measured["when"] = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        with open(self.path("measured.json"), "w", encoding="utf-8") as file:
            json.dump(self.measured, file)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "an unknown processor")
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) / 2**20
    with open("/etc/os-release", encoding="utf-8") as file:
        system = next((line.split('"')[1] for line in file if line.startswith("PRETTY_NAME")), "")
    return f"{os.cpu_count()} processors {model}, {memory:.0f} GiB, {system}, Linux {platform.release()}"


def versions():
    path = os.path.join(os.environ.get("PEERS_BUILD", BUILD), "versions")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def agreement_of(folder):
    """What agree.py found, if it was run."""
    path = os.path.join(folder, "agreement.md")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            yield file.read()


def main():
    options = arguments()
    runs = [Run(corpus, options) for corpus in options.corpora]
    for run in runs:
        if not options.report_only:
            run.measure()
    all_measured = []
    for run in runs:
        with open(run.path("measured.json"), encoding="utf-8") as file:
            all_measured.append(json.load(file))
    agreements = [text for run in runs for text in agreement_of(run.folder + "-plain")]
    text = report.write(all_measured, machine(), versions(), agreements)
    print(text)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
