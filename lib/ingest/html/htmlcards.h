/*
 * htmlcards.h - the cards of other publications on an HTML page
 *
 * Cards are looked for behind a heading "Related Publications", "Related" or "Related Articles": among what follows it
 * in its parent up to a heading of the same level or a higher one; where no card is there, behind the parent
 * in the same way, three times at most and not beyond an <article>, <main> or <body>.  More than DSR_HTML_RELATED_MAX
 * such headings are not looked at.
 *
 * A card is an element with one date - a <time>, or a text that is nothing but a date of a month at least - and a link
 * with text: the largest one that holds no other card's date, an <li>, <article> or <tr> at most.  Two dates with no
 * link between them are of one card.
 *
 *   title    its first heading, else its first link
 *   type     a text "Type: ...", or an element of class "type"
 *   authors  a text "By: ...", or "By ..." in title case
 *   topics   other links that stand alone, and elements of class topic, tag, label or category (or the plural)
 *   body     all other text, a paragraph an element; but for "Read more" and the like, and "View All ..."
 *   url      where the title leads, when that is an address (weburl.h)
 *   id       as of the cards of a text page (cards.h); they are stubs like them
 */
#ifndef DSR_INGEST_HTMLCARDS_H
#define DSR_INGEST_HTMLCARDS_H

#include "ingest/html/htmltree.h"
#include "ingest/outlet.h"
#include "ingest/record.h"

#define DSR_HTML_RELATED_MAX 16u

typedef struct dsr_html_cards {
	const dossier_alloc *alloc;
	const GumboNode **cards; /* each the root of a tree of its own */
	size_t count, cap;
} dsr_html_cards;

/*
 * Find the cards of the page and take them, with their headings, out of its tree, in which they live.  NOMEM; release in
 * either case.  O(page), and O(depth of the tree) a card.
 */
dossier_status dsr_html_cards_take(dsr_html_cards *c, dsr_arena *arena, GumboNode *root);
void dsr_html_cards_release(dsr_html_cards *c);

/* Put them on, as read at `from` of the page at `url`, which may be empty; `record` is scratch.  Errors: those that end an import. */
dossier_status dsr_html_cards_put(const dsr_html_cards *c, dsr_arena *arena, dossier_str url, dsr_record *record,
                                  dsr_outlet *outlet, const dsr_origin *from, dossier_error *err);

#endif /* DSR_INGEST_HTMLCARDS_H */
