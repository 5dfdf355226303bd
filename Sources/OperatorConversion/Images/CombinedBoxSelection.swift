// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Boxes of each class that do not overlap, and of all classes those with the best scores: class after
/// class and picture after picture, unrolled.
enum CombinedBoxSelection: TensorFlowConversion {
  static let tensorFlowNames = ["CombinedNonMaxSuppression"]

  private static let unrolledLimit = 1024

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (boxes, scores) = (try node.input(0), try node.input(1))
    let shape = try legalizer.shape(of: scores)
    guard shape.count == 3, let pictures = shape[0], let count = shape[1], let classes = shape[2],
      pictures * classes <= unrolledLimit,
      let boxClasses = try legalizer.size(of: boxes, along: 2).known
    else {
      throw node.error(
        "pictures, boxes and classes must be known, at most \(unrolledLimit) classes of pictures; "
          + "give a batch size with --input-shape")
    }
    let perClass = min(
      try legalizer.constantInteger(node.input(2), called: "max_output_size_per_class"), count)
    var total = try legalizer.constantInteger(node.input(3), called: "max_total_size")
    guard pictures > 0, classes > 0, boxClasses > 0, perClass > 0, total > 0 else {
      throw node.error("selects no boxes")
    }
    try legalizer.checkTable(perClass, classes)
    try legalizer.checkTable(total)
    if try node.bool("pad_per_class") { total = min(total, perClass * classes) }
    var results: [[ValueID]] = [[], [], [], []]
    for picture in 0..<pictures {
      let ownBoxes = try legalizer.element(picture, of: boxes, along: 0)
      let ownScores = try legalizer.element(picture, of: scores, along: 0)
      var (kept, keptScores): ([ValueID], [ValueID]) = ([], [])
      for number in 0..<classes {
        let corners = try legalizer.element(
          min(number, boxClasses - 1), of: ownBoxes, along: 1)
        let values = try legalizer.element(number, of: ownScores, along: 1)
        let selection = try legalizer.emit(
          .nonMaxSuppressionV4(NonMaxSuppressionV4()),
          [corners, values, legalizer.scalar(perClass), node.input(4), node.input(5)], count: 2)
        let isKept = try legalizer.isLess(
          legalizer.constant(integers: Array(0..<perClass)), selection[1])
        kept.append(try legalizer.gathered(corners, at: selection[0], along: 0))
        let none = try legalizer.constant(scalar: -.infinity, type: .float32)
        keptScores.append(
          try legalizer.choice(
            isKept, legalizer.gathered(values, at: selection[0], along: 0), none))
      }
      let best = try legalizer.best(
        total, boxes: kept, scores: keptScores, perClass: perClass,
        clips: node.bool("clip_boxes", default: true))
      for (index, value) in best.enumerated() { results[index].append(value) }
    }
    var packed: [ValueID] = []
    for values in results {
      packed.append(try legalizer.emit(.pack(Pack(axis: 0)), values, count: 1)[0])
    }
    return packed
  }
}

extension Legalizer {
  /// Boxes, scores, classes and their number, of those with the best scores, zeros behind.
  fileprivate mutating func best(
    _ limit: Int, boxes: [ValueID], scores: [ValueID], perClass: Int, clips: Bool
  ) throws(ConversionError) -> [ValueID] {
    let missing = max(limit - perClass * boxes.count, 0)
    let none = try filled(
      constant(integers: [missing]), with: constant(scalar: -.infinity, type: .float32))
    let all = missing > 0 ? scores + [none] : scores
    let order = try emit(.topKV2(TopKV2()), [joined(all, along: 0), scalar(limit)], count: 2)
    let zero = try constant(scalar: 0, type: .float32)
    let isThere = try isGreater(order[0], -.infinity)
    let numbers = (0..<perClass * boxes.count + missing).map {
      Float(min($0 / perClass, boxes.count - 1))
    }
    let classes = try constant(
      ConstantData(numbers), type: .float32, shape: [numbers.count])
    let fillers = try zeroPadded(
      joined(boxes, along: 0), by: [(before: 0, after: missing), (before: 0, after: 0)])
    var corners = try gathered(fillers, at: order[1], along: 0)
    if clips { corners = try minimum(maximum(corners, 0), 1) }
    return [
      try choice(expanded(isThere, at: 1), corners, zero), try choice(isThere, order[0], zero),
      try choice(isThere, gathered(classes, at: order[1], along: 0), zero),
      try total(converted(isThere, as: .int32), along: [0]),
    ]
  }
}
