/*
 * peer.h - what a driver of one engine consists of, and the program around it
 *
 *   DRIVER index CORPUS.jsonl DIR
 *   DRIVER query DIR [--scores]                              < lines "COMMAND<TAB>QUERY"
 *   DRIVER query DIR --bench PASSES [--warm SECONDS] [--limit SECONDS]    < the same
 *
 * README.md says what is read, what is printed and what is timed.  A driver fills one peer_engine and calls peer_main().
 * It speaks C to this header, so it may be written in C or C++.
 */
#ifndef PEERS_PEER_H
#define PEERS_PEER_H

#include <stddef.h>
#include <stdint.h>

#include "record.h"
#include "request.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct peer_answer {
	uint64_t count;
	int      n; /* hits, best first, by the engine's own document numbers */
	uint64_t document[PEER_TOP_MAX];
	double   score[PEER_TOP_MAX];
} peer_answer;

typedef struct peer_engine {
	const char *name;
	void (*create)(const char *dir); /* an empty folder */
	void (*add)(const peer_record *r);
	/* The index as it will be searched.  What is returned, unless it is NULL, stands in the report as further members. */
	const char *(*finish)(void);
	void (*open)(const char *dir);
	/* Answer one query: all that is timed.  `a` is empty.  Returns 0 when the engine cannot express it. */
	int (*run)(const peer_command *c, const char *query, peer_answer *a);
	/* The id that the document was added with, from malloc. */
	char *(*id)(uint64_t document);
} peer_engine;

int peer_main(const peer_engine *e, int argc, char **argv);

/* Say what went wrong and end the program. */
void peer_die(const char *what, const char *why);

/* dir/name, in memory of its own that lives until the next call. */
const char *peer_path(const char *dir, const char *name);

#ifdef __cplusplus
}
#endif

#endif /* PEERS_PEER_H */
