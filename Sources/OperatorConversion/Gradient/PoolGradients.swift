// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// What comes back through a pool of maxima goes to the first element, row by row, that is the
/// maximum of its window.
enum MaxPoolGradient: TensorFlowConversion {
  static let tensorFlowNames = ["MaxPoolGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, maximum, gradient) = (try node.input(0), try node.input(1), try node.input(2))
    let window = try ImageWindow(pool: node, size: legalizer.extent(ofImage: x))
    let image = try legalizer.covered(x, by: window, filler: -.infinity)
    let zero = try legalizer.float(0)
    try legalizer.checkUnrolled([window.rows.kernel, window.columns.kernel])
    var isOpen: ValueID?
    var sum: ValueID?
    for (row, column) in window.places {
      let taken = try legalizer.taken(from: image, window, row: row, column: column)
      var isFirst = try legalizer.emit(.equal(Equal()), taken, maximum)
      let isOther = try legalizer.emit(.logicalNot(LogicalNot()), isFirst)
      if let open = isOpen {
        isFirst = try legalizer.emit(.logicalAnd(LogicalAnd()), isFirst, open)
        isOpen = try legalizer.emit(.logicalAnd(LogicalAnd()), isOther, open)
      } else {
        isOpen = isOther
      }
      let part = try legalizer.emit(.selectV2(SelectV2()), isFirst, gradient, zero)
      let returned = try legalizer.returned(part, window, row: row, column: column)
      if let others = sum {
        sum = try legalizer.emit(.add(Add()), others, returned)
      } else {
        sum = returned
      }
    }
    guard let sum else { throw node.error("its window is empty") }
    return [try legalizer.uncovered(sum, window)]
  }
}

/// What comes back through a pool of means is divided among the elements of each window that lie
/// inside of the image.
enum AveragePoolGradient: TensorFlowConversion {
  static let tensorFlowNames = ["AvgPoolGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let gradient = try node.input(1)
    let window = try ImageWindow(
      pool: node, size: legalizer.extent(ofShape: node.input(0), called: "orig_input_shape"))
    let channels = try legalizer.staticDimension(3, of: gradient, called: "grad")
    let (rows, columns) = (window.rows, window.columns)
    try legalizer.checkTable(rows.count, columns.count)
    try legalizer.checkTable(rows.kernel, columns.kernel, channels)
    let shares = rows.insideCounts.flatMap { height in
      columns.insideCounts.map { 1 / Float(height * $0) }
    }
    let share = try legalizer.constant(
      ConstantData(shares), type: .float32, shape: [1, rows.count, columns.count, 1])
    let part = try legalizer.emit(.mul(Mul()), gradient, share)
    let count = rows.kernel * columns.kernel * channels
    let ones = try legalizer.constant(
      ConstantData([Float](repeating: 1, count: count)), type: .float32,
      shape: [rows.kernel, columns.kernel, channels, 1])
    return [try legalizer.returned(part, through: ones, channels: channels, window)]
  }
}

extension WindowAxis {
  /// For each place of the window, how many of its elements lie inside of the image.
  fileprivate var insideCounts: [Int] {
    (0..<count).map { place in
      let start = place * stride - before
      return min(start + kernel, size) - max(start, 0)
    }
  }
}

extension ImageWindow {
  /// The window of a pool.
  fileprivate init(
    pool node: TensorFlowNode, size: (height: Int, width: Int)
  ) throws(ConversionError) {
    let kernel = try ConvolutionAttributes(node).pair(
      node.integers("ksize"), called: "ksize", of: node)
    try self.init(node, size: size, kernel: (kernel.height, kernel.width))
  }
}

extension Legalizer {
  /// What comes back to one element of a window, put where it was taken from in the covered image.
  fileprivate mutating func returned(
    _ gradient: ValueID, _ window: ImageWindow, row: Int, column: Int
  ) throws(ConversionError) -> ValueID {
    try framed(
      spread(gradient, window), rows: (row, window.rows.kernel - 1 - row),
      columns: (column, window.columns.kernel - 1 - column))
  }

  /// The image out of a covered one, with zeros where the window does not come.
  fileprivate mutating func uncovered(
    _ value: ValueID, _ window: ImageWindow
  ) throws(ConversionError) -> ValueID {
    let (rows, columns) = (window.rows, window.columns)
    let image = try part(
      ofImage: value, rows: (rows.before, rows.size + min(rows.after, 0), 1),
      columns: (columns.before, columns.size + min(columns.after, 0), 1),
      isWhole: rows.before == 0 && rows.after <= 0 && columns.before == 0 && columns.after <= 0)
    return try framed(
      image, rows: (0, max(-rows.after, 0)), columns: (0, max(-columns.after, 0)))
  }
}
