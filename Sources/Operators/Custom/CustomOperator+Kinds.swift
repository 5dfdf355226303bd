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
        var kind = version == 2 ? try Self.second(name, options) : nil
        if version == 1 {
          kind = try Self.named(name, options)
          if kind == nil { kind = try Self.gradient(name, options) }
          if kind == nil { kind = try Self.signal(name, options) }
        }
        guard let kind else { return nil }
        self = kind
      }

      /// The second versions of MediaPipe's.
      private static func second(
        _ name: String, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        if name.isSame(as: Landmarks2TransformMatrix.customName) {
          return .landmarks2TransformMatrix(try Landmarks2TransformMatrix(reading: options))
        }
        if name.isSame(as: TransformLandmarks.customName) {
          return .transformLandmarks(try TransformLandmarks(reading: options))
        }
        if name.isSame(as: TransformTensorBilinear.customName) {
          return .transformTensorBilinear(try TransformTensorBilinear(reading: options))
        }
        return nil
      }

      /// MediaPipe's, TensorFlow Lite's, and lists and files.
      private static func named(
        _ name: String, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        if name.isSame(as: AudioSpectrogram.customName) {
          return .audioSpectrogram(try AudioSpectrogram(reading: options))
        }
        if name.isSame(as: Convolution2DTransposeBias.customName) {
          return .convolution2DTransposeBias(try Convolution2DTransposeBias(reading: options))
        }
        if name.isSame(as: DetectionPostProcess.customName) {
          return .detectionPostProcess(try DetectionPostProcess(reading: options))
        }
        if name.isSame(as: MaxPoolingWithArgmax2D.customName) {
          return .maxPoolingWithArgmax2D(try MaxPoolingWithArgmax2D(reading: options))
        }
        if name.isSame(as: MaxUnpooling2D.customName) {
          return .maxUnpooling2D(try MaxUnpooling2D(reading: options))
        }
        if name.isSame(as: Mfcc.customName) { return .mfcc(try Mfcc(reading: options)) }
        if name.isSame(as: RestoreTensor.customName) {
          return .restoreTensor(try RestoreTensor(reading: options))
        }
        if name.isSame(as: SaveTensors.customName) {
          return .saveTensors(try SaveTensors(reading: options))
        }
        if ListForm(named: name) != nil {
          return .list(try ListOperator(reading: options))
        }
        return nil
      }

      /// What training on the device needs.
      private static func gradient(
        _ name: String, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        if name.isSame(as: BiasGradient.customName) {
          return .biasGradient(try BiasGradient(reading: options))
        }
        if name.isSame(as: BroadcastGradientArguments.customName) {
          return .broadcastGradientArguments(try BroadcastGradientArguments(reading: options))
        }
        if name.isSame(as: InvertPermutation.customName) {
          return .invertPermutation(try InvertPermutation(reading: options))
        }
        if name.isSame(as: SoftmaxCrossEntropy.customName) {
          return .softmaxCrossEntropy(try SoftmaxCrossEntropy(reading: options))
        }
        if name.isSame(as: SparseSoftmaxCrossEntropy.customName) {
          return .sparseSoftmaxCrossEntropy(try SparseSoftmaxCrossEntropy(reading: options))
        }
        if ActivationGradientForm(named: name) != nil {
          return .activationGradient(try ActivationGradient(reading: options))
        }
        if ConvolutionGradientForm(named: name) != nil {
          return .convolutionGradient(try ConvolutionGradient(reading: options))
        }
        if PoolGradientForm(named: name) != nil {
          return .poolGradient(try PoolGradient(reading: options))
        }
        return nil
      }

      /// TensorFlow Lite Micro's signal library.
      private static func signal(
        _ name: String, _ options: borrowing OptionsReader
      ) throws(FormatError) -> Kind? {
        if name.isSame(as: SignalDelay.customName) {
          return .signalDelay(try SignalDelay(reading: options))
        }
        if name.isSame(as: SignalEnergy.customName) {
          return .signalEnergy(try SignalEnergy(reading: options))
        }
        if name.isSame(as: SignalFftAutoScale.customName) {
          return .signalFftAutoScale(try SignalFftAutoScale(reading: options))
        }
        if name.isSame(as: SignalFilterBank.customName) {
          return .signalFilterBank(try SignalFilterBank(reading: options))
        }
        if name.isSame(as: SignalFilterBankLog.customName) {
          return .signalFilterBankLog(try SignalFilterBankLog(reading: options))
        }
        if name.isSame(as: SignalFilterBankSpectralSubtraction.customName) {
          return .signalFilterBankSpectralSubtraction(
            try SignalFilterBankSpectralSubtraction(reading: options))
        }
        if name.isSame(as: SignalFilterBankSquareRoot.customName) {
          return .signalFilterBankSquareRoot(try SignalFilterBankSquareRoot(reading: options))
        }
        if name.isSame(as: SignalFramer.customName) {
          return .signalFramer(try SignalFramer(reading: options))
        }
        if name.isSame(as: SignalOverlapAdd.customName) {
          return .signalOverlapAdd(try SignalOverlapAdd(reading: options))
        }
        if name.isSame(as: SignalPCAN.customName) {
          return .signalPCAN(try SignalPCAN(reading: options))
        }
        if name.isSame(as: SignalStacker.customName) {
          return .signalStacker(try SignalStacker(reading: options))
        }
        if name.isSame(as: SignalWindow.customName) {
          return .signalWindow(try SignalWindow(reading: options))
        }
        if SignalTransformForm(named: name) != nil {
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
