/*
 * place.c - see place.h
 */
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "args.h"

#define HERE ".dossier"

static const char *named(const char *given)
{
	const char *const variable = getenv("DOSSIER_INDEX");

	if (given && *given)
		return given;
	return variable && *variable ? variable : NULL;
}

const char *place_to_write(const char *given)
{
	const char *const dir = named(given);

	return dir ? dir : HERE;
}

const char *place_to_read(const char *given)
{
	const char *const dir = named(given);

	if (dir)
		return dir;
	return access(HERE, F_OK) ? NULL : HERE;
}

int place_open(dossier_index **out, const char *given, const char **dir)
{
	const char *const from = place_to_read(given);
	dossier_error err;

	if (dir)
		*dir = from;
	if (from && !dossier_index_open(out, from, NULL, &err))
		return DONE;
	if (from && (err.status != DOSSIER_ERR_NOTFOUND || named(given)))
		return complain_error(&err);
	if (dir)
		*dir = NULL;
	if (dossier_sample_open(out, NULL, &err))
		return complain_error(&err);
	fputs("dossier: there is no index here; this is the built-in sample "
	      "(dossier index FILE makes an index)\n", stderr);
	return DONE;
}

int place_change(dossier_writer **out, const char *given, const char *name, const dossier_writer_options *options,
                 const char **dir, dossier_index_stats *before)
{
	dossier_index *index = NULL;
	dossier_error err;

	*dir = place_to_read(given);
	if (!*dir)
		return complain("%s: there is no index here; name one with -i DIR", name);
	if (dossier_index_open(&index, *dir, NULL, &err)) /* a writer would make one */
		return complain_error(&err);
	if (before)
		*before = dossier_index_get_stats(index);
	dossier_index_close(index);
	return dossier_writer_open(out, *dir, options, &err) ? complain_error(&err) : DONE;
}
