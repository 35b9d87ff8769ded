/*
 * cmd_help.c - dossier help: what there is and how it is used
 */
#include <stdio.h>

#include "args.h"

static const option options[] = { { 0 } };

static int run_help(const command *self, int argc, char **argv)
{
	args a;
	int status;

	if (!args_parse(&a, self, NULL, argc, argv, &status))
		return status;
	if (a.count) {
		const command *const c = command_find(a.operands[0]);

		if (!c)
			return command_unknown(a.operands[0]);
		args_help(c);
		return DONE;
	}
	puts("dossier - full-text search over policy publications\n\n"
	     "usage: dossier COMMAND ...\n"
	     "       search QUERY...       the same as dossier search\n");
	for (size_t i = 0; commands[i]; i++)
		printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
	puts("\n"
	     "dossier COMMAND --help says more; dossier --version tells the version.\n"
	     "The index is the one named with -i (-o to write), else $DOSSIER_INDEX, else ./.dossier,\n"
	     "else, to read, a built-in sample.");
	return DONE;
}

const command cmd_help = { "help", "[COMMAND]", "Say how a command is used.", options, NULL, run_help };
