// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// Layers of sounds.
let soundLayers: [LayerKind] = [
  LayerKind(simple: "MelSpectrogram") { call, x in
    try melSpectrogram(call, call.builder.cast(x, to: .float32))
  },
  LayerKind(simple: "STFTSpectrogram", variables: waves) { call, x in
    try convolvedSpectrogram(call, call.builder.cast(x, to: .float32))
  },
]

/// The kernels of the parts that a mode needs.
private func waves(_ config: LayerConfig) -> [LayerVariable] {
  let mode = config["mode"].string ?? "log"
  return LayerVariable.list(
    (mode == "imag" ? [] : ["real_kernel"]) + (mode == "real" ? [] : ["imag_kernel"]))
}

private func melSpectrogram(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let config = call.config
  let b = call.builder
  let fftLength = try config.integer("fft_length", default: 2048)
  let given = config["sequence_length"].integer ?? 0
  let windows = try ShortTime(
    length: given == 0 ? fftLength : given,
    stride: config.integer("sequence_stride", default: 512), fftLength: fftLength,
    window: config["window"], isCentered: true)
  let parts = try b.shortTimeSpectrum(x, windows)
  let power = try b.add(b.unary("Square", parts[0]), b.unary("Square", parts[1]))
  let exponent = try config.number("mag_exp", default: 2)
  let sizes = exponent == 2 ? power : try b.binary("Pow", power, b.scalar(exponent / 2))
  var result = try b.matMul(sizes, melWeights(call, binCount: fftLength / 2 + 1))
  if try config.bool("power_to_db", default: true) {
    let least = try config.number("min_power", default: 1e-10)
    let reference = abs(try config.number("ref_power", default: 1))
    let scale = 10 / log(10.0)
    result = try b.multiply(b.unary("Log", b.maximum(result, least)), scale)
    result = try b.add(result, -scale * log(max(reference, least)))
    let loudest = try b.reduce("Max", result, axes: Array(0..<result.rank))
    let range = try config.number("top_db", default: 80)
    result = try b.maximum(result, b.add(loudest, -range))
  }
  return try b.turned(result)
}

/// How much of each frequency is in each band: triangles that are linear in mel.
private func melWeights(_ call: LayerCall, binCount: Int) throws -> Tensor {
  let config = call.config
  let bandCount = try config.integer("num_mel_bins", default: 128)
  let rate = try config.number("sampling_rate", default: 16000)
  let least = try config.number("min_freq", default: 20)
  let given = try config.number("max_freq", default: 0)
  let most = given == 0 ? Double(Int(rate / 2)) : given
  guard bandCount > 0, binCount > 1, bandCount.saturatingProduct(binCount) <= 1 << 24 else {
    throw config.error("it has \(bandCount) bands of \(binCount) frequencies")
  }
  func mel(_ hertz: Double) -> Double { 1127 * log(1 + hertz / 700) }
  let (first, last) = (mel(least), mel(most))
  let edges = (0..<bandCount + 2).map {
    first + (last - first) * Double($0) / Double(bandCount + 1)
  }
  var weights = Array(repeating: Float(0), count: bandCount)
  for bin in 1..<binCount {
    let place = mel(rate / 2 * Double(bin) / Double(binCount - 1))
    weights += (0..<bandCount).map { band in
      let rise = (place - edges[band]) / (edges[band + 1] - edges[band])
      let fall = (edges[band + 2] - place) / (edges[band + 2] - edges[band + 1])
      return Float(max(0, min(rise, fall)))
    }
  }
  return call.builder.constant(weights, shape: [binCount, bandCount])
}

/// Spectra as convolutions with waves, whose kernels are weights.
private func convolvedSpectrogram(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let config = call.config
  let b = call.builder
  guard x.rank == 3 else { throw config.error("its input has rank \(x.rank), needs 3") }
  let length = try config.integer("frame_length", default: 256)
  let given = config["fft_length"].integer
  var fftLength = given ?? 1
  if given == nil { while fftLength < min(length, 1 << 20) { fftLength *= 2 } }
  let window = Window(
    sizes: [length], strides: [config["frame_step"].integer ?? max(1, length / 2)],
    dilations: [1], isSame: try config.string("padding", default: "valid") == "same")
  guard (window.sizes + window.strides).allSatisfy({ $0 > 0 && $0 <= 1 << 20 }) else {
    throw config.error("its window is empty or too large")
  }
  let binCount = fftLength / 2 + 1
  let isFirst = config.isChannelsFirst
  // Channels before steps, then as many signals of one channel.
  let rows = isFirst ? x : try b.transpose(x, [0, 2, 1])
  guard let channels = rows.shape[1] else { throw config.error("its channels are open") }
  let (batch, steps) = try (b.size(of: rows, 0), b.size(of: rows, 2))
  let signals = try b.reshape(rows, to: [.known(-1), steps, .known(1)])
  func part(_ name: String) throws -> Tensor {
    let kernel = try call.weight(name, [length, 1, binCount])
    let bins = try b.convolve(signals, kernel, window)
    let turned = try b.transpose(bins, [0, 2, 1])
    return try b.reshape(
      turned, to: [batch, .known(channels), .known(binCount), b.size(of: turned, 2)])
  }
  var result = try spectrum(call, part)
  let isExpanded = try config.bool("expand_dims", default: false)
  if isExpanded {
    return try b.transpose(result, isFirst ? [0, 1, 3, 2] : [0, 3, 2, 1])
  }
  result = try b.reshape(
    result,
    to: [batch, .known(channels * (result.shape[2] ?? binCount)), b.size(of: result, 3)])
  return isFirst ? result : try b.transpose(result, [0, 2, 1])
}

/// What a mode makes of real and imaginary parts: batch, channels, frequencies, steps.
private func spectrum(
  _ call: LayerCall, _ part: (String) throws -> Tensor
) throws -> Tensor {
  let b = call.builder
  let mode = try call.config.string("mode", default: "log")
  if mode == "real" { return try part("real_kernel") }
  if mode == "imag" { return try part("imag_kernel") }
  let (real, imaginary) = try (part("real_kernel"), part("imag_kernel"))
  if mode == "angle" { return try b.binary("Atan2", imaginary, real) }
  if mode == "stft" { return try b.concatenate([real, imaginary], axis: 2) }
  let power = try b.add(b.unary("Square", real), b.unary("Square", imaginary))
  switch mode {
  case "psd":
    let inner = try b.slice(power, [.all, .all, GraphBuilder.Span(begin: 1, end: -1)])
    return try b.add(power, b.pad(inner, [(0, 0), (0, 0), (1, 1), (0, 0)]))
  case "magnitude": return try b.unary("Sqrt", b.maximum(power, 1e-7))
  case "log":
    let size = try b.unary("Sqrt", b.maximum(power, 1e-7))
    return try b.unary("Log", b.maximum(size, 1e-7))
  default: throw call.config.error("mode '\(mode)' is not known")
  }
}
