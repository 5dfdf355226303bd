// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Reads float32, or 8-bit integers by their scale.
private struct RealElements {
  private let slot: Int
  private let type: ElementType
  private let quantization: UniformQuantization

  init(_ operand: Operand, _ name: StaticString) throws(OperatorError) {
    slot = operand.slot
    type = operand.type
    quantization =
      type == .float32
      ? UniformQuantization(scale: 1, zeroPoint: 0) : try operand.uniformQuantization(name)  // C3
  }

  func value(_ index: Int, in tensors: TensorTable) -> Float {
    let integer: Int32
    switch type {
    case .float32: return tensors.elements(slot, as: Float.self)[index]
    case .uint8: integer = Int32(tensors.elements(slot, as: UInt8.self)[index])
    default: integer = Int32(tensors.elements(slot, as: Int8.self)[index])
    }
    return Float(integer - quantization.zeroPoint) * quantization.scale
  }
}

/// A detection with all sizes known.
struct Detection {
  private let options: DetectionPostProcess
  private let codes: RealElements
  private let scores: RealElements
  private let anchors: RealElements
  private let results: (boxes: Int, classes: Int, scores: Int, count: Int)
  private let boxCount: Int
  private let codeLength: Int
  /// Classes in a row of scores, and the first that is not the background.
  private let classes: (count: Int, first: Int)
  /// Scratch: the boxes, a score and a place for each, and the lists of the best so far.
  private let scratch: (boxes: Int, scores: Int, places: Int, chosen: Int, best: Int, order: Int)

  init(_ options: DetectionPostProcess, _ context: inout PrepareContext) throws(OperatorError) {
    self.options = options
    codes = try RealElements(context.input(0), "codes")
    scores = try RealElements(context.input(1), "scores")
    anchors = try RealElements(context.input(2), "anchors")
    let outputs = context.outputs
    results = (outputs[0].slot, outputs[1].slot, outputs[2].slot, outputs[3].slot)
    boxCount = context.input(0).shape[1]
    codeLength = context.input(0).shape[2]
    let count = context.input(1).shape[2]
    classes = (count, count - options.classCount)
    // Of 8 bytes each: a place and a score.
    let best = options.isRegular ? options.maxDetections + boxCount : 0
    let order = options.isRegular ? options.maxDetections : options.maxClassesPerDetection
    scratch = (
      context.scratch(byteCount: 16 * boxCount), context.scratch(byteCount: 4 * boxCount),
      context.scratch(byteCount: 4 * boxCount), context.scratch(byteCount: 4 * boxCount),
      context.scratch(byteCount: 8.saturatingProduct(best)),
      context.scratch(byteCount: 12.saturatingProduct(order))
    )
  }

  func run(_ tensors: TensorTable) throws(OperatorError) {
    try decodeBoxes(tensors)
    let count = options.maxDetections * options.maxClassesPerDetection
    tensors.elements(results.boxes, as: Float.self).update(repeating: 0, count: 4 * count)
    tensors.elements(results.classes, as: Float.self).update(repeating: 0, count: count)
    tensors.elements(results.scores, as: Float.self).update(repeating: 0, count: count)
    let found = options.isRegular ? selectForEachClass(tensors) : selectByBestClass(tensors)
    tensors.elements(results.count, as: Float.self)[0] = Float(found)
  }

  /// Writes ymin, xmin, ymax and xmax of all boxes.
  private func decodeBoxes(_ tensors: TensorTable) throws(OperatorError) {
    for box in 0..<boxCount {
      let corners = tensors.elements(scratch.boxes, as: Float.self) + 4 * box
      for axis in 0..<2 {
        let place = Double(codes.value(box * codeLength + axis, in: tensors))
        let size = Double(codes.value(box * codeLength + axis + 2, in: tensors))
        let anchor = Double(anchors.value(4 * box + axis, in: tensors))
        let extent = Double(anchors.value(4 * box + axis + 2, in: tensors))
        let (scale, growth) = (Double(options.scales[axis]), Double(options.scales[axis + 2]))
        let center = Float(place / scale * extent + anchor)
        let half = Float(0.5 * Elementary.exp(size / growth) * extent)
        corners[axis] = center - half
        corners[axis + 2] = center + half
      }
      if corners[0] > corners[2] || corners[1] > corners[3] {
        throw OperatorError("box \(box) ends before it begins")  // C4
      }
    }
  }

  private func score(_ box: Int, _ category: Int, _ tensors: TensorTable) -> Float {
    scores.value(box * classes.count + classes.first + category, in: tensors)
  }

