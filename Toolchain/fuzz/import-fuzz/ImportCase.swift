// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CChecksum
import Converter
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators
import Quantization
import TensorFlowExport

@testable import KerasImport
@testable import TensorFlowImport

/// A model as one sequence of bytes: a byte of choices, then the files that make the model.
///
/// Each file but the last is behind its byte count, four bytes little-endian; a count that is too large
/// means the rest, so that every sequence is a case.
struct ImportCase {
  enum Kind: UInt8, CaseIterable {
    /// `saved_model.pb`, the index of its variables and their shard.
    case savedModel
    case frozenGraph
    /// `config.json` and `metadata.json` of a `.keras` file, and the index of its weights.
    case kerasMembers
    /// The index of a whole model's `.h5` file.
    case wholeFileIndex
    /// `model.json` and its file of weights.
    case web
    case lite
    /// A `.keras` file as it is.
    case archive
    /// The index of variables alone, whose checksums stay as they are.
    case checkpoint

    var memberCount: Int {
      switch self {
      case .savedModel, .kerasMembers: 3
      case .web, .checkpoint: 2
      case .frozenGraph, .wholeFileIndex, .lite, .archive: 1
      }
    }
  }

  /// Bits 0 to 2 are the kind, 3 to 5 what is written.
  var choices: UInt8
  var members: [[UInt8]]

  var kind: Kind { Kind(rawValue: choices & 7)! }

  init(kind: Kind, members: [[UInt8]]) {
    choices = kind.rawValue
    self.members = members
  }

  /// Nil without bytes.
  init?(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return nil }
    choices = first
    members = []
    var rest = bytes.dropFirst()
    for _ in 1..<Kind(rawValue: first & 7)!.memberCount {
      let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      members.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    members.append(Array(rest))
  }

  var bytes: [UInt8] {
    var bytes = [choices]
    for member in members.dropLast() {
      withUnsafeBytes(of: UInt32(member.count).littleEndian) { bytes += $0 }
      bytes += member
    }
    return bytes + members.last!
  }
}

// MARK: - Conversion

extension ImportCase {
  /// Where the files of a case are while it is tried.
  private static let folder: String = {
    let path = "/dev/shm/linnet-import-fuzz-\(getpid())"
    try! FileManager.default.createDirectory(
      atPath: path + "/model/variables", withIntermediateDirectories: true)
    return path
  }()

  /// What arrays of Keras models hold: small numbers, whatever their type.
  private static let numbers = try! OpenFile { descriptor in
    let pattern: [UInt8] = [0, 0, 0x20, 0x3f, 1, 0, 0x80, 0xbe]
    let bytes = (0..<1 << 18).map { pattern[$0 % 8] }
    guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count else { fatalError() }
  }

  /// Converts the whole way. Whatever is wrong with the model is an error of one of the kinds that the
  /// program prints; all else ends the program.
  func convert() {
    do {
      switch kind {
      case .kerasMembers, .wholeFileIndex: try write(Conversion.optimized(kerasProgram()))
      default:
        let conversion = Conversion(try source())
        if choices >> 3 & 7 == 7 {
          try conversion.webModel(quantization: .none).write(toFolder: Self.folder + "/web")
        } else {
          try write(conversion.program())
        }
      }
    } catch is ConversionError {
    } catch is FormatError {
    } catch is InterpreterError {
    } catch is OperatorError {
    } catch is ArrayFileError {
    } catch let error as WriteError {
      precondition(!error.message.contains("error of Linnet"), error.message)
    } catch {
      preconditionFailure("an error that nobody prints: \(error)")
    }
  }

  private func write(_ program: Program) throws {
    let choice: QuantizationChoice =
      switch choices >> 3 & 7 {
      case 1, 2: .dynamicRange
      case 3: .float16
      case 4: QuantizationChoice(.storedInteger)
      default: .none
      }
    let output = Self.folder + "/out.tflite"
    let plan = try program.quantizationPlan(choice).plan
    let quantized = plan.quantizedProgram()
    let contents = try LiteFileContents(quantized)
    try LiteSerializer.serialize(contents).write(toPath: output)
    _ = try ConversionReport(plan, output: output, quantized: quantized, warnings: [])
  }

