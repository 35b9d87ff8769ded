/*
 * exceptions.c - see exceptions.h
 */
#include "text/exceptions.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* Where the word at `p` ends: at a blank, a colon or an end of line. */
static const uint8_t *word_end(const uint8_t *p, const uint8_t *end)
{
	while (p < end && *p != ' ' && *p != ':' && *p != '\n')
		p++;
	return p;
}

/* Does the slot hold this word? */
static int is_form(const dsr_exceptions *e, const dsr_exception *slot, const uint8_t *word, size_t n)
{
	const uint8_t *p = e->text + slot->form, *end = e->text + e->size;

	return n <= (size_t)(end - p) && !memcmp(p, word, n) && word_end(p, end) == p + n;
}

/* The slot of the word with this hash, or the free one that it would take. */
static dsr_exception *slot_of(const dsr_exceptions *e, const uint8_t *word, size_t n, uint64_t hash)
{
	const uint32_t upper = (uint32_t)(hash >> 32);
	size_t i = (size_t)hash & (e->cap - 1);

	while (e->slots[i].form && (e->slots[i].hash != upper || !is_form(e, &e->slots[i], word, n)))
		i = (i + 1) & (e->cap - 1);
	return &e->slots[i];
}

/* Take up the forms in [p, end), each of which has a blank in front. */
static void read_forms(dsr_exceptions *e, size_t stem, const uint8_t *p, const uint8_t *end)
{
	while (p < end && *p == ' ') {
		const uint8_t *form = ++p;
		dsr_exception *slot;
		uint64_t hash;

		p = word_end(form, end);
		hash = dsr_hash(form, (size_t)(p - form));
		slot = slot_of(e, form, (size_t)(p - form), hash);
		dsr_sieve_add(&e->sieve, (uint32_t)(hash >> 32));
		if (!slot->form)
			*slot = (dsr_exception){ (uint32_t)(form - e->text), (uint32_t)stem, (uint32_t)(hash >> 32) };
	}
}

static void read_lines(dsr_exceptions *e)
{
	const uint8_t *p = e->text, *const end = p + e->size;

	while (p < end) {
		const uint8_t *newline = memchr(p, '\n', (size_t)(end - p));
		const uint8_t *const line_end = newline ? newline : end;
		const uint8_t *const colon = word_end(p, line_end);

		if (*p != '#' && colon < line_end && *colon == ':')
			read_forms(e, (size_t)(p - e->text), colon + 1, line_end);
		p = newline ? newline + 1 : end;
	}
}

/* As many slots as keep the table half free: no form is without a blank in front of it. */
static size_t slots_for(const uint8_t *text, size_t n)
{
	size_t blanks = 0, cap = 2;

	for (size_t i = 0; i < n; i++)
		blanks += text[i] == ' ';
	while (cap < 2 * blanks)
		cap *= 2;
	return cap;
}

int dsr_exceptions_init(dsr_exceptions *e, const dossier_alloc *alloc, const uint8_t *text, size_t n)
{
	const size_t cap = slots_for(text, n);

	*e = (dsr_exceptions){ .text = text, .size = n, .cap = cap, .sieve = dsr_sieve_for(cap / 2) };
	e->slots = dsr_new(alloc, cap * sizeof *e->slots);
	e->sieve.bits = dsr_new(alloc, dsr_sieve_size(&e->sieve));
	if (!e->slots || !e->sieve.bits) {
		dsr_exceptions_release(e, alloc);
		return 0;
	}
	read_lines(e);
	return 1;
}

void dsr_exceptions_release(dsr_exceptions *e, const dossier_alloc *alloc)
{
	dsr_free(alloc, e->slots, e->cap * sizeof *e->slots);
	dsr_free(alloc, e->sieve.bits, dsr_sieve_size(&e->sieve));
	*e = (dsr_exceptions){ 0 };
}

dossier_str dsr_exceptions_find(const dsr_exceptions *e, const uint8_t *word, size_t n)
{
	const uint64_t hash = dsr_hash(word, n);
	const dsr_exception *slot;
	const uint8_t *stem;

	if (!dsr_sieve_passes(&e->sieve, (uint32_t)(hash >> 32)))
		return (dossier_str){ NULL, 0 };
	slot = slot_of(e, word, n, hash);
	stem = e->text + slot->stem;
	if (!slot->form)
		return (dossier_str){ NULL, 0 };
	return (dossier_str){ (const char *)stem, (size_t)(word_end(stem, e->text + e->size) - stem) };
}
