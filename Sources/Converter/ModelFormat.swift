// SPDX-License-Identifier: Apache-2.0
import Foundation
import KerasImport

/// The formats that models are converted from.
package enum ModelFormat: Sendable {
  /// A folder of TensorFlow's, which the graph in it stands for, too.
  case savedModel
  /// A `.tflite` file.
  case lite
  /// A `.keras` file, or an HDF5 file of a whole model.
  case keras
  /// A serialized graph with its constants.
  case frozenGraph
  /// The `.json` file of a model of TensorFlow.js.
  case web

  /// The format of what is at a path: by its first bytes, and by its name where these say nothing.
  ///
  /// What does not exist is taken for a SavedModel, unless its name says otherwise.
  package init(at path: String) {
    var isFolder: ObjCBool = false
    if URL(fileURLWithPath: path).lastPathComponent == "saved_model.pb" {
      self = .savedModel
      return
    }
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue, let format = Self.format(ofFileAt: path) {
      self = format
      return
    }
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case _ where isFolder.boolValue: self = .savedModel
    case "tflite": self = .lite
    case "keras", "h5", "hdf5", "hdf": self = .keras
    default: self = exists ? .frozenGraph : .savedModel
    }
  }

  private static func format(ofFileAt path: String) -> ModelFormat? {
    // User blocks of HDF5 are looked for this far.
    guard let file = FileHandle(forReadingAtPath: path),
      let bytes = try? file.read(upToCount: 1 << 14)
    else { return nil }
    return bytes.withUnsafeBytes { bytes in
      if KerasModel.isHDF5(bytes) || KerasModel.isArchive(bytes) { return .keras }
      if bytes.count >= 8, bytes[4..<8].elementsEqual("TFL3".utf8) { return .lite }
      if bytes.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{") { return .web }
      return nil
    }
  }
}
