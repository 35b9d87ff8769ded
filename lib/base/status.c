/*
 * status.c - names of the status codes
 */
#include <dossier/status.h>

const char *dossier_status_name(dossier_status status)
{
	switch (status) {
	case DOSSIER_OK:           return "ok";
	case DOSSIER_ERR_NOMEM:    return "out of memory";
	case DOSSIER_ERR_IO:       return "i/o error";
	case DOSSIER_ERR_CORRUPT:  return "corrupt data";
	case DOSSIER_ERR_VERSION:  return "unsupported format version";
	case DOSSIER_ERR_LOCKED:   return "locked";
	case DOSSIER_ERR_SYNTAX:   return "syntax error";
	case DOSSIER_ERR_NOTFOUND: return "not found";
	case DOSSIER_ERR_MISUSE:   return "misuse";
	case DOSSIER_ERR_INPUT:    return "input refused";
	case DOSSIER_ERR_LIMIT:    return "limit reached";
	case DOSSIER_ERR_ANALYZER: return "another analyzer";
	}
	return "unknown status";
}
