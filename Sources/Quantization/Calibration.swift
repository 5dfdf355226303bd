// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// Collects statistics of every float tensor while a float model runs on representative samples: of
/// all its graphs, the bodies of loops and branches included.
///
/// Memory does not grow with the number of samples, but by a number for each in which something is
/// not finite.
package final class Calibration<Statistic: TensorStatistic> {
  private let model: ExecutableModel
  /// By graph and tensor.
  private var statistics: [[Statistic]]
  /// The samples in which a tensor held infinite numbers or NaN, by graph and tensor.
  private var incomplete: [TensorPlace: [Int]] = [:]
  private var extremes: [TensorPlace: SampleExtremes] = [:]
  /// What tensors held in the first samples.
  private var excerpts: [TensorPlace: TensorExcerpt] = [:]
  private var observedCount = 0

  package init(_ model: ExecutableModel) throws(InterpreterError) {
    self.model = model
    statistics = []
    for index in 0..<model.graphCount {
      let count = try model.graph(index).tensors.count
      statistics.append(Array(repeating: Statistic(), count: count))
    }
  }

  /// Runs one of the model's signatures on the inputs as they are now in the interpreter's memory.
  ///
  /// - Parameter sample: the sample's number, for warnings.
  package func observe(_ interpreter: Interpreter, sample: Int) throws(InterpreterError) {
    var mainGraph: Int?
    observedCount += 1
    let takesExcerpts = observedCount <= TensorExcerpt.sampleLimit
    var taken: Set<TensorPlace> = []
    interpreter.instance.observer = { (observed) in
      // The first tensors to have values are the inputs of the signature's own graph.
      if mainGraph == nil { mainGraph = observed.graphNumber }
      for tensor in observed.tensors where observed.operand(tensor).type == .float32 {
        let place = TensorPlace(graph: observed.graphNumber, tensor: tensor)
        let elements = observed.bytes(of: tensor).bindMemory(to: Float.self)
        // Of a loop, the first turn.
        if takesExcerpts, taken.insert(place).inserted {
          let channels = observed.operand(tensor).shape.dimensions.last ?? 1
          self.excerpts[place, default: TensorExcerpt(channelCount: channels)].take(elements)
        }
        guard !self.statistics[place.graph][tensor].observe(elements) else { continue }
        if self.incomplete[place]?.last != sample {
          self.incomplete[place, default: []].append(sample)
        }
      }
    }
    defer { interpreter.instance.observer = nil }
    try interpreter.invoke()
    for input in interpreter.inputs where interpreter.tensor(input.tensor).type == .float32 {
      let elements = interpreter.bytes(of: input.tensor).bindMemory(to: Float.self)
      extremes[TensorPlace(graph: mainGraph ?? 0, tensor: input.tensor), default: .init()]
        .take(ValueRange.finite(in: UnsafeBufferPointer(elements)).range, name: input.name, sample)
    }
  }

  /// The range of each tensor, by graph; empty for those that were never seen.
  package var ranges: [[ValueRange]] { statistics.map { $0.map(\.range) } }

  /// What a tensor held in the first samples.
  package func excerpt(graph: Int, tensor: Int) -> TensorExcerpt? {
    excerpts[TensorPlace(graph: graph, tensor: tensor)]
  }

  /// What users should know of their samples, a line each.
  ///
  /// - Parameter name: what a sample of a number is called.
  package func warnings(naming name: (Int) -> String = { "sample \($0)" }) -> [String] {
    let infinite = incomplete.sorted { $0.key < $1.key }.map { place, samples in
      let tensor = (try? model.graph(place.graph))?.tensors[place.tensor].name ?? ""
      return "tensor '\(tensor)' holds infinite numbers or NaN in \(listed(samples, name)); "
        + "its range is that of its finite values"
    }
    let stretched = extremes.sorted { $0.key < $1.key }.compactMap { $1.warning(naming: name) }
    return infinite + stretched
  }

  /// As in `sample 3`, or `samples 1, 2, 3, 4, 5 and 7 more`.
  private func listed(_ samples: [Int], _ name: (Int) -> String) -> String {
    if samples.count == 1 { return name(samples[0]) }
    let shown = samples.prefix(5).map(String.init).joined(separator: ", ")
    return "samples " + shown + (samples.count > 5 ? " and \(samples.count - 5) more" : "")
  }
}

/// A tensor of one of a model's graphs.
private struct TensorPlace: Hashable, Comparable {
  let graph: Int
  let tensor: Int

  static func < (a: TensorPlace, b: TensorPlace) -> Bool {
    (a.graph, a.tensor) < (b.graph, b.tensor)
  }
}

/// How far the samples of an input reach, to find one that reaches much farther than all others.
private struct SampleExtremes {
  /// A sample that reaches so many times as far as any other is suspect …
  static let ratio: Float = 8
  /// … among at least so many, few samples being far apart by chance.
  static let leastSampleCount = 10

  private var name = ""
  private var largest: Float = 0
  private var sample = 0
  private var second: Float = 0
  private var count = 0

  mutating func take(_ range: ValueRange, name: String, _ sample: Int) {
    guard !range.isEmpty else { return }
    self.name = name
    count += 1
    let reach = max(range.maximum, -range.minimum)
    // Signatures that share a graph show it each sample once more.
    let others = sample == self.sample ? second : max(second, min(reach, largest))
    if reach > largest { (largest, self.sample) = (reach, sample) }
    second = others
  }

  func warning(naming sampleName: (Int) -> String) -> String? {
    guard count >= Self.leastSampleCount, second > 0, largest > Self.ratio * second else {
      return nil
    }
    return "\(sampleName(sample)) of input '\(name)' reaches \(largest), all others stay within "
      + "\(second): it alone sets the scale; leave it out if it is a fault"
  }
}
