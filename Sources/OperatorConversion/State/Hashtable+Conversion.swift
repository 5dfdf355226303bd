// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Hashtable: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    HashtableOptionsValue(tableId: id, keyDtype: keys, valueDtype: values)
  }
}

extension HashtableFind: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    HashtableFindOptionsValue()
  }
}

extension HashtableImport: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    HashtableImportOptionsValue()
  }
}

extension HashtableSize: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    HashtableSizeOptionsValue()
  }
}
