// SPDX-License-Identifier: Apache-2.0
import Operators

extension Dilate: WrittenOperator {}
