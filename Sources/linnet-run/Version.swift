// SPDX-License-Identifier: Apache-2.0

/// The version that `--version` tells.
let version = "0.1.0"
