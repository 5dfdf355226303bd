// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// What users say of how images and sounds are to become numbers.
///
/// `value = (x · scale − mean) / deviation`, where x is what a file holds of a color (0 … 255) or of
/// a sound (−1 … 1).
package struct SamplePreparation: Hashable, Sendable {
  enum Key: String, CaseIterable {
    case scale, mean, deviation, order, crop, antialias, rate, channel

    func isFor(_ kind: SampleFiles.Kind) -> Bool {
      switch self {
      case .scale, .mean, .deviation: kind == .images || kind == .sounds
      case .order, .crop, .antialias: kind == .images
      case .rate, .channel: kind == .sounds
      }
    }
  }

  /// Nil for what the type of the input makes of it (``ValueScaling``).
  private(set) var scale: Double?
  /// None, one, or one a channel, in the order in which the model takes them; units of the input.
  private(set) var mean: [Double] = []
  private(set) var deviation: [Double] = []
  /// Whether channels are blue, green, red.
  private(set) var isBlueFirst = false
  /// The share of the middle part that is kept; nil where the whole image is.
  private(set) var crop: Double?
  /// Whether images that become smaller are smoothed.
  private(set) var antialiases = false
  /// Sounds must have so many frames a second.
  private(set) var rate: Int?
  /// The channel of sounds that is taken; nil for the mean of all.
  private(set) var channel: Int?
  private var given: Set<Key> = []

  package init() {}

  /// Sets what a user names.
  ///
  /// - Throws: where there is no such key, or it does not take the value.
  package mutating func set(_ key: String, to text: String) throws(ArrayFileError) {
    guard let known = Key(rawValue: key) else {
      let all = Key.allCases.map(\.rawValue).joined(separator: ", ")
      throw ArrayFileError("there is no '\(key)'; there are \(all)")
    }
    guard set(known, text) else {
      throw ArrayFileError("'\(key)' takes \(Self.form(of: known)), not '\(text)'")
    }
    given.insert(known)
  }

  /// Sets all that an object of JSON holds: numbers, lists of numbers, words.
  package mutating func set(json: Data) throws(ArrayFileError) {
    guard let object = (try? JSONSerialization.jsonObject(with: json)) as? [String: Any] else {
      throw ArrayFileError("it is not one JSON object")
    }
    for (key, value) in object.sorted(by: { $0.key < $1.key }) {
      let parts = value as? [Any] ?? [value]
      try set(key, to: parts.map { "\($0)" }.joined(separator: ","))
    }
  }

  private mutating func set(_ key: Key, _ text: String) -> Bool {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
    }
    let areFinite = numbers.allSatisfy(\.isFinite)
    let number = numbers.count == 1 && areFinite ? numbers[0] : nil
    switch key {
    case .scale:
      scale = number
      return number != nil && number != 0
    case .mean:
      mean = numbers
      return areFinite
    case .deviation:
      deviation = numbers
      return areFinite && numbers.allSatisfy { $0 > 0 }
    case .order:
      isBlueFirst = text.lowercased() == "bgr"
      return isBlueFirst || text.lowercased() == "rgb"
    case .crop:
      crop = number
      return number.map { $0 > 0 && $0 <= 1 } ?? false
    case .antialias:
      antialiases = text == "true" || text == "1"
      return antialiases || text == "false" || text == "0"
    case .rate:
      rate = Int(text)
      return (rate ?? 0) > 0
    case .channel:
      channel = Int(text)
      return (channel ?? -1) >= 0
    }
  }

  private static func form(of key: Key) -> String {
    switch key {
    case .scale: "a number other than 0"
    case .mean: "a number or one for each channel"
    case .deviation: "a number above 0 or one for each channel"
    case .order: "rgb or bgr"
    case .crop: "a share above 0 and up to 1"
    case .antialias: "true or false"
    case .rate: "frames a second"
    case .channel: "the number of a channel, from 0"
    }
  }

  /// - Throws: where something was set that does not concern samples of a kind.
  func check(for kind: SampleFiles.Kind, at path: String) throws(ArrayFileError) {
    for key in Key.allCases where given.contains(key) && !key.isFor(kind) {
      throw ArrayFileError(path, "it holds \(kind.name), which '\(key.rawValue)' is not for")
    }
  }

  func isGiven(_ key: Key) -> Bool { given.contains(key) }
}
