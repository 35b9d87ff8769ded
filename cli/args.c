/*
 * args.c - see args.h
 */
#include "args.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

/* Fits every type that an option becomes, with room for a sum of two. */
#define NUMBER_MAX 999999999ul

int complain(const char *fmt, ...)
{
	char line[1024];
	va_list list;

	va_start(list, fmt);
	vsnprintf(line, sizeof line, fmt, list);
	va_end(list);
	fputs("dossier: ", stderr);
	terminal_put(stderr, dossier_str_of(line));
	fputc('\n', stderr);
	return TROUBLE;
}

int complain_error(const dossier_error *err)
{
	const int is_damage = err->status == DOSSIER_ERR_CORRUPT;

	return complain("%s%s", err->message, is_damage ? " (dossier check says more)" : "");
}

/* Levenshtein distance; words longer than 31 bytes resemble nothing. */
static size_t distance(const char *a, const char *b)
{
	const size_t n = strlen(a), m = strlen(b);
	size_t row[32];

	if (n > 31 || m > 31)
		return 32;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (best > row[j] + 1)
				best = row[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

int args_resembles(const char *word, const char *name)
{
	return distance(word, name) <= (strlen(name) + 2) / 3;
}

void args_help(const command *c)
{
	printf("usage: dossier %s %s\n\n%s\n", c->name, c->operands, c->summary);
	if (c->options->name)
		puts("\noptions:");
	for (const option *o = c->options; o->name; o++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
		         o->letter ? "," : " ", o->name, o->value ? "=" : "", o->value ? o->value : "");
		printf("  %-26s %s\n", left, o->help);
	}
	if (c->notes)
		printf("\n%s\n", c->notes);
}

static const option *find_long(const command *c, const char *name, size_t n)
{
	for (const option *o = c->options; o->name; o++)
		if (!strncmp(o->name, name, n) && !o->name[n])
			return o;
	return NULL;
}

/* "-x", or "-x5" for a number. */
static const option *find_short(const command *c, const char *word)
{
	for (const option *o = c->options; o->name; o++)
		if (o->letter && o->letter == word[1] &&
		    (!word[2] || (o->kind == NUMBER && isdigit((unsigned char)word[2]))))
			return o;
	return NULL;
}

static int unknown_option(const command *c, const char *word)
{
	const char *hint = !strcmp(c->name, "search") ? "; a query that begins with '-' goes after '--'" : "";

	if (!strncmp(word, "--", 2))
		for (const option *o = c->options; o->name; o++)
			if (args_resembles(word + 2, o->name))
				return complain("%s: unknown option %s; did you mean --%s?", c->name, word, o->name);
	return complain("%s: unknown option %s (see dossier %s --help)%s", c->name, word, c->name, hint);
}

/* Put `value` behind what was given before. */
static int store_next(const command *c, const option *o, const char **texts, const char *value)
{
	if (texts[1])
		return complain("%s: --%s can be given twice at most", c->name, o->name);
	texts[texts[0] != NULL] = value;
	return 0;
}

static int store_real(const command *c, const option *o, double *at, const char *value)
{
	char *end;
	const double x = strtod(value, &end);

	if (!isdigit((unsigned char)*value) || *end)
		return complain("%s: --%s wants a number, not \"%s\"", c->name, o->name, value);
	memcpy(at, &x, sizeof x);
	return 0;
}

/* Store `value` in the settings.  Returns 0, or TROUBLE when it will not do. */
static int store(const command *c, const option *o, void *settings, const char *value)
{
	char *at = (char *)settings + o->at, *end;
	unsigned long n;

	if (o->kind == TEXT) {
		memcpy(at, &value, sizeof value);
		return 0;
	}
	if (o->kind == TEXTS)
		return store_next(c, o, (const char **)(void *)at, value);
	if (o->kind == REAL)
		return store_real(c, o, (double *)(void *)at, value);
	n = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || *end)
		return complain("%s: --%s wants a number, not \"%s\"", c->name, o->name, value);
	if (n > NUMBER_MAX)
		return complain("%s: --%s %s is too much", c->name, o->name, value);
	memcpy(at, &n, sizeof n);
	return 0;
}

/*
 * One word that is an option; *next is the word after it, passed over when it is the option's value.
 * Returns 0 or TROUBLE.
 */
static int take_option(const command *c, void *settings, char *word, char ***next)
{
	const int is_long = !strncmp(word, "--", 2);
	const size_t n = is_long ? strcspn(word + 2, "=") : 0;
	const option *o = is_long ? find_long(c, word + 2, n) : find_short(c, word);
	char *value = is_long ? word + 2 + n : word + 2;
	const int yes = 1;

	if (!o)
		return unknown_option(c, word);
	if (o->kind == FLAG) {
		if (*value)
			return complain("%s: --%s takes no value", c->name, o->name);
		memcpy((char *)settings + o->at, &yes, sizeof yes);
		return 0;
	}
	if (*value)
		value += is_long;
	else if (!(value = **next))
		return complain("%s: %s needs a value: %s", c->name, word, o->value);
	else
		++*next;
	return store(c, o, settings, value);
}

/* Does the help name anything but options, which then stand last? */
static int takes_operands(const command *c)
{
	static const char options[] = "[OPTION]...";
	const size_t n = strlen(c->operands), k = sizeof options - 1;

	return n && (n < k || strcmp(c->operands + n - k, options) != 0);
}

int args_parse(args *out, const command *c, void *settings, int argc, char **argv, int *status)
{
	char **next = argv;
	int options = 1;

	(void)argc;
	*out = (args){ 0, argv };
	*status = DONE;
	while (*next) {
		char *word = *next++;

		if (options && !strcmp(word, "--")) {
			options = 0;
		} else if (!options || word[0] != '-' || !word[1]) {
			out->operands[out->count++] = word;
		} else if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
			args_help(c);
			return 0;
		} else if ((*status = take_option(c, settings, word, &next))) {
			return 0;
		}
	}
	if (out->count && !takes_operands(c))
		*status = complain("%s: what is \"%s\"? (see dossier %s --help)", c->name, out->operands[0], c->name);
	return *status == DONE;
}
