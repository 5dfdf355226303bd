// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
import Measure
import Terminal

/// An inspection as people read it: sections of lines.
struct InspectionText {
  private let inspection: ModelInspection

  init(_ inspection: ModelInspection) {
    self.inspection = inspection
  }

  var overview: [String] {
    var lines = ["\(inspection.file): \(readableSize(inspection.fileBytes)), verified"]
    if !inspection.description.isEmpty { lines.append("  description  \(inspection.description)") }
    for entry in inspection.metadata {
      lines.append("  metadata     \(entry.name) (\(readableSize(entry.bytes)))")
    }
    for warning in inspection.warnings { lines.append("  warning      \(warning)") }
    return lines
  }

  /// A section for each signature.
  var signatures: [[String]] {
    inspection.signatures.map { signature in
      var table = TextTable(.left, .left, .left, .left, .left)
      for (kind, arguments) in [("input", signature.inputs), ("output", signature.outputs)] {
        for argument in arguments {
          let tensor = argument.tensor
          table.append([
            kind, argument.name, tensor.type, shape(tensor), quantization(tensor),
          ])
        }
      }
      let title = signature.key.map { "Signature '\($0)'" } ?? "No signature; tensors"
      return [title] + table.lines(indent: 2) + [runs(signature)]
    }
  }

  private func runs(_ signature: ModelInspection.Signature) -> String {
    if let bytes = signature.arenaBytes, let needed = signature.arenaLowerBound {
      return "  runs in \(grouped(bytes)) bytes of memory" + sizes(signature)
        + ", \(grouped(needed)) of them in use at once"
    }
    guard !inspection.unsupported.isEmpty else {
      return "  does not run: \(signature.error ?? "")"
    }
    let names = inspection.unsupported.map { "\($0.name) ×\($0.count)" }
    return "  does not run, for these operators are not supported: "
      + names.joined(separator: ", ")
  }

  /// The shapes of inputs whose sizes are open, at which the memory was counted.
  private func sizes(_ signature: ModelInspection.Signature) -> String {
    let open = zip(signature.inputs, signature.arenaShapes ?? []).filter { input, _ in
      input.tensor.shape.contains(-1)
    }
    guard !open.isEmpty else { return "" }
    return " with " + open.map { "\($0.name) \($1)" }.joined(separator: ", ")
  }

  var operatorCounts: [String] {
    let count = inspection.operatorCounts.reduce(0) { $0 + $1.count }
    var table = TextTable(.left, .right, .right, .left)
    table.append(["operator", "uses", "multiply-accumulates", "arithmetic"])
    for entry in inspection.operatorCounts {
      table.append([
        entry.name, "\(entry.count)",
        entry.multiplyAccumulates == 0 ? "" : grouped(entry.multiplyAccumulates),
        shares(entry.arithmetic),
      ])
    }
    table.append([
      "total", "\(count)", grouped(inspection.multiplyAccumulates), shares(inspection.arithmetic),
    ])
    return ["Operators"] + table.lines(indent: 2)
  }

  private func shares(_ counts: [String: Int]) -> String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { counts.count == 1 ? $0.key : "\($0.key) ×\($0.value)" }.joined(separator: ", ")
  }

  var constants: [String] {
    let constants = inspection.constants
    var types = TextTable(.left, .right, .right)
    for size in constants.byType {
      types.append([
        size.type, grouped(size.bytes), size.tensors == 1 ? "1 tensor" : "\(size.tensors) tensors",
      ])
    }
    var largest = TextTable(.right, .left, .left, .left)
    for tensor in constants.largest {
      largest.append([
        grouped(tensor.constantBytes ?? 0), tensor.type, shape(tensor), short(tensor.name),
      ])
    }
    return ["Constants: \(grouped(constants.bytes)) bytes"] + types.lines(indent: 2)
      + ["Largest constants"] + largest.lines(indent: 2)
  }

  /// A section for each subgraph.
  var operators: [[String]] {
    inspection.subgraphs.enumerated().map { index, subgraph in
      var table = TextTable(.right, .left, .left, .left, .left)
      for entry in subgraph.operators {
        let options = entry.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        table.append([
          "\(entry.index)", "\(entry.name) v\(entry.version)", entry.arithmetic,
          "\(list(entry.inputs)) → \(list(entry.outputs))", options.joined(separator: " "),
        ])
      }
      return ["Operators of subgraph \(index) '\(subgraph.name)'"] + table.lines(indent: 2)
    }
  }

  /// A section for each subgraph.
  var tensors: [[String]] {
    inspection.subgraphs.enumerated().map { index, subgraph in
      var table = TextTable(.right, .left, .left, .right, .left, .left)
      for tensor in subgraph.tensors {
        let kind = tensor.isVariable ? "variable" : ""
        table.append([
          "\(tensor.index)", tensor.type, shape(tensor),
          tensor.constantBytes.map { "\(grouped($0)) B" } ?? kind, quantization(tensor),
          tensor.name,
        ])
      }
      return ["Tensors of subgraph \(index) '\(subgraph.name)'"] + table.lines(indent: 2)
    }
  }

  /// Converters glue the names of fused operators together.
  private func short(_ name: String) -> String {
    name.count <= 60 ? name : name.prefix(59) + "…"
  }

  private func list(_ tensors: [Int]) -> String {
    tensors.map { $0 < 0 ? "-" : "\($0)" }.joined(separator: ",")
  }

  private func shape(_ tensor: ModelInspection.Tensor) -> String {
    "[" + tensor.shape.map(String.init).joined(separator: ", ") + "]"
  }

  private func quantization(_ tensor: ModelInspection.Tensor) -> String {
    guard let quantization = tensor.quantization else { return "" }
    if let axis = quantization.axis {
      return "\(quantization.scales.count) scales along axis \(axis)"
    }
    let zeroPoint = quantization.zeroPoints.first ?? 0
    return "scale \(quantization.scales[0]) zero point \(zeroPoint)"
  }
}