  /// Boxes are kept by their best class.
  private func selectByBestClass(_ tensors: TensorTable) -> Int {
    let best = tensors.elements(scratch.scores, as: Float.self)
    for box in 0..<boxCount {
      best[box] = score(box, 0, tensors)
      for category in 1..<max(options.classCount, 1) {
        let other = score(box, category, tensors)
        if other > best[box] { best[box] = other }
      }
    }
    let chosen = tensors.elements(scratch.chosen, as: Int32.self)
    let count = keepBest(tensors, limit: options.maxDetections)
    let order = PlaceOrder(places: tensors.elements(scratch.order))
    let perBox = min(options.maxClassesPerDetection, options.classCount)
    for index in 0..<count {
      let box = Int(chosen[index])
      order.select(perBox, of: options.classCount) { a, b in
        let (left, right) = (score(box, Int(a), tensors), score(box, Int(b), tensors))
        return left > right || !(right > left) && a < b
      }
      for column in 0..<perBox {
        write(
          index * options.maxClassesPerDetection + column, box, Int(order.places[column]), tensors)
      }
    }
    return count
  }

  /// The best of the boxes that are kept for each class.
  private func selectForEachClass(_ tensors: TensorTable) -> Int {
    let column = tensors.elements(scratch.scores, as: Float.self)
    let chosen = tensors.elements(scratch.chosen, as: Int32.self)
    let bestScores = tensors.elements(scratch.best, as: Float.self)
    let bestPlaces = UnsafeMutableRawPointer(bestScores + options.maxDetections + boxCount)
      .assumingMemoryBound(to: Int32.self)
    let order = PlaceOrder(places: tensors.elements(scratch.order))
    let heldPlaces = order.places + options.maxDetections
    let heldScores = UnsafeMutableRawPointer(heldPlaces + options.maxDetections)
      .assumingMemoryBound(to: Float.self)
    var found = 0
    for category in 0..<options.classCount {
      for box in 0..<boxCount { column[box] = score(box, category, tensors) }
      var count = found
      for index in 0..<keepBest(tensors, limit: options.detectionsPerClass) {
        bestScores[count] = column[Int(chosen[index])]
        bestPlaces[count] = chosen[index] * Int32(options.classCount) + Int32(category)
        count += 1
      }
      found = min(count, options.maxDetections)
      order.select(found, of: count) { a, b in
        let (left, right) = (bestScores[Int(a)], bestScores[Int(b)])
        return left > right || !(right > left) && a < b
      }
      for index in 0..<found {
        heldPlaces[index] = bestPlaces[Int(order.places[index])]
        heldScores[index] = bestScores[Int(order.places[index])]
      }
      bestPlaces.update(from: heldPlaces, count: found)
      bestScores.update(from: heldScores, count: found)
    }
    for index in 0..<found {
      let (box, category) = Int(bestPlaces[index]).quotientAndRemainder(
        dividingBy: options.classCount)
      write(index, box, category, tensors)
    }
    return found
  }

  /// Writes the box as the result of number `index`.
  private func write(_ index: Int, _ box: Int, _ category: Int, _ tensors: TensorTable) {
    (tensors.elements(results.boxes, as: Float.self) + 4 * index).update(
      from: tensors.elements(scratch.boxes, as: Float.self) + 4 * box, count: 4)
    tensors.elements(results.classes, as: Float.self)[index] = Float(category)
    tensors.elements(results.scores, as: Float.self)[index] = score(box, category, tensors)
  }

  /// Lists boxes by their scores, without those that overlap a better one; returns how many.
  private func keepBest(_ tensors: TensorTable, limit: Int) -> Int {
    let values = tensors.elements(scratch.scores, as: Float.self)
    let places = tensors.elements(scratch.places, as: Int32.self)
    let chosen = tensors.elements(scratch.chosen, as: Int32.self)
    var candidates = 0
    for box in 0..<boxCount where values[box] >= options.scoreThreshold {
      places[candidates] = Int32(box)
      candidates += 1
    }
    PlaceOrder(places: places).sort(candidates) { a, b in
      let (left, right) = (values[Int(a)], values[Int(b)])
      return left > right || left == right && a < b
    }
    var kept = 0
    for index in 0..<candidates where places[index] >= 0 && kept < limit {
      chosen[kept] = places[index]
      kept += 1
      for other in index + 1..<max(candidates, index + 1)
      where places[other] >= 0
        && shared(Int(places[index]), Int(places[other]), tensors) > options.overlapThreshold
      {
        places[other] = -1
      }
    }
    return kept
  }

  /// Intersection over union; 0 for boxes without area.
  private func shared(_ first: Int, _ second: Int, _ tensors: TensorTable) -> Float {
    let a = tensors.elements(scratch.boxes, as: Float.self) + 4 * first
    let b = tensors.elements(scratch.boxes, as: Float.self) + 4 * second
    let areas = ((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    if areas.0 <= 0 || areas.1 <= 0 { return 0 }
    let height = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    let width = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    return height * width / (areas.0 + areas.1 - height * width)
  }
}
