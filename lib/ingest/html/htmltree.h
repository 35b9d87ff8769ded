/*
 * htmltree.h - the tree of an HTML page, and steps through it
 *
 * gumbo parses; all its memory is one arena, which ends the tree in one step: gumbo's own way of
 * ending it recurses as deep as the tree is.  gumbo does not look whether it got the memory it asks for, so
 * where there is none the allocator jumps out of it (it holds nothing but memory), back to dsr_html_parse().
 * Other than that it never fails: any bytes are a page.  Pages made to take hours are refused (htmlnest.h).
 *
 * Invariants: parent and index_within_parent of every node are right; all texts are valid UTF-8 without NUL.
 * Nothing here recurses.
 */
#ifndef DSR_INGEST_HTMLTREE_H
#define DSR_INGEST_HTMLTREE_H

#include <gumbo.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"

/* A tree takes at most so much: twenty times the page where it is text, seventy where it is tags; its arena may hold
 * twice that. */
#ifdef DSR_TESTING
#define DSR_HTML_TREE_MAX ((size_t)16 << 20)
#else
#define DSR_HTML_TREE_MAX ((size_t)1 << 30)
#endif

/* Does a page of HTML begin at p[0, n)?  A doctype, <html> or <head>, behind comments and an XML declaration; also UTF-16. */
int dsr_html_begins(const uint8_t *p, size_t n);

/*
 * Parse `page`, valid UTF-8, into *root, the <html> element, which lives in `arena` and points into `page`.
 * Errors: INPUT with the reason (htmlnest.h, DSR_HTML_TREE_MAX), NOMEM.
 */
dossier_status dsr_html_parse(dsr_arena *arena, dossier_str page, GumboNode **root, dossier_error *err);

/* Is it an element; of this tag, in HTML? */
int dsr_html_is_element(const GumboNode *n);
int dsr_html_is(const GumboNode *n, GumboTag tag);

/* 1 to 6 for a heading, else 0. */
unsigned dsr_html_heading_level(const GumboNode *n);

/* The attribute's value, "" for an empty one; .p NULL when there is none or `n` is no element. */
dossier_str dsr_html_attribute(const GumboNode *n, const char *name);

/* The bytes of a text, blanks included; .p NULL when `n` is no text. */
dossier_str dsr_html_text(const GumboNode *n);

/* Children: their number, and the one at `i`. */
size_t dsr_html_children(const GumboNode *n);
GumboNode *dsr_html_child(const GumboNode *n, size_t i);

/* The next node of the tree below `root`, in the order of the page; NULL behind the last. */
GumboNode *dsr_html_next(const GumboNode *root, const GumboNode *n);

/* The same, but what is below `n` is passed over. */
GumboNode *dsr_html_next_behind(const GumboNode *root, const GumboNode *n);

/* Is `n` below `root`, or `root` itself?  O(depth). */
int dsr_html_is_within(const GumboNode *root, const GumboNode *n);

/* Take children [from, to) out of `parent`. */
void dsr_html_remove(GumboNode *parent, size_t from, size_t to);

/* All text below `n` with single blanks between words, in `arena`; .p NULL when out of memory. */
dossier_str dsr_html_all_text(dsr_arena *arena, const GumboNode *n);

/* `s` with single blanks between words and none around, in `arena`; as above. */
dossier_str dsr_html_squeeze(dsr_arena *arena, dossier_str s);

/* Is one of the words (parted by blanks, hyphens and the like) of the attribute's value in the list, which ends with NULL? */
int dsr_html_has_word(const GumboNode *n, const char *attribute, const char *const *list);

#endif /* DSR_INGEST_HTMLTREE_H */
