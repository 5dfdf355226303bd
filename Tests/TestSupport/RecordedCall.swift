// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import TensorCore

/// A recorded call of a model: arrays by the signature's names.
package struct RecordedCall {
  /// The signature's key, or nil where the model has but one.
  package var signature: String?
  package var inputs: [String: NumPyArray] = [:]
  /// None at all if the call must fail.
  package var outputs: [String: NumPyArray] = [:]

  /// The calls of a model of Tests/Fixtures/control in their order.
  package static func all(of model: String) throws -> [RecordedCall] {
    try all(in: readArrays(at: fixture("control/\(model).npz")))
  }

  /// The calls in their order, from `<call>[/<signature>]/inputs/<name>` and so on.
  package static func all(in arrays: [String: NumPyArray]) throws -> [RecordedCall] {
    var calls: [Int: RecordedCall] = [:]
    for (key, array) in arrays {
      let parts = key.split(separator: "/").map(String.init)
      guard let number = Int(parts[0]) else { throw ArrayFileError("there is an array '\(key)'") }
      var call = calls[number] ?? RecordedCall(signature: parts.count == 4 ? parts[1] : nil)
      switch parts[parts.count - 2] {
      case "inputs": call.inputs[parts[parts.count - 1]] = array
      case "outputs": call.outputs[parts[parts.count - 1]] = array
      default: throw ArrayFileError("there is an array '\(key)'")
      }
      calls[number] = call
    }
    return calls.sorted { $0.key < $1.key }.map(\.value)
  }
}
