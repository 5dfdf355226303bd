// SPDX-License-Identifier: Apache-2.0
import Operators

extension MaxPool2D: PoolConversion {
  package static let tensorFlowNames = ["MaxPool"]
}
