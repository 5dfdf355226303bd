// SPDX-License-Identifier: Apache-2.0

/// What one operator of a model instance keeps from inference to inference; zeros at first.
package final class OperatorState {
  private var memory: PreparedBuffer?

  package init() {}

  /// Brings back the zeros.
  package func clear() {
    guard let memory else { return }
    memory.base.initializeMemory(as: UInt8.self, repeating: 0, count: memory.byteCount)
  }

  /// What is kept; zeros again where it was of another size.
  fileprivate func kept(byteCount: Int) -> PreparedBuffer {
    if let memory, memory.byteCount == byteCount { return memory }
    let buffer = PreparedBuffer(byteCount: byteCount)
    memory = buffer
    return buffer
  }
}

extension PrepareContext {
  /// Memory that the operator keeps from inference to inference, until the instance is reset; for
  /// operators whose effects are ``OperatorEffects/keepsState``.
  ///
  /// - Throws: where it would exceed ``byteLimit``.
  package mutating func keptState(byteCount: Int) throws(OperatorError) -> PreparedBuffer {
    try keep(byteCount: byteCount)
    return state.kept(byteCount: byteCount)
  }
}
