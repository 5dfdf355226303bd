// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension ModelDecoder {
  mutating func operatorEntry(_ table: TableView) throws(FormatError) -> LiteModel.OperatorEntry {
    let number = try index(table, OperatorSlot.opcodeIndex)
    guard number < operatorCodes.count else {
      throw FormatError("operator code \(number), the model has \(operatorCodes.count)")
    }
    let code = operatorCodes[number]
    do throws(FormatError) {
      return LiteModel.OperatorEntry(
        code: code.builtin, customCode: code.customCode, version: code.version,
        inputs: try integers(table, OperatorSlot.inputs),
        outputs: try integers(table, OperatorSlot.outputs),
        intermediates: try integers(table, OperatorSlot.intermediates),
        mutatingVariableInputs: try bools(table, OperatorSlot.mutatingVariableInputs),
        options: try options(table), customOptions: try customOptions(table))
    } catch {
      throw error.inside("\(code.builtin.name)")
    }
  }

  /// The member of one of the two unions of options; nil if both are empty.
  private func options(_ table: TableView) throws(FormatError) -> OptionsReference? {
    let first = try table.integer(OperatorSlot.builtinOptionsType, or: UInt8(0))
    let second = try table.integer(OperatorSlot.builtinOptions2Type, or: UInt8(0))
    if first != 0 && second != 0 {
      throw FormatError("options of both unions, \(first) and \(second); one is allowed")
    }
    if second != 0 {
      return try options(
        table, OperatorSlot.builtinOptions2, Int(second) + OptionsKind.firstUnionCount)
    }
    if Int(first) > OptionsKind.firstUnionCount {
      throw FormatError("options of unknown kind \(first)")
    }
    return first == 0 ? nil : try options(table, OperatorSlot.builtinOptions, Int(first))
  }

  private func options(
    _ parent: TableView, _ slot: Int, _ number: Int
  ) throws(FormatError) -> OptionsReference? {
    guard let raw = UInt8(exactly: number), let kind = OptionsKind(rawValue: raw) else {
      throw FormatError("options of unknown kind \(number)")
    }
    guard let table = try parent.table(slot) else { return nil }
    do throws(FormatError) {
      try OptionsFields.check(table, kind)
    } catch {
      throw error.inside("\(kind.name)")
    }
    return OptionsReference(kind: kind, position: table.position)
  }

  /// The bytes for a custom operator: in the FlatBuffer, or behind it.
  private func customOptions(_ table: TableView) throws(FormatError) -> ByteRange {
    if let data = try table.vector(OperatorSlot.customOptions, elementByteCount: 1) {
      return ByteRange(offset: data.start, count: data.count)
    }
    let offset = try table.integer(OperatorSlot.largeCustomOptionsOffset, or: UInt64(0))
    let count = try table.integer(OperatorSlot.largeCustomOptionsSize, or: UInt64(0))
    return offset > 1 && count > 0 ? try range(offset, count, in: table.bytes) : .empty
  }
}

/// What a field of options looks like: a number of so many bytes, an enumeration, or a vector.
struct OptionsFieldShape {
  let code: UInt16

  /// Bytes of the number, or of one element of the vector; 0 for a field that nobody reads.
  var byteCount: Int { Int(code & 15) }
  var isVector: Bool { code & 16 != 0 }
  /// How many values an enumeration has, from 0; 0 for what is no enumeration.
  var valueCount: Int { Int(code >> 8) }
}

extension OptionsFields {
  /// Checks that every field of a table of options lies in the file and that enumerations have
  /// values that are known, so that views need not fail.
  static func check(_ table: TableView, _ kind: OptionsKind) throws(FormatError) {
    let start = Int(starts[Int(kind.rawValue) - 1])
    let end = Int(starts[Int(kind.rawValue)])
    for slot in 0..<end - start {
      let shape = OptionsFieldShape(code: shapes[start + slot])
      if shape.byteCount == 0 { continue }
      if shape.isVector {
        _ = try table.vector(slot, elementByteCount: shape.byteCount)
        continue
      }
      guard let offset = try table.offset(of: slot, byteCount: shape.byteCount) else { continue }
      guard shape.valueCount > 0 else { continue }
      let value =
        shape.byteCount == 1
        ? Int64(table.bytes.load(UInt8.self, at: offset))
        : Int64(table.bytes.load(UInt32.self, at: offset))
      guard value < shape.valueCount else {
        throw FormatError(
          "field \(slot) is \(value), allowed are 0 to \(shape.valueCount - 1)")
      }
    }
  }
}