  private func kerasProgram() throws -> Program {
    func json(_ bytes: [UInt8]) throws -> KerasImport.JSON {
      do {
        return try bytes.withUnsafeBytes { try JSON(parsing: $0) }
      } catch let error as KerasImport.DamagedBytes {
        throw ConversionError(error.reason, stage: "import")
      }
    }
    let weights = try members.last!.withUnsafeBytes {
      try HDF5File(index: $0, input: Self.numbers, output: Self.numbers)
    }
    guard kind == .kerasMembers else { return try KerasModel.program(wholeFile: weights) }
    return try KerasModel.program(
      configuration: json(members[0]), metadata: json(members[1]), weights: weights)
  }

  /// Writes the files.
  private func source() throws -> Conversion.Source {
    let model = Self.folder + "/model"
    func file(_ index: Int, _ name: String) -> String {
      let path = "\(model)/\(name)"
      try! Data(members[index]).write(to: URL(fileURLWithPath: path))
      return path
    }
    switch kind {
    case .savedModel, .checkpoint:
      let prefix = "variables/variables"
      if kind == .savedModel {
        _ = file(0, "saved_model.pb")
        try! Data(members[1].withMendedChecksums()).write(
          to: URL(fileURLWithPath: "\(model)/\(prefix).index"))
        _ = file(2, prefix + ".data-00000-of-00001")
      } else {
        _ = file(0, prefix + ".index")
        _ = file(1, prefix + ".data-00000-of-00001")
        let bundle = try VariablesBundle(prefix: "\(model)/\(prefix)")
        for key in bundle.keys {
          _ = try? bundle.tensor(key)
          _ = try? bundle.string(key)
        }
        throw ConversionError("it has no graph", stage: "import")
      }
      return .savedModel(folder: model, tags: ["serve"], signatures: nil)
    case .frozenGraph: return .frozenGraph(path: file(0, "model.pb"), inputs: [], outputs: [])
    case .web:
      _ = file(1, "group1-shard1of1.bin")
      return .web(path: file(0, "model.json"))
    case .lite: return .liteFile(path: file(0, "model.tflite"))
    case .archive, .kerasMembers, .wholeFileIndex: return .keras(path: file(0, "model.keras"))
    }
  }
}

extension [UInt8] {
  /// An index of variables in which the checksums of its blocks are right, as far as it has blocks.
  fileprivate func withMendedChecksums() -> [UInt8] {
    var result = self
    guard count >= 48 else { return result }
    func handles(_ bytes: ArraySlice<UInt8>, from start: Int) -> (offset: Int, count: Int)? {
      try? Array(bytes).withUnsafeBytes { bytes in
        var cursor = ByteCursor(bytes)
        for _ in 0..<start { _ = try cursor.varint() }
        return (try cursor.varint(), try cursor.varint())
      }
    }
    func mend(_ block: (offset: Int, count: Int)) {
      guard block.offset < result.count, block.count < result.count - block.offset - 5 else {
        return
      }
      let end = block.offset + block.count
      let sum = result[block.offset...end].withUnsafeBytes { maskedChecksum(of: $0) }
      Swift.withUnsafeBytes(of: sum.littleEndian) {
        result.replaceSubrange(end + 1..<end + 5, with: $0)
      }
    }
    guard let index = handles(result.suffix(48), from: 2), index.offset < result.count,
      index.count < result.count - index.offset - 5
    else { return result }
    mend(index)
    // One block of data, named by the first entry: three lengths, a key, where the block is.
    let entry = result[index.offset..<index.offset + index.count]
    if entry.count > 3,
      let first = handles(entry.dropFirst(3 + Int(entry[entry.startIndex + 1])), from: 0)
    {
      mend(first)
    }
    return result
  }
}
