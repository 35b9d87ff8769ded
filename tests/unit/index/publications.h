/*
 * publications.h - made-up publications, and a model that says what an index of them must hold
 *
 * Publication `id` in version `v` is a pure function of the two numbers, so the model is one number an id:
 * 0 where there is none.
 */
#ifndef DSR_PUBLICATIONS_H
#define DSR_PUBLICATIONS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dossier/index.h>
#include <dossier/writer.h>

enum { PUBLICATION_VALUES = 12, PUBLICATION_TEXT = 4096, PUBLICATION_IDS = 400 };

typedef struct publication {
	dossier_value values[PUBLICATION_VALUES];
	size_t count;
	char   text[PUBLICATION_TEXT];
	size_t used;
} publication;

static inline uint32_t publication_random(uint64_t *s, uint32_t n)
{
	*s = *s * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*s >> 33) % n);
}

/* Append one value; `text` is copied. */
static inline void publication_put(publication *p, const char *field, const char *text)
{
	const size_t n = strlen(text);

	memcpy(p->text + p->used, text, n + 1);
	p->values[p->count++] = (dossier_value){ field, { p->text + p->used, n } };
	p->used += n + 1;
}

static inline void publication_words(publication *p, const char *field, uint64_t *s, uint32_t n)
{
	static const char *const words[] = {
		"verification", "of", "the", "North", "Korea", "arms", "control", "treaty", "talks", "on", "sanctions", "in",
		"Genève", "Six-Party", "peace", "U.S.", "China's", "review", "conference", "2018", "nuclear", "co-operation",
		"Über", "non-proliferation", "security", "council", "report", "a", "and", "missile", "ban", "test", "核軍縮",
	};
	char text[2048];
	size_t used = 0;

	while (n-- && used < sizeof text - 64)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "",
		                         words[publication_random(s, publication_random(s, 2) ? 12 : 33)]);
	publication_put(p, field, text);
}

/* Make publication `id` in version `v`; `words` is about the length of its body. */
static inline void publication_make(publication *p, uint32_t id, uint32_t v, uint32_t words)
{
	static const char *const types[] = { "Analysis", "Question and Answer", "Report" };
	static const char *const topics[] = { "Arms Control", "Asia", "Europe", "Sanctions" };
	uint64_t s = (uint64_t)id << 32 | v;
	char text[64];

	publication_random(&s, 2);
	p->count = p->used = 0;
	snprintf(text, sizeof text, "pub-%u", id);
	publication_put(p, "id", text);
	publication_words(p, "title", &s, 1 + publication_random(&s, 6));
	for (uint32_t i = publication_random(&s, 3); i; i--)
		publication_put(p, "topics", topics[publication_random(&s, 2) * 2 + i % 2]);
	publication_words(p, "body", &s, publication_random(&s, words + 1) + 1);
	publication_put(p, "authors", v & 1 ? "Ana Aum" : "Bo Berg");
	publication_put(p, "type", types[publication_random(&s, 3)]);
	snprintf(text, sizeof text, "%u-%02u-%02u", 2000 + publication_random(&s, 20), 1 + publication_random(&s, 12),
	         1 + publication_random(&s, 28));
	if (publication_random(&s, 5))
		publication_put(p, "date", text);
	snprintf(text, sizeof text, "https://example.org/%u?v=%u", id, v);
	publication_put(p, "url", text);
}

/* What an index must hold. */
typedef struct model {
	uint32_t words; /* for publication_make() */
	uint32_t version[PUBLICATION_IDS]; /* 0: none */
} model;

static inline uint64_t model_count(const model *m)
{
	uint64_t n = 0;

	for (uint32_t id = 0; id < PUBLICATION_IDS; id++)
		n += m->version[id] != 0;
	return n;
}

static inline int same_text(dossier_str a, dossier_str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

static inline int same_document(const dossier_document *doc, const publication *p)
{
	if (dossier_document_count(doc) != p->count)
		return 0;
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(dossier_document_at(doc, i).field, p->values[i].field) ||
		    !same_text(dossier_document_at(doc, i).text, p->values[i].text))
			return 0;
	return 1;
}

/* 1 when the index holds publication `id` as the model says, 0 when it does not; else the (negative) error. */
static inline int model_holds(const model *m, dossier_index *ix, uint32_t id, dossier_document **doc)
{
	publication p;
	uint64_t number;
	int st;

	publication_make(&p, id, m->version[id], m->words);
	st = dossier_index_find(ix, p.values[0].text, &number, NULL);
	if (st == DOSSIER_ERR_NOTFOUND)
		return !m->version[id];
	if (!st)
		st = dossier_document_load(doc, ix, number, NULL);
	if (st)
		return st;
	return m->version[id] && same_document(*doc, &p);
}

/* 1 when the index is what the model says, 0 when it is not; else the first error. */
static inline int model_check(const model *m, dossier_index *ix)
{
	dossier_document *doc = NULL;
	int right = dossier_index_get_stats(ix).documents == model_count(m);

	for (uint32_t id = 0; id < PUBLICATION_IDS && right == 1; id++)
		right = model_holds(m, ix, id, &doc);
	dossier_document_free(doc);
	return right;
}

/* Add publication `id` in its next version to the writer, and to the model when that succeeded. */
static inline dossier_status model_add(model *m, dossier_writer *w, uint32_t id, int *replaced)
{
	publication p;
	dossier_status st;

	publication_make(&p, id, m->version[id] + 1, m->words);
	st = dossier_writer_add(w, p.values, p.count, replaced, NULL);
	m->version[id] += !st;
	return st;
}

static inline dossier_status model_delete(model *m, dossier_writer *w, uint32_t id, int *found)
{
	char key[32];
	dossier_status st;

	snprintf(key, sizeof key, "pub-%u", id);
	st = dossier_writer_delete(w, dossier_str_of(key), found, NULL);
	if (!st)
		m->version[id] = 0;
	return st;
}

#endif /* DSR_PUBLICATIONS_H */
