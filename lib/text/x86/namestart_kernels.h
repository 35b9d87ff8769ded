/*
 * namestart_kernels.h - the kernels of namestart.h that need more than the base instruction set
 */
#ifndef DSR_TEXT_X86_NAMESTART_KERNELS_H
#define DSR_TEXT_X86_NAMESTART_KERNELS_H

#include "codec/x86/kernels.h"
#include "text/namestart.h"

#ifdef DSR_X86
size_t dsr_namestart_avx512(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end);
#endif

#endif /* DSR_TEXT_X86_NAMESTART_KERNELS_H */
