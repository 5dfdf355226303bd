// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Which of several operators that one type stands for, each with a name of its own in files.
package protocol CustomForm: Sendable, Hashable, CaseIterable {
  /// What files call the operator.
  var name: String { get }
}

extension CustomForm {
  /// The form of a name; nil for names of other operators.
  package init?(named name: String) {
    for form in Self.allCases where name.isSame(as: form.name) {
      self = form
      return
    }
    return nil
  }
}
