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
      case activationGradient(ActivationGradient)
      case audioSpectrogram(AudioSpectrogram)
      case biasGradient(BiasGradient)
      case broadcastGradientArguments(BroadcastGradientArguments)
      case convolution2DTransposeBias(Convolution2DTransposeBias)
      case convolutionGradient(ConvolutionGradient)
      case detectionPostProcess(DetectionPostProcess)
      case invertPermutation(InvertPermutation)
      case landmarks2TransformMatrix(Landmarks2TransformMatrix)
      case list(ListOperator)
      case maxPoolingWithArgmax2D(MaxPoolingWithArgmax2D)
      case maxUnpooling2D(MaxUnpooling2D)
      case mfcc(Mfcc)
      case poolGradient(PoolGradient)
      case restoreTensor(RestoreTensor)
      case saveTensors(SaveTensors)
      case signalDelay(SignalDelay)
      case signalEnergy(SignalEnergy)
      case signalFftAutoScale(SignalFftAutoScale)
      case signalFilterBank(SignalFilterBank)
      case signalFilterBankLog(SignalFilterBankLog)
      case signalFilterBankSpectralSubtraction(SignalFilterBankSpectralSubtraction)
      case signalFilterBankSquareRoot(SignalFilterBankSquareRoot)
      case signalFramer(SignalFramer)
      case signalOverlapAdd(SignalOverlapAdd)
      case signalPCAN(SignalPCAN)
      case signalStacker(SignalStacker)
      case signalTransform(SignalTransform)
      case signalWindow(SignalWindow)
      case softmaxCrossEntropy(SoftmaxCrossEntropy)
      case sparseSoftmaxCrossEntropy(SparseSoftmaxCrossEntropy)
      case transformLandmarks(TransformLandmarks)
      case transformTensorBilinear(TransformTensorBilinear)

      /// The operator of a name and version; nil if it is not supported.
      init?(
        _ name: String, version: Int, reading options: borrowing OptionsReader
      ) throws(FormatError) {
        if let kind = try Self.named(name, version, options) {
          self = kind
        } else if let kind = try Self.gradient(name, version, options) {
          self = kind
        } else if let kind = try Self.signal(name, version, options) {
          self = kind
        } else {
          return nil
        }
      }

      /// MediaPipe's, TensorFlow Lite's, and lists and files.
      private static func named(
        _ name: String, _ version: Int, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        func isCalled(_ other: String, version wanted: Int = 1) -> Bool {
          version == wanted && name.isSame(as: other)
        }
        if isCalled(AudioSpectrogram.customName) {
          return .audioSpectrogram(try AudioSpectrogram(reading: options))
        }
        if isCalled(Convolution2DTransposeBias.customName) {
          return .convolution2DTransposeBias(try Convolution2DTransposeBias(reading: options))
        }
        if isCalled(DetectionPostProcess.customName) {
          return .detectionPostProcess(try DetectionPostProcess(reading: options))
        }
        if isCalled(Landmarks2TransformMatrix.customName, version: 2) {
          return .landmarks2TransformMatrix(try Landmarks2TransformMatrix(reading: options))
        }
        if isCalled(MaxPoolingWithArgmax2D.customName) {
          return .maxPoolingWithArgmax2D(try MaxPoolingWithArgmax2D(reading: options))
        }
        if isCalled(MaxUnpooling2D.customName) {
          return .maxUnpooling2D(try MaxUnpooling2D(reading: options))
        }
        if isCalled(Mfcc.customName) { return .mfcc(try Mfcc(reading: options)) }
        if isCalled(RestoreTensor.customName) {
          return .restoreTensor(try RestoreTensor(reading: options))
        }
        if isCalled(SaveTensors.customName) {
          return .saveTensors(try SaveTensors(reading: options))
        }
        if isCalled(TransformLandmarks.customName, version: 2) {
          return .transformLandmarks(try TransformLandmarks(reading: options))
        }
        if isCalled(TransformTensorBilinear.customName, version: 2) {
          return .transformTensorBilinear(try TransformTensorBilinear(reading: options))
        }
        if version == 1, ListForm(named: name) != nil {
          return .list(try ListOperator(reading: options))
        }
        return nil
      }

      /// What training on the device needs.
      private static func gradient(
        _ name: String, _ version: Int, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        func isCalled(_ other: String, version wanted: Int = 1) -> Bool {
          version == wanted && name.isSame(as: other)
        }
        if isCalled(BiasGradient.customName) {
          return .biasGradient(try BiasGradient(reading: options))
        }
        if isCalled(BroadcastGradientArguments.customName) {
          return .broadcastGradientArguments(try BroadcastGradientArguments(reading: options))
        }
        if isCalled(InvertPermutation.customName) {
          return .invertPermutation(try InvertPermutation(reading: options))
        }
        if isCalled(SoftmaxCrossEntropy.customName) {
          return .softmaxCrossEntropy(try SoftmaxCrossEntropy(reading: options))
        }
        if isCalled(SparseSoftmaxCrossEntropy.customName) {
          return .sparseSoftmaxCrossEntropy(try SparseSoftmaxCrossEntropy(reading: options))
        }
        if version == 1, ActivationGradientForm(named: name) != nil {
          return .activationGradient(try ActivationGradient(reading: options))
        }
        if version == 1, ConvolutionGradientForm(named: name) != nil {
          return .convolutionGradient(try ConvolutionGradient(reading: options))
        }
        if version == 1, PoolGradientForm(named: name) != nil {
          return .poolGradient(try PoolGradient(reading: options))
        }
        return nil
      }

      /// TensorFlow Lite Micro's signal library.
      private static func signal(
        _ name: String, _ version: Int, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        func isCalled(_ other: String, version wanted: Int = 1) -> Bool {
          version == wanted && name.isSame(as: other)
        }
        if isCalled(SignalDelay.customName) {
          return .signalDelay(try SignalDelay(reading: options))
        }
        if isCalled(SignalEnergy.customName) {
          return .signalEnergy(try SignalEnergy(reading: options))
        }
        if isCalled(SignalFftAutoScale.customName) {
          return .signalFftAutoScale(try SignalFftAutoScale(reading: options))
        }
        if isCalled(SignalFilterBank.customName) {
          return .signalFilterBank(try SignalFilterBank(reading: options))
        }
        if isCalled(SignalFilterBankLog.customName) {
          return .signalFilterBankLog(try SignalFilterBankLog(reading: options))
        }
        if isCalled(SignalFilterBankSpectralSubtraction.customName) {
          return .signalFilterBankSpectralSubtraction(
            try SignalFilterBankSpectralSubtraction(reading: options))
        }
        if isCalled(SignalFilterBankSquareRoot.customName) {
          return .signalFilterBankSquareRoot(try SignalFilterBankSquareRoot(reading: options))
        }
        if isCalled(SignalFramer.customName) {
          return .signalFramer(try SignalFramer(reading: options))
        }
        if isCalled(SignalOverlapAdd.customName) {
          return .signalOverlapAdd(try SignalOverlapAdd(reading: options))
        }
        if isCalled(SignalPCAN.customName) { return .signalPCAN(try SignalPCAN(reading: options)) }
        if isCalled(SignalStacker.customName) {
          return .signalStacker(try SignalStacker(reading: options))
        }
        if isCalled(SignalWindow.customName) {
          return .signalWindow(try SignalWindow(reading: options))
        }
        if version == 1, SignalTransformForm(named: name) != nil {
          return .signalTransform(try SignalTransform(reading: options))
        }
        return nil
      }

      func accept<Visitor: OperatorVisitor>(
        _ visitor: inout Visitor
      ) throws(Visitor.Failure) -> Visitor.Result {
        switch self {
        case .activationGradient(let operation): try visitor.visit(operation)
        case .audioSpectrogram(let operation): try visitor.visit(operation)
        case .biasGradient(let operation): try visitor.visit(operation)
        case .broadcastGradientArguments(let operation): try visitor.visit(operation)
        case .convolution2DTransposeBias(let operation): try visitor.visit(operation)
        case .convolutionGradient(let operation): try visitor.visit(operation)
        case .detectionPostProcess(let operation): try visitor.visit(operation)
        case .invertPermutation(let operation): try visitor.visit(operation)
        case .landmarks2TransformMatrix(let operation): try visitor.visit(operation)
        case .list(let operation): try visitor.visit(operation)
        case .maxPoolingWithArgmax2D(let operation): try visitor.visit(operation)
        case .maxUnpooling2D(let operation): try visitor.visit(operation)
        case .mfcc(let operation): try visitor.visit(operation)
        case .poolGradient(let operation): try visitor.visit(operation)
        case .restoreTensor(let operation): try visitor.visit(operation)
        case .saveTensors(let operation): try visitor.visit(operation)
        case .signalDelay(let operation): try visitor.visit(operation)
        case .signalEnergy(let operation): try visitor.visit(operation)
        case .signalFftAutoScale(let operation): try visitor.visit(operation)
        case .signalFilterBank(let operation): try visitor.visit(operation)
        case .signalFilterBankLog(let operation): try visitor.visit(operation)
        case .signalFilterBankSpectralSubtraction(let operation): try visitor.visit(operation)
        case .signalFilterBankSquareRoot(let operation): try visitor.visit(operation)
        case .signalFramer(let operation): try visitor.visit(operation)
        case .signalOverlapAdd(let operation): try visitor.visit(operation)
        case .signalPCAN(let operation): try visitor.visit(operation)
        case .signalStacker(let operation): try visitor.visit(operation)
        case .signalTransform(let operation): try visitor.visit(operation)
        case .signalWindow(let operation): try visitor.visit(operation)
        case .softmaxCrossEntropy(let operation): try visitor.visit(operation)
        case .sparseSoftmaxCrossEntropy(let operation): try visitor.visit(operation)
        case .transformLandmarks(let operation): try visitor.visit(operation)
        case .transformTensorBilinear(let operation): try visitor.visit(operation)
        }
      }
    }
  }
#endif
