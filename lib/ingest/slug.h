/*
 * slug.h - an id made of title and date
 *
 * The title in lower case with hyphens between its words, and the ISO date: "China's Dilemmas Deepen" of November 14, 2024 is
 * "chinas-dilemmas-deepen-2024-11-14".  Letters outside of ASCII stay as they are.
 */
#ifndef DSR_INGEST_SLUG_H
#define DSR_INGEST_SLUG_H

#include <dossier/str.h>

#include "base/buf.h"
#include "ingest/record.h"

/* Append the slug; `date` may be empty. */
void dsr_slug_put(dsr_buf *out, dossier_str title, dossier_str date);

/* Give the record an id by its title and date, behind `prefix`; none where there is neither prefix nor a letter or digit. */
void dsr_slug_set_id(dsr_record *r, const char *prefix);

#endif /* DSR_INGEST_SLUG_H */
