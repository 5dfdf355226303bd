// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What custom operators refuse.
enum CustomRejections {
  @RejectionTable static var table: [Rejection] {
    detection
    sounds
    images
    landmarks
  }

  private static let four = [ElementType](repeating: .float32, count: 4)

  private static func floats(_ shape: [Int], _ value: Float = 0) -> DirectTensor {
    tensor([Float](repeating: value, count: shape.reduce(1, *)), shape)
  }

  static let detector = DetectionPostProcess(
    maxDetections: 3, classCount: 1, scoreThreshold: 0.5, overlapThreshold: 0.5,
    scales: [1, 1, 1, 1])

  @RejectionTable private static var detection: [Rejection] {
    let (codes, scores, anchors) = (floats([1, 2, 4]), floats([1, 2, 2]), floats([2, 4]))
    let shapes: [[DirectTensor]] = [
      [floats([2, 2, 4]), scores, anchors], [floats([1, 2, 3]), scores, anchors],
      [floats([2, 4]), scores, anchors], [codes, floats([1, 3, 2]), anchors],
      [codes, floats([1, 2, 3]), anchors], [codes, scores, floats([2, 3])],
      [codes, scores, floats([1, 4])],
    ]
    for inputs in shapes {
      Rejection(.c1, detector, inputs, "must be [1, n, 4]", resultTypes: four)
    }
    for change in [
      { $0.maxDetections = 0 }, { $0.maxClassesPerDetection = -1 }, { $0.detectionsPerClass = 0 },
      { $0.overlapThreshold = 0 }, { $0.overlapThreshold = 1.5 }, { $0.overlapThreshold = .nan },
      { $0.scales[3] = 0 }, { $0.maxDetections = .max },
    ] as [(inout DetectionPostProcess) -> Void] {
      Rejection(
        .c2, changed(detector, change), [codes, scores, anchors], "must be positive",
        resultTypes: four)
    }
    Rejection(
      .c2, changed(detector) { ($0.maxDetections, $0.maxClassesPerDetection) = (1 << 30, 1 << 30) },
      [codes, scores, anchors], "is not valid", resultTypes: four)
    let bytes = tensor([UInt8](repeating: 0, count: 8), [1, 2, 4])
    Rejection(.c3, detector, [bytes, scores, anchors], "no scale", resultTypes: four)
    Rejection(
      .c4, detector, [codes, scores, floats([2, 4], -1)], "ends before it begins",
      resultTypes: four)
  }

  @RejectionTable private static var sounds: [Rejection] {
    let spectrogram = AudioSpectrogram(windowSize: 4, stride: 2, isSquared: true)
    Rejection(.c1, spectrogram, [floats([8])], "two axes")
    for (window, stride) in [(1, 1), (4, 0), (-4, 1), (1 << 30 + 1, 1)] {
      Rejection(
        .c2, AudioSpectrogram(windowSize: window, stride: stride, isSquared: true),
        [floats([8, 1])], "window_size")
    }
    let mfcc = Mfcc(upperLimit: 4000, lowerLimit: 20, bandCount: 4, coefficientCount: 2)
    let rate = control([16000], [])
    Rejection(.c1, mfcc, [floats([2, 9]), rate], "three axes")
    Rejection(.c1, mfcc, [floats([1, 2, 1]), rate], "two frequencies")
    Rejection(.c1, mfcc, [floats([1, 2, 9]), control([1, 2])], "one element")
    for change in [
      { $0.coefficientCount = 0 }, { $0.coefficientCount = 5 }, { $0.lowerLimit = -1 },
      { $0.upperLimit = 20 },
    ] as [(inout Mfcc) -> Void] {
      Rejection(.c2, changed(mfcc, change), [floats([1, 2, 9]), rate], "cannot be")
    }
    for rate in [0, -16000, 7000] {
      Rejection(.c3, mfcc, [floats([1, 2, 9]), control([rate], [])], "the rate is \(rate)")
    }
  }

