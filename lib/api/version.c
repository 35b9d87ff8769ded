/*
 * version.c - which library this is
 */
#include <dossier/version.h>

int dossier_version_number(void)
{
	return DOSSIER_VERSION_NUMBER;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define KERNELS "portable sse4.2 avx2 avx512, chosen at run time"
#else
#define KERNELS "portable"
#endif

const char *dossier_build_info(void)
{
	return "version " DOSSIER_VERSION "\n"
	       "format 1\n"
	       "kernels " KERNELS "\n";
}
