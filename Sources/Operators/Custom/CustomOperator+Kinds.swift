// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

// The only place that knows all custom operators: a build that does without them, where the tool must
// be small, leaves its other half out.

#if COMMON_OPERATORS_ONLY
  extension CustomOperator {
    /// There is none: an enum without cases would have the compiler complain of code behind it.
    package struct Kind: Sendable, Hashable {
      init?(
        _ name: String, version: Int, reading options: borrowing OptionsReader
      ) throws(FormatError) {
        return nil
      }

      func accept<Visitor: OperatorVisitor>(
        _ visitor: inout Visitor
      ) throws(Visitor.Failure) -> Visitor.Result {
        fatalError()
      }
    }
  }
#else
  extension CustomOperator {
    package enum Kind: Sendable, Hashable {
      case audioSpectrogram(AudioSpectrogram)
      case convolution2DTransposeBias(Convolution2DTransposeBias)
      case detectionPostProcess(DetectionPostProcess)
      case landmarks2TransformMatrix(Landmarks2TransformMatrix)
      case list(ListOperator)
      case maxPoolingWithArgmax2D(MaxPoolingWithArgmax2D)
      case maxUnpooling2D(MaxUnpooling2D)
      case mfcc(Mfcc)
      case transformLandmarks(TransformLandmarks)
      case transformTensorBilinear(TransformTensorBilinear)

      /// The operator of a name and version; nil if it is not supported.
      init?(
        _ name: String, version: Int, reading options: borrowing OptionsReader
      ) throws(FormatError) {
        func isCalled(_ other: String, version wanted: Int = 1) -> Bool {
          version == wanted && name.isSame(as: other)
        }
        if isCalled(AudioSpectrogram.customName) {
          self = .audioSpectrogram(try AudioSpectrogram(reading: options))
        } else if isCalled(Convolution2DTransposeBias.customName) {
          self = .convolution2DTransposeBias(try Convolution2DTransposeBias(reading: options))
        } else if isCalled(DetectionPostProcess.customName) {
          self = .detectionPostProcess(try DetectionPostProcess(reading: options))
        } else if isCalled(Landmarks2TransformMatrix.customName, version: 2) {
          self = .landmarks2TransformMatrix(try Landmarks2TransformMatrix(reading: options))
        } else if isCalled(MaxPoolingWithArgmax2D.customName) {
          self = .maxPoolingWithArgmax2D(try MaxPoolingWithArgmax2D(reading: options))
        } else if isCalled(MaxUnpooling2D.customName) {
          self = .maxUnpooling2D(try MaxUnpooling2D(reading: options))
        } else if isCalled(Mfcc.customName) {
          self = .mfcc(try Mfcc(reading: options))
        } else if isCalled(TransformLandmarks.customName, version: 2) {
          self = .transformLandmarks(try TransformLandmarks(reading: options))
        } else if isCalled(TransformTensorBilinear.customName, version: 2) {
          self = .transformTensorBilinear(try TransformTensorBilinear(reading: options))
        } else if version == 1, ListForm(named: name) != nil {
          self = .list(try ListOperator(reading: options))
        } else {
          return nil
        }
      }

      func accept<Visitor: OperatorVisitor>(
        _ visitor: inout Visitor
      ) throws(Visitor.Failure) -> Visitor.Result {
        switch self {
        case .audioSpectrogram(let operation): try visitor.visit(operation)
        case .convolution2DTransposeBias(let operation): try visitor.visit(operation)
        case .detectionPostProcess(let operation): try visitor.visit(operation)
        case .landmarks2TransformMatrix(let operation): try visitor.visit(operation)
        case .list(let operation): try visitor.visit(operation)
        case .maxPoolingWithArgmax2D(let operation): try visitor.visit(operation)
        case .maxUnpooling2D(let operation): try visitor.visit(operation)
        case .mfcc(let operation): try visitor.visit(operation)
        case .transformLandmarks(let operation): try visitor.visit(operation)
        case .transformTensorBilinear(let operation): try visitor.visit(operation)
        }
      }
    }
  }
#endif
