// SPDX-License-Identifier: Apache-2.0
import Foundation
import Operators
import TensorCore

/// The table of a trace, `trace.csv`: a line for each operand of each operator that ran, in the
/// order in which they had their values.
///
/// | column                              | what                                               |
/// |-------------------------------------|----------------------------------------------------|
/// | `call`                              | 0, or the number of the call in a sequence         |
/// | `step`                              | counts the operators that began                    |
/// | `within`                            | the step of the operator that called the subgraph  |
/// | `turn`                              | of the loop that `within` is                       |
/// | `subgraph`, `operator`, `name`      | which operator of the file it is                   |
/// | `operand`                           | `in0` …, `out0` …; `state0` … behind the operator  |
/// | `tensor`, `tensor_name`             | which tensor of the subgraph it is                 |
/// | `type`, `shape`                     | as in the model, sizes apart by spaces             |
/// | `scale`, `zero_point`               | of tensors that are quantized as a whole           |
/// | `min`, `max`, `mean`                | of the elements as stored that are finite          |
/// | `real_min`, `real_max`, `real_mean` | of what the elements of a quantized tensor are     |
/// | `nan`, `infinite`                   | how many elements (parts of complex ones) are such |
/// | `file`                              | the elements                                       |
struct TraceTable {
  /// An operand of an operator at work.
  struct Line {
    let call: Int
    let step: Int
    let within: Int?
    let turn: Int?
    let subgraph: Int
    let operatorIndex: Int
    let operatorName: String
    let operand: String
    let tensor: Int
    let tensorName: String
  }

  static let header =
    "call,step,within,turn,subgraph,operator,name,operand,tensor,tensor_name,type,shape,scale,"
    + "zero_point,min,max,mean,real_min,real_max,real_mean,nan,infinite,file"

  private(set) var text = header + "\n"

  /// - Parameters:
  ///   - summary: nil for tensors whose elements are not written, as `file` is.
  mutating func append(_ line: Line, _ tensor: Operand, _ summary: TensorSummary?, file: String?) {
    let quantization = tensor.quantization.flatMap { $0.isPerChannel ? nil : $0 }
    var fields = ["\(line.call)", "\(line.step)"]
    fields += [line.within, line.turn].map { $0.map(String.init) ?? "" }
    fields += ["\(line.subgraph)", "\(line.operatorIndex)", Self.quoted(line.operatorName)]
    fields += [line.operand, "\(line.tensor)", Self.quoted(line.tensorName), tensor.type.name]
    fields.append(tensor.shape.dimensions.map(String.init).joined(separator: " "))
    fields.append(quantization.map { "\($0.scale)" } ?? "")
    fields.append(quantization.map { "\($0.zeroPoint)" } ?? "")
    fields += Self.fields(summary?.stored, isSingle: tensor.type == .float32)
    fields += Self.fields(summary?.real, isSingle: true)
    fields.append(summary.map { "\($0.nanCount)" } ?? "")
    fields.append(summary.map { "\($0.infiniteCount)" } ?? "")
    fields.append(file ?? "")
    text += fields.joined(separator: ",") + "\n"
  }

  /// - Parameter isSingle: whether the ends are written with the digits of a float32.
  private static func fields(_ figures: TensorSummary.Figures?, isSingle: Bool) -> [String] {
    guard let figures else { return ["", "", ""] }
    func text(_ value: Double) -> String {
      if isSingle { return "\(Float(value))" }
      return Int(exactly: value).map(String.init) ?? "\(value)"
    }
    return [text(figures.minimum), text(figures.maximum), "\(Float(figures.mean))"]
  }

  /// A name as a field of one line: quotes around what has commas, quotes doubled (RFC 4180).
  private static func quoted(_ name: String) -> String {
    let line = String(
      decoding: name.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    guard line.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
      return line
    }
    return "\"" + line.replacing("\"", with: "\"\"") + "\""
  }
}
