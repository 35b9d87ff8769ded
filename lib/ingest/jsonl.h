/*
 * jsonl.h - read JSON objects, one a line or not, as records
 *
 * What is read: one object a line (JSON Lines, LF or CRLF); an object over several lines; several of both one after the
 * other; an array of objects.  White space, commas, a byte order mark and the brackets of one
 * array may stand between the objects.  Anything else there is refused with the rest of its line.
 *
 * Keys are read as fieldmap.h says.  Texts are strings; topics and authors strings or arrays of strings; an id may be
 * a number and is then its digits as they stand; a body an array of parts (bodyparts.h).  "provenance" is passed over: that of a
 * record is where it was read.  null is as good as no key.  Of a key that comes
 * twice, and of several keys read as one field, the last that says something counts.  All other members
 * are kept in "extra", one JSON object in the order of the input, numbers and escapes as they were written; the
 * members of an object called "extra" join them, so that what was printed can be read again.  What is
 * no UTF-8, an escaped NUL and half of an escaped surrogate pair become U+FFFD.
 *
 * Refused: what is not JSON; nesting beyond DSR_JSON_DEPTH_MAX levels (jsontree.h keeps
 * one place a level); more than DSR_INGEST_MAX bytes or DSR_JSONL_VALUES_MAX values in
 * one object (so does its memory); a member of the wrong type; and what record.h refuses.
 * Bytes in reasons count from 1, as lines do, and in a record that was no UTF-8 a U+FFFD as its three.
 *
 * Memory: the window and the tree of the object at hand (jsontree.h).
 *
 * Threads: imports share nothing.
 */
#ifndef DSR_INGEST_JSONL_H
#define DSR_INGEST_JSONL_H

#include <dossier/status.h>

#include "ingest/fieldmap.h"
#include "ingest/outlet.h"
#include "ingest/source.h"

#ifdef DSR_TESTING
#define DSR_JSONL_VALUES_MAX 500u
#else
#define DSR_JSONL_VALUES_MAX 1000000u
#endif

/*
 * Read all of `source`, or up to where the outlet is stopped.  Errors: those of the source and those of the sink that end an
 * import.
 */
dossier_status dsr_jsonl_read(dsr_source *source, dsr_outlet *outlet, dsr_fieldmap map, dossier_error *err);

#endif /* DSR_INGEST_JSONL_H */
