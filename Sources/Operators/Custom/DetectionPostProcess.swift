// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The objects that a detector has found: boxes decoded from their anchors, the best of those that
/// overlap.
///
/// A box is, from its code `(y, x, h, w)` and its anchor `(y₀, x₀, h₀, w₀)`,
/// `center = (y / y_scale · h₀ + y₀, x / x_scale · w₀ + x₀)` and
/// `size = (exp(h / h_scale) · h₀, exp(w / w_scale) · w₀)`.
///
/// | operand      | type                 | shape                          | quantization |
/// |--------------|----------------------|--------------------------------|--------------|
/// | `codes`      | float32, uint8, int8 | `[1, n, 4 or more]`            | per tensor   |
/// | `scores`     | float32, uint8, int8 | `[1, n, classes, or 1 more]`   | per tensor   |
/// | `anchors`    | float32, uint8, int8 | `[n, 4]`: y, x, height, width  | per tensor   |
/// | `boxes`      | float32              | `[1, m, 4]`: ymin, xmin, ymax, xmax |         |
/// | `classes`    | float32              | `[1, m]`                       |              |
/// | `box scores` | float32              | `[1, m]`                       |              |
/// | `count`      | float32              | `[1]`: how many are found      |              |
///
/// m is `max_detections · max_classes_per_detection`. One more class than `num_classes` is that of the
/// background, the first. The fast way selects boxes by their best class, and gives each with its
/// best classes; the regular one selects for each class, and gives the best of all. A box is left out
/// whose score is below `nms_score_threshold`, or which shares more than `nms_iou_threshold` of what it
/// and a better one cover. Of equal scores the first is the better one. What is not filled is 0.
///
/// Constraints:
/// - C1: the shapes are those of the table, with one n, and as many classes as `num_classes` or one more.
/// - C2: the counts among the options are positive, `num_classes` as well, `nms_iou_threshold` is in
///   (0, 1], scales are not 0.
/// - C3: quantized operands have one scale and zero point.
/// - C4: no box ends before it begins; checked at inference.
///
/// Source: TensorFlow Lite custom operator TFLite_Detection_PostProcess.
package struct DetectionPostProcess: CustomOperation {
  package static let customName = "TFLite_Detection_PostProcess"

  package var maxDetections: Int
  package var maxClassesPerDetection: Int
  package var detectionsPerClass = 100
  package var isRegular = false
  package var scoreThreshold: Float
  package var overlapThreshold: Float
  package var classCount: Int
  /// Of y, x, height and width.
  package var scales: [Float]

  package init(
    maxDetections: Int, maxClassesPerDetection: Int = 1, classCount: Int, scoreThreshold: Float,
    overlapThreshold: Float, scales: [Float]
  ) {
    self.maxDetections = maxDetections
    self.maxClassesPerDetection = maxClassesPerDetection
    self.classCount = classCount
    self.scoreThreshold = scoreThreshold
    self.overlapThreshold = overlapThreshold
    self.scales = scales
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    self.init(
      maxDetections: Int(clamping: try map.required("max_detections").integer),
      maxClassesPerDetection: Int(
        clamping: try map.required("max_classes_per_detection").integer),
      classCount: Int(clamping: try map.required("num_classes").integer),
      scoreThreshold: Float(try map.required("nms_score_threshold").real),
      overlapThreshold: Float(try map.required("nms_iou_threshold").real),
      scales: [
        Float(try map.required("y_scale").real), Float(try map.required("x_scale").real),
        Float(try map.required("h_scale").real), Float(try map.required("w_scale").real),
      ])
    if let count = try map.number("detections_per_class") {
      detectionsPerClass = Int(clamping: count.integer)
    }
    isRegular = try map.number("use_regular_nms").map { $0.integer != 0 } ?? false
  }

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .uint8, .int8]
    return OperandRules(
      inputs: [
        OperandRule("codes", .control, types), OperandRule("scores", .control, types),
        OperandRule("anchors", .control, types),
      ],
      outputs: [
        OperandRule("boxes", .control, .float32), OperandRule("classes", .control, .float32),
        OperandRule("box scores", .control, .float32), OperandRule("count", .control, .float32),
      ], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  /// A box may be compared with each that is kept.
  package var reach: OperatorReach { .axis(fromEnd: 2) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (codes, scores, anchors) = (inputs[0]!.shape, inputs[1]!.shape, inputs[2]!.shape)
    guard codes.rank == 3, codes[0] == 1, codes[2] >= 4, scores.rank == 3, scores[0] == 1,
      scores[1] == codes[1], anchors == Shape([codes[1], 4]),
      scores[2] == classCount || scores[2] - 1 == classCount
    else {  // C1
      throw OperatorError(
        "codes \(codes.description), scores \(scores.description) and anchors "
          + "\(anchors.description) must be [1, n, 4], [1, n, \(classCount) or one more], [n, 4]")
    }
    guard min(maxDetections, maxClassesPerDetection, detectionsPerClass, classCount) > 0,
      max(maxDetections, maxClassesPerDetection) <= Int32.max, overlapThreshold > 0,
      overlapThreshold <= 1, !scales.contains(0)
    else {  // C2
      throw OperatorError(
        "max_detections, max_classes_per_detection, detections_per_class and num_classes must be "
          + "positive, nms_iou_threshold in (0, 1], scales not 0")
    }
    let count = maxDetections.saturatingProduct(maxClassesPerDetection)
    return [
      try Shape.checked([1, count, 4]), Shape([1, count]), Shape([1, count]), Shape([1]),
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let detection = try Detection(self, &context)
    return Evaluation(kernel: "detection") { (tensors: TensorTable) throws(OperatorError) in
      try detection.run(tensors)
    }
  }
}

extension FlexMap {
  /// A number that must be there.
  func required(_ key: StaticString) throws(FormatError) -> FlexNumber {
    guard let number = try number(key) else {
      throw FormatError("the custom options lack '\(key)'")
    }
    return number
  }
}
