/*
 * oracle.c - see oracle.h
 */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "oracle_names.h"
#include "query/ast.h"
#include "search/rewrite.h"
#include "search/stopping.h"
#include "text/tokens.h"

#define NO_WORD (-1)

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void *grown(void *p, size_t *cap, size_t n, size_t width)
{
	if (n < *cap)
		return p;
	*cap = n * 2 + 16;
	return need(realloc(p, *cap * width));
}

/* ---- terms ---- */

static size_t hash(const char *text, size_t n)
{
	size_t h = 5381;

	while (n--)
		h = h * 33 + (unsigned char)*text++;
	return h;
}

static int slot_of(char **terms, size_t cap, const char *text, size_t n)
{
	size_t i = hash(text, n) % cap;

	while (terms[i] && (strlen(terms[i]) != n || memcmp(terms[i], text, n) != 0))
		i = (i + 1) % cap;
	return (int)i;
}

/* The number of a term; a table that is full is an error of the test. */
static int intern(oracle *o, const char *text, size_t n)
{
	const int i = slot_of(o->terms, o->term_cap, text, n);

	if (!o->terms[i]) {
		o->terms[i] = need(calloc(n + 1, 1));
		memcpy(o->terms[i], text, n);
		if (++o->term_count > o->term_cap / 2)
			abort();
	}
	return i;
}

static int analyze(oracle *o, const char *text, dsr_text_token t)
{
	const dossier_str term = dsr_analyzer_term(o->analyzer, (const uint8_t *)text + t.start, t.end - t.start);

	need((void *)(uintptr_t)term.p);
	return term.n ? intern(o, term.p, term.n) : NO_WORD;
}

static void speak(oracle *o, const char *language)
{
	if (dsr_analyzer_speak(o->analyzer, language, NULL))
		abort();
}

/* ---- documents ---- */

/* All tokens of a text. */
static dsr_text_token *read_tokens(dossier_str text, size_t *n)
{
	dsr_text_token *out = NULL;
	size_t cap = 0, got;
	dsr_tokens source;

	*n = 0;
	dsr_tokens_begin(&source, (const uint8_t *)text.p, text.n);
	do {
		out = grown(out, &cap, *n + 8, sizeof *out);
		got = dsr_tokens_next(&source, out + *n, 8);
		*n += got;
	} while (got);
	return out;
}

static void put(oracle_words *w, int id, uint8_t weight)
{
	const size_t cap = w->cap;

	w->ids = grown(w->ids, &w->cap, w->n, sizeof *w->ids);
	if (w->cap != cap) {
		w->weights = need(realloc(w->weights, w->cap));
		w->besides = need(realloc(w->besides, w->cap * sizeof *w->besides));
		w->concepts = need(realloc(w->concepts, w->cap * sizeof *w->concepts));
		w->halves = need(realloc(w->halves, w->cap));
	}
	w->ids[w->n] = id;
	w->besides[w->n] = w->concepts[w->n] = NO_WORD;
	w->halves[w->n] = 0;
	w->weights[w->n++] = weight;
	w->length += id == NO_WORD ? 0 : weight;
}

/* A text of a document, read. */
typedef struct oracle_text {
	dossier_str     text;
	dsr_text_token *tokens;
	char           *has_term;
	size_t          n;
	oracle_name    *names;
	size_t          name_count;
} oracle_text;

static oracle_text read_text(oracle *o, dossier_str text)
{
	oracle_text t = { .text = text };

	t.tokens = read_tokens(text, &t.n);
	t.has_term = need(malloc(t.n + 1));
	for (size_t i = 0; i < t.n; i++)
		t.has_term[i] = analyze(o, text.p, t.tokens[i]) != NO_WORD;
	t.names = need(malloc((t.n + 1) * sizeof *t.names));
	return t;
}

static void free_text(oracle_text *t)
{
	free(t->tokens);
	free(t->has_term);
	free(t->names);
}

static void put_concept(oracle *o, oracle_words *w, const oracle_name *name)
{
	uint8_t term[DSR_CONCEPT_TERM_MAX];
	const dossier_str text = dsr_concept_term(dsr_analyzer_names(o->analyzer), name->concept, term);

	w->concepts[w->n - 1] = intern(o, text.p, text.n);
	w->halves[w->n - 1] = (uint8_t)name->halves;
}

