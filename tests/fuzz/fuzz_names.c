/*
 * fuzz_names.c - a file of names and a text, with a line "%%" between: what is read as names finds in the text what trying every
 * form at every word finds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/analyzer.h"
#include "text/naming.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TOKENS_MAX = 300 };

static void require(int truth)
{
	if (!truth)
		abort();
}

/* Where the text begins, behind "%%\n"; `size` where there is none. */
static size_t text_of(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i + 3 <= size; i++)
		if (!memcmp(data + i, "%%\n", 3))
			return i + 3;
	return size;
}

/* Has the form as many words as the match, of the same numbers?  Possessives also match with the s joined: not looked at. */
static int is_spelled(const dsr_gazetteer *g, const dsr_name_form *f, const dsr_name_token *tokens)
{
	for (uint32_t i = 0; i < f->count; i++)
		if (dsr_gazetteer_word(g, (const uint8_t *)f->words[i].p, f->words[i].n) != tokens[i].word)
			return 0;
	return 1;
}

/* No form without flags is longer than what was found. */
static void check_longest(const dsr_gazetteer *g, const dsr_name_token *tokens, size_t n, uint32_t found)
{
	for (size_t i = 0; i < g->form_count && i < 200; i++)
		if (!(g->forms[i].flags & (DSR_NAME_EXACT | DSR_NAME_CAPITAL)) && g->forms[i].count <= n && g->forms[i].count > found &&
		    !memchr(g->forms[i].text.p, '.', g->forms[i].text.n))
			require(!is_spelled(g, &g->forms[i], tokens));
}

static void check_match(const dsr_gazetteer *g, const dsr_name_match *m, size_t n)
{
	const dsr_name_form *f;
	uint32_t at = 0, forms = 0;

	require(m->count >= 1 && m->count <= n && m->count <= DSR_NAME_WORDS_MAX);
	while ((f = dsr_name_match_form(g, m, &at))) {
		require(f->count == m->count && (f->concept == DSR_NO_CONCEPT || f->concept < g->concept_count));
		forms++;
	}
	require(forms > 0);
}

static size_t tokenize(const dsr_gazetteer *g, const uint8_t *text, size_t n, dsr_name_token *out)
{
	size_t from = 0, count = 0;
	dsr_word w;

	while (count < TOKENS_MAX && dsr_words_find(text, n, &from, &w, 1)) {
		const uint32_t word = dsr_gazetteer_word(g, text + w.start, w.end - w.start);

		out[count++] = (dsr_name_token){ w.start, w.end, word };
	}
	return count;
}

static void check_naming(const dsr_gazetteer *g, const uint8_t *text, size_t size, const dsr_name_token *tokens, size_t n)
{
	uint32_t last = 0;
	dsr_naming naming;

	require(dsr_naming_init(&naming, &dsr_alloc_default, g));
	dsr_naming_begin(&naming);
	dsr_naming_text(&naming, text, size);
	for (uint32_t i = 0; i < n; i++)
		dsr_naming_take(&naming, tokens[i].start, tokens[i].end, tokens[i].word, i);
	dsr_naming_stop(&naming);
	dsr_naming_settle(&naming);
	require(!naming.nomem);
	for (size_t i = 0; i < naming.count; i++) {
		const dsr_named *named = &naming.named[i];

		require(named->concept < g->concept_count && named->place < n && named->start >= last && named->start < named->end);
		require(named->start == tokens[named->place].start && (named->halves == 1 || named->halves == 2));
		last = named->end;
	}
	dsr_naming_release(&naming);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t from = text_of(data, size), names = from < size ? from - 3 : size;
	const uint8_t *text = data + from;
	dsr_name_text t = DSR_NAME_TEXT_INIT(text, size - from);
	dsr_name_token tokens[TOKENS_MAX];
	dsr_gazetteer *g;
	dossier_error err;
	size_t n;

	if (dsr_gazetteer_new(&g, &dsr_alloc_default, data, names, &err)) {
		require(!g && (err.status == DOSSIER_ERR_INPUT || err.status == DOSSIER_ERR_LIMIT) && err.offset <= (long long)names);
		return 0;
	}
	n = tokenize(g, text, t.n, tokens);
	for (size_t i = 0; i < n; i++) {
		dsr_name_match m;

		if (dsr_gazetteer_match(g, &t, tokens + i, n - i, &m))
			check_match(g, &m, n - i);
		check_longest(g, tokens + i, n - i, m.count);
	}
	check_naming(g, text, t.n, tokens, n);
	dsr_gazetteer_free(g);
	return 0;
}
