// SPDX-License-Identifier: Apache-2.0
// All that Swift sees of the kernels.
#pragma once
#include "complex.h"
#include "copy.h"
#include "depthwise.h"
#include "elementwise.h"
#include "fourier.h"
#include "gemm.h"
#include "image.h"
#include "isa.h"
#include "matrix.h"
#include "non_max_suppression.h"
#include "pooling.h"
#include "random_bits.h"
#include "recurrent.h"
#include "reduction.h"
#include "softmax.h"
#include "strings.h"
