// SPDX-License-Identifier: Apache-2.0

/// The options of an operator of TensorFlow's own: a FlexBuffer with its name and its node, all of
/// whose sizes and distances take one byte.
///
/// - Parameter attributes: names, and their values as protocol buffers store them: a field and the
///   number in it, which is below 128.
package func flexOptions(
  _ name: String, _ attributes: [(name: String, value: [UInt8])] = []
) -> [UInt8] {
  var node = field(2, Array(name.utf8))
  for attribute in attributes {
    node += field(5, field(1, Array(attribute.name.utf8)) + field(2, attribute.value))
  }
  // Each text behind its length and before a 0; then how many values there are, the values, which are
  // distances back to the texts, and what kind each is.
  var bytes = [UInt8(name.utf8.count)] + Array(name.utf8) + [0, UInt8(node.count)] + node + [0, 2]
  let second = bytes.count - 2 - node.count
  bytes += [UInt8(bytes.count - 1), UInt8(bytes.count + 1 - second), 20, 20]
  // How far back the vector is, that it is one, and of how many bytes the distance is.
  return bytes + [4, 40, 1]
}

/// A field that is stored behind its length.
private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
  [number << 3 | 2, UInt8(bytes.count)] + bytes
}
