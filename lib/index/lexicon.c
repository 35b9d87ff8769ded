/*
 * lexicon.c - see lexicon.h
 */
#include "index/lexicon.h"

#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/gazetteer.h"

#define SLOTS_MIN 256u
#define INLINE_MAX 16u
/* Forms looked up together, so that their slots are fetched at the same time. */
#define BATCH 32u

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
	for (unsigned i = 0; i < DSR_TONGUES_MAX; i++) {
		dsr_free(l->alloc, l->silent[i].forms, l->silent[i].slots * sizeof *l->forms);
		l->silent[i] = (dsr_forms){ 0 };
	}
	dsr_buf_release(&l->long_forms);
	dsr_strings_release(&l->terms);
	dsr_free(l->alloc, l->concepts, l->concept_count * sizeof *l->concepts);
	l->concepts = NULL;
	l->forms = NULL;
	l->form_slots = l->form_count = 0;
}

void dsr_lexicon_reset(dsr_lexicon *l)
{
	dsr_lexicon_release(l);
}

size_t dsr_lexicon_memory(const dsr_lexicon *l)
{
	size_t slots = l->form_slots;

	for (unsigned i = 0; i < DSR_TONGUES_MAX; i++)
		slots += l->silent[i].slots;
	return slots * sizeof *l->forms + (l->concepts ? l->concept_count * sizeof *l->concepts : 0) + l->long_forms.cap + dsr_strings_memory(&l->terms);
}

int dsr_lexicon_speak(dsr_lexicon *l, const char *language)
{
	dsr_forms *now;

	if (dsr_analyzer_speak(l->analyzer, language, NULL))
		return 0;
	if (l->tongue == dsr_analyzer_tongue(l->analyzer))
		return 1;
	l->silent[l->tongue] = (dsr_forms){ l->forms, l->form_slots, l->form_count };
	l->tongue = dsr_analyzer_tongue(l->analyzer);
	now = &l->silent[l->tongue];
	l->forms = now->forms;
	l->form_slots = now->slots;
	l->form_count = now->count;
	*now = (dsr_forms){ 0 };
	return 1;
}

size_t dsr_lexicon_growth(const dsr_lexicon *l)
{
	return l->form_count > l->form_slots / 2 ? 2 * l->form_slots * sizeof *l->forms : 0;
}

/* What is left of 16 bytes when only the first n count. */
static const uint64_t low_of[INLINE_MAX + 1] = {
	0x0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff,
	UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
};
static const uint64_t high_of[INLINE_MAX + 1] = {
	0, 0, 0, 0, 0, 0, 0, 0,
	0x0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, UINT64_MAX,
};

static dsr_form key_of(const uint8_t *word, size_t n)
{
	uint8_t padded[INLINE_MAX] = { 0 };

	if (n > INLINE_MAX)
		return (dsr_form){ .low = dsr_hash(word, n), .size = n & 0xFF };
	memcpy(padded, word, n);
	return (dsr_form){ .low = dsr_get_u64(padded), .high = dsr_get_u64(padded + 8), .size = n & 0xFF };
}

static inline uint64_t mix(uint64_t low, uint64_t high, size_t size)
{
	return dsr_mix(low ^ K0, high ^ K1 ^ size);
}

static uint64_t hash_of(const dsr_form *key)
{
	return mix(key->low, key->size > INLINE_MAX ? 0 : key->high, key->size); /* where a long form lies is no part of it */
}

