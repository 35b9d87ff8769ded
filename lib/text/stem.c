/*
 * stem.c - see stem.h
 */
#include "text/stem.h"

#include <string.h>

#include <libstemmer.h>

#include "base/error.h"

static int is_known(const char *language)
{
	for (const char **name = sb_stemmer_list(); *name; name++)
		if (!strcmp(*name, language))
			return 1;
	return 0;
}

dossier_status dsr_stemmer_new(dsr_stemmer **out, const char *language, dossier_error *err)
{
	*out = NULL;
	if (!is_known(language))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "no stemmer for the language \"%.40s\"", language);
	*out = sb_stemmer_new(language, "UTF_8");
	return *out ? DOSSIER_OK : dsr_nomem(err);
}

void dsr_stemmer_free(dsr_stemmer *s)
{
	if (s)
		sb_stemmer_delete(s);
}

dossier_str dsr_stemmer_stem(dsr_stemmer *s, const uint8_t *word, size_t n)
{
	const sb_symbol *stem = sb_stemmer_stem(s, word, (int)n);

	if (!stem)
		return (dossier_str){ NULL, 0 };
	return (dossier_str){ (const char *)stem, (size_t)sb_stemmer_length(s) };
}
