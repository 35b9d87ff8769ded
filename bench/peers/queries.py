#!/usr/bin/env python3
"""Draw queries from a corpus: queries.py CORPUS.jsonl OUT.jsonl [--per-class 300] [--seed 42] [--sample-mb 150]

One JSON object a line: {"class": ..., "query": ...}.  The same corpus, options and seed give the same bytes.

  term         one word: a third each of more than 5 % of the documents, of 0.3-5 %, of fewer
  or           2-5 words, none a stop word
  or_many      8-20 words of one document, none a stop word
  or_stop      6-14 words in a row as written, stop words among them, as a question is typed
  and          2-4 words, none a stop word; four of five from one document, so that there is an answer
  phrase       2-4 words in a row, none a stop word
  phrase_stop  3-5 words in a row, a stop word inside
  mixed        one or two words that must hold, one to three that may, one that must not

Words are plain: letters alone, not beside an apostrophe, a hyphen or a full stop, so that every tokenizer sees the same words and
the same neighbours.
"""
import argparse
import collections
import json
import os
import random
import re
import sys

STOP = frozenset("""a about after all also an and any are as at be because been but by can could did do does for from
had has have he her him his how i if in into is it its may more most my no not of on one only or other our out over
said she should so some such than that the their them then there these they this those to under up was we were what
when where which who why will with would you your""".split())
PLAIN = re.compile(r"(?<![\w'’\-./&@])[A-Za-z]{2,}(?![\w'’\-/&@]|\.\w)")
RUN = re.compile(r"(?<![A-Za-z0-9'\-./_&@])[A-Za-z]+(?: [A-Za-z]+)+(?![A-Za-z0-9'\-/_&@])")
BANDS = ("head", "mid", "tail")


def read_texts(path, sample_mb, rnd):
    keep = sample_mb * 1e6 / os.path.getsize(path)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if keep < 1 and rnd.random() > keep:
                continue
            record = json.loads(line)
            text = (record.get("title") or "") + "\n" + (record.get("body") or "")
            if len(text) >= 100:
                yield text


class Corpus:
    """A sample of texts and their words by how many documents they are in."""

    def __init__(self, texts):
        self.texts = list(texts)
        counts = collections.Counter()
        for text in self.texts:
            counts.update({w.lower() for w in PLAIN.findall(text)})
        self.words = {band: [] for band in BANDS}
        self.band = {}
        for word in sorted(counts):
            band = self.band_of(word, counts[word] / len(self.texts), counts[word])
            if band:
                self.words[band].append(word)
                self.band[word] = band

    @staticmethod
    def band_of(word, share, count):
        if word in STOP or not 2 <= len(word) <= 25:
            return None
        if share > 0.05:
            return "head"
        if share > 0.003:
            return "mid"
        return "tail" if count >= 2 and len(word) > 2 else None


class Drawing:
    def __init__(self, corpus, rnd):
        self.corpus, self.rnd = corpus, rnd

    def anywhere(self, count, weights):
        """Distinct words of the whole corpus."""
        words = []
        while len(words) < count:
            band = self.corpus.words[self.rnd.choices(BANDS, weights)[0]]
            word = self.rnd.choice(band) if band else None
            if word and word not in words:
                words.append(word)
        return words

    def together(self, count):
        """Distinct words of one document, rare ones less often."""
        for _ in range(200):
            words = sorted({w.lower() for w in PLAIN.findall(self.rnd.choice(self.corpus.texts))} & self.corpus.band.keys())
            if len(words) >= count + 3:
                words.sort(key=lambda w: (self.corpus.band[w] == "tail") * 0.6 + self.rnd.random())
                chosen = words[:count]
                self.rnd.shuffle(chosen)
                return chosen
        return None

    def run(self, count):
        """`count` plain words in a row, inside one clause, or None."""
        text = self.rnd.choice(self.corpus.texts)
        start = self.rnd.randrange(max(1, len(text) - 3000))
        runs = [m.group() for m in RUN.finditer(text, start, start + 3000)]
        words = self.rnd.choice(runs).lower().split(" ") if runs else []
        if len(words) < count:
            return None
        start = self.rnd.randrange(len(words) - count + 1)
        return words[start:start + count]

    # One query of each class, or None where the dice gave none; `i` counts those found so far.

    def of_term(self, _):
        words = self.corpus.words[self.rnd.choice(BANDS)]
        return self.rnd.choice(words) if words else None

    def of_or(self, i):
        count = 2 + i % 4
        words = self.together(count) if i % 2 else self.anywhere(count, (0.3, 0.5, 0.2))
        return words and " ".join(words)

    def of_or_many(self, i):
        words = self.together(8 + i % 13)
        return words and " ".join(words)

    def of_or_stop(self, i):
        words = self.run(6 + i % 9)
        if not words or len(set(words)) < len(words) or not 0 < sum(w in STOP for w in words) < len(words):
            return None
        return " ".join(words)

    def of_and(self, i):
        count = 2 + i % 3
        words = self.together(count) if i % 5 else self.anywhere(count, (0.6, 0.4, 0))
        return words and " ".join("+" + w for w in words)

    def of_phrase(self, i):
        words = self.run(2 + i % 3)
        if not words or any(w in STOP or len(w) < 2 for w in words):
            return None
        return '"' + " ".join(words) + '"'

    def of_phrase_stop(self, i):
        words = self.run(3 + i % 3)
        if not words or words[0] in STOP or words[-1] in STOP or not any(w in STOP for w in words):
            return None
        return '"' + " ".join(words) + '"'

    def of_mixed(self, i):
        must, may = 1 + i % 2, 1 + i % 3
        words = self.together(must + may)
        unwanted = self.anywhere(1, (0.3, 0.7, 0))[0]
        if not words or unwanted in words:
            return None
        return " ".join(["+" + w for w in words[:must]] + words[must:] + ["-" + unwanted])


CLASSES = ("term", "or", "or_many", "or_stop", "and", "phrase", "phrase_stop", "mixed")


def draw(corpus, rnd, per_class):
    drawing = Drawing(corpus, rnd)
    for name in CLASSES:
        one, seen, tries = getattr(drawing, "of_" + name), set(), 0
        while len(seen) < per_class and tries < per_class * 2000:
            tries += 1
            query = one(len(seen))
            if query and query not in seen:
                seen.add(query)
                yield {"class": name, "query": query}
        if len(seen) < per_class:
            print(f"only {len(seen)} queries of class {name}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("out")
    parser.add_argument("--per-class", type=int, default=300)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--sample-mb", type=float, default=150)
    options = parser.parse_args()
    rnd = random.Random(options.seed)
    corpus = Corpus(read_texts(options.corpus, options.sample_mb, rnd))
    with open(options.out, "w", encoding="utf-8") as out:
        for query in draw(corpus, rnd, options.per_class):
            out.write(json.dumps(query) + "\n")


if __name__ == "__main__":
    main()
