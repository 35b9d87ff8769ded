/*
 * gazetteer_read.c - see gazetteer_read.h
 */
#include "text/gazetteer_read.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/order.h"
#include "base/utf8.h"
#include "text/analyzer.h"
#include "text/words.h"

static const char *const kinds[] = {
	"state", "territory", "region", "org", "agency", "treaty", "process", "group", "subject", "block",
};

typedef struct reader {
	dsr_gazetteer *g;
	const uint8_t *text;
	size_t         n;
	size_t         concept_cap, form_cap;
	dossier_str   *broader; /* keys that must be there, in the text */
	size_t         broader_count, broader_cap;
	uint32_t      *keys;    /* 1 + concept, by hash of its key */
	size_t         key_slots;
	dossier_error *err;
} reader;

dossier_status dsr_gazetteer_blame(const uint8_t *text, const char *at, dossier_error *err, dossier_status st,
                                   const char *what, dossier_str which)
{
	const char *line = (const char *)text;
	unsigned number = 1;

	for (const char *p = line; p < at; p++)
		if (*p == '\n') {
			line = p + 1;
			number++;
		}
	return dsr_fail_at(err, st, line - (const char *)text, "names, line %u: %s '%.*s'", number, what,
	                   (int)(which.n < 60 ? which.n : 60), which.p);
}

static dossier_status bad(const reader *r, const char *what, dossier_str which)
{
	return dsr_gazetteer_blame(r->text, which.p, r->err, DOSSIER_ERR_INPUT, what, which);
}

static int is(dossier_str s, const char *z)
{
	return s.n == strlen(z) && !memcmp(s.p, z, s.n);
}

static dossier_str trim(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	while (p < end && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	return (dossier_str){ p, (size_t)(end - p) };
}

/* The field at *p, without blanks; *p moves behind the semicolon, or to NULL behind the last one. */
static dossier_str next_field(const char **p, const char *end)
{
	const char *semicolon = memchr(*p, ';', (size_t)(end - *p));
	const dossier_str field = trim(*p, semicolon ? semicolon : end);

	*p = semicolon ? semicolon + 1 : NULL;
	return field;
}

/* ---- keys ---- */

static int is_key(dossier_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '_')
			return 0;
	return s.n && s.n <= DSR_CONCEPT_KEY_MAX;
}

static int is_kind(dossier_str s)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (is(s, kinds[i]))
			return 1;
	return 0;
}

/* The slot of the key, or the free one that it would take. */
static uint32_t *slot_of(const reader *r, dossier_str key)
{
	size_t i = (size_t)dsr_hash(key.p, key.n) & (r->key_slots - 1);

	while (r->keys[i] && dsr_str_compare(r->g->concepts[r->keys[i] - 1].key, key) != 0)
		i = (i + 1) & (r->key_slots - 1);
	return &r->keys[i];
}

/* A new concept, or NOMEM, or INPUT where the key is there. */
static dossier_status add_concept(reader *r, dossier_str key)
{
	void *concepts = r->g->concepts;
	uint32_t *slot = slot_of(r, key);

	if (*slot)
		return bad(r, "this key stands twice:", key);
	if (!dsr_arena_grow(&r->g->arena, &concepts, &r->concept_cap, r->g->concept_count + 1, sizeof *r->g->concepts))
		return dsr_nomem(r->err);
	r->g->concepts = concepts;
	r->g->concepts[r->g->concept_count++] = (dsr_concept){ .key = key };
	*slot = (uint32_t)r->g->concept_count;
	return DOSSIER_OK;
}

static dossier_status add_broader(reader *r, dossier_str key)
{
	void *broader = r->broader;

	if (!dsr_arena_grow(&r->g->arena, &broader, &r->broader_cap, r->broader_count + 1, sizeof *r->broader))
		return dsr_nomem(r->err);
	r->broader = broader;
	r->broader[r->broader_count++] = key;
	return DOSSIER_OK;
}

/* ---- forms ---- */

/* Take a sign off the front of *s: its flag, or 0. */
static uint8_t take_sign(dossier_str *s, char sign, uint8_t flag)
{
	if (!s->n || *s->p != sign)
		return 0;
	s->p++;
	s->n--;
	return flag;
}

