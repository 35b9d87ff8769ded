/*
 * gazetteer.c - see gazetteer.h
 *
 * Made in four passes over the forms: words that are one get the first numbers, words that begin one the next; then every form
 * is walked into the trie; then the forms are sorted by the node they end at.
 */
#include "text/gazetteer.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/analyzer.h"
#include "text/fold.h"
#include "text/gazetteer_read.h"
#include "text/words.h"

/* ---- making ---- */

/* A form, or its spelling without the apostrophe of a possessive, and the node it ends at. */
typedef struct ending {
	uint32_t node, form;
} ending;

typedef struct builder {
	dsr_gazetteer *g;
	ending        *endings;
	size_t         count;
	size_t         word_cap;
	dossier_error *err;
} builder;

static int is_word(const dsr_gazetteer *g, uint32_t number, const uint8_t *plain, size_t n)
{
	const dossier_str word = g->words[number - 1];

	return word.n == n && !memcmp(word.p, plain, n);
}

static int is_free(const dsr_name_slot *slot)
{
	return !slot->number;
}

/* The slot of a word without case and the rest, or the free one that it would take, which then has its hash. */
static dsr_name_slot *word_slot(const dsr_gazetteer *g, const uint8_t *plain, size_t n, uint64_t hash)
{
	const uint32_t upper = (uint32_t)(hash >> 32);
	size_t i = (size_t)hash & (g->word_slots - 1);

	while (!is_free(&g->word_table[i]) &&
	       (g->word_table[i].hash != upper || !is_word(g, g->word_table[i].number, plain, n)))
		i = (i + 1) & (g->word_slots - 1);
	return &g->word_table[i];
}

static dsr_name_edge *edge_slot(const dsr_gazetteer *g, uint32_t from, uint32_t word)
{
	size_t i = (size_t)dsr_mix((uint64_t)from << 32 | word, 0x9e3779b97f4a7c15u) & (g->edge_slots - 1);

	while (g->edges[i].from && (g->edges[i].from != from || g->edges[i].word != word))
		i = (i + 1) & (g->edge_slots - 1);
	return &g->edges[i];
}

/* A new word: its number, or 0 when out of memory. */
static uint32_t add_word(builder *b, const uint8_t *plain, size_t n)
{
	dsr_gazetteer *g = b->g;
	const dossier_str word = dsr_arena_copy(&g->arena, (dossier_str){ (const char *)plain, n });
	void *words = g->words;

	if (!word.p || !dsr_arena_grow(&g->arena, &words, &b->word_cap, (size_t)g->word_count + 1, sizeof *g->words))
		return 0;
	g->words = words;
	g->words[g->word_count] = word;
	return ++g->word_count;
}

/*
 * The number of a form's word, given one if it has none; 0 when out of memory.  `joined`: of a possessive the s stays,
 * as where the apostrophe was left out.
 */
static uint32_t number_word(builder *b, dossier_str word, int joined)
{
	uint8_t plain[DSR_TERM_MAX + 1];
	int acronym;
	size_t n = dsr_analyzer_plain((const uint8_t *)word.p, word.n, plain, &acronym);
	dsr_name_slot *slot;
	uint64_t hash;

	if (joined)
		plain[n++] = 's';
	hash = dsr_hash(plain, n);
	slot = word_slot(b->g, plain, n, hash);
	if (is_free(slot))
		*slot = (dsr_name_slot){ (uint32_t)(hash >> 32), add_word(b, plain, n) };
	dsr_sieve_add(&b->g->word_sieve, slot->hash);
	return slot->number;
}

/* Does the word end in 's or ’s? */
static int is_possessive(dossier_str word)
{
	const size_t n = word.n;

	return n > 1 && word.p[n - 1] == 's' &&
	       (word.p[n - 2] == '\'' || (n > 3 && !memcmp(word.p + n - 4, "\xE2\x80\x99", 3)));
}

static int has_possessive(const dsr_name_form *f)
{
	for (uint32_t i = 0; i < f->count; i++)
		if (is_possessive(f->words[i]))
			return 1;
	return 0;
}

/* Number the first words of forms of one word, or of the longer ones. */
static int number_first_words(builder *b, int longer)
{
	dsr_gazetteer *g = b->g;

	for (size_t i = 0; i < g->form_count; i++) {
		const dossier_str word = g->forms[i].words[0];

		if ((g->forms[i].count > 1) != longer)
			continue;
		g->forms[i].first = number_word(b, word, 0);
		if (!g->forms[i].first || (is_possessive(word) && !number_word(b, word, 1)))
			return 0;
	}
	return 1;
}

