// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How far a candidate's output is from the reference's, over all elements of all samples.
///
/// With reference values r and candidate values c, and e = c − r:
///
/// | figure                | meaning                                                    |
/// |-----------------------|------------------------------------------------------------|
/// | `maxAbsolute`         | the largest abs(e)                                         |
/// | `meanAbsolute`        | the mean of abs(e)                                         |
/// | `rmse`                | √(mean of e²)                                              |
/// | `relativeRmse`        | rmse / (largest r − smallest r)                            |
/// | `sqnrDb`              | 10 · log₁₀(Σ r² / Σ e²); nil where the outputs are equal   |
/// | `cosine`              | Σ r·c / √(Σ r² · Σ c²)                                     |
package struct OutputError: Encodable {
  package var output: String
  package var maxAbsolute: Double
  package var meanAbsolute: Double
  package var rmse: Double
  package var relativeRmse: Double?
  package var sqnrDb: Double?
  package var cosine: Double?
}

/// Sums up an output's error a sample at a time, and keeps some of the pairs for plots.
struct OutputErrorSums {
  private var count = 0
  private var largest = 0.0
  private var absolute = 0.0
  private var squares = 0.0
  private var referenceSquares = 0.0
  private var candidateSquares = 0.0
  private var products = 0.0
  private var lowestReference = Double.infinity
  private var highestReference = -Double.infinity
  private(set) var pairs = PairSample()

  mutating func add(reference: [Double], candidate: [Double]) {
    for (wanted, found) in zip(reference, candidate) {
      let error = found - wanted
      count += 1
      largest = max(largest, error.magnitude)
      absolute += error.magnitude
      squares += error * error
      referenceSquares += wanted * wanted
      candidateSquares += found * found
      products += wanted * found
      lowestReference = min(lowestReference, wanted)
      highestReference = max(highestReference, wanted)
      pairs.add(wanted, found)
    }
  }

  func error(of output: String) -> OutputError {
    let rmse = (squares / Double(max(count, 1))).squareRoot()
    let spread = highestReference - lowestReference
    let norms = (referenceSquares * candidateSquares).squareRoot()
    return OutputError(
      output: output, maxAbsolute: largest, meanAbsolute: absolute / Double(max(count, 1)),
      rmse: rmse, relativeRmse: spread > 0 ? rmse / spread : nil,
      sqnrDb: squares > 0 && referenceSquares > 0
        ? 10 * log10(referenceSquares / squares) : nil,
      cosine: norms > 0 ? products / norms : nil)
  }
}

/// Some of a long series of pairs, evenly spread over it, whatever its length.
package struct PairSample {
  package private(set) var references: [Double] = []
  package private(set) var candidates: [Double] = []
  private var stride = 1
  private var position = 0
  private static let limit = 4096

  mutating func add(_ reference: Double, _ candidate: Double) {
    if position % stride == 0 {
      references.append(reference)
      candidates.append(candidate)
      if references.count == Self.limit { thin() }
    }
    position += 1
  }

  /// Drops every second pair.
  private mutating func thin() {
    let kept = Swift.stride(from: 0, to: references.count, by: 2)
    references = kept.map { references[$0] }
    candidates = kept.map { candidates[$0] }
    stride *= 2
  }
}
