/*
 * cmd_names.c - dossier names: print the names that the library knows
 */
#include <stdio.h>

#include "args.h"

static const option options[] = { { 0 } };

static const char notes[] =
	"The file begins with its format.  A copy of it, changed, is for dossier index --names FILE.";

static int run_names(const command *self, int argc, char **argv)
{
	const dossier_str names = dossier_names();
	int status, settings;
	args a;

	if (!args_parse(&a, self, &settings, argc, argv, &status))
		return status;
	fwrite(names.p, 1, names.n, stdout);
	return DONE;
}

const command cmd_names = { "names", "", "Print the names that are known as concepts.", options, notes, run_names };
