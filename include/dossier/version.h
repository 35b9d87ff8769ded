/*
 * dossier/version.h - which library this is
 */
#ifndef DOSSIER_VERSION_H
#define DOSSIER_VERSION_H

#include <dossier/export.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DOSSIER_VERSION        "0.1.0"
#define DOSSIER_VERSION_NUMBER 100 /* major * 10000 + minor * 100 + patch */

/* DOSSIER_VERSION_NUMBER of the library that is linked, which may be newer than the header. */
DOSSIER_API int dossier_version_number(void);

/*
 * What this library was built with, one fact a line ("version 0.1.0\nformat 1\n..."),
 * static, NUL-terminated.  Any thread.
 */
DOSSIER_API const char *dossier_build_info(void);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_VERSION_H */
