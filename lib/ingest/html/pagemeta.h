/*
 * pagemeta.h - what an HTML page says of itself: title, date, authors, topics, type, address
 *
 * Each field comes from the source that is trusted most of those that have it:
 *
 *   1  JSON-LD: the first Article (or what ends in "Article"), Report or BlogPosting of the page's blocks, at the top, in an
 *      array or in @graph: headline or name; datePublished; author; url, mainEntityOfPage or @id; articleSection,
 *      keywords and about as topics; additionalType or genre as type
 *   2  JSON-LD: the first FAQPage or QAPage, likewise
 *   3  <meta> citation_* (Google Scholar) and Dublin Core (DC., DCTERMS.)
 *   4  <meta> OpenGraph (og:title, og:url) and article:published_time, section, tag, author
 *   5  <title>, <time datetime>, <link rel=canonical>, <meta name=author> and name=date
 *   6  the first <h1>; a <time> that is not in the content
 *
 * Values of topics and authors are gathered from one source, each once.  What is no date is passed over, as is an address that
 * is not http(s) and an author that is one.  " | Site" and " - Site" at the end of a title go where og:site_name says
 * "Site".  A JSON-LD block that does not begin with JSON, or is longer than DSR_PAGEMETA_LD_MAX, says nothing.
 *
 * Its questions are gathered too, with the answer that was accepted or else suggested.
 */
#ifndef DSR_INGEST_PAGEMETA_H
#define DSR_INGEST_PAGEMETA_H

#include "ingest/html/htmltree.h"
#include "ingest/record.h"

#define DSR_PAGEMETA_LD_MAX ((size_t)1 << 20)

/* A question of the page's FAQ and its answer, HTML or text, which may be empty. */
typedef struct dsr_faq_pair {
	dossier_str question, answer;
} dsr_faq_pair;

typedef struct dsr_faq {
	dsr_faq_pair *pairs;
	size_t count, cap;
} dsr_faq;

/* More of them are not taken. */
#define DSR_FAQ_MAX 256u

/*
 * Set title, date, authors, topics, type and url of `r`, and *faq, from the page; texts live in `arena`, which holds the
 * tree.  `content` is the element of `root` that holds the text (htmltext.h).  Out of memory is remembered by `r`.  O(page), but
 * for the values of a list, which are compared with each other.
 */
void dsr_pagemeta_read(dsr_arena *arena, const GumboNode *root, const GumboNode *content, dsr_record *r, dsr_faq *faq);

#endif /* DSR_INGEST_PAGEMETA_H */
