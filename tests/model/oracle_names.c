/*
 * oracle_names.c - see oracle_names.h
 */
#include "oracle_names.h"

#include <string.h>

#include "base/utf8.h"
#include "text/analyzer.h"
#include "text/fold.h"

/* A text, and those of its tokens that are words; words without a term part names. */
typedef struct scene {
	const dsr_gazetteer  *g;
	dossier_str           text;
	const dsr_text_token *tokens;
	const char           *has_term;
	size_t                n;
} scene;

static dossier_str word_at(const scene *s, size_t i)
{
	return (dossier_str){ s->text.p + s->tokens[i].start, s->tokens[i].end - s->tokens[i].start };
}

static int is_money(const scene *s, size_t i)
{
	const dossier_str w = word_at(s, i);

	return (w.p > s->text.p && w.p[-1] == '$') || (w.p + w.n < s->text.p + s->text.n && w.p[w.n] == '$');
}

/* The next token that is a word, behind token i. */
static size_t next_word(const scene *s, size_t i)
{
	for (i++; i < s->n && s->tokens[i].beside; i++)
		;
	return i;
}

static uint32_t first_char(dossier_str w)
{
	uint32_t c;

	dsr_utf8_decode((const uint8_t *)w.p, (const uint8_t *)w.p + w.n, &c);
	return c;
}

/* Does the line around a word have more than three words, and no small letter? */
static int shouts(const scene *s, dossier_str w)
{
	const char *from = w.p, *to = w.p;
	size_t words = 0;

	while (from > s->text.p && from[-1] != '\n')
		from--;
	while (to < s->text.p + s->text.n && *to != '\n')
		to++;
	for (size_t i = 0; i < s->n; i++)
		words += !s->tokens[i].beside && word_at(s, i).p >= from && word_at(s, i).p < to;
	for (const char *p = from; p < to;) {
		uint32_t c;

		p += dsr_utf8_decode((const uint8_t *)p, (const uint8_t *)to, &c);
		if (dsr_is_small(c))
			return 0;
	}
	return words > 3;
}

static int same_but_for_case(dossier_str form, dossier_str word, int joined)
{
	uint8_t a[DSR_TERM_MAX + 1], b[DSR_TERM_MAX];
	int dots;
	size_t n = dsr_analyzer_plain((const uint8_t *)form.p, form.n, a, &dots);

	if (joined && form.n > 2 && form.p[form.n - 1] == 's' && form.p[form.n - 2] == '\'')
		a[n++] = 's';
	return dsr_analyzer_plain((const uint8_t *)word.p, word.n, b, &dots) == n && !memcmp(a, b, n);
}

static int has_dot(dossier_str w)
{
	return memchr(w.p, '.', w.n) != NULL;
}

static int word_fits(const scene *s, const dsr_name_form *f, dossier_str form, dossier_str word)
{
	if (has_dot(form) && !has_dot(word))
		return 0;
	if (f->flags & DSR_NAME_EXACT && !(f->count == 1 && has_dot(word)))
		return word.n >= form.n && !memcmp(word.p, form.p, form.n) && !shouts(s, word);
	if (f->flags & DSR_NAME_CAPITAL && dsr_is_capital(first_char(form)))
		return dsr_is_capital(first_char(word));
	return 1;
}

/* Does the form stand at token i?  *end is then the token behind it. */
static int stands(const scene *s, const dsr_name_form *f, size_t i, size_t *end)
{
	for (int joined = 0; joined < 2; joined++) {
		uint32_t k = 0;
		size_t at = i;

		for (; k < f->count && at < s->n && s->has_term[at] && !is_money(s, at); k++, at = next_word(s, at))
			if (!same_but_for_case(f->words[k], word_at(s, at), joined) || !word_fits(s, f, f->words[k], word_at(s, at)))
				break;
		*end = at;
		if (k == f->count)
			return 1;
	}
	return 0;
}

/* The token behind the longest forms that begin at token i, or i. */
static size_t longest(const scene *s, size_t i)
{
	size_t best = i, end;

	for (size_t f = 0; f < s->g->form_count; f++)
		if (stands(s, &s->g->forms[f], i, &end) && end > best)
			best = end;
	return best;
}

/* The first form from *f on that stands from token i to `end`, or NULL; *f moves behind it. */
static const dsr_name_form *next_form(const scene *s, size_t i, size_t end, size_t *f)
{
	size_t to;

	while (*f < s->g->form_count)
		if (stands(s, &s->g->forms[(*f)++], i, &to) && to == end)
			return &s->g->forms[*f - 1];
	return NULL;
}

static const dsr_name_form *sure_form(const scene *s, size_t i, size_t end)
{
	const dsr_name_form *form;
	size_t f = 0;

	while ((form = next_form(s, i, end, &f)))
		if (!(form->flags & (DSR_NAME_EVIDENCE | DSR_NAME_UNSURE)))
			return form;
	return NULL;
}

/* Of unsure forms the one whose concept has more support than every other's. */
static const dsr_name_form *supported_form(const scene *s, size_t i, size_t end, const unsigned *support)
{
	const dsr_name_form *form, *best = NULL;
	unsigned most = 0;
	size_t f = 0;

	while ((form = next_form(s, i, end, &f)))
		if (form->flags & DSR_NAME_UNSURE && support[form->concept] > most) {
			most = support[form->concept];
			best = form;
		}
	f = 0;
	while (best && (form = next_form(s, i, end, &f)))
		if (form->flags & DSR_NAME_UNSURE && form->concept != best->concept && support[form->concept] == most)
			return NULL;
	return best;
}

void oracle_names_support(const dsr_gazetteer *g, dossier_str text, const dsr_text_token *tokens, const char *has_term, size_t n,
                          unsigned *support)
{
	const scene s = { g, text, tokens, has_term, n };

	for (size_t i = 0; i < n;) {
		const size_t end = tokens[i].beside ? i : longest(&s, i);
		const dsr_name_form *form, *sure = end > i ? sure_form(&s, i, end) : NULL;
		size_t f = 0;

		while (end > i && (form = next_form(&s, i, end, &f)))
			support[form->concept == DSR_NO_CONCEPT ? 0 : form->concept] += (form->flags & DSR_NAME_EVIDENCE) != 0;
		if (sure && sure->concept != DSR_NO_CONCEPT && !(sure->flags & DSR_NAME_DEMONYM))
			support[sure->concept]++;
		i = end > i ? end : i + 1;
	}
}

size_t oracle_names_find(const dsr_gazetteer *g, dossier_str text, const dsr_text_token *tokens, const char *has_term, size_t n,
                         const unsigned *support, oracle_name *out)
{
	const scene s = { g, text, tokens, has_term, n };
	size_t count = 0;

	for (size_t i = 0; i < n;) {
		const size_t end = tokens[i].beside ? i : longest(&s, i);
		const dsr_name_form *form = end > i ? sure_form(&s, i, end) : NULL;

		if (!form && end > i)
			form = supported_form(&s, i, end, support);
		if (form && form->concept != DSR_NO_CONCEPT)
			out[count++] = (oracle_name){ i, form->concept, form->flags & DSR_NAME_DEMONYM ? 1 : 2 };
		i = end > i ? end : i + 1;
	}
	return count;
}
