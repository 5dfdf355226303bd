// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// TensorFlow's names of element types and their numbers.
///
/// Source: TensorFlow, types.proto.
private let dataTypes: [(name: String, number: Int32)] = [
  ("DT_FLOAT", 1), ("DT_DOUBLE", 2), ("DT_INT32", 3), ("DT_UINT8", 4), ("DT_INT16", 5),
  ("DT_INT8", 6), ("DT_STRING", 7), ("DT_COMPLEX64", 8), ("DT_INT64", 9), ("DT_BOOL", 10),
  ("DT_BFLOAT16", 14), ("DT_UINT16", 17), ("DT_COMPLEX128", 18), ("DT_HALF", 19),
  ("DT_RESOURCE", 20), ("DT_VARIANT", 21), ("DT_UINT32", 22), ("DT_UINT64", 23),
]

/// The number of a type, as of `DT_FLOAT`; nil if it is not known.
func dataTypeNumber(_ name: String) -> Int32? {
  dataTypes.first { $0.name == name }?.number
}

extension ElementType {
  /// As in `DT_FLOAT`; nil for types that TensorFlow.js has no name of.
  package var dataTypeName: String? {
    dataTypes.first { ElementType(dataType: $0.number) == self }?.name
  }
}
