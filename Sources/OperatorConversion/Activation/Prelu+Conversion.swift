// SPDX-License-Identifier: Apache-2.0
import Operators

extension Prelu: WrittenOperator {}
