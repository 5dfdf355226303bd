// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import TensorCore

/// What ``Comparison`` measures.
package struct ComparisonRequest {
  package var reference: String
  package var candidates: [String]
  /// A file or folder of samples; arrays have them on axis 0.
  package var data: String
  /// What is done to images and sounds.
  package var preparation = SamplePreparation()
  /// The array or column of the labels; nil if there are none.
  package var labels: String?
  /// How many samples at most, from the first; nil for all.
  package var sampleLimit: Int?
  package var threadCount: Int
  /// How often models take turns at being timed.
  package var roundCount = 10

  package init(
    reference: String, candidates: [String], data: String, labels: String? = nil,
    sampleLimit: Int? = nil, threadCount: Int = 1
  ) {
    self.reference = reference
    self.candidates = candidates
    self.data = data
    self.labels = labels
    self.sampleLimit = sampleLimit
    self.threadCount = threadCount
  }
}

extension Comparison {
  /// Runs all models on all samples, one sample at a time.
  ///
  /// Then times them on the last sample: in each round every model runs once untimed and five
  /// times timed, so that a machine that gets slower or faster favours none, and all are measured
  /// with warm caches, as by `bench`.
  /// - Parameters:
  ///   - note: receives what is done to the samples, in a line.
  ///   - progress: called with the number of samples done and of all.
  package init(
    measuring request: ComparisonRequest, note: (String) -> Void = { _ in },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let source = try Self.samples(for: request)
    if let preparation = source.preparation { note(preparation) }
    let count = min(source.sampleCount, request.sampleLimit ?? .max)
    guard count > 0 else { throw CommandError.failure("\(request.data): there are no samples") }
    var measurement = try Measurement(request, keys: source.keys)
    var index = 0
    while index < count, let sample = try source.next() {
      try measurement.run(sample)
      index += 1
      progress(index, count)
    }
    for _ in 0..<request.roundCount { try measurement.time() }
    data = request.data
    samples = index
    threads = request.threadCount
    models = measurement.results()
  }

  /// Arrays go to inputs by their names; all else is made to what the reference takes.
  private static func samples(for request: ComparisonRequest) throws -> any SampleSource {
    if try holdsArrays(at: request.data) {
      return try openSamples(at: request.data)
    }
    let reference = try ModelRunner(path: request.reference, threadCount: 1)
    var inputs = reference.sampleInputs
    if let labels = request.labels {
      inputs.append(SampleInput(name: labels, shape: [], type: .int64))
    }
    return try openSamples(at: request.data, for: inputs, preparation: request.preparation)
  }
}

/// All models at work.
private struct Measurement {
  /// One model and what came of it so far.
  private struct Subject {
    let runner: ModelRunner
    /// Which of its outputs is which of the reference's.
    let outputOrder: [Int]
    var nanoseconds: [UInt64] = []
    var accuracy: Classification?
    var agreeing = 0
    var sums: [OutputErrorSums]
  }

  private let request: ComparisonRequest
  private var subjects: [Subject] = []
  private var sampleCount = 0
  private var hasScores = false

  init(_ request: ComparisonRequest, keys: [String]) throws {
    self.request = request
    if let labels = request.labels, !keys.contains(labels) {
      let known = keys.map { "'\($0)'" }.joined(separator: ", ")
      throw CommandError.failure("\(request.data): it has no array '\(labels)'; it has \(known)")
    }
    let inputs = keys.filter { $0 != request.labels }
    let reference = try ModelRunner(path: request.reference, threadCount: request.threadCount)
    try reference.bind(to: inputs)
    for path in [request.reference] + request.candidates {
      let runner =
        subjects.isEmpty
        ? reference : try ModelRunner(path: path, threadCount: request.threadCount)
      try runner.bind(to: inputs, standard: reference.boundKeys)
      let order = try runner.outputOrder(like: reference)
      subjects.append(
        Subject(
          runner: runner, outputOrder: order,
          sums: Array(repeating: OutputErrorSums(), count: order.count)))
    }
  }

