// SPDX-License-Identifier: Apache-2.0
import Operators

extension AveragePool2D: PoolConversion {
  package static let tensorFlowNames = ["AvgPool"]
}