static void put_text(oracle *o, oracle_words *w, const oracle_text *t, uint8_t weight)
{
	int word = NO_WORD;
	size_t name = 0;

	for (size_t i = 0; i < t->n; i++) {
		const int id = analyze(o, t->text.p, t->tokens[i]);

		if (t->tokens[i].beside && word != NO_WORD && word != id)
			w->besides[w->n - 1] = id;
		if (!t->tokens[i].beside && id != NO_WORD)
			put(w, id, weight);
		if (name < t->name_count && t->names[name].token == i)
			put_concept(o, w, &t->names[name++]);
		word = t->tokens[i].beside ? word : id;
	}
	put(w, NO_WORD, 0);
}

static int is_leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int days_in(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && is_leap(y));
}

static long day_number(int y, int m, int d)
{
	long n = d - 1;

	for (int i = 1970; i < y; i++)
		n += 365 + is_leap(i);
	for (int i = y; i < 1970; i++)
		n -= 365 + is_leap(i);
	for (int i = 1; i < m; i++)
		n += days_in(y, i);
	return n;
}

static void set_date(oracle_document *d, dossier_str text)
{
	char z[16] = { 0 };
	int y = 0, m = 0, day = 0, last_month;

	memcpy(z, text.p, text.n);
	d->dated = sscanf(z, "%d-%d-%d", &y, &m, &day) > 0;
	last_month = m ? m : 12;
	d->first_day = day_number(y, m ? m : 1, day ? day : 1);
	d->last_day = day_number(y, last_month, day ? day : days_in(y, last_month));
}

static uint32_t round_length(const oracle *o, uint32_t length)
{
	unsigned i = 255;

	while (o->lengths[i] > length)
		i--;
	return o->lengths[i];
}

/* Fields by name: the list of their own, and their weight in the default field, in its order. */
static const struct {
	const char *name;
	int         list;
	uint8_t     weight;
} fields[] = {
	{ "title", ORACLE_TITLE, 3 },     { "topics", ORACLE_TOPICS, 1 }, { "body", -1, 1 },
	{ "authors", ORACLE_AUTHORS, 0 }, { "type", ORACLE_TYPE, 0 },
};

/* The stemmer for the language of a document, or NULL for the index's own. */
static const char *language_of(oracle *o, const dossier_value *values, size_t count)
{
	static const char *const codes[][2] = { { "de", "german" }, { "fr", "french" }, { "zh", "none" } };
	const char *language = NULL;

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < 3 && !strcmp(values[i].field, "lang"); c++)
			if (values[i].text.n == 2 && !memcmp(values[i].text.p, codes[c][0], 2))
				language = codes[c][1];
	for (size_t i = 0; i < o->language_count; i++)
		if (o->languages[i] == language)
			return language;
	o->languages[o->language_count++] = language;
	return language;
}

static int is_text_field(const char *name)
{
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
		if (!strcmp(name, fields[f].name))
			return 1;
	return 0;
}

/* Read all texts of a document, and find the names in them. */
static oracle_text *read_texts(oracle *o, const dossier_value *values, size_t count)
{
	const dsr_gazetteer *g = dsr_analyzer_names(o->analyzer);
	unsigned *support = need(calloc(g->concept_count + 1, sizeof *support));
	oracle_text *texts = need(calloc(count, sizeof *texts));

	for (size_t i = 0; i < count; i++)
		if (is_text_field(values[i].field)) {
			texts[i] = read_text(o, values[i].text);
			oracle_names_support(g, values[i].text, texts[i].tokens, texts[i].has_term, texts[i].n, support);
		}
	for (size_t i = 0; i < count; i++)
		if (texts[i].tokens)
			texts[i].name_count = oracle_names_find(g, values[i].text, texts[i].tokens, texts[i].has_term, texts[i].n,
			                                        support, texts[i].names);
	free(support);
	return texts;
}