static int number_starts(builder *b)
{
	dsr_gazetteer *g = b->g;

	if (!number_first_words(b, 0))
		return 0;
	g->start.alone = g->word_count;
	if (!number_first_words(b, 1))
		return 0;
	g->start.starts = g->word_count;
	g->node_count = g->start.starts + 1;
	return 1;
}

/* The node that the form's words lead to; 0 when out of memory. */
static uint32_t walk_form(builder *b, const dsr_name_form *f, int joined)
{
	dsr_gazetteer *g = b->g;
	uint32_t node = joined && is_possessive(f->words[0]) ? number_word(b, f->words[0], 1) : f->first;

	for (uint32_t i = 1; i < f->count && node; i++) {
		const uint32_t word = number_word(b, f->words[i], joined && is_possessive(f->words[i]));
		dsr_name_edge *edge = edge_slot(g, node, word);

		if (!word)
			return 0;
		if (!edge->from)
			*edge = (dsr_name_edge){ node, word, g->node_count++ };
		if (i == 1)
			dsr_sieve_add(&g->start.pairs, dsr_namestart_hash(node, word));
		node = edge->to;
	}
	return node;
}

static int add_ending(builder *b, uint32_t form, int joined)
{
	const uint32_t node = walk_form(b, &b->g->forms[form], joined);

	b->endings[b->count++] = (ending){ node, form };
	return node != 0;
}

static int walk_forms(builder *b)
{
	for (uint32_t i = 0; i < b->g->form_count; i++)
		if (!add_ending(b, i, 0) || (has_possessive(&b->g->forms[i]) && !add_ending(b, i, 1)))
			return 0;
	return 1;
}

/* Sort the endings by node, which keeps the order of the file among those of one: a counting sort. */
static int sort_endings(builder *b)
{
	dsr_gazetteer *g = b->g;

	g->ends = dsr_arena_zero(&g->arena, ((size_t)g->node_count + 2) * sizeof *g->ends);
	g->end_forms = dsr_arena_take(&g->arena, b->count * sizeof *g->end_forms);
	if (!g->ends || !g->end_forms)
		return 0;
	for (size_t i = 0; i < b->count; i++)
		g->ends[b->endings[i].node + 2]++;
	for (uint32_t i = 0; i < g->node_count; i++)
		g->ends[i + 2] += g->ends[i + 1];
	for (size_t i = 0; i < b->count; i++)
		g->end_forms[g->ends[b->endings[i].node + 1]++] = b->endings[i].form;
	return 1;
}

/* Is it the form that stands wherever its words do, and that counts? */
static int is_plain(const dsr_name_form *f)
{
	const uint8_t other = DSR_NAME_EXACT | DSR_NAME_CAPITAL | DSR_NAME_UNSURE | DSR_NAME_EVIDENCE;

	return f->concept != DSR_NO_CONCEPT && !(f->flags & other) && !f->dotted;
}

static int note_lone(builder *b)
{
	dsr_gazetteer *g = b->g;

	g->lone = dsr_arena_take(&g->arena, ((size_t)g->start.alone + 1) * sizeof *g->lone);
	for (uint32_t i = 0; g->lone && i <= g->start.alone; i++) {
		const int ends_one = g->ends[i + 1] - g->ends[i] == 1;
		const dsr_name_form *f = ends_one ? &g->forms[g->end_forms[g->ends[i]]] : NULL;

		g->lone[i] = (dsr_name_lone){ DSR_NO_CONCEPT, 0 };
		if (f && is_plain(f))
			g->lone[i] = (dsr_name_lone){ f->concept, dsr_name_halves(f) };
	}
	return g->lone != NULL;
}

static size_t slots_for(size_t n)
{
	size_t slots = 2;

	while (slots < 2 * n)
		slots *= 2;
	return slots;
}

/* Tables that stay half free: there are no more words and edges than forms have, those with a possessive twice. */
static int make_tables(builder *b)
{
	dsr_gazetteer *g = b->g;
	size_t words = 0, edges = 0;

	for (size_t i = 0; i < g->form_count; i++) {
		const unsigned twice = (unsigned)has_possessive(&g->forms[i]);

		words += (size_t)g->forms[i].count << twice;
		edges += (size_t)(g->forms[i].count - 1) << twice;
	}
	g->word_slots = slots_for(words);
	g->edge_slots = slots_for(edges);
	g->word_table = dsr_arena_zero(&g->arena, g->word_slots * sizeof *g->word_table);
	g->edges = dsr_arena_zero(&g->arena, g->edge_slots * sizeof *g->edges);
	g->word_sieve = dsr_sieve_for(words);
	g->word_sieve.bits = dsr_arena_zero(&g->arena, dsr_sieve_size(&g->word_sieve));
	g->start.pairs = dsr_sieve_for(edges);
	g->start.pairs.bits = dsr_arena_zero(&g->arena, dsr_sieve_size(&g->start.pairs));
	b->endings = dsr_arena_take(&g->arena, 2 * g->form_count * sizeof *b->endings);
	return g->word_table && g->edges && g->word_sieve.bits && g->start.pairs.bits && b->endings;
}

