#!/usr/bin/env python3
"""Whether engines find the same documents: agree.py [--work DIR] [--per-class 100] [--seed 42] [--engines A,B] CORPUS.jsonl...

Each corpus is cut to plain words (cut.py), of which --mb are taken, evenly spread; there all tokenizers see the same words, so that Dossier and
engines with the same stemmer must count alike.  Printed are, for each class of queries, how many of a hundred counts are equal and how much of the
best ten is the same (in brackets over how many queries); --show names the queries whose counts differ.  The table is kept in the work
folder, where compare.py takes it up into its report.
"""
import argparse
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True  # the tree stays clean
from compare import BUILD, HERE, driver  # noqa: E402
from report import CLASSES, table  # noqa: E402


def make_plain(corpus, folder, mb):
    path = os.path.join(folder, "plain.jsonl")
    step = max(1, round(os.path.getsize(corpus) / (mb * 1e6)))
    with open(path, "wb") as out:
        cut = subprocess.Popen([os.path.join(HERE, "cut.py"), "plain", corpus], stdout=subprocess.PIPE)
        out.writelines(line for i, line in enumerate(cut.stdout) if i % step == 0)
        cut.wait()
    return path


def answers(engine, corpus, folder, queries):
    """{query number: (count, [best ids])}, or None where the engine is not there."""
    index = os.path.join(folder, engine)
    subprocess.run(["rm", "-rf", index], check=True)
    asked = "".join(f"TOP_10_COUNT\t{q['query']}\n" for q in queries)
    if driver(engine, -1, "index", corpus, index).returncode:
        print(f"skipped: {engine}", file=sys.stderr)
        return None
    lines = driver(engine, -1, "query", index, input=asked.encode()).stdout.decode().splitlines()
    found = {}
    for i, line in enumerate(lines):
        if line != "UNSUPPORTED":
            count, _, ids = line.partition("\t")
            found[i] = int(count), ids.split()
    return found


def compare(ours, theirs, numbers):
    """Two percentages: of equal counts, and of common hits among the ten best."""
    both = [i for i in numbers if i in ours and i in theirs]
    if not both:
        return "-"
    equal = sum(ours[i][0] == theirs[i][0] for i in both) / len(both)
    shared = [len(set(ours[i][1]) & set(theirs[i][1])) / max(1, len(ours[i][1]), len(theirs[i][1])) for i in both if ours[i][1] or theirs[i][1]]
    return f"{100 * equal:.0f} / {100 * sum(shared) / max(1, len(shared)):.0f} ({len(both)})"


def one_corpus(corpus, options):
    name = os.path.basename(corpus).removesuffix(".jsonl")
    folder = os.path.join(options.work, name + "-plain")
    os.makedirs(folder, exist_ok=True)
    plain, path = make_plain(corpus, folder, options.mb), os.path.join(folder, "queries.jsonl")
    subprocess.run([os.path.join(HERE, "queries.py"), plain, path, "--seed", str(options.seed), "--per-class", str(options.per_class)], check=True)
    with open(path, encoding="utf-8") as lines:
        queries = [json.loads(line) for line in lines]
    found = {engine: answers(engine, plain, folder, queries) for engine in options.engines.split(",")}
    ours = found.pop("dossier")
    rows = []
    for engine, theirs in found.items():
        if theirs is None:
            continue
        rows.append([engine] + [compare(ours, theirs, [i for i, q in enumerate(queries) if q["class"] == c]) for c in CLASSES])
        for i in theirs:
            if options.show and ours[i][0] != theirs[i][0]:
                print(f"{engine}: {queries[i]['query']}: {ours[i][0]} here, {theirs[i][0]} there")
    text = f"{name}\n\n" + table(["engine"] + list(CLASSES), rows)
    print(text)
    with open(os.path.join(folder, "agreement.md"), "w", encoding="utf-8") as out:
        out.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--work", default=os.path.join(BUILD, "work"))
    parser.add_argument("--engines", default="dossier,xapian,lucene10,tantivy")
    parser.add_argument("--per-class", type=int, default=100)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--mb", type=float, default=40)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for corpus in options.corpora:
        one_corpus(corpus, options)


if __name__ == "__main__":
    main()
