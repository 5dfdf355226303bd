// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Foundation
import GraphIR

/// A file mapped read-only into memory for as long as it is referred to.
final class MappedFile: PagedStorage, @unchecked Sendable {
  let path: String
  let bytes: UnsafeRawBufferPointer

  /// - Throws: if there is no such file or it cannot be mapped.
  init(path: String) throws {
    self.path = path
    var start: UnsafeRawPointer?
    var count = 0
    let error = linnet_map_file(path, &start, &count)
    guard error == 0 else {
      let text = String(cString: linnet_error_text(error))
      throw importError("cannot read '\(path)': \(text); copy the whole model again")
    }
    bytes = UnsafeRawBufferPointer(start: count == 0 ? nil : start, count: count)
  }

  deinit {
    if let start = bytes.baseAddress {
      linnet_unmap_file(start, bytes.count)
    }
  }

  func release(_ bytes: UnsafeRawBufferPointer) {
    bytes.releasePages()
  }

  /// The bytes as `Data` that shares them; valid only while the file is.
  var data: Data {
    guard let start = bytes.baseAddress else { return Data() }
    return Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
  }
}

/// An error of the import stage.
func importError(_ reason: String, node: String? = nil) -> ConversionError {
  ConversionError(reason, node: node, stage: "import")
}
