// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>
