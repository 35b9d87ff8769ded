/*
 * textpage.h - read a page of a publication site that was saved or copied as text
 *
 * A page is an article, and behind a line "Related Publications" ("Related", "Related Articles") the
 * cards of other publications (cards.h); such a line with no card behind it is part of the article.  What
 * follows the cards belongs to the site and is passed over.
 *
 * The article is one record:
 *
 *   title    the one given; else its first line where that is a heading; else the first sentence of its first
 *            paragraph, cut between words at 120 bytes
 *   date     the one given; else the first of its first five lines that is a date of a month at least
 *   authors  of the line "By: A. Author; B. Author" or "By A. Author", if there is one
 *   type     of the first of these lines that is "Type: ..." or "Publication Type: ..."
 *   url      the one given
 *   id       the url; else as dsr_outlet_set_page_id() has it
 *   body     its paragraphs with an empty line between; questions and speakers' turns are paragraphs as any other
 *
 * The first line that is no date is a heading when it has at most 120 bytes and no punctuation at its end, and a
 * date, a line of authors or an empty line follows it.  A line of authors follows a heading, with nothing but dates
 * and empty lines between; it begins with "By:", or with "By" and names, which are words in title case and have no
 * punctuation at their end.  The heading is also the beginning of the body, as it is of the page.
 *
 * Left out of the body are the lines of the date, of the type and of the authors, a line "View All ...", and captions of pictures.  A
 * caption is a paragraph of one line between two others, of at most six words and without punctuation at its end,
 * that names a picture: its last word is one of flag, flags, logo, photo, photograph, portrait in lower case,
 * or its first two are "Photo of", "Image of", "Map of", "Portrait of", "Flag of" or "Logo of".  Anything
 * wider would take short headings with it, and a heading lost is worse than a caption kept.
 *
 * Each card is a stub without a url; a page that holds nothing but blanks holds no record.  What is no UTF-8 becomes U+FFFD; a
 * byte order mark is passed over.  A page that holds a NUL or has more than DSR_INGEST_MAX bytes is refused as a whole.
 */
#ifndef DSR_INGEST_TEXTPAGE_H
#define DSR_INGEST_TEXTPAGE_H

#include <dossier/status.h>

#include "ingest/outlet.h"
#include "ingest/source.h"

/*
 * Read all of `source` as one page; title, date and url given are in the outlet's options.  Errors: those of the
 * source and those of the sink that end an import.
 */
dossier_status dsr_textpage_read(dsr_source *source, dsr_outlet *outlet, dossier_error *err);

#endif /* DSR_INGEST_TEXTPAGE_H */
