#!/usr/bin/env python3
"""Make a large corpus of a small one: multiply.py SOURCE.jsonl... [--times 16 | --documents N] [--bytes 1000] [--seed 1] > OUT.jsonl

First come the documents of the source as they are, then more until there are so many times as many.  Each further one has three
parents, documents of the source drawn by chance: it takes whole paragraphs of their bodies, so words stand beside words as people put them,
and a document keeps to few things; as many paragraphs as some document has, or of --bytes bytes, to which the source's
own are then cut as well.  Title, date, type, topics and authors are each of one parent.

A text that repeats itself has no new words, and real text has ever more: after n words V = K n^beta different ones (Heaps' law).  K and beta are
fitted to the source; as many new words as the law wants are coined, of the beginning of one rare word and the end of another, and put in the place of
words of the text.  A new word comes back as real ones do: each time a word is repeated, it is one of those used before, by chance (Simon, On a
class of skew distribution functions, Biometrika 1955).

The same source, options and seed give the same bytes.  The source is held in memory, the output is not.
"""
import argparse
import json
import math
import random
import re
import sys

WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"(?<=[.?!]) +")
PARENTS = 3
REPEATS = 2       # of coined words, for each new one: about half of all words of a text stand in it once
USED_MAX = 1 << 20  # uses of coined words remembered
PARAGRAPH_MAX = 1000
FIT_POINTS = 16


def read(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


class Heaps:
    """The law of the growth of a vocabulary, fitted to texts."""

    def __init__(self, texts):
        self.words = {}  # each word and how often it occurs
        self.n = 0
        growth = []
        for text in texts:
            for word in WORD.findall(text.lower()):
                self.words[word] = self.words.get(word, 0) + 1
                self.n += 1
            growth.append((self.n, len(self.words)))
        self.fit(growth)

    def fit(self, growth):
        """Least squares over the logarithms, from an eighth of the text on."""
        last, points, wanted = growth[-1][0], [], 0.0
        for n, v in growth:
            if n >= last / 8 and n >= wanted:
                points.append((math.log(n), math.log(v)))
                wanted = n * 8 ** (1 / FIT_POINTS)
        points.append((math.log(growth[-1][0]), math.log(growth[-1][1])))
        mean_x = sum(x for x, _ in points) / len(points)
        mean_y = sum(y for _, y in points) / len(points)
        spread = sum((x - mean_x) ** 2 for x, _ in points)
        self.beta = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.5
        self.k = len(self.words) / self.n**self.beta  # the law passes through the end of the source

    def size(self, n):
        return self.k * n**self.beta


class Coinage:
    """New words, and their coming back."""

    def __init__(self, heaps, rnd):
        self.heaps, self.rnd = heaps, rnd
        self.parts = [w for w, count in heaps.words.items() if count <= 2 and w.isalpha() and 5 <= len(w) <= 14] or list(heaps.words)
        self.coined, self.used = set(), []
        self.n, self.due = heaps.n, 0.0

    def new(self):
        while True:
            begin, end = self.rnd.choice(self.parts), self.rnd.choice(self.parts)
            word = begin[: (len(begin) + 1) // 2] + end[len(end) // 2 :]
            if word in self.coined or word in self.heaps.words:  # when all halves have met, longer ones are made
                word = begin + end[len(end) // 2 :]
            if word not in self.coined and word not in self.heaps.words:
                self.coined.add(word)
                return word

    def remember(self, word):
        if len(self.used) < USED_MAX:
            self.used.append(word)
        else:
            self.used[self.rnd.randrange(USED_MAX)] = word
        return word

    def words_for(self, text):
        """What is to stand in a text that follows all before it."""
        length = text.count(" ") + text.count("\n") + 1
        self.due += self.heaps.size(self.n + length) - self.heaps.size(self.n)
        self.n += length
        words = []
        while self.due >= 1:
            self.due -= 1
            words.append(self.remember(self.new()))
            words += [self.remember(self.rnd.choice(self.used)) for _ in range(REPEATS)]
        return words

    def put_into(self, text):
        for word in self.words_for(text):
            text = replace_word(text, self.rnd.randrange(len(text)), word)
        return text


def replace_word(text, at, word):
    """Put `word` in the place of the first word that begins behind `at`; at the end where there is none."""
    begin = text.find(" ", at) + 1
    end = text.find(" ", begin)
    if not begin or end < 0:
        return text + " " + word
    return text[:begin] + word + text[end:]


def paragraphs(body):
    """The paragraphs of a body; long ones in runs of sentences."""
    for paragraph in body.split("\n"):
        if len(paragraph) <= PARAGRAPH_MAX:
            if paragraph:
                yield paragraph
            continue
        run = ""
        for sentence in SENTENCE_END.split(paragraph):
            if run and len(run) + len(sentence) > PARAGRAPH_MAX:
                yield run
                run = ""
            run += (" " if run else "") + sentence
        yield run


def cut(record, size):
    """The record as one or more of about `size` bytes."""
    pieces, piece = [], ""
    for paragraph in paragraphs(record.get("body") or ""):
        if piece and len(piece) + len(paragraph) > size:
            pieces.append(piece)
            piece = ""
        piece += ("\n" if piece else "") + paragraph
    pieces.append(piece)
    for i, body in enumerate(pieces):
        yield dict(record, id=f"{record['id']}/{i}", body=body)


class Breeder:
    def __init__(self, records, size, rnd):
        self.records, self.size, self.rnd = records, size, rnd
        self.coinage = Coinage(Heaps((r.get("title") or "") + "\n" + (r.get("body") or "") for r in records), rnd)

    def body(self, parents):
        pool = [p for parent in parents for p in paragraphs(parent.get("body") or "")]
        wanted = len(list(paragraphs(parents[0].get("body") or "")))
        chosen, length = [], 0
        while pool and (length < self.size if self.size else len(chosen) < wanted):
            i = self.rnd.randrange(len(pool))
            pool[i], pool[-1] = pool[-1], pool[i]
            chosen.append(pool.pop())
            length += len(chosen[-1]) + 1
        text = "\n".join(chosen)
        return self.coinage.put_into(text) if text else text

    def child(self, number):
        parents = [self.rnd.choice(self.records) for _ in range(PARENTS)]
        child = {name: self.rnd.choice(parents).get(name) for name in ("title", "date", "type", "topics", "authors")}
        child = {name: value for name, value in child.items() if value is not None}
        return {"id": f"child-{number}", **child, "body": self.body(parents)}


def write(record):
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--bytes", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    records = list(read(options.sources))
    firsts = [piece for r in records for piece in cut(r, options.bytes)] if options.bytes else records
    wanted = options.documents or options.times * len(firsts)
    for record in firsts[:wanted]:
        write(record)
    if wanted > len(firsts):
        breeder = Breeder(records, options.bytes, random.Random(options.seed))
        for number in range(len(firsts), wanted):
            write(breeder.child(number))


if __name__ == "__main__":
    main()
