// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// The cells of an LSTM, ready to step.
final class LstmCells {
  private let memory = PreparedBuffer(byteCount: MemoryLayout<lstm_cells>.size)
  /// What keeps the cells' weights alive that are no constants of the file.
  private let vectors: [FloatVector?]

  /// For each gate nothing.
  static var none: [Operand?] { Array(repeating: nil, count: 4) }

  /// - Parameters:
  ///   - peepholes: by gate.
  ///   - gains: by gate, where sums are normalized.
  ///   - offsets: what is added then, by gate.
  /// - Throws: if one of these is not constant, or has no scale where it is int8.
  init(
    count: Int, isCoupled: Bool, peepholes: [Operand?], gains: [Operand?], offsets: [Operand?],
    _ attributes: LstmAttributes, _ context: inout PrepareContext
  ) throws(OperatorError) {
    var vectors: [FloatVector?] = []
    for operand in peepholes + gains + offsets {
      vectors.append(operand == nil ? nil : try FloatVector(operand!, &context))
    }
    self.vectors = vectors
    let places = vectors.map { $0?.elements }
    var cells = lstm_cells()
    cells.count = count
    cells.is_coupled = isCoupled
    cells.activation = attributes.activation.kernel
    cells.logistic = linnet_unary_selected(LINNET_F32_LOGISTIC).pointee.run
    cells.limit = attributes.cellClip > 0 ? attributes.cellClip : .infinity
    cells.peepholes = (places[0], places[1], places[2], places[3])
    cells.gains = (places[4], places[5], places[6], places[7])
    cells.offsets = (places[8], places[9], places[10], places[11])
    memory.elements(as: lstm_cells.self).initialize(to: cells)
  }

  /// One step of one row; see `f32_lstm_step`.
  func step(
    _ inputs: UnsafePointer<Float>, _ gates: UnsafeMutablePointer<Float>,
    _ state: UnsafeMutablePointer<Float>, _ hidden: UnsafeMutablePointer<Float>
  ) {
    f32_lstm_step(memory.elements(), inputs, gates, state, hidden)
  }
}

/// A constant's elements in float32, which it has or its scale gives.
struct FloatVector {
  let elements: UnsafePointer<Float>
  private let owner: LayerWeights

  /// - Throws: if the operand is not constant, or has no scale where it is 8 bits wide.
  init(_ operand: Operand, _ context: inout PrepareContext) throws(OperatorError) {
    var values = try LayerWeights(operand, isUnsigned: false)
    if values.type != .float32 {
      let scale = try WeightScales(of: operand, axis: 0, count: 1, allowsZeroPoint: true).scales[0]
      try context.keep(
        byteCount: values.elementCount.saturatingProduct(MemoryLayout<Float>.size))
      values = values.restored(scales: [scale])
    }
    elements = values.values.baseAddress!.assumingMemoryBound(to: Float.self)
    owner = values
  }
}
