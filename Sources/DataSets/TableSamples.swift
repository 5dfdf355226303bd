// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// The rows of a table, each a sample.
///
/// Columns go to the input whose name they bear, as it is or followed by `_` or `.` and a number or by
/// a number in brackets (`x`, `x_0`, `x.0`, `x[0]`), in the order of the file. All columns that are
/// left go to the one input that none is named for.
final class TableSamples: SampleFile {
  /// An input and the columns that go there.
  private struct Field {
    let input: SampleInput
    let columns: [Int]
    /// Of one sample.
    let shape: Shape
  }

  let keys: [String]
  let sampleCount: Int
  private let path: String
  private let header: [String]?
  private let fields: [Field]
  /// Rows in a sample.
  private let batch: Int
  private var rows: TableFile.Rows

  init(path: String, for inputs: [SampleInput]) throws {
    let table = try named(path) { try TableFile(path: path) }
    let columns = try columnsByInput(of: inputs, columns: table.header, count: table.columnCount) {
      ArrayFileError(path, $0)
    }
    let fields = try zip(inputs, columns).map { input, columns in
      Field(
        input: input, columns: columns,
        shape: try named(path) { try Self.shape(of: columns.count, for: input) })
    }
    let batches = Set(
      fields.map { $0.shape.elementCount / max($0.columns.count, 1) })
    guard batches.count == 1, let batch = batches.first, batch > 0 else {
      throw ArrayFileError(path, "the model's inputs take batches of several sizes; give an .npz")
    }
    let count = try named(path) { try table.rowCount() }
    guard count % batch == 0 else {
      throw ArrayFileError(path, "it has \(count) rows, the model takes batches of \(batch)")
    }
    keys = inputs.map(\.name)
    sampleCount = count / batch
    self.path = path
    header = table.header
    self.fields = fields
    self.batch = batch
    rows = table.rows
  }

  /// The shape of a sample whose rows have so many columns for an input.
  private static func shape(
    of count: Int, for input: SampleInput
  ) throws(ArrayFileError) -> Shape {
    var sizes = input.shape ?? [nil, nil]
    // The only axis of a vector is that of the columns, unless it is open and there is one.
    let hasBatch = sizes.count > 1 || (sizes.count == 1 && count == 1)
    if hasBatch { sizes[0] = sizes[0] ?? 1 }
    let row = sizes.dropFirst(hasBatch ? 1 : 0)
    let known = row.reduce(1) { $0.multipliedReportingOverflow(by: $1 ?? 1).partialValue }
    let openCount = row.count { $0 == nil }
    if openCount == 1, known > 0, count % known == 0,
      let axis = row.firstIndex(where: { $0 == nil })
    {
      sizes[axis] = count / known
    } else if openCount > 0 || known != count {
      throw ArrayFileError(
        "\(count == 1 ? "1 column goes" : "\(count) columns go") to input \(input.description); "
          + "name those that are meant \(input.name)_0, \(input.name)_1 …")
    }
    return Shape(sizes.map { $0! })
  }

  var layout: [String] {
    fields.map { field in
      let names = field.columns.map { header?[$0] ?? "\($0)" }.joined(separator: " ")
      return "\(field.input.name) of \(names)"
    }
  }

  func next() throws -> [String: NumPyArray]? {
    var texts: [[String]] = Array(repeating: [], count: fields.count)
    for _ in 0..<batch {
      guard let row = try named(path, { try rows.next() }) else { return nil }
      for (index, field) in fields.enumerated() {
        texts[index] += field.columns.map { row.fields[$0] }
        // Numbers are read a row at a time so that an error knows its line.
        try named("\(path): line \(row.line)") { try check(row, field) }
      }
    }
    var sample: [String: NumPyArray] = [:]
    for (field, texts) in zip(fields, texts) {
      sample[field.input.name] = array(texts, for: field)
    }
    return sample
  }

  private func check(_ row: TableFile.Row, _ field: Field) throws {
    for column in field.columns {
      let text = trimmed(row.fields[column])
      let isInteger = field.input.type.isCountable
      guard field.input.type != .string, isInteger ? Int64(text) == nil : Double(text) == nil
      else { continue }
      throw ArrayFileError(
        "'\(text)' in column \(header.map { "'\($0[column])'" } ?? "\(column + 1)") is no "
          + (isInteger ? "integer" : "number"))
    }
  }

  private func array(_ texts: [String], for field: Field) -> NumPyArray {
    if field.input.type == .string {
      return NumPyArray(strings: texts.map { Array($0.utf8) }, shape: field.shape)
    }
    if field.input.type.isCountable {
      let numbers = texts.map { Int64(trimmed($0)) ?? 0 }
      return NumPyArray(
        type: .int64, shape: field.shape, bytes: numbers.withUnsafeBytes { Array($0) })
    }
    let numbers = texts.map { Double(trimmed($0)) ?? .nan }
    return NumPyArray(
      type: .float64, shape: field.shape, bytes: numbers.withUnsafeBytes { Array($0) })
  }
}

extension ElementType {
  /// Whether elements are integers.
  fileprivate var isCountable: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool: true
    default: false
    }
  }
}

/// Whether a column bears the name of an input.
private func isColumn(_ column: String, of input: String) -> Bool {
  guard column.hasPrefix(input) else { return false }
  var rest = column.dropFirst(input.count)
  if rest.isEmpty { return true }
  if rest.first == "[", rest.last == "]" {
    rest = rest.dropFirst().dropLast()
  } else if rest.first == "_" || rest.first == "." {
    rest = rest.dropFirst()
  } else {
    return false
  }
  return !rest.isEmpty && rest.allSatisfy { $0.isASCII && $0.isNumber }
}

/// The second input that no column is named for, as only one may be so.
func unmatchedInput(of inputs: [SampleInput], columns: [String]?) -> SampleInput? {
  inputs.filter { input in !(columns ?? []).contains { isColumn($0, of: input.name) } }
    .dropFirst().first
}

/// The columns that go to each input.
private func columnsByInput(
  of inputs: [SampleInput], columns: [String]?, count: Int,
  error: (String) -> ArrayFileError
) throws(ArrayFileError) -> [[Int]] {
  if let input = unmatchedInput(of: inputs, columns: columns) {
    let known = columns?.map { "'\($0)'" }.joined(separator: ", ") ?? "no names"
    throw error("has no column '\(input.name)' for the model's input; its columns have \(known)")
  }
  var left = Set(0..<count)
  var found: [[Int]] = []
  for input in inputs {
    let own = (columns ?? []).indices.filter { isColumn(columns![$0], of: input.name) }
    left.subtract(own)
    found.append(own)
  }
  return found.map { $0.isEmpty ? left.sorted() : $0 }
}