/* ---- forms with the same words ---- */

static int same_word(dossier_str a, dossier_str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static int same_letters(const dsr_name_form *a, const dsr_name_form *b)
{
	for (uint32_t i = 0; i < a->count && i < b->count; i++)
		if (!same_word(a->words[i], b->words[i]))
			return 0;
	return a->count == b->count;
}

/* May two forms with the same words stand side by side? */
static int get_along(const dsr_name_form *a, const dsr_name_form *b)
{
	if ((a->flags | b->flags) & DSR_NAME_EVIDENCE)
		return 1;
	if (a->concept == b->concept)
		return !same_letters(a, b) || ((a->flags ^ b->flags) & (DSR_NAME_CAPITAL | DSR_NAME_EXACT));
	if (a->flags & b->flags & DSR_NAME_UNSURE)
		return 1;
	return a->flags & b->flags & DSR_NAME_EXACT && !same_letters(a, b);
}

static dossier_status check_node(const builder *b, uint32_t node)
{
	const dsr_gazetteer *g = b->g;
	const uint32_t from = g->ends[node], to = g->ends[node + 1];

	if (to - from > DSR_NAME_FORMS_MAX)
		return dsr_gazetteer_blame((const uint8_t *)g->text.p, g->forms[g->end_forms[to - 1]].text.p, b->err, DOSSIER_ERR_LIMIT,
		                           "too many concepts share", g->forms[g->end_forms[from]].text);
	for (uint32_t i = from; i < to; i++)
		for (uint32_t j = from; j < i; j++) {
			const dsr_name_form *f = &g->forms[g->end_forms[i]];

			if (!get_along(&g->forms[g->end_forms[j]], f))
				return dsr_gazetteer_blame((const uint8_t *)g->text.p, f->text.p, b->err, DOSSIER_ERR_INPUT, "this form is there already:", f->text);
		}
	return DOSSIER_OK;
}

static dossier_status build(dsr_gazetteer *g, dossier_error *err)
{
	builder b = { .g = g, .err = err };
	dossier_status st = dsr_gazetteer_read(g, (const uint8_t *)g->text.p, g->text.n, err);

	if (st)
		return st;
	if (!make_tables(&b) || !number_starts(&b) || !walk_forms(&b) || !sort_endings(&b) || !note_lone(&b))
		return dsr_nomem(err);
	if (g->word_count > DSR_NAME_NUMBER_MAX)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "names of more than %u words", DSR_NAME_NUMBER_MAX);
	for (uint32_t node = 1; node < g->node_count && !st; node++)
		st = check_node(&b, node);
	return st;
}

dossier_status dsr_gazetteer_new(dsr_gazetteer **out, const dossier_alloc *alloc, const uint8_t *text, size_t n,
                                 dossier_error *err)
{
	dsr_gazetteer *g = dsr_new(alloc, sizeof *g);
	dossier_status st;

	*out = NULL;
	if (!g)
		return dsr_nomem(err);
	g->alloc = *alloc;
	g->arena = DSR_ARENA_INIT(&g->alloc);
	g->text = dsr_arena_copy(&g->arena, (dossier_str){ (const char *)text, n });
	g->hash = dsr_fnv1a(DSR_FNV_BEGIN, text, n);
	st = g->text.p ? build(g, err) : dsr_nomem(err);
	if (st)
		dsr_gazetteer_free(g);
	else
		*out = g;
	return st;
}

void dsr_gazetteer_free(dsr_gazetteer *g)
{
	dossier_alloc alloc;

	if (!g)
		return;
	alloc = g->alloc;
	dsr_arena_release(&g->arena);
	dsr_free(&alloc, g, sizeof *g);
}

/* ---- matching ---- */

uint32_t dsr_gazetteer_word(const dsr_gazetteer *g, const uint8_t *word, size_t n)
{
	uint8_t plain[DSR_TERM_MAX];
	uint64_t hash;
	int acronym;

	n = dsr_analyzer_plain(word, n, plain, &acronym);
	hash = dsr_hash(plain, n);
	return n && dsr_sieve_passes(&g->word_sieve, (uint32_t)(hash >> 32)) ? word_slot(g, plain, n, hash)->number : 0;
}

