// SPDX-License-Identifier: Apache-2.0
import CPlatform
import LiteFormat
import TensorCore

/// Why a model cannot be opened or run, in one line: place, what was found, what is allowed.
package struct InterpreterError: Error {
  package let message: String

  package init(_ message: ErrorText) {
    self.message = message.text
  }
}

/// A `.tflite` model in memory, decoded and verified once; interpreters share it.
package final class ModelFile {
  package let model: LiteModel
  /// The whole file.
  package let bytes: UnsafeRawBufferPointer
  private let storage: Storage

  private enum Storage {
    case mapped
    case allocated(UnsafeMutableRawBufferPointer)
  }

  /// Maps a file; its constants are read in place.
  ///
  /// - Throws: `InterpreterError` that names the file.
  package init(path: String) throws(InterpreterError) {
    var address: UnsafeRawPointer?
    var count = 0
    let failure = linnet_map_file(path, &address, &count)
    guard failure == 0, let address else {
      throw InterpreterError(
        "\(path): cannot be read: \(String(cString: linnet_error_text(failure)))")
    }
    let bytes = UnsafeRawBufferPointer(start: address, count: count)
    do {
      model = try Self.verifiedModel(bytes)
    } catch {
      linnet_unmap_file(address, count)
      throw InterpreterError("\(path): \(error.message)")
    }
    self.bytes = bytes
    storage = .mapped
  }

  /// Takes a copy of a file's bytes.
  package convenience init(bytes source: UnsafeRawBufferPointer) throws(InterpreterError) {
    try self.init(byteCount: source.count) { $0.copyMemory(from: source) }
  }

  /// Takes a file's bytes from `fill`.
  package init(
    byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(InterpreterError) {
    let allocated = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(byteCount, 1), alignment: 64)
    let bytes = UnsafeMutableRawBufferPointer(rebasing: allocated[..<byteCount])
    fill(bytes)
    do {
      model = try Self.verifiedModel(UnsafeRawBufferPointer(bytes))
    } catch {
      allocated.deallocate()
      throw InterpreterError("\(error.message)")
    }
    self.bytes = UnsafeRawBufferPointer(bytes)
    storage = .allocated(allocated)
  }

  private static func verifiedModel(
    _ bytes: UnsafeRawBufferPointer
  ) throws(FormatError) -> LiteModel {
    let span = RawSpan(_unsafeBytes: bytes)
    let model = try LiteModel.decode(span)
    try LiteVerifier.verify(model, bytes: span)
    try checkSparseConstants(of: model, fileByteCount: bytes.count)
    return model
  }

  /// Sparse constants have all their elements when a model runs: a small file may not ask for much.
  private static func checkSparseConstants(
    of model: LiteModel, fileByteCount: Int
  ) throws(FormatError) {
    var rest = Interpreter.Options().ownByteLimit(of: fileByteCount)
    for subgraph in model.subgraphs {
      for tensor in subgraph.tensors where tensor.sparsity != nil {
        let byteCount = tensor.type.byteCount(of: Shape(tensor.shape).elementCount)!
        guard let bits = tensor.type.bitCount, bits % 8 == 0, byteCount <= rest else {
          throw FormatError(
            "sparse constant '\(tensor.name)' of \(tensor.type.name) takes \(byteCount) bytes; "
              + "allowed are \(rest), in elements of whole bytes")
        }
        rest -= byteCount
      }
    }
  }

  deinit {
    switch storage {
    case .mapped: linnet_unmap_file(bytes.baseAddress, bytes.count)
    case .allocated(let copy): copy.deallocate()
    }
  }

  /// The bytes of a constant.
  package func bytes(of range: ByteRange) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range.offset..<range.offset + range.count])
  }
}
