/*
 * fuzz_words.c - words, tokens and terms of any text.  The first byte says how many a call may find, on which the
 * result must not depend, and in which language it is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "text/analyzer.h"
#include "text/tokens.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
	if (!truth)
		abort();
}

static void check_term(dsr_analyzer *a, const uint8_t *word, size_t n)
{
	const dossier_str t = dsr_analyzer_term(a, word, n);

	require(t.p && t.n <= DSR_TERM_MAX);
	require(dsr_utf8_valid(t.p, t.n) == t.n);
}

/* Words ascend, and overlap only in pairs of letters; what stands beside one begins with it and is longer. */
static void check_tokens(dsr_analyzer *a, const uint8_t *text, size_t n, size_t max)
{
	dsr_text_token some[DSR_TOKENS_MIN + 8], few[DSR_TOKENS_MIN], word = { 0, 0, 0 };
	size_t count, few_count = 0, at = 0;
	dsr_tokens source, slow;

	dsr_tokens_begin(&source, text, n);
	dsr_tokens_begin(&slow, text, n);
	while ((count = dsr_tokens_next(&source, some, DSR_TOKENS_MIN + max)))
		for (size_t i = 0; i < count; i++) {
			const dsr_text_token t = some[i];

			if (at == few_count) {
				few_count = dsr_tokens_next(&slow, few, DSR_TOKENS_MIN);
				at = 0;
			}
			require(at < few_count && !memcmp(&few[at++], &t, sizeof t));
			require(t.start < t.end && t.end <= n && t.end - t.start <= DSR_WORD_MAX);
			require(t.beside ? t.start == word.start && t.end > word.end
			                 : t.start >= word.end || (t.start > word.start && t.end > word.end));
			word = t.beside ? word : t;
			check_term(a, text + t.start, t.end - t.start);
		}
	require(at == few_count && !dsr_tokens_next(&slow, few, DSR_TOKENS_MIN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t max = size ? data[0] % 8 + 1u : 1;
	const uint8_t *text = size ? data + 1 : data;
	const size_t n = size ? size - 1 : 0;
	size_t from = 0, one_from = 0, at = 0, count;
	static const char *const languages[] = { "english", "french", "none", "german" };
	static dsr_analyzer *a; /* one for all runs: to make it takes longer than most texts */
	dsr_word w[8], one;

	if (!a)
		require(dsr_analyzer_new(&a, &dsr_alloc_default, "english", NULL) == DOSSIER_OK);
	require(dsr_analyzer_speak(a, languages[size ? data[0] / 8 % 4 : 0], NULL) == DOSSIER_OK);
	while ((count = dsr_words_find(text, n, &from, w, max))) {
		for (size_t i = 0; i < count; i++) {
			require(dsr_words_find(text, n, &one_from, &one, 1) == 1 && !memcmp(&one, &w[i], sizeof one));
			require(w[i].start >= at && w[i].start < w[i].end && w[i].end <= n);
			at = w[i].end;
			require(at - w[i].start <= DSR_WORD_MAX);
			require(dsr_utf8_valid(text + w[i].start, at - w[i].start) == at - w[i].start);
			check_term(a, text + w[i].start, at - w[i].start);
		}
	}
	require(from == n);
	check_tokens(a, text, n, max);
	check_term(a, text, n < DSR_WORD_MAX ? n : DSR_WORD_MAX);
	return 0;
}
