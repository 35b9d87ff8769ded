/*
 * gazetteer_read.h - the lines of a file of names
 *
 * names.txt begins with the format.  All its rules that concern one line are checked here.
 */
#ifndef DSR_TEXT_GAZETTEER_READ_H
#define DSR_TEXT_GAZETTEER_READ_H

#include "text/gazetteer.h"

/*
 * Fill concepts and forms of `g`, in its arena, from text[0, n), from which texts are borrowed.
 * Errors: NOMEM, INPUT, LIMIT.
 */
dossier_status dsr_gazetteer_read(dsr_gazetteer *g, const uint8_t *text, size_t n, dossier_error *err);

/* Fail with the line in which `at` lies, a place in the text. */
dossier_status dsr_gazetteer_blame(const uint8_t *text, const char *at, dossier_error *err, dossier_status st,
                                   const char *what, dossier_str which);

#endif /* DSR_TEXT_GAZETTEER_READ_H */
