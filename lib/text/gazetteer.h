/*
 * gazetteer.h - the names that are concepts, and where a text says one
 *
 * A text of lines `key; kind; form; form ...` (names.txt says what for) becomes a trie over words: an edge is a word without
 * case, diacritics and possessive, a node that ends forms knows which.  Names are found from left to right; of those
 * that begin at a word the longest that fits wins, and the next one begins behind it.  A form has at most
 * DSR_NAME_WORDS_MAX words, so a text is passed in time linear in its words.
 *
 * A word gets its number once, from its spelling (dsr_gazetteer_word); all else works on numbers.  0 is no part
 * of any name; numbers up to `alone` are a name, numbers up to `starts` begin one, and a few bits say which two words may begin one
 * together, so that most words of a text cost one comparison.
 *
 * What the flags of a form demand (capitals, letter by letter, dots) is asked of the text only where its words
 * stand.  Whether an unsure form counts depends on the whole document: naming.h.
 *
 * Invariants: forms of a node ascend as they stand in the file; of two concepts with the same form both are unsure, or both
 * are taken letter by letter and differ.
 *
 * Threads: once made it does not change; any number may use it.
 */
#ifndef DSR_TEXT_GAZETTEER_H
#define DSR_TEXT_GAZETTEER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "base/sieve.h"
#include "text/namestart.h"

#define DSR_NAMES_SIZE_MAX (16u << 20)  /* bytes of a file */
#define DSR_NAME_WORDS_MAX 16u          /* of a form */
#define DSR_NAME_NUMBER_MAX 0xFFFFFFu   /* of words, so that a number fits 24 bits */
#define DSR_CONCEPT_KEY_MAX 20u
#define DSR_CONCEPT_TERM_MAX (1 + DSR_CONCEPT_KEY_MAX)
#define DSR_CONCEPT_MARK 0x01           /* begins the term of a concept; no word has this byte */
#define DSR_NAME_FORMS_MAX 32u          /* with the same words */
#define DSR_NO_CONCEPT UINT32_MAX

enum dsr_name_flags {
	DSR_NAME_UNSURE   = 1, /* counts where its concept has support in the document */
	DSR_NAME_DEMONYM  = 2, /* counts half */
	DSR_NAME_CAPITAL  = 4, /* where it has a capital the text has one */
	DSR_NAME_EXACT    = 8, /* letter by letter, and not in a line of capitals */
	DSR_NAME_EVIDENCE = 16 /* supports its concept, names nothing */
};

typedef struct dsr_concept {
	dossier_str key;
	uint32_t    display; /* its first form that is no evidence */
} dsr_concept;

/* A way to write a concept. */
typedef struct dsr_name_form {
	dossier_str  text;    /* as in the file, without flags and years */
	dossier_str *words;   /* as written */
	uint32_t     concept; /* or DSR_NO_CONCEPT: it only swallows text */
	uint32_t     first;   /* number of its first word */
	uint8_t      count;   /* of words */
	uint8_t      dotted;  /* it has a full stop */
	uint8_t      flags;   /* dsr_name_flags */
} dsr_name_form;

/* A slot of the table of words; number 0: free. */
typedef struct dsr_name_slot {
	uint32_t hash, number;
} dsr_name_slot;

typedef struct dsr_name_edge {
	uint32_t from, word, to; /* nodes; from 0: a free slot */
} dsr_name_edge;

/* What a word names wherever it stands with no word of names behind it. */
typedef struct dsr_name_lone {
	uint32_t concept; /* DSR_NO_CONCEPT: that has to be seen */
	uint32_t halves;  /* 2 for a name, 1 for a demonym */
} dsr_name_lone;

