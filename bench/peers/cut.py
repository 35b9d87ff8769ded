#!/usr/bin/env python3
"""Make another corpus of one: cut.py plain IN.jsonl... | cut.py passages IN.jsonl... > OUT.jsonl

  plain     title and body become small [a-z0-9]+ words of at most 40 letters with one blank between.  All tokenizers split such a
            text alike, so engines with the same stemmer must find the same documents: a check of the drivers, and of us.
  passages  records of --words words each (64 unless told), cut out of the bodies one after the other: many short documents.
"""
import argparse
import json
import re
import sys

WORD = re.compile(r"[a-z0-9]+")


def plain(record, _):
    cut = {"id": record["id"]}
    for name in ("title", "body"):
        cut[name] = " ".join(w for w in WORD.findall((record.get(name) or "").lower()) if len(w) <= 40)
    yield cut


def passages(record, count):
    words = (record.get("body") or "").split()
    for i in range(0, len(words), count):
        yield {"id": f"{record['id']}/{i // count}", "title": "", "body": " ".join(words[i:i + count])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("plain", "passages"))
    parser.add_argument("files", nargs="+")
    parser.add_argument("--words", type=int, default=64)
    options = parser.parse_args()
    cut = {"plain": plain, "passages": passages}[options.kind]
    for path in options.files:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                for record in cut(json.loads(line), options.words):
                    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
