// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteVerifier {
  func checkTensor(_ index: Int, of subgraph: LiteModel.Subgraph) throws(FormatError) {
    let tensor = subgraph.tensors[index]
    do throws(FormatError) {
      try checkBuffer(tensor)
      try checkShape(tensor)
      if let quantization = tensor.quantization {
        try checkQuantization(quantization, of: tensor)
        try checkDetails(quantization.details, of: tensor, tensorCount: subgraph.tensors.count)
      }
      if let sparsity = tensor.sparsity {
        try checkSparsity(sparsity, of: tensor)
      } else {
        try checkConstant(tensor)
      }
    } catch {
      throw error.inside("\(Self.label("tensor", index, tensor.name))")
    }
  }

  /// Whether the file has bytes for the tensor.
  func isConstant(_ tensor: LiteModel.Tensor) -> Bool {
    !model.buffers[tensor.buffer].isEmpty || tensor.externalBuffer != 0
  }

  private func checkBuffer(_ tensor: LiteModel.Tensor) throws(FormatError) {
    guard tensor.buffer == 0 || tensor.buffer < model.buffers.count, !model.buffers.isEmpty
    else {  // V6
      throw FormatError("buffer \(tensor.buffer), the model has \(model.buffers.count)")
    }
    let external = tensor.externalBuffer
    guard external == 0 || model.externalBuffers.contains(where: { $0.id == external }) else {
      throw FormatError("external buffer \(external) does not exist")  // V6
    }
  }

  private func checkShape(_ tensor: LiteModel.Tensor) throws(FormatError) {
    let shape = Shape(tensor.shape)
    guard let count = shape.checkedElementCount else {  // V7
      throw FormatError("shape \(shape.description) is negative or too large")
    }
    if tensor.type.bitCount != nil {
      guard let byteCount = tensor.type.byteCount(of: count) else {  // V7
        throw FormatError("shape \(shape.description) of \(tensor.type.name) is too large")
      }
      guard byteCount <= limits.tensorByteCount || isConstant(tensor) else {  // V7
        throw FormatError(
          "shape \(shape.description) takes \(byteCount) bytes, "
            + "allowed are \(limits.tensorByteCount)")
      }
    }
    guard let signature = tensor.shapeSignature else { return }
    guard signature.count == shape.rank, signature.allSatisfy({ $0 >= -1 }) else {  // V8
      throw FormatError(
        "shape \(shape.description) has the signature \(Shape(signature).description)")
    }
  }

  private func checkConstant(_ tensor: LiteModel.Tensor) throws(FormatError) {
    let range = model.buffers[tensor.buffer]
    guard !range.isEmpty else { return }
    switch tensor.type {
    case .string: try checkStrings(tensor, range)
    case .resource, .variant:
      throw FormatError("a constant of type \(tensor.type.name)")  // V9
    default:
      let shape = Shape(tensor.shape)
      let needed = tensor.type.byteCount(of: shape.elementCount)
      guard range.count == needed else {  // V9
        throw FormatError(
          "a constant of \(range.count) bytes, "
            + "\(shape.description) of \(tensor.type.name) takes \(needed ?? 0)")
      }
    }
  }

  /// A constant of strings: their number, where each starts, where the last one ends, the texts.
  private func checkStrings(
    _ tensor: LiteModel.Tensor, _ range: ByteRange
  ) throws(FormatError) {
    let elementCount = Shape(tensor.shape).elementCount
    guard range.count >= 4, Int(bytes.load(Int32.self, at: range.offset)) == elementCount,
      elementCount <= (range.count - 4) / 4 - 1
    else {
      throw FormatError(  // V10
        "\(range.count) bytes that hold no \(elementCount) strings")
    }
    var last = 4 * (elementCount + 2)
    for index in 0...elementCount {
      let offset = Int(bytes.load(Int32.self, at: range.offset + 4 + 4 * index))
      guard offset >= last, offset <= range.count else {  // V10
        throw FormatError(
          "string \(index) starts at byte \(offset), allowed are \(last) to \(range.count)")
      }
      last = offset
    }
  }
}

/// Quantization.
extension LiteVerifier {
  private func checkQuantization(
    _ quantization: LiteModel.Quantization, of tensor: LiteModel.Tensor
  ) throws(FormatError) {
    guard quantization.zeroPoints.count == quantization.scales.count else {  // V11
      throw FormatError(
        "\(quantization.scales.count) scales, but \(quantization.zeroPoints.count) zero points")
    }
    guard let parameters = quantization.parameters else { return }
    do throws(QuantizationFault) {
      try CheckedQuantization.check(
        parameters, type: tensor.type, shape: Shape(tensor.shape), isConstant: isConstant(tensor))
    } catch {
      throw FormatError("\(error.reason)")  // V11, V12
    }
  }

  private func checkDetails(
    _ details: LiteModel.QuantizationDetails?, of tensor: LiteModel.Tensor, tensorCount: Int
  ) throws(FormatError) {
    let scales: Int
    let zeroPoints: Int
    let blockSizes: [Int]
    var axes: [Int] = []
    switch details {
    case nil, .custom: return
    case .blockwise(let s, let z, let size, let shape):
      (scales, zeroPoints, blockSizes) = (s, z, shape.isEmpty ? [size] : shape)
    case .multiAxis(let s, let z, let size, let a):
      (scales, zeroPoints, blockSizes, axes) = (s, z, [size], a)
    }
    guard scales >= 0, scales < tensorCount, zeroPoints >= -1, zeroPoints < tensorCount else {
      throw FormatError(  // V13
        "scales in tensor \(scales), zero points in tensor \(zeroPoints), "
          + "the subgraph has \(tensorCount)")
    }
    for size in blockSizes where size <= 0 {  // V13
      throw FormatError("quantized in blocks of \(size)")
    }
    for axis in axes where axis < 0 || axis >= tensor.shape.count {  // V13
      throw FormatError(
        "scales along axis \(axis) of \(Shape(tensor.shape).description)")
    }
  }
}
