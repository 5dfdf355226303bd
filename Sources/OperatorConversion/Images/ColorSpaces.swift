// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Pictures as hue, saturation and value, as red, green and blue, and with another hue or saturation.
enum ColorSpace: TensorFlowConversion {
  static let tensorFlowNames = ["AdjustHue", "AdjustSaturation", "HSVToRGB", "RGBToHSV"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    if node.operation == "HSVToRGB" {
      return [try legalizer.pixels(legalizer.primaries(of: legalizer.channels(of: x)))]
    }
    var color = try legalizer.hue(of: legalizer.channels(of: x))
    switch node.operation {
    case "RGBToHSV": return [try legalizer.pixels(color)]
    case "AdjustHue":
      let hue = try legalizer.sum(color[0], node.input(1))
      color[0] = try legalizer.difference(hue, legalizer.floor(hue))
    default:
      let saturation = try legalizer.product(color[1], node.input(1))
      color[1] = try legalizer.unitClipped(saturation)
    }
    return [try legalizer.pixels(legalizer.primaries(of: color))]
  }
}

extension Legalizer {
  /// The three channels of a picture.
  fileprivate mutating func channels(of x: ValueID) throws(ConversionError) -> [ValueID] {
    let axis = try rank(of: x) - 1
    var channels: [ValueID] = []
    for channel in 0..<3 { channels.append(try element(channel, of: x, along: axis)) }
    return channels
  }

  fileprivate mutating func pixels(_ channels: [ValueID]) throws(ConversionError) -> ValueID {
    try emit(.pack(Pack(axis: rank(of: channels[0]))), channels, count: 1)[0]
  }

  fileprivate mutating func unitClipped(_ x: ValueID) throws(ConversionError) -> ValueID {
    try minimum(maximum(x, 0), 1)
  }

  /// Hue, saturation and value, all from 0 to 1, of red, green and blue.
  fileprivate mutating func hue(of color: [ValueID]) throws(ConversionError) -> [ValueID] {
    let (red, green, blue) = (color[0], color[1], color[2])
    let value = try maximum(red, maximum(green, blue))
    let range = try difference(value, minimum(red, minimum(green, blue)))
    let isLit = try isGreater(value, 0)
    let saturation = try choice(isLit, quotient(range, value), product(value, 0))
    let isColored = try isGreater(range, 0)
    let scale = try quotient(
      1.0 / 6, choice(isColored, range, constant(scalar: 1, type: .float32)))
    let ofRed = try product(difference(green, blue), scale)
    let ofGreen = try sum(product(difference(blue, red), scale), 2.0 / 6)
    let ofBlue = try sum(product(difference(red, green), scale), 4.0 / 6)
    let turn = try choice(
      isEqual(red, value), ofRed, choice(isEqual(green, value), ofGreen, ofBlue))
    let hue = try choice(isColored, turn, product(value, 0))
    return [try choice(isLess(hue, 0), sum(hue, 1), hue), saturation, value]
  }

  /// Red, green and blue of hue, saturation and value.
  fileprivate mutating func primaries(of color: [ValueID]) throws(ConversionError) -> [ValueID] {
    let (turn, saturation, value) = (try product(color[0], 6), color[1], color[2])
    let distances = [
      try difference(magnitude(difference(turn, 3)), 1),
      try difference(2, magnitude(difference(turn, 2))),
      try difference(2, magnitude(difference(turn, 4))),
    ]
    let white = try difference(1, saturation)
    var primaries: [ValueID] = []
    for distance in distances {
      let share = try product(unitClipped(distance), saturation)
      primaries.append(try product(sum(share, white), value))
    }
    return primaries
  }
}