static size_t skip_digits(dossier_str s, size_t i)
{
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i;
}

/* Take the years, " [1971-1997]", off the end of *s. */
static void take_years(dossier_str *s)
{
	const char *open = s->n ? memchr(s->p, '[', s->n) : NULL;
	const size_t at = open ? (size_t)(open - s->p) : 0;
	size_t i;

	if (!at || s->p[at - 1] != ' ')
		return;
	i = at + 1 + (at + 1 < s->n && s->p[at + 1] == '-' && s->p[s->n - 1] == ']' && s->p[s->n - 2] != '-');
	i = skip_digits(*s, i);
	if (i < s->n && s->p[i] == '-')
		i = skip_digits(*s, i + 1);
	if (i + 1 == s->n && s->p[i] == ']')
		*s = trim(s->p, open);
}

/* Bytes that no form has. */
static const uint8_t odd[256] = {
	['?'] = 1, ['~'] = 1, ['^'] = 1, ['='] = 1, ['<'] = 1, ['['] = 1, [']'] = 1,
};

static int has_signs(dossier_str s)
{
	uint8_t any = 0;

	for (size_t i = 0; i < s.n; i++)
		any |= odd[(uint8_t)s.p[i]];
	return any || !s.n || s.p[0] == '+';
}

static int is_ascii(dossier_str s)
{
	uint8_t any = 0;

	for (size_t i = 0; i < s.n; i++)
		any |= (uint8_t)s.p[i];
	return any < 0x80;
}

/* Is nothing left of a word when it is folded? */
static int has_void_word(const dsr_name_form *f)
{
	uint8_t plain[DSR_TERM_MAX];
	int acronym;

	for (uint32_t i = 0; i < f->count; i++)
		if (!dsr_analyzer_plain((const uint8_t *)f->words[i].p, f->words[i].n, plain, &acronym))
			return 1;
	return 0;
}

/* The words of the form.  LIMIT where there are too many, INPUT where there is none. */
static dossier_status read_words(reader *r, dsr_name_form *f)
{
	dsr_word words[DSR_NAME_WORDS_MAX + 1];
	size_t from = 0, n = 0, got;

	while ((got = dsr_words_find((const uint8_t *)f->text.p, f->text.n, &from, words + n, DSR_NAME_WORDS_MAX + 1 - n)))
		n += got;
	if (n > DSR_NAME_WORDS_MAX)
		return dsr_gazetteer_blame(r->text, f->text.p, r->err, DOSSIER_ERR_LIMIT, "too many words in", f->text);
	f->words = dsr_arena_take(&r->g->arena, n * sizeof *f->words);
	if (!f->words)
		return dsr_nomem(r->err);
	for (size_t i = 0; i < n; i++)
		f->words[i] = (dossier_str){ f->text.p + words[i].start, words[i].end - words[i].start };
	f->count = (uint8_t)n;
	f->dotted = memchr(f->text.p, '.', f->text.n) != NULL;
	if (!n || has_signs(f->text) || (!is_ascii(f->text) && has_void_word(f)))
		return bad(r, "this is no form:", f->text);
	if (is(f->words[0], "the") || is(f->words[0], "The") || is(f->words[0], "a") || is(f->words[0], "an"))
		return bad(r, "a form begins with an article:", f->text);
	return DOSSIER_OK;
}

static dossier_status add_form(reader *r, uint32_t concept, dossier_str text)
{
	dsr_name_form f = { .text = text, .concept = concept };
	void *forms = r->g->forms;
	dossier_status st;

	f.flags = take_sign(&f.text, '+', DSR_NAME_EVIDENCE);
	f.flags |= take_sign(&f.text, '?', DSR_NAME_UNSURE);
	f.flags |= take_sign(&f.text, '~', DSR_NAME_DEMONYM);
	f.flags |= take_sign(&f.text, '^', DSR_NAME_CAPITAL);
	f.flags |= f.flags & DSR_NAME_CAPITAL ? 0 : take_sign(&f.text, '=', DSR_NAME_EXACT);
	take_years(&f.text);
	st = read_words(r, &f);
	if (st)
		return st;
	if (!dsr_arena_grow(&r->g->arena, &forms, &r->form_cap, r->g->form_count + 1, sizeof *r->g->forms))
		return dsr_nomem(r->err);
	r->g->forms = forms;
	r->g->forms[r->g->form_count++] = f;
	return DOSSIER_OK;
}

