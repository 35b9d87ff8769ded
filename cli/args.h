/*
 * args.h - options and operands of a command line
 *
 * -x VALUE, --name VALUE, --name=VALUE and, for numbers, -x5.  Options and operands may be
 * mixed; "--" ends the options; "-" is an operand.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <dossier.h>

#include "command.h"

#if defined(__GNUC__)
#define CLI_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define CLI_PRINTF(fmt, args)
#endif

/* Say what is wrong on standard error, in one line.  Returns TROUBLE. */
int complain(const char *fmt, ...) CLI_PRINTF(1, 2);

/* Say what the library says.  Returns TROUBLE. */
int complain_error(const dossier_error *err);

/* Arguments without the command's name. */
typedef struct args {
	int    count;
	char **operands;
} args;

/*
 * Read the options of `c` into *settings and leave the operands in *out, a part of argv.
 * Returns 1; or 0 and what the program is to end with in *status: after --help, and after a wrong
 * use, such as operands of a command that takes none, which was then complained about.
 */
int args_parse(args *out, const command *c, void *settings, int argc, char **argv, int *status);

/* Print the help of a command on standard output. */
void args_help(const command *c);

/* Whether somebody who wrote `word` may have meant `name`: at most a third of it is different. */
int args_resembles(const char *word, const char *name);

#endif /* CLI_ARGS_H */
