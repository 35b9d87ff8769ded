/*
 * options.c - see options.h
 */
#include "base/options.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"

dossier_status dsr_options_read(void *out, size_t size, const void *given, dossier_error *err)
{
	const uint8_t *bytes = given;
	size_t n;

	if (!given)
		return DOSSIER_OK;
	memcpy(&n, given, sizeof n);
	if (n < sizeof n)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "an option struct was not filled by its INIT macro");
	for (size_t i = size; i < n; i++)
		if (bytes[i])
			return dsr_fail(err, DOSSIER_ERR_MISUSE, "an option struct has members that this library does not know");
	memcpy(out, given, n < size ? n : size);
	memcpy(out, &size, sizeof size);
	return DOSSIER_OK;
}
