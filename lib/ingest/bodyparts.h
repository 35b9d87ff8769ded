/*
 * bodyparts.h - a body given in parts, as JSON records may have it
 *
 *   "body": [{"section": "...", "question": "...", "speaker": "...", "text": "..."}, "a text", ...]
 *
 * Each member is a string or null and may be missing; others are passed over.  The body is the parts one after the other with an
 * empty line between: the section's heading, the question, and the text behind the speaker's name and a colon, of
 * these what is not the same as in the part before.  What a part leaves out goes on from there, but a heading ends
 * question and speaker, and a question the speaker.
 */
#ifndef DSR_INGEST_BODYPARTS_H
#define DSR_INGEST_BODYPARTS_H

#include <dossier/status.h>

#include "base/buf.h"
#include "ingest/jsontree.h"

/* Append the body and its outline (text/outline.h) to buffers that are empty.  Errors: INPUT, with the reason. */
dossier_status dsr_bodyparts_put(const dsr_json *array, dsr_buf *body, dsr_buf *outline, dossier_error *why);

#endif /* DSR_INGEST_BODYPARTS_H */