  @RejectionTable private static var images: [Rejection] {
    let pooling = Pooling(filter: (2, 2), stride: (2, 2), padding: .valid)
    let both = [ElementType.float32, .float32]
    Rejection(
      .c1, MaxPoolingWithArgmax2D(pooling), [floats([4, 4, 1])], "4 axes", resultTypes: both)
    Rejection(
      .c1, MaxPoolingWithArgmax2D(changed(pooling) { $0.strideWidth = 0 }), [floats([1, 4, 4, 1])],
      "not positive", resultTypes: both)
    let wide = changed(pooling) {
      ($0.filterWidth, $0.filterHeight, $0.padding) = (1 << 9, 1 << 9, .same)
    }
    Rejection(
      .c1, MaxPoolingWithArgmax2D(wide), [floats([1, 4, 4, 1])], "32768", resultTypes: both)
    let image = floats([1, 2, 2, 1])
    Rejection(.c1, MaxUnpooling2D(pooling), [floats([2, 2]), floats([2, 2])], "4 axes")
    Rejection(.c1, MaxUnpooling2D(pooling), [image, floats([1, 2, 2, 2])], "same shape")
    for size in [0, -1, 1 << 15 + 1] {
      Rejection(
        .c2, MaxUnpooling2D(changed(pooling) { $0.filterWidth = size }), [image, image],
        "one is \(size)")
    }
    for place: Float in [4, -1, .nan, .infinity] {
      Rejection(.c3, MaxUnpooling2D(pooling), [image, floats([1, 2, 2, 1], place)], "is outside")
    }
    let convolution = Convolution2DTransposeBias(
      padding: .same, strideHeight: 2, strideWidth: 2)
    let (weights, bias) = (floats([3, 2, 2, 1]), floats([3]))
    Rejection(.c1, convolution, [floats([2, 2, 1]), weights, bias], "rank 4")
    Rejection(.c1, convolution, [floats([1, 2, 2, 2]), weights, bias], "agree on channels")
    for stride in [0, -2, .max] {
      Rejection(
        .c1, changed(convolution) { $0.strideWidth = stride }, [image, weights, bias], "stride")
    }
    Rejection(.c2, convolution, [image, weights, floats([2])], "'bias' has 2 elements")
  }

  @RejectionTable private static var landmarks: [Rejection] {
    let matrix = floats([1, 4, 4])
    for (points, matrix) in [
      (floats([4, 3]), matrix), (floats([2, 4, 3]), matrix), (floats([1, 4, 4]), matrix),
      (floats([1, 4, 3]), floats([1, 3, 3])),
    ] {
      Rejection(.c1, TransformLandmarks(), [points, matrix], "16 elements")
    }
    let transform = TransformTensorBilinear(height: 2, width: 2)
    Rejection(.c1, transform, [floats([2, 3, 3, 1]), matrix], "one image")
    Rejection(.c1, transform, [floats([1, 3, 3, 1]), floats([8])], "16 elements")
    Rejection(
      .c2, TransformTensorBilinear(height: 0, width: 2), [floats([1, 3, 3, 1]), matrix],
      "output_height 0")
    let cut = Landmarks2TransformMatrix(
      left: 0, right: 1, subset: [0, 2], scaleX: 1, scaleY: 1, width: 4, height: 4)
    Rejection(.c1, cut, [floats([3, 3])], "must be [1, n, 3]")
    Rejection(.c1, cut, [floats([2, 3, 3])], "must be [1, n, 3]")
    for change in [
      { $0.left = 3 }, { $0.right = -1 }, { $0.subset = [] }, { $0.subset = [1, 3] },
    ] as [(inout Landmarks2TransformMatrix) -> Void] {
      Rejection(.c2, changed(cut, change), [floats([1, 3, 3])], "not in 0 to 2")
    }
    for change in [
      { $0.width = 0 }, { $0.height = -1 }, { $0.scaleX = 0 }, { $0.scaleY = .nan },
    ] as [(inout Landmarks2TransformMatrix) -> Void] {
      Rejection(.c3, changed(cut, change), [floats([1, 3, 3])], "must be positive")
    }
  }
}
