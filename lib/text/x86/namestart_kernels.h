/*
 * namestart_kernels.h - the kernels of namestart.h that need more than the base instruction set
 */
#ifndef DSR_TEXT_X86_NAMESTART_KERNELS_H
#define DSR_TEXT_X86_NAMESTART_KERNELS_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
size_t dsr_namestart_avx512(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts);
#endif

#endif /* DSR_TEXT_X86_NAMESTART_KERNELS_H */
