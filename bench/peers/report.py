"""The report of compare.py: Markdown tables of what was measured."""
import math
import statistics

CLASSES = ("term", "or", "or_many", "or_stop", "and", "phrase", "phrase_stop", "mixed")
OURS, REORDERED = "dossier", "dossier-reordered"
SAME_WORDS = ("lucene8", "lucene10", "lucene10-reordered", "tantivy", "xapian", "groonga")  # Snowball English, as ours
MEDIAN, COUNT = 1, 2  # of [best, median, count]


def geomean(values):
    return math.exp(statistics.fmean(math.log(max(v, 0.01)) for v in values))


def percentile(values, p):
    ordered = sorted(values)
    return ordered[max(0, math.ceil(p / 100 * len(ordered)) - 1)]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def us(value):
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def cell(measured, engine, command, cls, only=None):
    """{query number: median us} of the queries of a class."""
    times = measured["engines"][engine]["times"].get(command, {})
    return {i: t[MEDIAN] for i, t in times.items()
            if measured["queries"][int(i)]["class"] == cls and (only is None or i in only)}


def searched(measured):
    return [e for e, m in measured["engines"].items() if m["times"]]


def ratio(measured, ours_name, engine, command, cls):
    """How many times as long as ours the engine takes: the geometric mean over the queries that both were asked."""
    ours = cell(measured, ours_name, command, cls)
    theirs = cell(measured, engine, command, cls, ours)
    if not theirs:
        return None
    return geomean([theirs[i] / max(ours[i], 0.01) for i in theirs])


def ratios(measured, ours_name):
    """The least ratio of each class and command, and whose it is."""
    peers = [e for e in searched(measured) if not e.startswith(OURS)]
    rows = []
    for cls in CLASSES:
        row = [cls]
        for command in measured["commands"]:
            found = [(r, e) for e in peers for r in [ratio(measured, ours_name, e, command, cls)] if r]
            row.append("{:.2f} {}".format(*min(found)) if found else "-")
        rows.append(row)
    return table(["class"] + measured["commands"], rows)


def spread(measured):
    rows = []
    for cls in CLASSES:
        row = [cls]
        for command in measured["commands"]:
            times = list(cell(measured, OURS, command, cls).values())
            row.append(" / ".join(us(percentile(times, p)) for p in (50, 90, 99, 100)) if times else "-")
        rows.append(row)
    return table(["class"] + measured["commands"], rows)


def all_times(measured, command):
    rows = []
    for engine in searched(measured):
        row = [engine]
        for cls in CLASSES:
            times = cell(measured, engine, command, cls)
            asked = len(cell(measured, OURS, command, cls)) if OURS in measured["engines"] else len(times)
            row.append((us(geomean(times.values())) + ("" if len(times) >= asked else f" ({len(times)})")) if times else "-")
        rows.append(row)
    return table(["engine"] + list(CLASSES), rows)


def building(measured):
    rows = []
    for engine, m in measured["engines"].items():
        b, mb = m["index"], m["index"]["text_bytes"] / 1e6
        size = b["index_bytes"] - b.get("source_bytes", 0)
        rows.append([engine, f"{b['wall_s']:.1f}", f"{b['cpu_s']:.1f}", f"{b['reading_s']:.1f}" if "reading_s" in b else "-",
                     f"{mb / b['wall_s']:.1f}", f"{mb / b['cpu_s']:.1f}", f"{size / 1e6:.1f}", f"{100 * size / b['text_bytes']:.1f}",
                     f"{b['peak_mb']:.0f}", f"{m['run']['heap_mb']:.0f}" if m["run"] else "-"])
    return table(["engine", "s", "processor s", "of it reading", "MB/s", "MB/s of processor", "index MB", "% of the text",
                  "MB resident, building", "MB heap, searching"], rows)


def agreement(measured):
    """How often COUNT is the same for the same query, and how often within 2 %: ours beside each engine with the same stemmer."""
    rows = []
    ours = measured["engines"].get(OURS, {}).get("times", {}).get("COUNT", {})
    for engine in SAME_WORDS:
        theirs = measured["engines"].get(engine, {}).get("times", {}).get("COUNT", {})
        row = [engine]
        for cls in CLASSES:
            both = [(ours[i][COUNT], theirs[i][COUNT]) for i in ours if i in theirs and measured["queries"][int(i)]["class"] == cls]
            same = sum(a == b for a, b in both)
            near = sum(abs(a - b) <= max(1, 0.02 * max(a, b)) for a, b in both)
            row.append(f"{100 * same / len(both):.0f} / {100 * near / len(both):.0f}" if both else "-")
        if theirs:
            rows.append(row)
    return table(["engine"] + list(CLASSES), rows)


def section(measured):
    first = next(iter(measured["engines"].values()))["index"]
    clock = "processor time of the querying thread" if measured["clock"] == "cpu" else "wall clock"
    parts = [
        f"## {measured['corpus']}\n",
        f"{first['documents']:,} documents, {first['text_bytes'] / 1e6:.1f} MB of title and body; {len(measured['queries'])} queries, seed "
        f"{measured['seed']}; {clock}; load average {measured['load'][0]:.1f} before, {measured['load'][1]:.1f} after; {measured['when']}."
        + (f"  Not there: {', '.join(measured['absent'])}." if measured["absent"] else "") + "\n",
    ]
    if OURS in searched(measured):
        parts += ["### How many times as long the fastest peer takes\n", ratios(measured, OURS)]
        if REORDERED in searched(measured):
            parts += ["The same for Dossier with its documents reordered:\n", ratios(measured, REORDERED)]
        parts += ["### Dossier, µs a query: median / p90 / p99 / longest\n", spread(measured)]
    for command in measured["commands"]:
        parts += [f"### {command}, geometric mean in µs\n", all_times(measured, command)]
    parts += ["### Building\n", building(measured), "### Counts: % equal to Dossier's / % within 2 % of them\n", agreement(measured)]
    return "\n".join(parts)


INTRO = """# Results

What `make bench-peers` measured; [peers/README.md](peers/README.md) says how.  A query's time is the median over the passes, from the query's text to
the ranked list of document numbers, parsing and analysis included; one thread, index in the page cache, nothing cached between
queries.  A ratio is the geometric mean, over the queries, of the peer's time by Dossier's: above 1 Dossier is faster.
A number in brackets says that the engine, being slow, was measured on so many queries; - that it cannot express them.
"""


AGREEMENT = """
## Agreement on plain words

Corpora cut to plain words, where all engines see the same ones (`peers/agree.py`): % of counts equal to Dossier's / % of the ten best that are the same (of so many
queries).  Xapian carries the same Snowball as Dossier; Lucene 10 and Tantivy a newer one, which stems some words otherwise.
"""


def write(all_measured, machine, versions, agreements):
    facts = "".join(f"- {line}\n" for line in [machine] + versions)
    parts = [section(m) for m in all_measured] + ([AGREEMENT] + agreements if agreements else [])
    return INTRO + "\n" + facts + "\n" + "\n".join(parts)