static size_t home_of(const dsr_lexicon *l, const dsr_form *key)
{
	return (size_t)hash_of(key) & (l->form_slots - 1);
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

static const dsr_lexeme none = { DSR_STRING_NONE, 0 };

/* Analyse a new form and put it into the table. */
static dsr_lexeme learn(dsr_lexicon *l, dsr_form key, const uint8_t *word)
{
	const dossier_str term = dsr_analyzer_term(l->analyzer, word, key.size);
	const dsr_gazetteer *names = dsr_analyzer_names(l->analyzer);
	size_t at;

	if (!term.p)
		return none;
	key.term = term.n ? dsr_strings_add(&l->terms, term) : DSR_NO_TERM;
	if (key.term == DSR_STRING_NONE || (l->form_count >= l->form_slots / 3 * 2 && !grow_forms(l)))
		return none;
	if (term.n && names)
		key.name = dsr_gazetteer_word(names, word, key.size) & DSR_NAME_NUMBER_MAX;
	if (key.size > INLINE_MAX) {
		key.high = l->long_forms.len;
		dsr_buf_put(&l->long_forms, word, key.size);
		if (dsr_buf_status(&l->long_forms))
			return none;
	}
	for (at = home_of(l, &key); l->forms[at].size; at = (at + 1) & (l->form_slots - 1))
		;
	l->forms[at] = key;
	l->form_count++;
	return (dsr_lexeme){ key.term, key.name };
}

dsr_lexeme dsr_lexicon_word(dsr_lexicon *l, const uint8_t *word, size_t n)
{
	const dsr_form key = key_of(word, n);

	if (l->form_slots)
		for (size_t at = home_of(l, &key); l->forms[at].size; at = (at + 1) & (l->form_slots - 1))
			if (same(l, &l->forms[at], &key, word))
				return (dsr_lexeme){ l->forms[at].term, l->forms[at].name };
	return learn(l, key, word);
}

/* The keys of some forms, as far as they are short, and what is known of their slots. */
typedef struct batch {
	uint64_t low[BATCH], high[BATCH];
	uint64_t hash[BATCH];
	size_t   size[BATCH]; /* 0: `word` is to be looked up alone */
} batch;

/* Make the keys of words behind which as many bytes can be read as make 16, and have their slots brought near. */
static void make_keys(const dsr_lexicon *l, batch *b, const uint8_t *text, size_t n, const dsr_text_token *tokens, size_t count)
{
	const uint64_t mask = l->form_slots - 1;

	for (size_t i = 0; i < count; i++) {
		const uint8_t *word = text + tokens[i].start;
		const size_t size = tokens[i].end - tokens[i].start;

		b->size[i] = size <= INLINE_MAX && n - tokens[i].start >= INLINE_MAX ? size : 0;
		if (!b->size[i])
			continue;
		b->low[i] = dsr_get_u64(word) & low_of[size];
		b->high[i] = dsr_get_u64(word + 8) & high_of[size];
		b->hash[i] = mix(b->low[i], b->high[i], size);
		__builtin_prefetch(&l->forms[b->hash[i] & mask]);
	}
}

static int find_alone(dsr_lexicon *l, const uint8_t *text, dsr_text_token t, uint32_t *term, uint32_t *name)
{
	const dsr_lexeme found = dsr_lexicon_word(l, text + t.start, t.end - t.start);

	*term = found.term;
	*name = found.name;
	return found.term != DSR_STRING_NONE;
}

static int find_batch(dsr_lexicon *l, const uint8_t *text, size_t n, const dsr_text_token *tokens, size_t count,
                      uint32_t *terms, uint32_t *names)
{
	batch b;

	make_keys(l, &b, text, n, tokens, count);
	for (size_t i = 0; i < count; i++) {
		const dsr_form *slot = &l->forms[b.size[i] ? b.hash[i] & (l->form_slots - 1) : 0];

		if (b.size[i] && slot->low == b.low[i] && slot->high == b.high[i] && slot->size == b.size[i]) {
			terms[i] = slot->term;
			names[i] = slot->name;
		} else if (!find_alone(l, text, tokens[i], &terms[i], &names[i])) {
			return 0;
		}
	}
	return 1;
}

int dsr_lexicon_terms(dsr_lexicon *l, const uint8_t *text, size_t n, const dsr_text_token *tokens, size_t count,
                      uint32_t *terms, uint32_t *names)
{
	if (!l->form_slots && !grow_forms(l))
		return 0;
	for (size_t i = 0; i < count; i += BATCH)
		if (!find_batch(l, text, n, tokens + i, count - i < BATCH ? count - i : BATCH, terms + i, names + i))
			return 0;
	return 1;
}

uint32_t dsr_lexicon_term(dsr_lexicon *l, dossier_str term)
{
	return dsr_strings_add(&l->terms, term);
}

uint32_t dsr_lexicon_concept(dsr_lexicon *l, uint32_t concept)
{
	const dsr_gazetteer *names = dsr_analyzer_names(l->analyzer);
	uint8_t term[DSR_CONCEPT_TERM_MAX];
	uint32_t number;

	if (!l->concepts) {
		l->concept_count = names->concept_count;
		l->concepts = dsr_new(l->alloc, l->concept_count * sizeof *l->concepts);
	}
	if (!l->concepts)
		return DSR_STRING_NONE;
	if (l->concepts[concept])
		return l->concepts[concept] - 1;
	number = dsr_strings_add(&l->terms, dsr_concept_term(names, concept, term));
	l->concepts[concept] = number == DSR_STRING_NONE ? 0 : number + 1;
	return number;
}
