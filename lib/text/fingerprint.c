/*
 * fingerprint.c - see fingerprint.h
 */
#include "text/fingerprint.h"

#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/gazetteer.h"
#include "text/textdata.h"
#include "text/tokens.h"

/* Take in one token: where it begins and ends, whether it takes a place, how long its term is, and the term. */
static uint64_t mix_token(uint64_t h, const dsr_text_token *t, dossier_str term)
{
	uint8_t head[16];

	dsr_put_u32(head, t->start);
	dsr_put_u32(head + 4, t->end);
	dsr_put_u32(head + 8, t->beside);
	dsr_put_u32(head + 12, (uint32_t)term.n);
	return dsr_fnv1a(dsr_fnv1a(h, head, sizeof head), term.p, term.n);
}

static int mix_text(dsr_analyzer *a, const uint8_t *text, size_t n, uint64_t *h)
{
	dsr_text_token tokens[64];
	dsr_tokens source;
	size_t got;

	dsr_tokens_begin(&source, text, n);
	while ((got = dsr_tokens_next(&source, tokens, 64)))
		for (size_t i = 0; i < got; i++) {
			const dossier_str term = dsr_analyzer_term(a, text + tokens[i].start, tokens[i].end - tokens[i].start);

			if (!term.p)
				return 0;
			*h = mix_token(*h, &tokens[i], term);
		}
	return 1;
}

/* The text of a line "language: text" for this language or every one, or NULL. */
static const uint8_t *text_for(const char *language, const uint8_t *line, const uint8_t *end)
{
	const uint8_t *colon = memchr(line, ':', (size_t)(end - line));
	const size_t n = colon ? (size_t)(colon - line) : 0;

	if (!n || *line == '#')
		return NULL;
	if (n == 5 && !memcmp(line, "every", n))
		return colon + 1;
	return n == strlen(language) && !memcmp(line, language, n) ? colon + 1 : NULL;
}

int dsr_fingerprint(dsr_analyzer *a, const char *language, uint64_t *out)
{
	const uint8_t *line = dsr_probes, *const end = dsr_probes + dsr_probes_size;
	const dsr_gazetteer *names = dsr_analyzer_names(a);
	uint64_t h = DSR_FNV_BEGIN;

	for (const uint8_t *line_end; line < end; line = line_end + 1) {
		const uint8_t *text;

		line_end = memchr(line, '\n', (size_t)(end - line)); /* the file ends with a line */
		text = text_for(language, line, line_end);
		if (text && !mix_text(a, text, (size_t)(line_end - text), &h))
			return 0;
	}
	if (names) {
		uint8_t hash[8];

		dsr_put_u64(hash, names->hash);
		h = dsr_fnv1a(h, hash, sizeof hash);
	}
	*out = h;
	return 1;
}
