// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// How much each line of a picture counts for each of a resized one, as TensorFlow weighs them.
enum ResizeWeights {
  /// Means over what a line of the result covers.
  static func area(from size: Int, to target: Int, scale: Float) -> [[Float]] {
    (0..<target).map { line in
      var row = [Float](repeating: 0, count: size)
      let (low, high) = (Float(line) * scale, Float(line + 1) * scale)
      for source in Int(low.rounded(.down))..<Int(high.rounded(.up)) {
        let place = Float(source)
        let share: Float =
          place < low
          ? (place + 1 > high ? scale : place + 1 - low) : (place + 1 > high ? high - place : 1)
        row[min(max(source, 0), size - 1)] += share / scale
      }
      return row
    }
  }

  /// Fractions of a cubic's argument in TensorFlow's table.
  private static let fractionCount = 1024

  /// Cubics through four neighbours, at the nearest of 1024 fractions.
  static func cubic(
    from size: Int, to target: Int, scale: Float, hasHalfPixelCenters: Bool
  ) -> [[Float]] {
    let slope: Float = hasHalfPixelCenters ? -0.5 : -0.75
    func near(_ x: Float) -> Float { ((slope + 2) * x - (slope + 3)) * x * x + 1 }
    func far(_ x: Float) -> Float { ((slope * x - 5 * slope) * x + 8 * slope) * x - 4 * slope }
    return (0..<target).map { line in
      let place =
        hasHalfPixelCenters ? (Float(line) + 0.5) * scale - 0.5 : Float(line) * scale
      let whole = place.rounded(.down)
      let step = ((place - whole) * Float(fractionCount)).rounded(.toNearestOrEven)
      let (before, behind) = (
        step / Float(fractionCount), (Float(fractionCount) - step) / Float(fractionCount)
      )
      let weights = [far(before + 1), near(before), near(behind), far(behind + 1)]
      var row = [Float](repeating: 0, count: size)
      for (index, weight) in weights.enumerated() {
        let source = Int(whole) - 1 + index
        let bounded = min(max(source, 0), size - 1)
        // Neighbours outside count for nothing, or for those at the edge.
        if hasHalfPixelCenters, source != bounded { continue }
        row[bounded] += weight
      }
      let sum = row.reduce(0, +)
      guard hasHalfPixelCenters, abs(sum) >= 1000 * Float.leastNormalMagnitude else { return row }
      return row.map { $0 / sum }
    }
  }
}

/// A window that weighs lines by their distance.
struct ResizeKernel {
  let radius: Float
  private let weight: (Float) -> Float

  /// Nil for a name that TensorFlow does not have.
  init?(_ name: String) {
    switch name {
    case "lanczos1": self.init(lanczos: 1)
    case "lanczos3": self.init(lanczos: 3)
    case "lanczos5": self.init(lanczos: 5)
    case "gaussian":
      self.init(radius: 1.5) { $0 >= 1.5 ? 0 : Float(Elementary.exp(Double(-2 * $0 * $0))) }
    case "box": self.init(radius: 1) { $0 < 0.5 ? 1 : $0 == 0.5 ? 0.5 : 0 }
    case "triangle": self.init(radius: 1) { $0 < 1 ? 1 - $0 : 0 }
    case "keyscubic":
      self.init(radius: 2) {
        if $0 >= 2 { return 0 }
        return $0 >= 1
          ? ((-0.5 * $0 + 2.5) * $0 - 4) * $0 + 2 : ((1.5 * $0 - 2.5) * $0) * $0 + 1
      }
    case "mitchellcubic":
      self.init(radius: 2) {
        if $0 >= 2 { return 0 }
        return $0 >= 1
          ? ((-7 / 18 * $0 + 2) * $0 - 10 / 3) * $0 + 16 / 9
          : ((7 / 6 * $0 - 2) * $0) * $0 + 8 / 9
      }
    default: return nil
    }
  }

  private init(radius: Float, _ weight: @escaping (Float) -> Float) {
    (self.radius, self.weight) = (radius, weight)
  }

  private init(lanczos radius: Float) {
    self.init(radius: radius) { x in
      if x > radius { return 0 }
      if x <= 1e-3 { return 1 }
      let angle = Double(Float.pi * x)
      let lobes = Elementary.sin(angle) * Elementary.sin(angle / Double(radius))
      return Float(Double(radius) * lobes / (angle * angle))
    }
  }

  /// A row of weights for each line of a result that is scaled, then shifted.
  ///
  /// - Parameter widens: whether the window grows as lines become fewer.
  func weights(
    from size: Int, to target: Int, scale: Float, shift: Float, widens: Bool
  ) -> [[Float]] {
    let step = 1 / scale
    let width = widens ? max(step, 1) : 1
    return (0..<target).map { line in
      var row = [Float](repeating: 0, count: size)
      let place = (Float(line) + 0.5) * step - step * shift
      guard place >= 0, place <= Float(size) else { return row }
      let first = Int(max((place - radius * width - 0.5).rounded(.up), 0))
      let last = Int(min((place + radius * width - 0.5).rounded(.down), Float(size - 1)))
      guard first <= last else { return row }
      for source in first...last {
        row[source] = weight(abs((Float(source) + 0.5 - place) / width))
      }
      let sum = row.reduce(0, +)
      guard abs(sum) >= 1000 * Float.leastNormalMagnitude else { return row }
      return row.map { $0 / sum }
    }
  }
}
