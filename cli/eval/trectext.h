/*
 * trectext.h - a text of lines and fields, as the files of an evaluation are
 *
 * The text is held in memory whole: read from a file, or built line by line.  Topics, judgments and runs point into
 * it.  Lines end with LF or CR LF; fields are parted by blanks and tabs; a byte order mark in front is
 * dropped.  Control characters are refused when a file is read, so that what is printed later is harmless.
 */
#ifndef CLI_TRECTEXT_H
#define CLI_TRECTEXT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

typedef struct trectext {
	const char *name; /* of the file, for messages; borrowed */
	char  *bytes;
	size_t size, room;
	size_t at;        /* where the next line begins */
	size_t line;      /* number of the line last taken, from 1 */
} trectext;

/*
 * Read the file.  trectext_release() is due even after a failure.
 * Errors: NOTFOUND, IO, NOMEM, INPUT (a control character).
 */
dossier_status trectext_read(trectext *t, const char *path, dossier_error *err);

/* Append bytes to a text that is being built.  Errors: NOMEM. */
dossier_status trectext_put(trectext *t, dossier_str bytes, dossier_error *err);

/* The next line that is not blank, without its end: 1, or 0 after the last. */
int trectext_line(trectext *t, dossier_str *line);

/* "name:line: what" as an INPUT error; `line` 0 is not named. */
dossier_status trectext_fail(const trectext *t, size_t line, const char *what, dossier_error *err);

/* Give the memory back. */
void trectext_release(trectext *t);

/* Cut a line into at most `max` fields; returns how many there are, max + 1 for any number above. */
size_t fields_of(dossier_str line, dossier_str *fields, size_t max);

/* Without blanks, tabs and ends of lines around it. */
dossier_str blanks_off(dossier_str s);

/* <0, 0, >0 as strcmp does for the bytes. */
int str_order(dossier_str a, dossier_str b);

/* The whole of `s` as a number: 1, or 0 when it is none or out of range. */
int int_of(dossier_str s, int32_t *out);
int real_of(dossier_str s, double *out);

/*
 * Room for one more element of `width` bytes in the array *p of *room elements, `count` of them in use.
 * Errors: NOMEM; the array is then as it was.
 */
dossier_status array_room(void **p, size_t *room, size_t count, size_t width, dossier_error *err);

/* "out of memory" as a NOMEM error. */
dossier_status array_no_memory(dossier_error *err);

#endif /* CLI_TRECTEXT_H */
