/*
 * weburl.h - addresses in pages
 */
#ifndef DSR_INGEST_WEBURL_H
#define DSR_INGEST_WEBURL_H

#include <dossier/str.h>

#include "base/arena.h"

/*
 * The address that `ref` on the page at `base` leads to (RFC 3986, 5.2), without what is behind '#'.  Empty when it leads nowhere
 * else, is not of http(s), is relative and `base` is no address, or when out of memory.  In `arena`.
 */
dossier_str dsr_weburl_resolve(dsr_arena *arena, dossier_str base, dossier_str ref);

/* What tells two addresses apart: without http(s)://, "www.", what is behind '#', and a slash at the end. */
dossier_str dsr_weburl_core(dossier_str url);

#endif /* DSR_INGEST_WEBURL_H */