void oracle_add(oracle *o, const dossier_value *values, size_t count)
{
	oracle_document d = { .live = 1 };
	oracle_text *texts = read_texts(o, values, count);
	const char *language = language_of(o, values, count);

	for (size_t i = 0; i < count; i++) {
		if (!strcmp(values[i].field, "id")) {
			d.key = need(calloc(values[i].text.n + 1, 1));
			memcpy(d.key, values[i].text.p, values[i].text.n);
		}
		if (!strcmp(values[i].field, "date"))
			set_date(&d, values[i].text);
	}
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
		for (size_t i = 0; i < count; i++) {
			if (strcmp(values[i].field, fields[f].name) != 0)
				continue;
			speak(o, fields[f].weight ? language : NULL);
			if (fields[f].weight)
				put_text(o, &d.lists[ORACLE_DEFAULT], &texts[i], fields[f].weight);
			if (fields[f].list >= 0)
				put_text(o, &d.lists[fields[f].list], &texts[i], 1);
		}
	for (size_t i = 0; i < count; i++)
		free_text(&texts[i]);
	free(texts);
	for (int list = 0; list < ORACLE_LISTS; list++)
		d.lists[list].length = round_length(o, d.lists[list].length);
	oracle_delete(o, d.key);
	o->docs = grown(o->docs, &o->cap, o->count, sizeof *o->docs);
	o->docs[o->count++] = d;
	o->live++;
}

int oracle_delete(oracle *o, const char *key)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->docs[i].live && !strcmp(o->docs[i].key, key)) {
			o->docs[i].live = 0;
			o->live--;
			return 1;
		}
	return 0;
}

void oracle_init(oracle *o, const uint8_t *names, size_t n)
{
	uint32_t length = 0, step = 1;

	*o = (oracle){ .term_cap = 1 << 17, .language_count = 1 };
	o->terms = need(calloc(o->term_cap, sizeof *o->terms));
	if (dsr_analyzer_new(&o->analyzer, &dsr_alloc_default, "english", NULL) ||
	    dsr_gazetteer_new(&o->names, &dsr_alloc_default, names, n, NULL))
		abort();
	dsr_analyzer_lend_names(o->analyzer, o->names);
	/* 40 exact lengths, then steps that double every 8 */
	for (int i = 0; i < 256; i++, length += step) {
		o->lengths[i] = length;
		if (i >= 40 && i % 8 == 0)
			step *= 2;
	}
}

void oracle_release(oracle *o)
{
	for (size_t i = 0; i < o->count; i++) {
		free(o->docs[i].key);
		for (int list = 0; list < ORACLE_LISTS; list++) {
			free(o->docs[i].lists[list].ids);
			free(o->docs[i].lists[list].besides);
			free(o->docs[i].lists[list].concepts);
			free(o->docs[i].lists[list].halves);
			free(o->docs[i].lists[list].weights);
		}
	}
	for (int list = 0; list < ORACLE_LISTS; list++)
		free(o->df[list]);
	for (size_t i = 0; i < o->term_cap; i++)
		free(o->terms[i]);
	free(o->terms);
	free(o->docs);
	dsr_analyzer_free(o->analyzer);
	dsr_gazetteer_free(o->names);
}

/* ---- queries ---- */

/* Words to be found side by side. */
typedef struct reading {
	int      *words;
	size_t    count;
	uint32_t *tfs;  /* by document */
	int       used; /* all words are somewhere */
	int       in_halves; /* it is a concept */
	double    idf;
	float     weight;
} reading;

/* What is known of a node of the query. */
typedef struct node_info {
	int     empty;  /* no word is left of it */
	int     list;   /* TEXT: or -1 */
	reading readings[2 * ORACLE_LANGUAGES]; /* TEXT: in each language its words, then the one word that they make together */
	int     scored; /* not below a NOT */
} node_info;

typedef struct run {
	oracle              *o;
	const dossier_query *q;
	node_info           *info;
	const char *const   *languages; /* that words are read in */
	size_t               language_count;
	double               k1, b;
} run;

static int list_of(dossier_str field)
{
	if (!field.n)
		return ORACLE_DEFAULT;
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
		if (strlen(fields[f].name) == field.n && !memcmp(fields[f].name, field.p, field.n))
			return fields[f].list;
	return -1;
}

/* In how many live documents each word is: each document counts a word once. */
static uint32_t *count_df(const oracle *o, int list)
{
	uint32_t *df = need(calloc(o->term_cap, sizeof *df));
	size_t *counted = need(calloc(o->term_cap, sizeof *counted));

	for (size_t d = 0; d < o->count; d++) {
		const oracle_words *w = &o->docs[d].lists[list];

		for (size_t i = 0; i < 3 * w->n && o->docs[d].live; i++) {
			const int id = i % 3 == 0 ? w->ids[i / 3] : i % 3 == 1 ? w->besides[i / 3] : w->concepts[i / 3];

			if (id != NO_WORD && counted[id] != d + 1) {
				counted[id] = d + 1;
				df[id]++;
			}
		}
	}
	free(counted);
	return df;
}

