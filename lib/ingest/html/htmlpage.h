/*
 * htmlpage.h - read a page of HTML as records
 *
 * The page is one record: title, date, authors, topics, type and url as pagemeta.h finds them, but title, date and url
 * given go before; id as dsr_outlet_set_page_id() has it; body and outline as of htmltext.h, and the page's
 * FAQ (pagemeta.h) where none of its questions is in the text.  The cards
 * of related publications (htmlcards.h) are records of their own behind it.
 *
 * Bytes become UTF-8 as charset.h says; a NUL is none.  Refused as a whole is a page of more than DSR_INGEST_MAX
 * bytes, one that the parser must be kept from (htmltree.h), and one without a title or a text, but then its cards
 * are still read.
 */
#ifndef DSR_INGEST_HTMLPAGE_H
#define DSR_INGEST_HTMLPAGE_H

#include <dossier/status.h>

#include "ingest/outlet.h"
#include "ingest/source.h"

/*
 * Read all of `source` as one page.  Takes some twenty times the memory of the page.  Errors: those of the source and those
 * of the sink that end an import.
 */
dossier_status dsr_htmlpage_read(dsr_source *source, dsr_outlet *outlet, dossier_error *err);

#endif /* DSR_INGEST_HTMLPAGE_H */
