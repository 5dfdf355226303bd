// SPDX-License-Identifier: Apache-2.0

/// A grid of pixels whose channels lie together.
struct PixelGrid {
  let height: Int
  let width: Int
  let channelCount: Int
  let elements: [Float]

  /// The middle part, of a width and height that are no larger.
  func middle(height newHeight: Int, width newWidth: Int) -> PixelGrid {
    let (top, left) = ((height - newHeight) / 2, (width - newWidth) / 2)
    var part: [Float] = []
    part.reserveCapacity(newHeight * newWidth * channelCount)
    for row in top..<top + newHeight {
      let start = (row * width + left) * channelCount
      part += elements[start..<start + newWidth * channelCount]
    }
    return PixelGrid(
      height: newHeight, width: newWidth, channelCount: channelCount, elements: part)
  }

  /// The grid in another size, by linear interpolation along both axes; pixels lie at the middle of
  /// their squares.
  ///
  /// - Parameter antialiases: whether pixels of a smaller grid are weighted means of all that they
  ///   cover, rather than of the two nearest along each axis.
  ///
  /// Source: TensorFlow, `tf.image.resize`, methods bilinear with and without antialias.
  func resized(height newHeight: Int, width newWidth: Int, antialiases: Bool) -> PixelGrid {
    guard newHeight != height || newWidth != width else { return self }
    let columns = AxisWeights(from: width, to: newWidth, antialiases: antialiases)
    let rows = AxisWeights(from: height, to: newHeight, antialiases: antialiases)
    var narrow = [Float](repeating: 0, count: height * newWidth * channelCount)
    for row in 0..<height {
      for (column, span) in columns.spans.enumerated() {
        let target = (row * newWidth + column) * channelCount
        for (offset, weight) in span.weights.enumerated() {
          let source = (row * width + span.start + offset) * channelCount
          for channel in 0..<channelCount {
            narrow[target + channel] += weight * elements[source + channel]
          }
        }
      }
    }
    let rowSize = newWidth * channelCount
    var result = [Float](repeating: 0, count: newHeight * rowSize)
    for (row, span) in rows.spans.enumerated() {
      for (offset, weight) in span.weights.enumerated() {
        let source = (span.start + offset) * rowSize
        for index in 0..<rowSize {
          result[row * rowSize + index] += weight * narrow[source + index]
        }
      }
    }
    return PixelGrid(
      height: newHeight, width: newWidth, channelCount: channelCount, elements: result)
  }
}

/// Of which elements along an axis each element of the resized axis is the weighted mean.
private struct AxisWeights {
  struct Span {
    let start: Int
    let weights: [Float]
  }

  let spans: [Span]

  /// Weights fall linearly with the distance from the middle, to 0 at one element, or at as many as
  /// one of the result covers. Those beyond the ends are left out and the others add up to 1.
  init(from count: Int, to newCount: Int, antialiases: Bool) {
    let step = Double(count) / Double(newCount)
    let reach = antialiases ? max(step, 1) : 1
    spans = (0..<newCount).map { index in
      let middle = (Double(index) + 0.5) * step - 0.5
      let first = max(Int((middle - reach).rounded(.down)), 0)
      let last = min(Int((middle + reach).rounded(.up)), count - 1)
      var start = first
      var weights: [Double] = []
      for source in first...last {
        let weight = 1 - abs(Double(source) - middle) / reach
        if weight > 0 {
          weights.append(weight)
        } else if weights.isEmpty {
          start = source + 1
        }
      }
      let sum = weights.reduce(0, +)
      return Span(start: start, weights: weights.map { Float($0 / sum) })
    }
  }
}
