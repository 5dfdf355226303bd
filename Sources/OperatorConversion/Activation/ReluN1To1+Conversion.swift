// SPDX-License-Identifier: Apache-2.0
import Operators

extension ReluN1To1: WrittenOperator {}
