// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What the operators of TensorFlow Lite Micro's signal library refuse.
enum SignalRejections {
  @RejectionTable static var table: [Rejection] {
    pieces
    spectra
    bands
    framing
    streams
  }

  private static func samples(_ shape: [Int]) -> DirectTensor { zero(.int16, nil, shape) }
  private static func energies(_ shape: [Int]) -> DirectTensor { zero(.uint32, nil, shape) }

  @RejectionTable private static var pieces: [Rejection] {
    for (input, weights) in [([2, 3], [2]), ([], [1]), ([2, 3], [1, 3])] {
      Rejection(.c1, SignalWindow(shift: 3), [samples(input), samples(weights)], "[…, size]")
    }
    for shift in [-1, 32] {
      Rejection(.c2, SignalWindow(shift: shift), [samples([3]), samples([3])], "shift \(shift)")
    }
    Rejection(
      .c1, SignalFftAutoScale(), [samples([2, 3])], "one axis", resultTypes: [.int16, .int32])
  }

  @RejectionTable private static var spectra: [Rejection] {
    for length in [0, -8, 2, 6, 1 << 21] {
      Rejection(
        .c1, SignalTransform(.forward, length: length), [samples([1])], "is no power of two")
    }
    Rejection(.c2, SignalTransform(.forward, length: 8), [samples([9])], "does not fit")
    Rejection(.c2, SignalTransform(.forward, length: 8), [samples([])], "does not fit")
    Rejection(.c2, SignalTransform(.inverse, length: 8), [samples([8])], "does not fit")
    Rejection(.c1, SignalEnergy(start: 0, end: 1), [samples([3])], "even number")
    Rejection(.c1, SignalEnergy(start: 0, end: 1), [samples([1, 4])], "one axis")
    for (start, end) in [(-1, 1), (2, 1), (0, 3)] {
      Rejection(.c2, SignalEnergy(start: start, end: end), [samples([4])], "are not in 2")
    }
  }

  @RejectionTable private static var bands: [Rejection] {
    let bank = SignalFilterBank(channelCount: 1)
    let two = tensor([0, 0] as [Int16])
    let weights = tensor([1, 2, 3] as [Int16])
    let starts = tensor([0, 2] as [Int16])
    for inputs in [
      [energies([1, 4]), weights, weights, two, two, two],
      [energies([4]), weights, two, two, two, two],
      [energies([4]), weights, weights, two, weights, two],
    ] {
      Rejection(.c1, bank, inputs, "must be vectors")
    }
    Rejection(
      .c1, SignalFilterBank(channelCount: -1),
      [energies([4]), weights, weights, two, two, two], "must be vectors")
    for (frequencies, first, widths) in [
      ([0, 3], [0, 0], [1, 2]), ([0, -1], [0, 0], [1, 2]), ([0, 0], [0, 2], [1, 2]),
      ([0, 0], [-1, 0], [1, 2]),
    ] as [([Int16], [Int16], [Int16])] {
      Rejection(
        .c2, bank,
        [energies([4]), weights, weights, tensor(frequencies), tensor(first), tensor(widths)],
        "is not within")
    }
    let numbers = zero(.uint64, nil, [2])
    Rejection(
      .c1, SignalFilterBankSquareRoot(), [numbers, control([1, 2])], "and one element")
    for shift in [-1, 32] {
      Rejection(
        .c2, SignalFilterBankSquareRoot(), [numbers, control([shift], [])], "are not in 0 to 31")
    }
    let log = SignalFilterBankLog(scale: 100, correctionBits: 3)
    Rejection(.c1, log, [energies([1, 2])], "one axis")
    for (scale, bits) in [(0, 3), (1 << 31, 3), (1, -1), (1, 32)] {
      Rejection(
        .c2, SignalFilterBankLog(scale: scale, correctionBits: bits), [energies([2])],
        "is out of range")
    }
    let gains = samples([125])
    for inputs in [
      [energies([2]), energies([3]), gains], [energies([2]), energies([2]), starts],
      [energies([1, 2]), energies([1, 2]), gains],
    ] {
      Rejection(.c1, SignalPCAN(shift: 6), inputs, "[125] or more")
    }
    for shift in [-1, 64] {
      Rejection(
        .c2, SignalPCAN(shift: shift), [energies([2]), energies([2]), gains], "snr_shift")
    }
  }

  @RejectionTable private static var framing: [Rejection] {
    let types: [ElementType] = [.int16, .bool]
    for (size, step, isFilled) in [
      (0, 1, false), (4, 0, false), (1 << 25, 1, false), (2, 3, true),
    ] {
      Rejection(
        .c1, SignalFramer(size: size, step: step, isFilledBeforehand: isFilled), [samples([6])],
        "are out of range", resultTypes: types)
    }
    for shape in [[], [0], [5]] {
      Rejection(
        .c2, SignalFramer(size: 4, step: 2), [samples(shape)], "a multiple of 2",
        resultTypes: types)
    }
    let stacker = SignalStacker(channelCount: 2, left: 1, right: 1, step: 2)
    for shape in [[3], [1, 2]] {
      Rejection(.c1, stacker, [samples(shape)], "num_channels 2", resultTypes: types)
    }
    for (count, left, right, step) in [
      (0, 1, 1, 1), (2, -1, 1, 1), (2, 1, -1, 1), (2, 1, 1, 0), (2, 1, 1, 4), (2, 1 << 17, 1, 1),
    ] {
      Rejection(
        .c2, SignalStacker(channelCount: count, left: left, right: right, step: step),
        [samples([2])], "are out of range", resultTypes: types)
    }
  }

  @RejectionTable private static var streams: [Rejection] {
    Rejection(.c1, SignalDelay(length: 1), [samples([])], "has no axis")
    for length in [-1, 1 << 25] {
      Rejection(.c2, SignalDelay(length: length), [samples([2])], "delay_length \(length)")
    }
    Rejection(.c1, SignalOverlapAdd(step: 1), [samples([4])], "two axes or more")
    Rejection(
      .c1, SignalOverlapAdd(step: 1), [samples([1, 4])], "the same type", resultTypes: [.float32])
    for step in [0, 5] {
      Rejection(.c2, SignalOverlapAdd(step: step), [samples([1, 4])], "frame_step \(step)")
    }
    let noise = SignalFilterBankSpectralSubtraction(
      channelCount: 2, weights: [1, 2, 1, 2], least: 1, smoothingBits: 4, bits: 14, isClamped: true)
    let types: [ElementType] = [.uint32, .uint32]
    Rejection(.c1, noise, [energies([3])], "num_channels 2", resultTypes: types)
    for change in [
      { $0.smoothingBits = 32 }, { $0.bits = 64 }, { $0.bits = -1 }, { $0.least = -1 },
      { $0.weights[3] = 1 << 31 },
    ] as [(inout SignalFilterBankSpectralSubtraction) -> Void] {
      Rejection(.c2, changed(noise, change), [energies([2])], "out of range", resultTypes: types)
    }
  }
}
