/*
 * cmd_eval.c - dossier eval: how good the answers are, by judged topics
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "place.h"
#include "eval/scoretable.h"
#include "terminal.h"
#include "eval/topicsearch.h"

typedef struct settings {
	const char   *index, *topics, *qrels, *run_out;
	const char   *run[RUNS_MAX];
	unsigned long depth, drawings, seed;
	double k1, b;
	int each, complete, stop_words;
} settings;

#define AT(member) offsetof(settings, member)

static const option options[] = {
	{ 'i', "index",        TEXT,   AT(index),    "DIR",  "the index; else $DOSSIER_INDEX, ./.dossier, the sample" },
	{ 0,   "topics",       TEXT,   AT(topics),   "FILE", "search the index with these topics" },
	{ 0,   "qrels",        TEXT,   AT(qrels),    "FILE", "the judgments" },
	{ 0,   "run-out",      TEXT,   AT(run_out),  "FILE", "write what was found as a TREC run" },
	{ 0,   "run",          TEXTS,  AT(run),      "FILE", "score this run, search nothing; two are compared" },
	{ 'n', "depth",        NUMBER, AT(depth),    "N",    "search for N documents per topic (1000)" },
	{ 0,   "k1",           REAL,   AT(k1),       "X",    "how soon more of the same word stops to count (1.6)" },
	{ 0,   "b",            REAL,   AT(b),        "X",    "how much long documents are held back, 0 to 1 (0.6)" },
	{ 0,   "stop-words",   FLAG,   AT(stop_words), NULL, "look for stop words (the, what, of) as for all words" },
	{ 'q', "each",         FLAG,   AT(each),     NULL,   "print the scores of each topic as well" },
	{ 'c', "complete",     FLAG,   AT(complete), NULL,   "judged topics that the run lacks count as 0" },
	{ 0,   "permutations", NUMBER, AT(drawings), "N",    "drawings of the test when two are compared (10000)" },
	{ 0,   "seed",         NUMBER, AT(seed),     "N",    "start of its random numbers (1)" },
	{ 0 }
};

static const char notes[] =
	"files:\n"
	"  topics   <top> <num> 301 <title> words </top>   or   301 TAB words\n"
	"  qrels    301 0 document grade                   or   301 document grade\n"
	"  run      301 Q0 document rank score tag\n"
	"\n"
	"Measures and their names are those of trec_eval, to the digit: a run is ordered by score, then by\n"
	"document from Z to A; above grade 0 is relevant; ndcg_cut_10 takes the grade as the gain; a topic\n"
	"without judgments is left out.  Topics are searched as plain words: operators in them are not\n"
	"honoured; one that finds nothing counts as 0.  Two runs are compared over the topics that at least\n"
	"one of them answers; p is that of a two-sided paired randomisation test.";

/* All that is held. */
typedef struct evaluation {
	judgments     judged;
	scoretable    table;
	topics        topics;
	trecrun       run[RUNS_MAX];
	dossier_index *index;
	dossier_error err;
} evaluation;

static void release(evaluation *e)
{
	dossier_index_close(e->index);
	for (int i = 0; i < RUNS_MAX; i++)
		trecrun_release(&e->run[i]);
	topics_release(&e->topics);
	scoretable_release(&e->table);
	judgments_release(&e->judged);
}

static int write_run(const trectext *text, const char *path)
{
	FILE *const f = fopen(path, "wb");
	int failed;

	if (!f)
		return complain("%s: %s", path, strerror(errno));
	errno = 0;
	failed = fwrite(text->bytes, 1, text->size, f) != text->size;
	failed |= fclose(f) != 0;
	return failed ? complain("%s: %s", path, strerror(errno)) : DONE;
}

/* Every topic of the file counts that was judged, whether anything was found or not. */
static void count_topics(evaluation *e)
{
	for (size_t i = 0; i < e->topics.count; i++) {
		score_row *const row = scoretable_find(&e->table, e->topics.all[i].id);

		if (row)
			row->counts = 1;
	}
}

static size_t count_unjudged(const evaluation *e)
{
	size_t count = 0;

	for (size_t i = 0; i < e->topics.count; i++)
		count += !scoretable_find(&e->table, e->topics.all[i].id);
	return count;
}

static void say_left_out(const char *what, size_t count, const char *file)
{
	if (count)
		fprintf(stderr, "dossier: %s: %s, left out: %zu\n", file, what, count);
}

