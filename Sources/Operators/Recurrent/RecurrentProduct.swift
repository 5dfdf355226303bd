// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A product of rows with the weights of several gates, one below the other: in float32, or in int8
/// of rows that are quantized as they come, each with its own scale.
struct RecurrentProduct {
  /// Results of a row.
  let width: Int
  private let rowCount: Int
  private let depth: Int
  private let product: PackedProduct
  private let quantization: RowQuantization?

  /// Slots of rows in int8 and of how they were quantized.
  private struct RowQuantization {
    let rows: Int
    let parameters: Int
    let isSymmetric: Bool
  }

  /// - Parameters:
  ///   - weights: matrices of as many columns as rows have elements, all float32 or all 8 bits wide.
  ///   - biases: one for each matrix, or none.
  ///   - number: of the product among those of the operator.
  /// - Throws: if weights or biases are not constant, or a matrix in int8 has no scale.
  init(
    _ weights: [Operand], biases: [Operand?] = [], rowCount: Int, isSymmetric: Bool, number: Int,
    _ context: inout PrepareContext
  ) throws(OperatorError) {
    let values = try LayerWeights(weights)
    depth = weights[0].shape[1]
    self.rowCount = rowCount
    width = weights.reduce(0) { $0 + $1.shape[0] }
    let bias = try Self.concatenated(biases)
    let kind = values.type == .float32 ? GEMM_F32 : GEMM_S8_TO_F32
    var epilogue = PackedProduct.Epilogue.float(
      bias: bias?.operand, range: -Float.infinity...Float.infinity)
    if kind == GEMM_S8_TO_F32 {
      epilogue = .scaled(
        scales: try Self.scales(weights), bias: bias?.operand,
        range: -Float.infinity...Float.infinity, rowsPerScale: 1)
      quantization = RowQuantization(
        rows: context.scratch(byteCount: rowCount * depth + ConvolutionInput.slack),
        parameters: context.scratch(
          byteCount: rowCount.saturatingProduct(MemoryLayout<row_quantization>.stride)),
        isSymmetric: isSymmetric)
    } else {
      quantization = nil
    }
    product = try PackedProduct(
      kind, variant: PackedProduct.variant(kind, weights: values),
      rows: ProductRows(pixels: rowCount, pixelStep: depth, run: depth), columns: width,
      weights: values, epilogue: epilogue,
      isLasting: (weights + biases.compactMap { $0 }).allSatisfy { $0.isLasting }, number: number,
      &context)
    withExtendedLifetime(bias) {}
  }

  var kernel: String { product.kernel }

  private static func scales(_ weights: [Operand]) throws(OperatorError) -> [Float] {
    var scales: [Float] = []
    for matrix in weights {
      scales += try WeightScales(
        of: matrix, axis: 0, count: matrix.shape[0], allowsZeroPoint: matrix.type == .uint8
      ).scales
    }
    return scales
  }

  /// Several biases as one; nil for none.
  private static func concatenated(
    _ biases: [Operand?]
  ) throws(OperatorError) -> (operand: Operand, owner: LayerWeights)? {
    let present = biases.compactMap { $0 }
    guard !present.isEmpty else { return nil }
    let values = try LayerWeights(present)
    let count = values.values.count / MemoryLayout<Float>.size
    let operand = Operand(
      type: .float32, shape: Shape([count]), quantization: nil, slot: 0, constant: values.values)
    return (operand, values)
  }

  /// The stages that compute the product of a tensor's rows on all threads.
  func stages(input: Int, output: Int) -> [Stage] {
    guard let quantization else { return [product.stage(input: input, output: output)] }
    return [
      Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
        self.quantize(tensors.elements(input), quantization, tensors)
      },
      product.stage(
        input: quantization.rows, output: output, quantization: quantization.parameters),
    ]
  }

  /// The stages that add the product of a tensor's rows to what is there.
  ///
  /// - Throws: if it has more elements than a tensor may have.
  func stages(
    input: Int, addedTo sums: Int, _ context: inout PrepareContext
  ) throws(OperatorError) -> [Stage] {
    let byteCount = try RecurrentSequence.byteCount(rows: rowCount, width: width)
    let (own, count) = (context.scratch(byteCount: byteCount), rowCount * width)
    return stages(input: input, output: own) + [
      Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
        f32_accumulate(tensors.elements(own), tensors.elements(sums), count)
      }
    ]
  }

  /// Computes the product of the rows at an address, on this thread.
  func run(
    _ rows: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ tensors: TensorTable
  ) {
    guard let quantization else {
      product.run(rows, to: output, tensors)
      return
    }
    quantize(rows, quantization, tensors)
    product.run(
      tensors[quantization.rows], to: output, tensors,
      quantization: UnsafePointer(tensors.elements(quantization.parameters)))
  }

  private func quantize(
    _ rows: UnsafePointer<Float>, _ quantization: RowQuantization, _ tensors: TensorTable
  ) {
    let target = tensors.elements(quantization.rows, as: Int8.self)
    let parameters = tensors.elements(quantization.parameters, as: row_quantization.self)
    for row in 0..<rowCount {
      let values = rows + row * depth
      parameters[row] =
        quantization.isSymmetric
        ? f32_symmetric_row_quantization(values, depth) : f32_row_quantization(values, depth)
      f32_s8_quantize(values, depth, parameters[row], target + row * depth)
    }
  }
}
