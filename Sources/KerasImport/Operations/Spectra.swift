// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// Fourier transforms; complex numbers are pairs of tensors.
let spectra: [OperationRow] = [
  (["FFT"], { try $0.transformed("FFT") }),
  (["FFT2"], { try $0.transformed("FFT2D") }),
  (["IFFT2"], { try $0.transformed("IFFT2D") }),
  (
    ["RFFT"],
    { call in
      let x = try call.floatOperand(0, "x")
      return try call.builder.spectrum(x, length: call.option(1, "fft_length").integer)
    }
  ),
  (
    ["IRFFT"],
    { call in
      let spectrum = try call.complexOperand()
      let length = call.option(1, "fft_length").integer
      guard let length = length ?? spectrum.shape.last?.map({ 2 * ($0 - 1) }) else {
        throw call.config.error("its input has an open size; give fft_length")
      }
      return [try call.builder.signal(spectrum, length: length)]
    }
  ),
  (
    ["ExtractSequences"],
    { call in
      let x = try call.operand(0, "x")
      return [
        try call.builder.frames(
          x, length: call.integer("sequence_length"), stride: call.integer("sequence_stride"))
      ]
    }
  ),
  (
    ["STFT"],
    { call in
      let x = try call.floatOperand(0, "x")
      return try call.builder.shortTimeSpectrum(x, ShortTime(call))
    }
  ),
]

/// The windows of a spectrum over time.
struct ShortTime {
  let length: Int
  let stride: Int
  let fftLength: Int
  let isCentered: Bool
  /// By what each element of a window is multiplied, as long as the transform.
  let weights: [Float]?

  fileprivate init(_ call: LayerCall) throws {
    try self.init(
      length: call.integer("sequence_length"), stride: call.integer("sequence_stride"),
      fftLength: call.integer("fft_length"), window: call.option(9, "window"),
      isCentered: call.option(9, "center").bool ?? true)
  }

  init(length: Int, stride: Int, fftLength: Int, window: JSON, isCentered: Bool) throws {
    guard length > 0, stride > 0, fftLength >= length, fftLength <= 1 << 20 else {
      throw importError("windows of \(length) every \(stride) do not fit \(fftLength) elements")
    }
    self.length = length
    self.stride = stride
    self.fftLength = fftLength
    self.isCentered = isCentered
    var numbers: [Double]?
    if let name = window.string {
      guard let raised = ["hann": 0.5, "hamming": 0.54][name] else {
        throw importError("window '\(name)' is not known")
      }
      // One period of the cosine.
      numbers = (0..<length).map { place in
        length == 1
          ? 1 : raised - (1 - raised) * cos(2 * .pi * Double(place) / Double(length))
      }
    } else if window != .null {
      numbers = LiteralArray(window)?.numbers
      guard numbers?.count == length else { throw importError("its window is not in the file") }
    }
    let before = (fftLength - length) / 2
    weights = numbers.map { numbers in
      Array(repeating: 0, count: before) + numbers.map { Float($0) }
        + Array(repeating: 0, count: fftLength - length - before)
    }
  }
}

extension LayerCall {
  /// A whole number that an operation is told.
  func integer(_ name: String) throws -> Int {
    guard let number = option(9, name).integer else {
      throw config.error("option '\(name)' is not in the file")
    }
    return number
  }

  func number(_ name: String) throws -> Double {
    guard let number = option(9, name).number else {
      throw config.error("option '\(name)' is not in the file")
    }
    return number
  }

  /// A pair of real and imaginary numbers as complex ones.
  fileprivate func complexOperand() throws -> Tensor {
    let parts = try operandList().map { builder.cast($0, to: .float32) }
    guard parts.count == 2 else {
      throw config.error("its operand is no pair of real and imaginary numbers")
    }
    return try builder.complex(parts[0], parts[1])
  }

  fileprivate func transformed(_ operation: String) throws -> [Tensor] {
    let x = try complexOperand()
    let b = builder
    let result = try b.emit(operation, [x], ["Tcomplex": .type(.complex64)], shape: x.shape)
    return [try b.real(result, "Real"), try b.real(result, "Imag")]
  }
}

extension GraphBuilder {
  /// Real and imaginary parts of the spectrum of real numbers along the last axis.
  func spectrum(_ x: Tensor, length: Int?) throws -> [Tensor] {
    guard let count = length ?? x.shape.last ?? nil, count > 0 else {
      throw importError("its input has an open size; give the length of the transform")
    }
    let shape: [Int?] = x.shape.dropLast() + [count / 2 + 1]
    let result = try emit(
      "RFFT", [x, constant([count])], ["Treal": .type(.float32), "Tcomplex": .type(.complex64)],
      type: .complex64, shape: shape)
    return [try real(result, "Real"), try real(result, "Imag")]
  }

  /// The real numbers that have a spectrum.
  fileprivate func signal(_ x: Tensor, length: Int) throws -> Tensor {
    try emit(
      "IRFFT", [x, constant([length])], ["Treal": .type(.float32), "Tcomplex": .type(.complex64)],
      type: .float32, shape: x.shape.dropLast() + [length])
  }

  /// Windows along the last axis, which becomes two.
  func frames(_ x: Tensor, length: Int, stride: Int) throws -> Tensor {
    guard (1...1 << 20).contains(length), stride > 0, x.rank >= 1 else {
      throw importError("windows of \(length) every \(stride) are none")
    }
    if let size = x.shape[x.rank - 1] {
      let count = max(0, (size - length) / stride + 1)
      if count.saturatingProduct(length) <= 1 << 24 {
        let places = (0..<count).flatMap { frame in (0..<length).map { frame * stride + $0 } }
        return try gather(x, constant(places, shape: [count, length]), axis: -1)
      }
      throw importError("its \(count) windows of \(length) elements are too many")
    }
    guard case .computed(let size) = try size(of: x, -1) else { return x }
    let space = try maximum(add(size, Double(-length)), Double(-stride))
    let count = try add(binary("FloorDiv", space, scalar(Double(stride), like: space)), 1)
    let starts = try multiply(range(.computed(count)), Double(stride))
    let places = try add(expand(starts, axis: 1), constant(Array(0..<length)))
    return try gather(x, places, axis: -1)
  }

  /// Real and imaginary parts of the spectra of windows along the last axis.
  func shortTimeSpectrum(_ x: Tensor, _ windows: ShortTime) throws -> [Tensor] {
    try x.requireRank(1...8)
    var input = x
    if windows.isCentered {
      var paddings = Array(repeating: [0, 0], count: x.rank)
      paddings[x.rank - 1] = [windows.fftLength / 2, windows.fftLength / 2]
      var shape = x.shape
      shape[x.rank - 1] = shape[x.rank - 1].map { $0 + windows.fftLength / 2 * 2 }
      input = try emit(
        "MirrorPad", [x, constant(paddings.flatMap { $0 }, shape: [x.rank, 2])],
        ["T": .type(x.type), "Tpaddings": .type(.int32), "mode": .string("REFLECT")],
        shape: shape)
    }
    var frames = try frames(input, length: windows.fftLength, stride: windows.stride)
    if let weights = windows.weights { frames = try multiply(frames, constant(weights)) }
    return try spectrum(frames, length: windows.fftLength)
  }
}
