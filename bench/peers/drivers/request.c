/*
 * request.c - see request.h
 */
#include "request.h"

#include <stdlib.h>
#include <string.h>

int peer_command_read(const char *name, peer_command *out)
{
	char *end;
	long top;

	*out = (peer_command){ .count = 1 };
	if (!strcmp(name, "COUNT"))
		return 1;
	if (strncmp(name, "TOP_", 4))
		return 0;
	top = strtol(name + 4, &end, 10);
	*out = (peer_command){ .count = !strcmp(end, "_COUNT"), .top = (int)top };
	return top >= 1 && top <= PEER_TOP_MAX && (!*end || out->count);
}

/* The clause that begins at `p`.  Returns what follows it. */
static char *read_clause(peer_query *q, char *p)
{
	peer_clause *const c = &q->clauses[q->count];
	int quoted;

	*c = (peer_clause){ .occur = PEER_MAY, .words = q->words + q->word_count };
	if (*p == '+' || *p == '-')
		c->occur = *p++ == '+' ? PEER_MUST : PEER_MUST_NOT;
	quoted = *p == '"';
	p += quoted;
	do {
		p += strspn(p, " ");
		if (!*p || *p == '"' || q->word_count == PEER_WORDS_MAX)
			break;
		q->words[q->word_count++] = p;
		c->count++;
		p += strcspn(p, quoted ? " \"" : " ");
		if (quoted && *p == '"')
			quoted = 0;
		if (*p)
			*p++ = '\0';
	} while (quoted);
	return p + strspn(p, " ");
}

void peer_query_read(peer_query *q, const char *text)
{
	char *p = strdup(text);

	q->text = p;
	q->count = q->word_count = q->must = q->must_not = 0;
	if (!p)
		abort();
	for (p += strspn(p, " "); *p && q->word_count < PEER_WORDS_MAX;) {
		p = read_clause(q, p);
		if (!q->clauses[q->count].count)
			continue;
		q->must += q->clauses[q->count].occur == PEER_MUST;
		q->must_not += q->clauses[q->count].occur == PEER_MUST_NOT;
		q->count++;
	}
}

void peer_query_release(peer_query *q)
{
	free(q->text);
}
