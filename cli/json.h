/*
 * json.h - write JSON, value by value
 *
 * Text is always valid UTF-8 without characters that steer a terminal: those are escaped, and bytes
 * that are no UTF-8 become U+FFFD.  Commas come by themselves.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdint.h>
#include <stdio.h>

#include <dossier.h>

typedef struct json {
	FILE *out;
	int   comma; /* whether the next value needs one before it */
} json;

/* `open` is '{' or '['; `key` is NULL inside an array and at the top. */
void json_open(json *j, const char *key, char open);

/* `close` is '}' or ']'. */
void json_close(json *j, char close);

void json_text(json *j, const char *key, dossier_str value);
void json_number(json *j, const char *key, uint64_t value);

/* With six digits after the point. */
void json_real(json *j, const char *key, double value);

/* Write the JSON object that `object` is, or its members alone.  Returns 0, and writes nothing, when it is none. */
int json_object(json *j, const char *key, dossier_str object);
int json_members(json *j, dossier_str object);

#endif /* CLI_JSON_H */
