/*
 * cards.h - the cards of other publications at the end of a page
 *
 *   China's Dilemmas Deepen                          the title, twice
 *   China's Dilemmas Deepen
 *   Thursday, November 14, 2024                      a date in any form of text/date.h
 *   By: A. Author;  B. Author                        may be missing
 *   Until late October, the big questions ...        the blurb; may be missing, may be several paragraphs
 *   Type: Analysis                                   may be missing
 *   Conflict Analysis & PreventionGlobal Policy      the topics (topicline.h); may be missing
 *
 * with or without empty lines between.  A card begins where a line stands twice and a date follows within
 * DSR_CARD_DATE_WITHIN lines; what comes behind the titles may come in any order.  A line is one of topics when it has at
 * most 160 bytes, no punctuation at its end and stands behind the type; before the type, or without one, also
 * each of its words must begin with a capital (but for "and", "of" and the like).  A line "View All ..." ends
 * the cards.
 *
 * A card becomes a record of title, date, type, topics, authors and the blurb as body.  It is a stub (record.h); its id is
 * DSR_CARD_PREFIX and the slug of its title and date.
 */
#ifndef DSR_INGEST_CARDS_H
#define DSR_INGEST_CARDS_H

#include <stddef.h>

#include <dossier/status.h>

#include "ingest/outlet.h"
#include "ingest/pagelines.h"
#include "ingest/record.h"

#define DSR_CARD_DATE_WITHIN 8u

/* Ids of stubs, and no others, begin with it. */
#define DSR_CARD_PREFIX "card:"

/* Does a card begin at line `i`, which is not empty? */
int dsr_card_begins(const dsr_page_lines *l, size_t i);

/* Put the cards from line `from` on; `record` is scratch.  Errors: those that end an import. */
dossier_status dsr_cards_put(const dsr_page_lines *l, size_t from, dsr_record *record, dsr_outlet *outlet,
                             dossier_error *err);

#endif /* DSR_INGEST_CARDS_H */
