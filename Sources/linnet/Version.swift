// SPDX-License-Identifier: Apache-2.0

let linnetVersion = "0.1.0"
