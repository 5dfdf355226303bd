// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The constraints that operators' documentation states, as in `Tile C1`: the file's stem and the
/// number.
///
/// - Parameter isIncluded: whether a family, a folder in Sources/Operators, is asked for.
/// - Throws: if a file cannot be read, or numbers its constraints in another order than C1, C2, ….
package func statedConstraints(of isIncluded: (String) -> Bool) throws -> [String] {
  let operators = URL(fileURLWithPath: packageRoot + "/Sources/Operators")
  let families = try FileManager.default.contentsOfDirectory(atPath: operators.path)
  return try families.filter(isIncluded).flatMap { family in
    try FileManager.default.contentsOfDirectory(
      at: operators.appending(path: family), includingPropertiesForKeys: nil
    ).flatMap(constraints(in:))
  }
}

private struct MisnumberedConstraint: Error {
  let constraint: String
}

/// The constraints in one file's documentation.
private func constraints(in file: URL) throws -> [String] {
  let stem = file.deletingPathExtension().lastPathComponent
  let numbers = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    .compactMap { line in line.firstMatch(of: #/^/// - C(\d+): /#).map { Int($0.1)! } }
  return try numbers.enumerated().map { (index, number) in
    let constraint = "\(stem) C\(number)"
    guard number == index + 1 else { throw MisnumberedConstraint(constraint: constraint) }
    return constraint
  }
}