static int stands_at(const oracle_words *w, size_t i, int word)
{
	return w->ids[i] == word || w->besides[i] == word;
}

static uint32_t tf_of(const oracle_words *w, const int *words, size_t count)
{
	uint32_t tf = 0;

	for (size_t i = 0; i + count <= w->n; i++) {
		size_t k = 0;

		while (k < count && stands_at(w, i + k, words[k]))
			k++;
		tf += k == count ? w->weights[i] : 0;
	}
	return tf;
}

static uint32_t tf_of_concept(const oracle_words *w, int concept)
{
	uint32_t tf = 0;

	for (size_t i = 0; i < w->n; i++)
		tf += w->concepts[i] == concept ? w->weights[i] * (uint32_t)w->halves[i] : 0;
	return tf;
}

/* Where and how often the words of a reading are. */
static void count_words(run *r, reading *f, int list)
{
	f->used = f->count > 0;
	for (size_t k = 0; k < f->count; k++) {
		const double df = r->o->df[list][f->words[k]];

		f->idf += log(1.0 + ((double)r->o->live - df + 0.5) / (df + 0.5));
		f->used &= df > 0;
	}
	f->tfs = need(calloc(r->o->count + 1, sizeof *f->tfs));
	for (size_t d = 0; d < r->o->count && f->used; d++)
		if (r->o->docs[d].live)
			f->tfs[d] = f->in_halves ? tf_of_concept(&r->o->docs[d].lists[list], *f->words)
			                         : tf_of(&r->o->docs[d].lists[list], f->words, f->count);
}

/* Read the tokens that are words, or with wholes in the place of their parts. */
static void read_words(run *r, reading *f, int list, const char *text, const dsr_text_token *tokens, size_t n, int wholes)
{
	uint32_t behind = 0; /* bytes in front of this are a whole that was read */

	f->words = need(malloc((n + 1) * sizeof *f->words));
	for (size_t i = 0; i < n; i++) {
		const int whole = wholes && i + 1 < n && tokens[i + 1].beside && tokens[i].start >= behind;
		const int id = tokens[i].beside || tokens[i].start < behind ? NO_WORD : analyze(r->o, text, tokens[i + (size_t)whole]);

		if (whole)
			behind = tokens[i + 1].end;
		if (id != NO_WORD)
			f->words[f->count++] = id;
	}
	count_words(r, f, list);
}

static void read_concept(run *r, uint32_t i)
{
	const dossier_str term = r->q->nodes[i].text;
	node_info *f = &r->info[i];

	f->list = list_of(r->q->nodes[i].field);
	if (f->list < 0)
		return;
	f->readings->words = need(malloc(sizeof *f->readings->words));
	f->readings->words[f->readings->count++] = intern(r->o, term.p, term.n);
	f->readings->in_halves = 1;
	count_words(r, f->readings, f->list);
}

static int has_whole(const dsr_text_token *tokens, size_t n)
{
	while (n && !tokens[n - 1].beside)
		n--;
	return n > 0;
}

static int same_words(const reading *a, const reading *b)
{
	return a->used == b->used && (!a->used || (a->count == b->count && !memcmp(a->words, b->words, a->count * sizeof *a->words)));
}

/* Do two pairs of readings look for the same?  A whole alone is as good as parts that are that word. */
static int same_pair(const reading *a, const reading *b)
{
	if (a[0].used + a[1].used != 1 || b[0].used + b[1].used != 1)
		return same_words(a, b) && same_words(a + 1, b + 1);
	return same_words(a[0].used ? a : a + 1, b[0].used ? b : b + 1);
}

