/*
 * shelf.h - a small index in memory for the tests of lib/search
 */
#ifndef DSR_TESTS_SHELF_H
#define DSR_TESTS_SHELF_H

#include <dossier.h>

#include "os/memory.h"

typedef struct shelf {
	dsr_memory_fs  *fs;
	dossier_writer *writer;
	dossier_index  *index;
	dossier_query  *query;
} shelf;

/* Begin, put books ("id", title, body, date; NULL leaves out), commit as often as wanted, then open. */
void shelf_begin(shelf *s);
void shelf_put(shelf *s, const char *id, const char *title, const char *body, const char *date);
void shelf_commit(shelf *s);

/* The index is read with this allocator. */
void shelf_open(shelf *s, const dossier_alloc *alloc);

/* Parse a query; the one before is freed. */
const dossier_query *shelf_ask(shelf *s, const char *text);

void shelf_end(shelf *s);

#endif /* DSR_TESTS_SHELF_H */
