/*
 * htmltext.h - the text of an HTML page as a reader sees it, without what belongs to the site
 *
 * Blocks are parted by an empty line; a <br>, an item of a list and a row of a table begin a line; blanks are
 * one.  Headings stand alone.  A bold beginning of a line that ends with a question mark is a line of its own,
 * as a question and its answer may share a paragraph; a bold name that begins a speaker's turn stays where it is.
 *
 * Left out, with all that is in it:
 *
 *   - script style noscript template nav aside form button figcaption iframe svg math select textarea audio
 *     video canvas object; a button stays inside of a heading or a summary, where pages fold their answers, and a form
 *     that holds an <h1>, <article> or <main>, for some sites put all of a page into one
 *   - header and footer, where the whole body is the content
 *   - what is hidden: the attribute hidden, or aria-hidden="true"
 *   - div, section, ul, ol, dl, table, p and span with one of these words in their class, div, ul and ol also in their
 *     id: nav menu share sharing social breadcrumb breadcrumbs cookie cookies footer related newsletter comment comments
 *     sidebar; but not one that holds an <h1>, <article> or <main>, for so the frame of a page is named too
 *   - a line "View All ..." (pagelines.h)
 *
 * Beside the text its outline is written (text/outline.h): headings as sections, but for the first <h1>, which is the title;
 * as questions all headings, <dt>, <summary> and bold beginnings of a line that end with a question mark, and lines that are
 * questions of the page's FAQ (pagemeta.h); as turns bold beginnings of a line that are a name and a colon.  What follows a
 * <dl> or <details> is no answer any more.
 */
#ifndef DSR_INGEST_HTMLTEXT_H
#define DSR_INGEST_HTMLTEXT_H

#include "base/buf.h"
#include "ingest/html/htmltree.h"
#include "ingest/html/pagemeta.h"

/*
 * The element that holds the page's text: the <article> if there is one that is in no other; else the first <main>, or
 * element with role=main; else the first <article>; else <body>; else `root` itself.
 */
GumboNode *dsr_html_content(GumboNode *root);

/*
 * Append the text below `content` to `out`, which holds nothing else but such texts, and its outline to `outline`.  Returns how
 * many questions of `faq` (may be NULL) are in it.  O(page), and lines times questions.
 */
size_t dsr_html_put_text(dsr_buf *out, dsr_buf *outline, const GumboNode *content, const dsr_faq *faq);

#endif /* DSR_INGEST_HTMLTEXT_H */
