/*
 * version.c - which library this is
 */
#include <dossier/version.h>

int dossier_version_number(void)
{
	return DOSSIER_VERSION_NUMBER;
}

#ifdef DSR_HAVE_LIBDEFLATE
#define DEFLATE "libdeflate"
#else
#define DEFLATE "zlib"
#endif
#if defined(__x86_64__) && defined(__GNUC__)
#define KERNELS "portable sse4.2 avx2 avx512, chosen at run time"
#else
#define KERNELS "portable"
#endif

const char *dossier_build_info(void)
{
	return "version " DOSSIER_VERSION "\n"
	       "format 1\n"
	       "compression " DEFLATE "\n"
	       "kernels " KERNELS "\n";
}