/* Read a leaf in language number `k`; what another language says already is not said again. */
static void read_in(run *r, uint32_t i, size_t k, const dsr_text_token *tokens, size_t count)
{
	const dsr_node *n = &r->q->nodes[i];
	node_info *f = &r->info[i];
	reading *pair = &f->readings[2 * k];

	read_words(r, pair, f->list, n->text.p, tokens, count, 0);
	if (n->half)
		pair[0].idf *= 0.5;
	if (has_whole(tokens, count) && !n->half)
		read_words(r, pair + 1, f->list, n->text.p, tokens, count, 1);
	if (pair[0].used && pair[1].used)
		pair[0].idf *= 0.5;
	f->empty &= !pair[0].count && !pair[1].used;
	for (size_t j = 0; j < k; j++)
		if (same_pair(&f->readings[2 * j], pair))
			pair[0].used = pair[1].used = 0;
}

static void read_leaf(run *r, uint32_t i)
{
	const dsr_node *n = &r->q->nodes[i];
	node_info *f = &r->info[i];
	dsr_text_token *tokens;
	size_t count;

	f->list = list_of(n->field);
	if (f->list < 0)
		return;
	f->empty = 1;
	tokens = read_tokens(n->text, &count);
	for (size_t k = 0; k < r->language_count; k++) {
		const int translated = f->list <= ORACLE_TOPICS;

		if (k && (!translated || n->half))
			break;
		speak(r->o, translated ? r->languages[k] : NULL);
		read_in(r, i, k, tokens, count);
	}
	free(tokens);
}

static int is_text(const run *r, uint32_t i)
{
	return (r->q->nodes[i].kind == DSR_NODE_TEXT || r->q->nodes[i].kind == DSR_NODE_CONCEPT) && r->info[i].list >= 0 && !r->info[i].empty;
}

static void prepare(run *r)
{
	const dsr_node *n = r->q->nodes;

	for (uint32_t i = 0; i < r->q->count; i++)
		r->info[i] = (node_info){ .list = -1, .scored = 1 };
	for (uint32_t i = 0; i < r->q->count; i++) {
		for (uint32_t c = n[i].child; c != DSR_NODE_NIL; c = n[c].next)
			r->info[c].scored = r->info[i].scored && n[c].occur != DSR_NOT;
		if (n[i].kind == DSR_NODE_TEXT)
			read_leaf(r, i);
		if (n[i].kind == DSR_NODE_CONCEPT)
			read_concept(r, i);
	}
	for (uint32_t i = r->q->count; i--;) {
		if (n[i].kind != DSR_NODE_BOOL)
			continue;
		r->info[i].empty = 1;
		for (uint32_t c = n[i].child; c != DSR_NODE_NIL; c = n[c].next)
			r->info[i].empty &= n[c].occur == DSR_NOT || r->info[c].empty;
	}
}

static double weigh(run *r)
{
	double sum = 0, scale = 1 << 20;

	for (uint32_t i = 0; i < r->q->count; i++)
		if (is_text(r, i) && r->info[i].scored)
			for (size_t k = 0; k < 2 * ORACLE_LANGUAGES; k++)
				sum += r->info[i].readings[k].used ? r->info[i].readings[k].idf : 0;
	while (sum * scale >= (double)(1 << 30))
		scale /= 2;
	for (uint32_t i = 0; i < r->q->count; i++)
		for (size_t k = 0; k < 2 * ORACLE_LANGUAGES; k++)
			r->info[i].readings[k].weight = (float)(r->info[i].readings[k].idf * scale);
	return scale;
}

static uint32_t score_of(const run *r, const node_info *node, const reading *f, size_t doc)
{
	const double average = r->o->average[node->list];
	const double each = average > 0 ? r->b / average : r->b;
	const double exact = (f->in_halves ? 2 : 1) * r->k1 * (1.0 - r->b + each * r->o->docs[doc].lists[node->list].length);
	const float k = (float)(exact < 1e20 ? exact : 1e20);
	const float tf = (float)f->tfs[doc];
	const float product = f->weight * k, sum = k + tf, quotient = product / sum;
	const float s = f->weight - quotient;

	return s > 0 ? (uint32_t)s : 0;
}

/* 1 and the score added, if the words are there. */
static int matches_reading(const run *r, const node_info *node, const reading *f, size_t doc, uint32_t *score)
{
	if (!f->used || !f->tfs[doc])
		return 0;
	*score += score_of(r, node, f, doc);
	return 1;
}

static int matches_any(const run *r, const node_info *node, size_t doc, uint32_t *score)
{
	int any = 0;

	for (size_t k = 0; k < 2 * ORACLE_LANGUAGES; k++)
		any |= matches_reading(r, node, &node->readings[k], doc, score);
	return any;
}

