/*
 * command.h - what a command of the program is, and how the program ends
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stddef.h>

/* Exit status, as grep's. */
enum {
	DONE    = 0, /* done; for a search: documents match */
	NOTHING = 1, /* nothing matches, nothing is there under that name */
	TROUBLE = 2
};

enum option_kind {
	FLAG,   /* int, becomes 1 */
	NUMBER, /* unsigned long */
	REAL,   /* double, 0 up */
	TEXT,   /* const char * */
	TEXTS   /* const char *[2]: may be given twice */
};

/* One option; `at` is where its value stands in the struct of the command's settings. */
typedef struct option {
	char        letter; /* 0: none */
	const char *name;
	int         kind;
	size_t      at;
	const char *value;  /* what stands for the value in the help */
	const char *help;
} option;

typedef struct command {
	const char   *name;
	const char   *operands; /* as in the help; empty, or options last: there are none */
	const char   *summary;
	const option *options;  /* ended by one without a name */
	const char   *notes;    /* more help; may be NULL */
	int         (*run)(const struct command *self, int argc, char **argv);
} command;

extern const command cmd_index, cmd_search, cmd_show, cmd_stats, cmd_check, cmd_delete, cmd_merge, cmd_eval, cmd_bench, cmd_names, cmd_help;

/* All of them, ended by NULL. */
extern const command *const commands[];

/* The command of that name, or NULL. */
const command *command_find(const char *name);

/* Say on standard error that `name` is no command, and which may be meant.  Returns TROUBLE. */
int command_unknown(const char *name);

#endif /* CLI_COMMAND_H */
