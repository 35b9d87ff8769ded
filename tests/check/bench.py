"""bench.py TOP DRIVER FOLDER - see bench.sh"""
import collections
import json
import os
import random
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


def main():
    write_corpus("corpus.jsonl", 400, random.Random(7))
    check_queries()
    check_driver()
    check_timing()
    check_cuts()


main()
