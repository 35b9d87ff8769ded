/*
 * fieldmap.c - see fieldmap.h
 */
#include "ingest/fieldmap.h"

#include <string.h>

#include "base/error.h"
#include "ingest/record.h"

static dossier_str field_of(const char *pair)
{
	return (dossier_str){ pair, strcspn(pair, "=") };
}

static int is_pair(const char *pair)
{
	const dossier_str field = pair ? field_of(pair) : (dossier_str){ NULL, 0 };
	const int f = dsr_record_find(field);

	return f >= 0 && (f < DSR_RECORD_EXTRA || f == DSR_RECORD_LANG) && pair[field.n] == '=' && pair[field.n + 1];
}

dossier_status dsr_fieldmap_check(dsr_fieldmap map, dossier_error *err)
{
	for (size_t i = 0; i < map.count; i++)
		if (!is_pair(map.pairs[i]))
			return dsr_fail(err, DOSSIER_ERR_MISUSE, "a map is \"field=key\", as in title=headline, not \"%s\"",
			                map.pairs[i] ? map.pairs[i] : "");
	return DOSSIER_OK;
}

int dsr_fieldmap_find(dsr_fieldmap map, dossier_str key)
{
	for (size_t i = 0; i < map.count; i++) {
		const dossier_str field = field_of(map.pairs[i]);
		const dossier_str spelling = dossier_str_of(map.pairs[i] + field.n + 1);

		if (spelling.n == key.n && !memcmp(spelling.p, key.p, key.n))
			return dsr_record_find(field);
	}
	return dsr_record_find(key);
}
