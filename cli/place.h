/*
 * place.h - which index is meant
 *
 * The one named by an option, else $DOSSIER_INDEX, else ./.dossier when an index is there, else the
 * built-in sample.
 */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include <dossier.h>

/* The folder to write to; `given` may be NULL. */
const char *place_to_write(const char *given);

/* The folder to read, or NULL: the sample. */
const char *place_to_read(const char *given);

/*
 * Open the index to read, and say on standard error when it is the sample.  Returns DONE, or TROUBLE after
 * a complaint.  *dir (may be NULL) becomes the folder, or NULL for the sample.
 */
int place_open(dossier_index **out, const char *given, const char **dir);

/*
 * Open the index to change one that is there; the sample cannot be.  Returns DONE, or TROUBLE after a complaint in the name of
 * command `name`.  *dir becomes the folder, *before (may be NULL) what it held.
 */
int place_change(dossier_writer **out, const char *given, const char *name, const dossier_writer_options *options,
                 const char **dir, dossier_index_stats *before);

#endif /* CLI_PLACE_H */
