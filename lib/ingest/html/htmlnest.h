/*
 * htmlnest.h - how deep the tags of a page nest, told before it is parsed
 *
 * The parser looks through the elements that are open at nearly every tag, and through the attributes of a tag at
 * each of them, so that a small page made for it takes hours.  One cheap pass over the bytes keeps a stack of
 * open tags, closes them by the parser's rules as far as these can be told without a tree, and counts one too many
 * rather than one too few: a tag whose end is misplaced stays open.
 *
 * Tags that another one ends by itself (p, td and their kind) and those that hold nothing (br, img) do not count.
 */
#ifndef DSR_INGEST_HTMLNEST_H
#define DSR_INGEST_HTMLNEST_H

#include <dossier/status.h>
#include <dossier/str.h>

#define DSR_HTML_DEPTH_MAX 512u      /* as browsers have it */
#define DSR_HTML_ATTRIBUTES_MAX 256u /* of one tag */

/* INPUT with the reason and the place when `page` has more of either.  O(n) for pages without open tags. */
dossier_status dsr_html_check_nesting(dossier_str page, dossier_error *err);

#endif /* DSR_INGEST_HTMLNEST_H */