/* The forms from number `first` on are those of one line: one must be a name for sure, the first is for display. */
static dossier_status check_forms(const reader *r, uint32_t concept, size_t first, dossier_str key)
{
	const uint8_t unsure = DSR_NAME_UNSURE | DSR_NAME_EVIDENCE | DSR_NAME_DEMONYM;
	const dsr_gazetteer *g = r->g;
	size_t sure = first, display = first;

	while (sure < g->form_count && g->forms[sure].flags & unsure)
		sure++;
	if (sure == g->form_count)
		return bad(r, "no form is a sure name of", key);
	while (g->forms[display].flags & DSR_NAME_EVIDENCE)
		display++;
	if (concept != DSR_NO_CONCEPT)
		g->concepts[concept].display = (uint32_t)display;
	return DOSSIER_OK;
}

/* ---- lines ---- */

static dossier_status read_line(reader *r, const char *p, const char *end)
{
	const dossier_str key = next_field(&p, end), kind = p ? next_field(&p, end) : (dossier_str){ 0 };
	const int block = is(key, "-");
	const size_t first = r->g->form_count;
	uint32_t concept = DSR_NO_CONCEPT;
	dossier_status st = DOSSIER_OK;

	if (!p)
		return bad(r, "fewer than three fields:", key);
	if (!block && !is_key(key))
		return bad(r, "this is no key:", key);
	if (!is_kind(kind) || block != is(kind, "block"))
		return bad(r, "this kind does not fit:", kind);
	if (!block) {
		concept = (uint32_t)r->g->concept_count;
		st = add_concept(r, key);
	}
	while (p && !st) {
		dossier_str form = next_field(&p, end);

		st = take_sign(&form, '<', 1) ? add_broader(r, form) : add_form(r, concept, form);
	}
	return st ? st : check_forms(r, concept, first, key);
}

static dossier_status check_broader(const reader *r)
{
	for (size_t i = 0; i < r->broader_count; i++)
		if (!*slot_of(r, r->broader[i]))
			return bad(r, "no concept has the key", r->broader[i]);
	return DOSSIER_OK;
}

/* A table of keys that stays half free: no line is without an end. */
static int make_keys(reader *r)
{
	size_t lines = 1;

	for (size_t i = 0; i < r->n; i++)
		lines += r->text[i] == '\n';
	for (r->key_slots = 2; r->key_slots < 2 * lines;)
		r->key_slots *= 2;
	r->keys = dsr_arena_zero(&r->g->arena, r->key_slots * sizeof *r->keys);
	return r->keys != NULL;
}

dossier_status dsr_gazetteer_read(dsr_gazetteer *g, const uint8_t *text, size_t n, dossier_error *err)
{
	reader r = { .g = g, .text = text, .n = n, .err = err };
	const char *p = (const char *)text, *const end = p + n;
	const size_t valid = dsr_utf8_valid(text, n);
	dossier_status st = DOSSIER_OK;

	if (n > DSR_NAMES_SIZE_MAX)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "names of more than %u bytes", DSR_NAMES_SIZE_MAX);
	if (valid < n)
		return dsr_gazetteer_blame(text, p + valid, err, DOSSIER_ERR_INPUT, "this is not UTF-8",
		                           (dossier_str){ p + valid, 0 });
	if (!make_keys(&r))
		return dsr_nomem(err);
	while (p < end && !st) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *line_end = newline ? newline : end;
		const dossier_str line = trim(p, line_end);

		if (line.n && *line.p != '#')
			st = read_line(&r, line.p, line.p + line.n);
		p = newline ? newline + 1 : end;
	}
	return st ? st : check_broader(&r);
}
