// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore

/// A text file that fills a lookup table: a key and a value in each line.
struct TableFile {
  /// What of a line is a key or a value; TensorFlow's numbers.
  private enum Column {
    case wholeLine
    case lineNumber
    case field(Int)

    init?(_ number: Int64) {
      switch number {
      case -2: self = .wholeLine
      case -1: self = .lineNumber
      case 0...Int64(Int32.max): self = .field(Int(number))
      default: return nil
      }
    }
  }

  private let path: String
  private let lines: [ArraySlice<UInt8>]
  private let delimiter: UInt8
  private let node: TFNodeDef

  /// Reads the file that a node of InitializeTableFromTextFile fills a table from.
  init(path: String, for node: TFNodeDef) throws {
    self.path = path
    self.node = node
    let file = try MappedFile(path: path)
    // As TensorFlow reads lines: carriage returns are left out wherever they stand.
    let text = file.bytes.filter { $0 != UInt8(ascii: "\r") }
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    if lines.last?.isEmpty == true { lines.removeLast() }
    lines = lines.dropFirst(Int(clamping: max(0, node.attribute("offset")?.i ?? 0)))
    if let size = node.attribute("vocab_size")?.i, size > 0 {
      guard size <= lines.count else {
        throw importError(
          "'\(path)' has \(lines.count) lines, but the table takes \(size)", node: node.name)
      }
      lines = lines.prefix(Int(size))
    }
    if let empty = lines.firstIndex(where: \.isEmpty) {
      throw importError("line \(empty + 1) of '\(path)' is empty", node: node.name)
    }
    self.lines = Array(lines)
    delimiter = node.attribute("delimiter")?.s.first ?? UInt8(ascii: "\t")
  }

  /// The keys of the table, of an element type that it has.
  func keys(as type: ElementType) throws -> Value { try column("key_index", as: type) }

  /// The values of the table, one for each key.
  func values(as type: ElementType) throws -> Value { try column("value_index", as: type) }

  private func column(_ attribute: String, as type: ElementType) throws -> Value {
    guard let column = Column(node.attribute(attribute)?.i ?? Int64.min) else {
      throw importError("its \(attribute) is none of a line", node: node.name)
    }
    guard let dataType = Self.dataTypes[type] else {
      throw importError("tables of \(type.name) are not filled from files", node: node.name)
    }
    var tensor = TFTensorProto()
    tensor.dtype = dataType
    tensor.tensorShape.dim = [.with { $0.size = Int64(lines.count) }]
    switch (type, column) {
    case (.int64, .lineNumber): tensor.int64Val = lines.indices.map(Int64.init)
    case (_, .lineNumber): throw importError("numbers of lines are int64", node: node.name)
    case (.string, _):
      tensor.stringVal = try lines.indices.map { Data(try field(column, ofLine: $0)) }
    case (.int64, _): tensor.int64Val = try numbers(column)
    case (.int32, _): tensor.intVal = try numbers(column)
    case (.float32, _): tensor.floatVal = try numbers(column)
    default: tensor.doubleVal = try numbers(column)
    }
    return try Value(
      tensor, name: "\(node.name)/\(attribute)", budget: ExpansionBudget())
  }

  /// TensorFlow's numbers of the types that lines can hold.
  private static let dataTypes: [ElementType: Int32] = [
    .float32: 1, .float64: 2, .int32: 3, .string: 7, .int64: 9,
  ]

  private func numbers<Number: LosslessStringConvertible>(_ column: Column) throws -> [Number] {
    try lines.indices.map { index in
      let text = String(decoding: try field(column, ofLine: index), as: UTF8.self)
      guard let number = Number(text) else {
        throw importError(
          "line \(index + 1) of '\(path)' has '\(text)' where a number is expected", node: node.name
        )
      }
      return number
    }
  }

  private func field(_ column: Column, ofLine index: Int) throws -> ArraySlice<UInt8> {
    guard case .field(let number) = column else { return lines[index] }
    let fields = lines[index].split(separator: delimiter, omittingEmptySubsequences: false)
    guard fields.indices.contains(number) else {
      throw importError(
        "line \(index + 1) of '\(path)' has \(fields.count) columns, but column \(number + 1) is asked for",
        node: node.name)
    }
    return fields[number]
  }
}
