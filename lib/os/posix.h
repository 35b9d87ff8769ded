/*
 * posix.h - the storage table of the file system
 *
 * The only system calls of the library are in posix.c.
 */
#ifndef DSR_OS_POSIX_H
#define DSR_OS_POSIX_H

#include <dossier/storage.h>

/* What dossier_storage_file_system() returns, where a constant is needed. */
extern const dossier_storage dsr_storage_posix;

#endif /* DSR_OS_POSIX_H */
