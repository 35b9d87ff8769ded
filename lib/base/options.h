/*
 * options.h - read a caller's option struct, whichever release of the header it was built with
 */
#ifndef DSR_BASE_OPTIONS_H
#define DSR_BASE_OPTIONS_H

#include <stddef.h>

#include <dossier/status.h>

/*
 * Copy the option struct `given` (may be NULL: nothing is copied) over the defaults in `out` of `size` bytes; both
 * begin with their size.  An older, shorter one leaves the newer members at their defaults; of a newer, longer
 * one the unknown tail must be zero.  Errors: MISUSE.
 */
dossier_status dsr_options_read(void *out, size_t size, const void *given, dossier_error *err);

#endif /* DSR_BASE_OPTIONS_H */
