// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// Some of the elements that a tensor had in the first samples: whole rows along its last axis.
package struct TensorExcerpt: Sendable {
  /// Elements along the last axis.
  package let channelCount: Int
  package private(set) var elements: [Float] = []

  /// So many elements of each sample, or one row.
  static let elementLimit = 1024
  /// So many samples.
  static let sampleLimit = 2

  package init(channelCount: Int) {
    self.channelCount = max(channelCount, 1)
  }

  /// Takes rows that are spread evenly.
  package mutating func take(_ tensor: UnsafeBufferPointer<Float>) {
    let rowCount = tensor.count / channelCount
    guard rowCount > 0 else { return }
    let taken = min(rowCount, max(1, Self.elementLimit / channelCount))
    for row in 0..<taken {
      let start = row * rowCount / taken * channelCount
      elements += tensor[start..<start + channelCount]
    }
  }

  /// What part of the signal integers lose, as power to power, in half of the channels at most.
  ///
  /// By channels, since a few large ones would hide that all others vanish.
  package func loss(by quantization: Quantization, as type: ElementType) -> Double? {
    let rounding = Rounding(quantization, type, channel: 0)
    var noises = [Double](repeating: 0, count: channelCount)
    var signals = noises
    for (index, element) in elements.enumerated() where element.isFinite {
      let channel = index % channelCount
      let error = Double(rounding.rounded(element) - element)
      noises[channel] += error * error
      signals[channel] += Double(element) * Double(element)
    }
    // Few channels are no crowd to compare one with.
    guard channelCount >= 4 else {
      let signal = signals.reduce(0, +)
      return signal > 0 ? min(noises.reduce(0, +) / signal, 1) : nil
    }
    return median(zip(noises, signals).compactMap { $1 > 0 ? min($0 / $1, 1) : nil })
  }
}

/// Rounding to integers of a scale and back.
private struct Rounding {
  private let scale: Float
  private let zeroPoint: Float
  private let lowest: Float
  private let highest: Float

  /// - Parameter channel: of several with scales of their own; of no matter for others.
  init(_ quantization: Quantization, _ type: ElementType, channel: Int) {
    func own<Number>(_ numbers: [Number]) -> Number? {
      numbers.isEmpty ? nil : numbers[min(channel, numbers.count - 1)]
    }
    scale = own(quantization.scales) ?? 1
    zeroPoint = Float(own(quantization.zeroPoints) ?? 0)
    let range = type.integerRange ?? -128...127
    (lowest, highest) = (Float(range.lowerBound), Float(range.upperBound))
  }

  func rounded(_ element: Float) -> Float {
    let integer = (element / scale).rounded() + zeroPoint
    return (min(max(integer, lowest), highest) - zeroPoint) * scale
  }
}

private func median(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.sorted()[numbers.count / 2]
}

extension QuantizationPlan {
  /// Layers of which integers keep far less than of the others: named in a warning each.
  ///
  /// What is compared is the signal of a layer to the noise that rounding its weights and its result
  /// adds, in decibels; what comes from layers before it does not count.
  ///
  /// - Parameter excerpt: what a value was like in the first samples.
  package func noisyLayers(
    excerpt: (_ graph: Int, _ value: ValueID) -> TensorExcerpt?
  ) -> [Diagnostic] {
    var measured: [(layer: LayerPlan, ratio: Double)] = []
    for (number, plan) in graphs.enumerated() {
      let graph = program.graphs[number]
      // What only moves the elements of a noisy value is not the culprit.
      var seen: Set<ValueID> = []
      for (node, layer) in zip(graph.nodes, plan.layers) where layer.form == .integer {
        guard let output = node.outputs.first, let activation = plan.activations[output],
          case .seen = activation.origin,
          let loss = excerpt(number, output)?.loss(
            by: activation.quantization, as: plan.scheme.activationType)
        else { continue }
        let ratio = Self.decibels(loss + weightLoss(of: node, layer, in: graph))
        let sharesScale = node.inputs.contains {
          $0.map {
            seen.contains($0) && plan.activations[$0]?.quantization == activation.quantization
          }
            ?? false
        }
        seen.insert(output)
        if !sharesScale { measured.append((layer, ratio)) }
      }
    }
    return Self.warnings(of: measured)
  }

  /// Layers among fewer are not compared.
  private static let leastLayerCount = 5
  /// A layer is noisy that has so many decibels less than half of the layers …
  private static let distance = 15.0
  /// … and less than so many in all.
  private static let leastRatio = 15.0
  private static let namedCount = 5

  private static func warnings(
    of measured: [(layer: LayerPlan, ratio: Double)]
  ) -> [Diagnostic] {
    guard measured.count >= leastLayerCount, let middle = median(measured.map(\.ratio)) else {
      return []
    }
    let noisy = measured.filter { $0.ratio < min(leastRatio, middle - distance) }
      .sorted { $0.ratio < $1.ratio }
    return noisy.prefix(namedCount).map { layer, ratio in
      .warning(
        "integers keep far less of layer '\(layer.name)' than of the others: "
          + "\(Int(ratio.rounded())) dB of signal to noise, where half of the layers have "
          + "\(Int(middle.rounded())) dB or more",
        node: layer.name, operator: layer.builtin.name,
        remedy: "see what stretches its range, or keep it float by a rule of --recipe: "
          + "{\"names\": \"\(layer.name)\", \"algorithm\": \"float\"}")
    }
  }

  private static func decibels(_ loss: Double) -> Double {
    -10 * log10(max(loss, 1e-12))
  }

  /// What part of the weights' power rounding loses, in half of the channels at most.
  private func weightLoss(of node: Node, _ layer: LayerPlan, in graph: Graph) -> Double {
    var loss = 0.0
    for (place, constant) in layer.constants {
      guard constant.type == .int8, let quantization = constant.quantization,
        let input = node.inputs[place], let data = graph[input].constant,
        let shape = graph[input].staticShape, graph[input].type == .float32
      else { continue }
      loss += Self.loss(
        of: data.bytes.bindMemory(to: Float.self), shape, by: quantization)
    }
    return loss
  }

  /// So many weights of each channel are looked at.
  private static let weightLimit = 64

  private static func loss(
    of weights: UnsafeBufferPointer<Float>, _ shape: Shape, by quantization: Quantization
  ) -> Double {
    let axis = quantization.isPerChannel ? quantization.axis : 0
    guard shape.rank > axis, shape.elementCount == weights.count, !weights.isEmpty else { return 0 }
    let channelCount = shape.dimensions[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    let perChannel = weights.count / channelCount
    var ratios: [Double] = []
    for channel in 0..<channelCount {
      let rounding = Rounding(quantization, .int8, channel: channel)
      var (noise, signal) = (0.0, 0.0)
      let taken = min(perChannel, weightLimit)
      for number in 0..<taken {
        let place = number * perChannel / taken
        let weight = weights[(place / inner * channelCount + channel) * inner + place % inner]
        let error = Double(rounding.rounded(weight) - weight)
        noise += error * error
        signal += Double(weight) * Double(weight)
      }
      if signal > 0 { ratios.append(min(noise / signal, 1)) }
    }
    return median(ratios) ?? 0
  }
}
