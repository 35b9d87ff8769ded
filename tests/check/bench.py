"""bench.py TOP DRIVER FOLDER - see bench.sh"""
import collections
import json
import math
import os
import random
import re
import subprocess
import sys

TOP, DRIVER, FOLDER = sys.argv[1:]
PEERS = os.path.join(TOP, "bench", "peers")
# Words that are their own stems, so that counting needs no stemmer; the first are stop words.
SYLLABLES = [a + b for a in "kmprt" for b in "ao"]
WORDS = "the of and to in".split() + [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


def path(name):
    return os.path.join(FOLDER, name)


def write_corpus(name, documents, rnd):
    """Random words, the n-th 1/n as often as the first."""
    with open(path(name), "w", encoding="utf-8") as out:
        for i in range(documents):
            words = [WORDS[int(len(WORDS) ** rnd.random()) - 1] for _ in range(rnd.randint(40, 120))]
            out.write(json.dumps({"id": f"d{i}", "title": "", "body": " ".join(words)}) + "\n")


def read(name):
    with open(path(name), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def run(*command, **how):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, **how).stdout


def clauses(query):
    """[(sign, [word, ...])]"""
    found, words = [], query.split(" ")
    while words:
        first = words.pop(0)
        sign = first[0] if first[0] in "+-" else " "
        first = first.lstrip("+-")
        row = [first.strip('"')]
        if first.startswith('"'):
            while not first.endswith('"'):
                first = words.pop(0)
                row.append(first.strip('"'))
        found.append((sign, row))
    return found


def holds(words, row):
    return any(words[i:i + len(row)] == row for i in range(len(words) - len(row) + 1))


def matches(words, query):
    by_sign = collections.defaultdict(list)
    for sign, row in clauses(query):
        by_sign[sign].append(holds(words, row))
    if any(by_sign["-"]):
        return False
    return all(by_sign["+"]) if by_sign["+"] else any(by_sign[" "])


def check_queries():
    for out, seed in (("a", 1), ("b", 1), ("c", 2)):
        run(os.path.join(PEERS, "queries.py"), path("corpus.jsonl"), path(out), "--per-class", 8, "--seed", seed)
    assert read("a") == read("b"), "the same seed drew other queries"
    assert read("a") != read("c"), "another seed drew the same queries"
    classes = collections.Counter(q["class"] for q in read("a"))
    assert set(classes) == {"term", "or", "or_many", "or_stop", "and", "phrase", "phrase_stop", "mixed"}, classes


def check_driver():
    """Counts as by hand; TOP_10 and TOP_10_COUNT say ids that match, no more than ten."""
    texts = {d["id"]: d["body"].split() for d in read("corpus.jsonl")}
    queries = [q["query"] for q in read("a")]
    run(DRIVER, "index", path("corpus.jsonl"), path("index"))
    asked = "".join(f"COUNT\t{q}\nTOP_10\t{q}\nTOP_10_COUNT\t{q}\n" for q in queries) + "TOP_0\tthe\nthe\n"
    answers = run(DRIVER, "query", path("index"), input=asked.encode()).decode().splitlines()
    assert answers[-2:] == ["UNSUPPORTED"] * 2, answers[-2:]
    for i, query in enumerate(queries):
        count, top, both = answers[3 * i:3 * i + 3]
        expected = {d for d, words in texts.items() if matches(words, query)}
        assert int(count) == len(expected), (query, count, len(expected))
        assert both == f"{count}\t{top}", (query, both)
        assert set(top.split()) <= expected and len(top.split()) == min(10, len(expected)), (query, top)


def check_timing():
    asked = "COUNT\tkakaka\nTOP_10\tkakaka the\nnothing\n"
    lines = run(DRIVER, "query", path("index"), "--bench", 3, "--warm", 0, input=asked.encode()).decode().splitlines()
    assert len(lines) == 3 and lines[2] == "UNSUPPORTED", lines
    best, median, count = lines[0].split("\t")
    assert 0 < float(best) <= float(median) and int(count) > 0, lines[0]


def check_cuts():
    with open(path("raw.jsonl"), "w", encoding="utf-8") as out:
        out.write(json.dumps({"id": "x", "title": "A-B", "body": "Don't “quote” über 1,000 words." + " w" * 100}) + "\n")
    cut = os.path.join(PEERS, "cut.py")
    plain = json.loads(run(cut, "plain", path("raw.jsonl")))
    assert plain["title"] == "a b" and plain["body"].startswith("don t quote ber 1 000 words w"), plain
    passages = [json.loads(line) for line in run(cut, "passages", path("raw.jsonl"), "--words", 50).splitlines()]
    assert [len(p["body"].split()) for p in passages] == [50, 50, 5], passages


def vocabulary(records):
    """How many words, and how many different ones."""
    words = [w for r in records for w in re.findall(r"[^\W_]+", r["body"].lower())]
    return len(words), len(set(words))


def check_multiply():
    """Sixteen times the sample: JSON Lines with ids of their own, the same for the same seed; its vocabulary grows from the size of the source
    on as that of the source does from half of it."""
    sample = os.path.join(TOP, "lib", "ingest", "sample.jsonl")
    multiply = os.path.join(TOP, "bench", "multiply", "multiply.py")
    made = {seed: run(multiply, sample, "--times", 16, "--seed", seed) for seed in (1, 2)}
    assert run(multiply, sample, "--times", 16, "--seed", 1) == made[1], "the same seed made another corpus"
    assert made[1] != made[2], "another seed made the same corpus"
    with open(sample, encoding="utf-8") as lines:
        source = [json.loads(line) for line in lines]
    records = [json.loads(line) for line in made[1].splitlines()]
    assert records[:len(source)] == source and len(records) == 16 * len(source), len(records)
    assert len({r["id"] for r in records}) == len(records), "an id stands twice"
    assert {r["type"] for r in records} <= {r["type"] for r in source}
    (n, v), (half_n, half_v), (all_n, all_v) = map(vocabulary, (source, source[::2], records))
    beta, grown = math.log(v / half_v) / math.log(n / half_n), math.log(all_v / v) / math.log(all_n / n)
    assert abs(beta - grown) < 0.1, (beta, grown)
    sizes = [len(json.loads(line)["body"]) for line in run(multiply, sample, "--documents", 300, "--bytes", 500).splitlines()]
    assert len(sizes) == 300 and 400 < sum(sizes) / len(sizes) < 1000, sum(sizes) / len(sizes)


def main():
    write_corpus("corpus.jsonl", 400, random.Random(7))
    check_queries()
    check_driver()
    check_timing()
    check_cuts()
    check_multiply()


main()
