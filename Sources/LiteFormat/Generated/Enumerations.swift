// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

/// The format's `ActivationFunctionType`.
package enum ActivationFunctionType: Int8, CaseIterable, Sendable {
  case none = 0
  case relu = 1
  case reluN1To1 = 2
  case relu6 = 3
  case tanh = 4
  case signBit = 5
}

/// The format's `CombinerType`.
package enum CombinerType: Int8, CaseIterable, Sendable {
  case sum = 0
  case mean = 1
  case sqrtn = 2
}

/// The format's `CustomOptionsFormat`.
package enum CustomOptionsFormat: Int8, CaseIterable, Sendable {
  case flexbuffers = 0
}

/// The format's `DimensionType`.
package enum DimensionType: Int8, CaseIterable, Sendable {
  case dense = 0
  case sparseCsr = 1
}

/// The format's `FullyConnectedOptionsWeightsFormat`.
package enum FullyConnectedOptionsWeightsFormat: Int8, CaseIterable, Sendable {
  case `default` = 0
  case shuffled4x16int8 = 1
}

/// The format's `LSHProjectionType`.
package enum LSHProjectionType: Int8, CaseIterable, Sendable {
  case unknown = 0
  case sparse = 1
  case dense = 2
}

/// The format's `LSTMKernelType`.
package enum LSTMKernelType: Int8, CaseIterable, Sendable {
  case full = 0
  case basic = 1
}

/// The format's `MirrorPadMode`.
package enum MirrorPadMode: Int8, CaseIterable, Sendable {
  case reflect = 0
  case symmetric = 1
}

/// The format's `Padding`.
package enum Padding: Int8, CaseIterable, Sendable {
  case same = 0
  case valid = 1
}

/// The format's `ReduceWindowFunction`.
package enum ReduceWindowFunction: Int32, CaseIterable, Sendable {
  case unsupported = 0
  case add = 1
  case mul = 2
  case minimum = 3
  case maximum = 4
  case all = 5
  case any = 6
}

/// The format's `RngAlgorithm`.
package enum RngAlgorithm: Int8, CaseIterable, Sendable {
  case `default` = 0
  case philox = 1
  case threefry = 2
}

/// The format's `StablehloComparisonDirection`.
package enum StablehloComparisonDirection: UInt32, CaseIterable, Sendable {
  case eq = 0
  case ne = 1
  case ge = 2
  case gt = 3
  case le = 4
  case lt = 5
}

/// The format's `StablehloComparisonType`.
package enum StablehloComparisonType: UInt32, CaseIterable, Sendable {
  case notype = 0
  case float = 1
  case floatTotalOrder = 2
  case signed = 3
  case unsigned = 4
}

/// The format's `StablehloPrecisionConfig`.
package enum StablehloPrecisionConfig: UInt32, CaseIterable, Sendable {
  case `default` = 0
  case high = 1
  case highest = 2
}
