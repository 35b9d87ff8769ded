/*
 * lexicon.c - see lexicon.h
 */
#include "index/lexicon.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define SLOTS_MIN 256u
#define INLINE_MAX 16u

/* Any two odd constants do: they keep short forms from hashing to their own bytes. */
#define K0 0x9e3779b97f4a7c15u
#define K1 0xd1b54a32d192ed03u

void dsr_lexicon_init(dsr_lexicon *l, const dossier_alloc *alloc, dsr_analyzer *analyzer)
{
	*l = (dsr_lexicon){ .alloc = alloc, .analyzer = analyzer, .long_forms = DSR_BUF_INIT(alloc),
	                    .terms = DSR_STRINGS_INIT(alloc) };
}

void dsr_lexicon_release(dsr_lexicon *l)
{
	dsr_free(l->alloc, l->forms, l->form_slots * sizeof *l->forms);
	dsr_buf_release(&l->long_forms);
	dsr_strings_release(&l->terms);
	l->forms = NULL;
	l->form_slots = l->form_count = 0;
}

void dsr_lexicon_reset(dsr_lexicon *l)
{
	dsr_lexicon_release(l);
}

size_t dsr_lexicon_memory(const dsr_lexicon *l)
{
	return l->form_slots * sizeof *l->forms + l->long_forms.cap + dsr_strings_memory(&l->terms);
}

static uint64_t load8(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

static uint32_t load4(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

/*
 * The key of a form.  Up to 16 bytes the loads overlap so that they never leave the word; with the
 * size known, different bytes give different keys.
 */
static dsr_form key_of(const uint8_t *word, size_t n)
{
	dsr_form key = { .size = (uint32_t)n };

	if (n > INLINE_MAX) {
		key.low = dsr_hash(word, n);
	} else if (n >= 8) {
		key.low = load8(word);
		key.high = load8(word + n - 8);
	} else if (n >= 4) {
		key.low = load4(word) | (uint64_t)load4(word + n - 4) << 32;
	} else {
		key.low = word[0] | (uint64_t)word[n / 2] << 8 | (uint64_t)word[n - 1] << 16;
	}
	return key;
}

static size_t home_of(const dsr_lexicon *l, const dsr_form *key)
{
	const uint64_t high = key->size > INLINE_MAX ? 0 : key->high; /* of a long form: no part of its identity */

	return (size_t)dsr_mix(key->low ^ K0, high ^ K1 ^ key->size) & (l->form_slots - 1);
}

static int same(const dsr_lexicon *l, const dsr_form *slot, const dsr_form *key, const uint8_t *word)
{
	if (slot->size != key->size || slot->low != key->low)
		return 0;
	if (key->size <= INLINE_MAX)
		return slot->high == key->high;
	return !memcmp(l->long_forms.data + slot->high, word, key->size);
}

static int grow_forms(dsr_lexicon *l)
{
	const size_t old_slots = l->form_slots, slots = old_slots ? old_slots * 2 : SLOTS_MIN;
	dsr_form *old = l->forms, *forms = dsr_new(l->alloc, slots * sizeof *forms);

	if (!forms)
		return 0;
	l->forms = forms;
	l->form_slots = slots;
	for (size_t i = 0; i < old_slots; i++) {
		size_t at;

		if (!old[i].size)
			continue;
		for (at = home_of(l, &old[i]); forms[at].size; at = (at + 1) & (slots - 1))
			;
		forms[at] = old[i];
	}
	dsr_free(l->alloc, old, old_slots * sizeof *old);
	return 1;
}

/* Analyse a new form and put it into the table.  DSR_STRING_NONE when out of memory. */
static uint32_t learn(dsr_lexicon *l, dsr_form key, const uint8_t *word)
{
	const dossier_str term = dsr_analyzer_term(l->analyzer, word, key.size);
	size_t at;

	if (!term.p)
		return DSR_STRING_NONE;
	key.term = term.n ? dsr_strings_add(&l->terms, term) : DSR_NO_TERM;
	if (key.term == DSR_STRING_NONE || (l->form_count >= l->form_slots / 3 * 2 && !grow_forms(l)))
		return DSR_STRING_NONE;
	if (key.size > INLINE_MAX) {
		key.high = l->long_forms.len;
		dsr_buf_put(&l->long_forms, word, key.size);
		if (dsr_buf_status(&l->long_forms))
			return DSR_STRING_NONE;
	}
	for (at = home_of(l, &key); l->forms[at].size; at = (at + 1) & (l->form_slots - 1))
		;
	l->forms[at] = key;
	l->form_count++;
	return key.term;
}

uint32_t dsr_lexicon_term(dsr_lexicon *l, const uint8_t *word, size_t n)
{
	const dsr_form key = key_of(word, n);

	if (l->form_slots)
		for (size_t at = home_of(l, &key); l->forms[at].size; at = (at + 1) & (l->form_slots - 1))
			if (same(l, &l->forms[at], &key, word))
				return l->forms[at].term;
	return learn(l, key, word);
}
