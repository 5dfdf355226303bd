// SPDX-License-Identifier: Apache-2.0

/// How often the highest score is the label's.
///
/// The first of equal scores wins. A single score means class 1 from 0.5 on, else class 0.
package struct Classification: Encodable {
  package private(set) var correct = 0
  package private(set) var total = 0
  /// `correct / total`.
  package private(set) var top1 = 0.0
  /// How often the label is among the five highest scores; nil for ten classes or less.
  package private(set) var top5: Double?
  /// `confusion[label][predicted]`; in JSON for up to 50 classes.
  package private(set) var confusion: [[Int]]
  private var top5Correct = 0

  private enum CodingKeys: CodingKey {
    case correct, total, top1, top5, confusion
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(correct, forKey: .correct)
    try container.encode(total, forKey: .total)
    try container.encode(top1, forKey: .top1)
    try container.encodeIfPresent(top5, forKey: .top5)
    if classCount <= 50 { try container.encode(confusion, forKey: .confusion) }
  }

  init(classCount: Int) {
    confusion = Array(repeating: Array(repeating: 0, count: classCount), count: classCount)
  }

  package var classCount: Int { confusion.count }

  /// - Returns: false if there is no such label.
  mutating func add(scores: [Double], label: Int) -> Bool {
    guard confusion.indices.contains(label) else { return false }
    let predicted = predictedClass(scores)
    total += 1
    if predicted == label { correct += 1 }
    confusion[label][predicted] += 1
    top1 = Double(correct) / Double(total)
    if classCount > 10 {
      let ahead = scores.indices.filter {
        scores[$0] > scores[label] || scores[$0] == scores[label] && $0 < label
      }
      if ahead.count < 5 { top5Correct += 1 }
      top5 = Double(top5Correct) / Double(total)
    }
    return true
  }

  /// The share of each label's samples that are classified right; nil for labels without samples.
  package var accuracyByClass: [Double?] {
    confusion.enumerated().map { label, row in
      let count = row.reduce(0, +)
      return count == 0 ? nil : Double(row[label]) / Double(count)
    }
  }
}

func predictedClass(_ scores: [Double]) -> Int {
  if scores.count == 1 { return scores[0] >= 0.5 ? 1 : 0 }
  var best = 0
  for index in scores.indices where scores[index] > scores[best] { best = index }
  return best
}