static int take_search(evaluation *e, const settings *s)
{
	trecrun *const run = &e->run[0];
	dossier_search_options how = DOSSIER_SEARCH_OPTIONS_INIT;
	size_t unjudged;

	run->text.name = "eval";
	if (topics_read(&e->topics, s->topics, &e->err))
		return complain_error(&e->err);
	if (place_open(&e->index, s->index, NULL))
		return TROUBLE;
	how.limit = (uint32_t)s->depth;
	how.k1 = s->k1;
	how.b = s->b;
	how.stop_words = s->stop_words ? DOSSIER_STOP_WORDS_KEEP : DOSSIER_STOP_WORDS_LEAVE_OUT;
	how.total = DOSSIER_TOTAL_AT_LEAST;
	if (topicsearch(run, e->index, &e->topics, &how, &e->err))
		return complain_error(&e->err);
	if (s->run_out && write_run(&run->text, s->run_out))
		return TROUBLE;
	if (trecrun_finish(run, &e->err) || scoretable_add(&e->table, 0, run, &unjudged, &e->err))
		return complain_error(&e->err);
	count_topics(e);
	say_left_out("topics without judgments", count_unjudged(e), s->topics);
	return DONE;
}

static int take_runs(evaluation *e, const settings *s)
{
	for (int i = 0; i < RUNS_MAX && s->run[i]; i++) {
		size_t unjudged;

		if (trecrun_read(&e->run[i], s->run[i], &e->err) ||
		    scoretable_add(&e->table, i, &e->run[i], &unjudged, &e->err))
			return complain_error(&e->err);
		say_left_out("topics without judgments", unjudged, s->run[i]);
	}
	return DONE;
}

/* Say what is left out, and let all count that shall. */
static int settle_topics(evaluation *e, const settings *s)
{
	const size_t without = e->table.count - scoretable_topics(&e->table);

	if (!s->complete)
		say_left_out("topics without an answer (-c counts them)", without, s->qrels);
	for (size_t i = 0; s->complete && i < e->table.count; i++)
		e->table.rows[i].counts = 1;
	return scoretable_topics(&e->table) ? DONE : complain("eval: no topic has both judgments and an answer");
}

/* A count or a mean, behind a tab; what rounds to 0 has no sign. */
static void print_value(enum measure m, double v)
{
	if (m < MAP)
		printf("\t%.0f", v);
	else
		printf("\t%6.4f", fabs(v) < 0.00005 ? 0 : v);
}

static void print_name(const char *measure, dossier_str id)
{
	printf("%-22s\t", measure);
	terminal_put(stdout, id);
}

static void print_values(enum measure m, dossier_str id, const double *v, int runs)
{
	print_name(measure_name(m), id);
	for (int i = 0; i < runs; i++)
		print_value(m, v[i]);
	if (runs == 2)
		print_value(m, v[1] - v[0]);
}

static void print_each(const scoretable *t, int runs)
{
	for (size_t i = 0; i < t->count; i++)
		for (int m = 0; t->rows[i].counts && m < MEASURES; m++) {
			const score_row *const row = &t->rows[i];
			const double v[RUNS_MAX] = { row->run[0].of[m], row->run[1].of[m] };

			print_values((enum measure)m, row->judged.first->topic, v, runs);
			putchar('\n');
		}
}

static int print_summary(evaluation *e, const settings *s, int runs)
{
	print_name("num_q", dossier_str_of("all"));
	printf("\t%zu\n", scoretable_topics(&e->table));
	for (int i = 0; i < MEASURES; i++) {
		const enum measure m = (enum measure)i;
		const double v[RUNS_MAX] = {
			scoretable_summary(&e->table, 0, m), scoretable_summary(&e->table, 1, m)
		};
		double p;

		print_values(m, dossier_str_of("all"), v, runs);
		if (runs == 2 && m >= MAP) {
			if (scoretable_chance(&e->table, m, s->drawings, s->seed, &p, &e->err))
				return complain_error(&e->err);
			print_value(m, p);
		}
		putchar('\n');
	}
	return DONE;
}

static int evaluate(evaluation *e, const settings *s)
{
	const int runs = s->run[1] ? 2 : 1;

	if (judgments_read(&e->judged, s->qrels, &e->err) || scoretable_make(&e->table, &e->judged, &e->err))
		return complain_error(&e->err);
	if ((s->run[0] ? take_runs(e, s) : take_search(e, s)) || settle_topics(e, s))
		return TROUBLE;
	if (runs == 2)
		printf("%-22s\ttopic\tA\tB\tB - A\tp\n", "measure");
	if (s->each)
		print_each(&e->table, runs);
	return print_summary(e, s, runs);
}

static int check_use(const settings *s)
{
	if (!s->qrels)
		return complain("eval: there are no judgments (--qrels FILE)");
	if (!s->topics == !s->run[0])
		return complain("eval: either --topics or --run is wanted");
	if (s->run_out && !s->topics)
		return complain("eval: --run-out needs --topics");
	return s->depth ? DONE : complain("eval: --depth wants at least 1");
}

static int run_eval(const command *self, int argc, char **argv)
{
	settings s = { .k1 = 1.6, .b = 0.6, .depth = 1000, .drawings = 10000, .seed = 1 };
	evaluation e = { .index = NULL };
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	status = check_use(&s);
	if (!status)
		status = evaluate(&e, &s);
	release(&e);
	return status;
}

const command cmd_eval = { "eval", "--qrels=FILE (--topics=FILE | --run=FILE [--run=FILE]) [OPTION]...",
                           "Measure answers by judged topics.", options, notes, run_eval };
