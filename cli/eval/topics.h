/*
 * topics.h - the questions of an evaluation
 *
 * Two forms are read, told apart by the first character.  The one of TREC, where the title is the question and what
 * follows it is passed over; `Number:`, `Topic:` and closing tags may be missing:
 *
 *   <top> <num> Number: 301 <title> International Organized Crime <desc> ... </top>
 *
 * and a line per topic, `id TAB text`.  An id holds no blanks and stands once.
 */
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

#include "eval/trectext.h"

typedef struct topic {
	dossier_str id, text; /* the text as it stands in the file, ends of lines and all */
	size_t line;
} topic;

/* In the order of the file. */
typedef struct topics {
	trectext text;
	topic   *all;
	size_t count, room;
} topics;

/* Read the file.  topics_release() is due even after a failure.  Errors: NOTFOUND, IO, NOMEM, INPUT. */
dossier_status topics_read(topics *t, const char *path, dossier_error *err);

void topics_release(topics *t);

/*
 * The text without what a query could take for an operator: + - " ( ) : ~ * ^ ? / and the quotation marks
 * “ ” „ « » become blanks, and the words AND OR NOT are put in lower case.  Writes text.n bytes to `out`.
 */
dossier_str topic_plain(dossier_str text, char *out);

#endif /* CLI_TOPICS_H */
