// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import LiteFormat
import Measure
import Quantization
import TensorCore

/// What a conversion did.
package struct ConversionReport: Encodable, Sendable {
  /// The file that was written.
  package let output: String
  package let outputBytes: Int
  /// Bytes of all constants before they were quantized, and in the file.
  package let weightBytesBefore: Int
  package let weightBytes: Int
  /// Layers that have floats before quantization.
  package let floatLayers: Int
  /// How many of them took which form, by ``LayerPlan/Form/name``; those that stay float apart.
  package let quantizedLayers: [String: Int]
  package let keptFloat: [KeptFloat]
  /// What users should know, in words.
  package let warnings: [String]
  /// The same, part by part.
  package let diagnostics: [Diagnostic]
  /// How many operators there are that what runs the file must know, by their names.
  package let customOperators: [String: Int]
  /// How far the file is from the model, where that was asked for.
  package var check: Agreement?
  /// The plan, where it was asked for.
  package var plan: QuantizationPlan.Document?

  private enum CodingKeys: String, CodingKey {
    case output, outputBytes, weightBytesBefore, weightBytes, floatLayers, quantizedLayers,
      keptFloat
    case warnings, customOperators, check, plan
  }

  /// Layers that stay float for one reason.
  package struct KeptFloat: Encodable, Sendable {
    package let reason: String
    package let layers: [Layer]
  }

  package struct Layer: Encodable, Sendable {
    package let name: String
    package let `operator`: String
  }

  /// - Parameter output: the path of the file, which is there.
  package init(
    _ plan: QuantizationPlan, output: String, quantized: Program, warnings: [Diagnostic]
  ) throws {
    self.output = output
    let attributes = try FileManager.default.attributesOfItem(atPath: output)
    outputBytes = (attributes[.size] as? Int) ?? 0
    weightBytesBefore = plan.program.weightByteCount
    weightBytes = quantized.weightByteCount
    var forms: [String: Int] = [:]
    var reasons: [(reason: String, layers: [Layer])] = []
    for layer in plan.graphs.flatMap(\.layers) {
      switch layer.form {
      case .notFloat: continue
      case .float(let reason):
        let entry = Layer(name: layer.name, operator: layer.builtin.name)
        if let index = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[index].layers.append(entry)
        } else {
          reasons.append((reason, [entry]))
        }
      default: forms[layer.form.name(plan.recipe.scheme), default: 0] += 1
      }
    }
    quantizedLayers = forms
    keptFloat = reasons.map { KeptFloat(reason: $0, layers: $1) }
    floatLayers = forms.values.reduce(0, +) + reasons.reduce(0) { $0 + $1.layers.count }
    customOperators = quantized.customOperators
    diagnostics = quantized.warnings + quantized.contentWarnings + warnings
    self.warnings = diagnostics.map(\.text)
  }
}

extension Program {
  /// Bytes of the constants that nodes use, each counted once.
  fileprivate var weightByteCount: Int {
    var seen: Set<UnsafeRawPointer> = []
    var byteCount = 0
    for graph in graphs {
      for case let input? in graph.nodes.flatMap(\.inputs) {
        guard let bytes = graph[input].constant?.bytes, let base = bytes.baseAddress,
          seen.insert(base).inserted
        else { continue }
        byteCount += bytes.count
      }
    }
    return byteCount
  }
}