/* Does document `doc` match node i?  Adds to *score only then. */
static int matches(const run *r, uint32_t i, size_t doc, uint32_t *score);

static int matches_bool(const run *r, uint32_t i, size_t doc, uint32_t *score)
{
	const dsr_node *n = r->q->nodes;
	int musts = 0, any = 0;
	uint32_t sum = 0;

	for (uint32_t c = n[i].child; c != DSR_NODE_NIL; c = n[c].next) {
		uint32_t own = 0;
		const int hit = !r->info[c].empty && matches(r, c, doc, &own);

		if (r->info[c].empty)
			continue;
		if (n[c].occur == DSR_NOT && hit)
			return 0;
		if (n[c].occur == DSR_MUST && !hit)
			return 0;
		musts += n[c].occur == DSR_MUST;
		any += n[c].occur == DSR_SHOULD && hit;
		sum += n[c].occur == DSR_NOT ? 0 : own;
	}
	if (!musts && !any)
		return 0;
	*score += sum;
	return 1;
}

static int matches(const run *r, uint32_t i, size_t doc, uint32_t *score)
{
	const dsr_node *n = &r->q->nodes[i];
	const oracle_document *d = &r->o->docs[doc];
	const node_info *f = &r->info[i];

	switch (n->kind) {
	case DSR_NODE_ALL:
		return 1;
	case DSR_NODE_DATES:
		return n->field.n == 4 && !memcmp(n->field.p, "date", 4) && d->dated && d->first_day >= n->first_day &&
		       d->last_day <= n->last_day;
	case DSR_NODE_TEXT:
	case DSR_NODE_CONCEPT:
		return matches_any(r, f, doc, score);
	case DSR_NODE_BOOL:
		return matches_bool(r, i, doc, score);
	default:
		return 0;
	}
}

/* Statistics of lists, unless they are known. */
static void count(oracle *o)
{
	for (int list = 0; list < ORACLE_LISTS && !o->df[list]; list++) {
		uint64_t sum = 0;

		for (size_t d = 0; d < o->count; d++)
			sum += o->docs[d].live ? o->docs[d].lists[list].length : 0;
		o->df[list] = count_df(o, list);
		o->average[list] = o->live ? (double)sum / (double)o->live : 0;
	}
}

static int compare_hits(const void *a, const void *b)
{
	const oracle_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->number < y->number ? -1 : 1;
}

/* Answer a query whose names are units. */
static oracle_answer answer(oracle *o, const dossier_query *q, const char *language, double k1, double b)
{
	run r = { o, q, need(calloc(q->count, sizeof *r.info)), language ? &language : o->languages,
	          language ? 1 : o->language_count, k1, b };
	oracle_answer a = { need(malloc((o->count + 1) * sizeof *a.hits)), 0, 0 };

	count(o);
	prepare(&r);
	a.scale = weigh(&r);
	for (size_t d = 0; d < o->count; d++) {
		uint32_t score = 0;

		if (o->docs[d].live && !r.info[0].empty && matches(&r, 0, d, &score))
			a.hits[a.count++] = (oracle_hit){ o->docs[d].number, score };
	}
	qsort(a.hits, a.count, sizeof *a.hits, compare_hits);
	for (uint32_t i = 0; i < q->count; i++)
		for (size_t k = 0; k < 2 * ORACLE_LANGUAGES; k++) {
			free(r.info[i].readings[k].words);
			free(r.info[i].readings[k].tfs);
		}
	free(r.info);
	return a;
}

oracle_answer oracle_search(oracle *o, const dossier_query *q, const dsr_plan_options *how)
{
	dsr_arena arena = DSR_ARENA_INIT(&dsr_alloc_default);
	dossier_query units = *q;
	oracle_answer a;
	dsr_tree tree;

	if (dsr_rewrite(&tree, &arena, o->analyzer, q, NULL) ||
	    (!how->keep_stop_words && (!how->language || !strcmp(how->language, "english")) && dsr_leave_stop_words_out(&tree, &arena, NULL)))
		abort();
	units.nodes = (dsr_node *)(uintptr_t)tree.nodes;
	units.count = tree.count;
	a = answer(o, &units, how->language, how->k1, how->b);
	dsr_arena_release(&arena);
	return a;
}
