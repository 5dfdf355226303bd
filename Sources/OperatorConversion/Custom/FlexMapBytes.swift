// SPDX-License-Identifier: Apache-2.0

/// What a custom operator's options say under a key.
enum FlexOption {
  case integer(Int32)
  case bool(Bool)
}

/// The bytes of a FlexBuffer that is a map, as `FlexMap` reads them; all values have 4 bytes.
///
/// - Parameter options: keys must be ASCII, and differ.
func flexMap(_ options: [String: FlexOption]) -> [UInt8] {
  let entries = options.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
  var bytes: [UInt8] = []
  var starts: [Int] = []
  for (key, _) in entries {
    starts.append(bytes.count)
    bytes += Array(key.utf8) + [0]
  }
  bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  func append(_ number: Int) {
    withUnsafeBytes(of: Int32(number).littleEndian) { bytes += $0 }
  }
  append(entries.count)
  let keys = bytes.count
  for start in starts { append(bytes.count - start) }
  append(bytes.count - keys)
  append(4)
  append(entries.count)
  let values = bytes.count
  for (_, option) in entries {
    switch option {
    case .integer(let number): append(Int(number))
    case .bool(let isTrue): append(isTrue ? 1 : 0)
    }
  }
  // Kinds: 1 for an integer, 26 for a truth value, 9 for a map; 2 for numbers of 2² bytes.
  for (_, option) in entries {
    if case .integer = option { bytes.append(1 << 2 | 2) } else { bytes.append(26 << 2 | 2) }
  }
  bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  append(bytes.count - values)
  return bytes + [9 << 2 | 2, 4]
}
