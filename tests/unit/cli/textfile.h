/*
 * textfile.h - a text as a file with a passing name
 */
#ifndef CLI_TEXTFILE_H
#define CLI_TEXTFILE_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char textfile_path[] = "/tmp/dossier-test-XXXXXX";

/* Write it and return its name; the file is removed by textfile_remove(), and must be before the next one. */
static inline const char *textfile(const char *bytes, size_t n)
{
	int fd;

	memcpy(textfile_path + sizeof textfile_path - 7, "XXXXXX", 6);
	fd = mkstemp(textfile_path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
	return textfile_path;
}

static inline void textfile_remove(void)
{
	unlink(textfile_path);
}

/* Does the message end so?  What is in front is the file's name. */
static inline int ends_with(const char *message, const char *end)
{
	const size_t n = strlen(message), m = strlen(end);

	return n >= m && !strcmp(message + n - m, end);
}

#endif /* CLI_TEXTFILE_H */
