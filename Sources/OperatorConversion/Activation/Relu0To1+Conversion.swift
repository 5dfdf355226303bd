// SPDX-License-Identifier: Apache-2.0
import Operators

extension Relu0To1: WrittenOperator {}