  mutating func run(_ sample: [String: NumPyArray]) throws {
    for subject in subjects {
      do {
        try subject.runner.fill(sample)
      } catch let error as CommandError {
        throw CommandError.failure("\(request.data): \(error.message)")
      }
      _ = try subject.runner.timedRun()
    }
    try keepResults(label: label(in: sample))
  }

  /// A round of timed runs.
  mutating func time() throws {
    for index in subjects.indices {
      _ = try subjects[index].runner.timedRun()
      for _ in 0..<5 { subjects[index].nanoseconds.append(try subjects[index].runner.timedRun()) }
    }
  }

  private func label(in sample: [String: NumPyArray]) throws -> Int? {
    guard let key = request.labels, let array = sample[key] else { return nil }
    guard ![.float16, .float32, .float64].contains(array.type),
      let values = RealValues(array)?.stored, values.count == 1
    else {
      throw CommandError.failure(
        "\(request.data): '\(key)' is \(array.type.name) \(array.shape.description) per sample; "
          + "labels are one integer each")
    }
    return Int(exactly: values[0]) ?? -1
  }

  private mutating func keepResults(label: Int?) throws {
    let reference = subjects[0].runner
    let wanted = try reference.outputNames.indices.map { try reference.output($0) }
    if sampleCount == 0 { try lookForScores() }
    sampleCount += 1
    for index in subjects.indices {
      let order = subjects[index].outputOrder
      let found = try order.map { try subjects[index].runner.output($0) }
      if index > 0 {
        for (output, pair) in zip(wanted, found).enumerated() {
          guard pair.0.count == pair.1.count else {
            throw CommandError.failure(
              "\(subjects[index].runner.path): output '\(reference.outputNames[output])' has "
                + "\(pair.1.count) elements, the reference's has \(pair.0.count)")
          }
          subjects[index].sums[output].add(reference: pair.0, candidate: pair.1)
        }
      }
      guard hasScores else { continue }
      if predictedClass(found[0]) == predictedClass(wanted[0]) { subjects[index].agreeing += 1 }
      if let label, subjects[index].accuracy?.add(scores: found[0], label: label) == false {
        throw CommandError.failure(
          "\(request.data): label \(label) of sample \(sampleCount - 1) is no class; the output "
            + "'\(reference.outputNames[0])' has scores for \(max(found[0].count, 2))")
      }
    }
  }

  /// The first output is a list of scores if all its elements lie along the last axis.
  private mutating func lookForScores() throws {
    let runner = subjects[0].runner
    let shape = runner.outputShape(0)
    hasScores = shape.rank > 0 && shape.elementCount == shape[shape.rank - 1]
    guard request.labels != nil else { return }
    guard hasScores else {
      throw CommandError.failure(
        "\(runner.path): output '\(runner.outputNames[0])' has shape \(shape.description); "
          + "--labels needs one score for each class")
    }
    for index in subjects.indices {
      subjects[index].accuracy = Classification(classCount: max(shape.elementCount, 2))
    }
  }

  func results() -> [Comparison.Model] {
    let reference = subjects[0]
    let referenceLatency = Latency(nanoseconds: reference.nanoseconds)
    return subjects.enumerated().map { index, subject in
      let latency = Latency(nanoseconds: subject.nanoseconds)
      var model = Comparison.Model(
        model: subject.runner.path, fileBytes: subject.runner.fileByteCount,
        arenaBytes: subject.runner.arenaByteCount, latency: latency,
        accuracy: subject.accuracy, errors: [])
      guard index > 0 else { return model }
      model.agreement = hasScores ? Double(subject.agreeing) / Double(sampleCount) : nil
      model.errors = zip(subject.sums, reference.runner.outputNames).map { $0.error(of: $1) }
      model.pairs = subject.sums.map(\.pairs)
      model.delta = Comparison.Delta(
        sizeRatio: Double(model.fileBytes) / Double(reference.runner.fileByteCount),
        arenaRatio: Double(model.arenaBytes)
          / Double(max(reference.runner.arenaByteCount, 1)),
        speedup: referenceLatency.medianMs / max(latency.medianMs, 1e-9),
        top1: subject.accuracy.map { $0.top1 - (reference.accuracy?.top1 ?? 0) })
      return model
    }
  }
}