typedef struct dsr_gazetteer {
	dossier_alloc  alloc;
	dsr_arena      arena;     /* of all below */
	dossier_str    text;      /* that it was read from */
	uint64_t       hash;      /* dsr_fnv1a() of it */
	dsr_concept   *concepts;
	size_t         concept_count;
	dsr_name_form *forms;
	size_t         form_count;
	dossier_str   *words;     /* word number 1 + i without case, diacritics, possessive and signs */
	dsr_name_slot *word_table; /* by hash */
	size_t         word_slots;
	dsr_sieve      word_sieve; /* by the same hash: most words of a text are in no name */
	uint32_t       word_count;
	dsr_namestart  start;     /* which words begin a form */
	dsr_name_lone *lone;      /* of word i, 1..start.alone */
	dsr_name_edge *edges;     /* by hash of node and word */
	size_t         edge_slots;
	uint32_t       node_count; /* node i, 1..starts, is where word i leads from the root */
	uint32_t      *ends;      /* forms that end at node i: those from ends[i] up to ends[i + 1] of end_forms */
	uint32_t      *end_forms;
} dsr_gazetteer;

/* Bytes [start, end) of a text, and the number of that word. */
typedef struct dsr_name_token {
	uint32_t start, end, word;
} dsr_name_token;

/* The text that tokens are from, and what is known of the line that was last asked about. */
typedef struct dsr_name_text {
	const uint8_t *p;
	size_t n;
	int    waive;                /* do without capitals: a query that has none */
	size_t line_start, line_end; /* empty: none */
	int    line_shouts;
} dsr_name_text;

#define DSR_NAME_TEXT_INIT(p_, n_) ((dsr_name_text){ .p = (p_), .n = (n_) })

/* What begins at a token: `count` tokens that spell the forms of `node` whose bit in `fits` is set. */
typedef struct dsr_name_match {
	uint32_t count, node, fits;
} dsr_name_match;

/*
 * Read text[0, n), of which a copy is kept.  Takes some 1.2 ms for names.txt.
 * Errors: NOMEM, INPUT (the line that breaks the rules of names.txt; err->offset is where it begins), LIMIT.
 */
dossier_status dsr_gazetteer_new(dsr_gazetteer **out, const dossier_alloc *alloc, const uint8_t *text, size_t n,
                                 dossier_error *err);

/* Free it.  NULL-safe. */
void dsr_gazetteer_free(dsr_gazetteer *g);

/* The number of a word as it is written, 1..DSR_WORD_MAX bytes; 0 where no form has it. */
uint32_t dsr_gazetteer_word(const dsr_gazetteer *g, const uint8_t *word, size_t n);

/* How many halves an occurrence of the form counts. */
static inline uint32_t dsr_name_halves(const dsr_name_form *f)
{
	return f->flags & DSR_NAME_DEMONYM ? 1 : 2;
}

static inline int dsr_gazetteer_starts(const dsr_gazetteer *g, uint32_t word)
{
	return word - 1 < g->start.starts;
}

/* Is there a form of this word alone? */
static inline int dsr_gazetteer_alone(const dsr_gazetteer *g, uint32_t word)
{
	return word - 1 < g->start.alone;
}

/* The term of a concept, written into `out`: DSR_CONCEPT_MARK and the key. */
static inline dossier_str dsr_concept_term(const dsr_gazetteer *g, uint32_t concept, uint8_t out[DSR_CONCEPT_TERM_MAX])
{
	const dossier_str key = g->concepts[concept].key;

	out[0] = DSR_CONCEPT_MARK;
	memcpy(out + 1, key.p, key.n);
	return (dossier_str){ (const char *)out, 1 + key.n };
}

/* Is the word of text[0, n) at [start, end) money, as US$?  Then it is part of no name. */
static inline int dsr_name_is_money(const uint8_t *text, size_t n, size_t start, size_t end)
{
	return (start && text[start - 1] == '$') || (end < n && text[end] == '$');
}

/*
 * The longest name that tokens[0..n), n > 0, neighbours in the text, begin with: 1, or 0 where there is none.  At most
 * DSR_NAME_WORDS_MAX tokens are looked at.
 */
int dsr_gazetteer_match(const dsr_gazetteer *g, dsr_name_text *text, const dsr_name_token *tokens, size_t n,
                        dsr_name_match *out);

/* The form of the match that stands at *at or behind it, and *at moved behind it; NULL at the end.  Begin with *at = 0. */
const dsr_name_form *dsr_name_match_form(const dsr_gazetteer *g, const dsr_name_match *m, uint32_t *at);

#endif /* DSR_TEXT_GAZETTEER_H */
