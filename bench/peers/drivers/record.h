/*
 * record.h - JSON Lines in, one record at a time, the same way for every driver in C
 *
 * Of a record "id" (text or number), "title" and "body" are read, the rest is passed over.  Text is decoded in place; a
 * line that is no object is left out.  This reader believes its input: it is for corpora, not for the world.
 */
#ifndef PEERS_RECORD_H
#define PEERS_RECORD_H

#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NUL-terminated UTF-8 with its length; lives until the next record is read. */
typedef struct peer_text {
	char  *p;
	size_t n;
} peer_text;

typedef struct peer_record {
	peer_text id, title, body;
	peer_text text; /* what is searched: title, a newline, body */
} peer_record;

typedef struct peer_reader {
	FILE              *file;
	char              *line, *text;
	size_t             line_cap, text_cap;
	unsigned long long bytes; /* read so far */
} peer_reader;

/* Returns 0 when the file cannot be opened. */
int peer_reader_open(peer_reader *r, const char *path);

/* Read the next record.  Returns 0 at the end. */
int peer_reader_next(peer_reader *r, peer_record *out);

void peer_reader_close(peer_reader *r);

#ifdef __cplusplus
}
#endif

#endif /* PEERS_RECORD_H */