static int has_small(const uint8_t *p, const uint8_t *end)
{
	while (p < end) {
		uint32_t c;

		p += dsr_utf8_decode(p, end, &c);
		if (c < 0x80 ? c >= 'a' && c <= 'z' : dsr_is_small(c))
			return 1;
	}
	return 0;
}

static int has_more_than_three_words(const uint8_t *p, size_t n)
{
	size_t from = 0, count = 0;
	dsr_word w;

	while (count < 4 && dsr_words_find(p, n, &from, &w, 1))
		count++;
	return count == 4;
}

/* Does the line around text->p[at] have more than three words and no small letter? */
static int shouts(dsr_name_text *text, size_t at)
{
	size_t from = at, to = at;

	if (at >= text->line_start && at < text->line_end)
		return text->line_shouts;
	while (from && text->p[from - 1] != '\n')
		from--;
	while (to < text->n && text->p[to] != '\n')
		to++;
	text->line_start = from;
	text->line_end = to;
	text->line_shouts = !has_small(text->p + from, text->p + to) &&
	                    has_more_than_three_words(text->p + from, to - from);
	return text->line_shouts;
}

static int begins_with_capital(const uint8_t *p, size_t n)
{
	uint32_t c;

	dsr_utf8_decode(p, p + n, &c);
	return dsr_is_capital(c);
}

static int has_dot(const void *p, size_t n)
{
	return memchr(p, '.', n) != NULL;
}

/*
 * Does a word of the text, which is the form's but for case and the like, stand as the form's flags demand?  What is
 * written with dots is so in the text too: "us" is no U.S.
 */
static int word_fits(const dsr_name_form *f, dossier_str want, const dsr_name_text *text, const dsr_name_token *t)
{
	const uint8_t *p = text->p + t->start;
	const size_t n = t->end - t->start;

	if (f->dotted && has_dot(want.p, want.n) && !has_dot(p, n))
		return 0;
	if (f->flags & DSR_NAME_EXACT) /* a possessive may follow */
		return n >= want.n && !memcmp(p, want.p, want.n);
	if (f->flags & DSR_NAME_CAPITAL && !text->waive)
		return !begins_with_capital((const uint8_t *)want.p, want.n) || begins_with_capital(p, n);
	return 1;
}

static int form_fits(const dsr_name_form *f, dsr_name_text *text, const dsr_name_token *tokens)
{
	if (!(f->flags & (DSR_NAME_EXACT | DSR_NAME_CAPITAL)) && !f->dotted)
		return 1;
	if (f->flags & DSR_NAME_EXACT && f->count == 1 && has_dot(text->p + tokens->start, tokens->end - tokens->start))
		return 1;
	for (uint32_t i = 0; i < f->count; i++)
		if (!word_fits(f, f->words[i], text, &tokens[i]))
			return 0;
	return !(f->flags & DSR_NAME_EXACT) || !shouts(text, tokens->start);
}

/* The forms of the node that fit, as bits. */
static uint32_t fits(const dsr_gazetteer *g, uint32_t node, dsr_name_text *text, const dsr_name_token *tokens)
{
	const uint32_t from = g->ends[node], to = g->ends[node + 1];
	uint32_t bits = 0;

	for (uint32_t i = from; i < to; i++)
		if (form_fits(&g->forms[g->end_forms[i]], text, tokens))
			bits |= 1u << (i - from);
	return bits;
}

int dsr_gazetteer_match(const dsr_gazetteer *g, dsr_name_text *text, const dsr_name_token *tokens, size_t n,
                        dsr_name_match *out)
{
	uint32_t node = dsr_gazetteer_starts(g, tokens[0].word) ? tokens[0].word : 0;

	out->count = 0;
	for (uint32_t i = 1; node; i++) {
		const uint32_t bits = fits(g, node, text, tokens);

		if (bits)
			*out = (dsr_name_match){ i, node, bits };
		if (i == n || (i == 1 && !dsr_namestart_pairs(&g->start, node, tokens[1].word)))
			break;
		node = edge_slot(g, node, tokens[i].word)->to;
	}
	return out->count > 0;
}

const dsr_name_form *dsr_name_match_form(const dsr_gazetteer *g, const dsr_name_match *m, uint32_t *at)
{
	const uint32_t from = g->ends[m->node], count = g->ends[m->node + 1] - from;

	while (*at < count && !(m->fits >> *at & 1))
		++*at;
	return *at < count ? &g->forms[g->end_forms[from + (*at)++]] : NULL;
}
