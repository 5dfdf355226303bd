// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "avxvnni/s8_depthwise.h"

LINNET_TARGET_AVXVNNI
#include "vector/s8_depthwise.h"

S8_ANY_WINDOW(s8_depthwise__avxvnni)
S8_WINDOW(s8_depthwise__avxvnni_3x3, 3, 1, 2)
S8_WINDOW(s8_depthwise__avxvnni_3x3s2, 3, 2, 1)
S8_WINDOW(s8_depthwise__avxvnni_5x5, 5, 1, 2)
S8_WINDOW(s8_depthwise__avxvnni_5x5s2, 5, 2, 1)

LINNET_TARGET_END
#endif
