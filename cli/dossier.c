/*
 * dossier.c - the program: finds the command and runs it
 *
 * Under the name "search" it is `dossier search`.
 */
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"

const command *const commands[] = {
	&cmd_index, &cmd_search, &cmd_show, &cmd_stats, &cmd_check, &cmd_delete, &cmd_merge, &cmd_eval, &cmd_bench, &cmd_names, &cmd_help, NULL
};

const command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

int command_unknown(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (args_resembles(name, commands[i]->name))
			return complain("there is no command \"%s\"; did you mean %s?", name, commands[i]->name);
	return complain("there is no command \"%s\" (see dossier --help)", name);
}

static int print_version(void)
{
	/* The first line is the version, after a word. */
	printf("dossier%s\n", strchr(dossier_build_info(), ' '));
	return DONE;
}

static int is_search(const char *program)
{
	const char *const slash = strrchr(program, '/');

	return !strcmp(slash ? slash + 1 : program, "search");
}

/* `argv` without the program's name. */
static int run(int as_search, int argc, char **argv)
{
	const command *c;

	if (argc && !strcmp(argv[0], "--version"))
		return print_version();
	if (as_search)
		return cmd_search.run(&cmd_search, argc, argv);
	if (!argc) {
		complain("there is no command (see dossier --help)");
		return TROUBLE;
	}
	if (!strcmp(argv[0], "--help") || !strcmp(argv[0], "-h"))
		return cmd_help.run(&cmd_help, argc - 1, argv + 1);
	c = command_find(argv[0]);
	return c ? c->run(c, argc - 1, argv + 1) : command_unknown(argv[0]);
}

/*
 * A standard stream that the caller closed would be the number of the next file that is opened, and what is
 * said would be written into an index.  /dev/null opened the wrong way round stands in: its use fails as before.
 */
static void occupy_standard_streams(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(TROUBLE);
}

/*
 * Large blocks shall go back to the system when they are freed. glibc, left alone, soon takes them from between the small ones, and
 * what one segment needed stays with the process beside what the next one needs.
 */
static void return_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

int main(int argc, char **argv)
{
	int status;

	return_memory();
	occupy_standard_streams();
	status = argc ? run(is_search(argv[0]), argc - 1, argv + 1) : TROUBLE;
	/* A reader that has seen enough closes its end: that is no failure. */
	errno = 0;
	if ((fflush(stdout) || ferror(stdout)) && errno != EPIPE)
		return complain("the output could not be written");
	return status;
}
