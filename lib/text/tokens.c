/*
 * tokens.c - see tokens.h
 */
#include "text/tokens.h"

/* Words taken from the text at a time. */
#define WORDS_BATCH 64u

void dsr_tokens_begin(dsr_tokens *t, const uint8_t *text, size_t n)
{
	*t = (dsr_tokens){ .text = text, .n = n };
}

size_t dsr_tokens_next(dsr_tokens *t, dsr_text_token *out, size_t max)
{
	dsr_word words[WORDS_BATCH];
	const size_t n = dsr_words_find(t->text, t->n, &t->from, words, max < WORDS_BATCH ? max : WORDS_BATCH);

	for (size_t i = 0; i < n; i++)
		out[i] = (dsr_text_token){ words[i].start, words[i].end, 0 };
	return n;
}
