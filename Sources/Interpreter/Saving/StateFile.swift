// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import CPlatform
  import Operators
  import TensorCore

  /// A file in the folder that a caller lets a model write to and read from.
  struct StateFile {
    private let folder: String
    /// What the model calls it.
    let name: String
    /// Its parts below the folder, with slashes between.
    private let path: String

    /// - Parameter name: of a place in the folder, from there or from the root.
    /// - Throws: where there is no folder, or the name leads out of it.
    init(named name: [UInt8], in folder: String?) throws(InterpreterError) {
      self.name = String(decoding: name, as: UTF8.self)
      guard let folder else {
        throw InterpreterError(
          "'\(self.name)' is a file, and no folder is given for files; --state-folder DIR names one"
        )
      }
      self.folder = folder
      var path = name[...]
      let start = Array(folder.utf8) + (folder.utf8.last == Self.slash ? [] : [Self.slash])
      if path.first == Self.slash, path.starts(with: start) { path = path.dropFirst(start.count) }
      for part in path.split(separator: Self.slash, omittingEmptySubsequences: false)
      where part.isEmpty || Self.isDots(part) || part.contains(0) || part.count > 255 {
        throw InterpreterError("'\(self.name)' is no file in the folder '\(folder)'")
      }
      self.path = String(decoding: path, as: UTF8.self)
    }

    private static let slash = UInt8(ascii: "/")

    /// Whether a part is `.` or `..`.
    private static func isDots(_ part: ArraySlice<UInt8>) -> Bool {
      part.count <= 2 && part.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// Writes the file as a whole, or not at all.
    func write(_ bytes: [UInt8]) throws(InterpreterError) {
      var error = linnet_make_directories(folder)
      if error == 0 { error = linnet_write_file_in(folder, path, bytes, bytes.count) }
      guard error == 0 else { throw failure("cannot write", error) }
    }

    /// Gives the bytes of the file to `body`.
    func read<Result>(
      _ body: (RawSpan) throws(InterpreterError) -> Result
    ) throws(InterpreterError) -> Result {
      var address: UnsafeRawPointer?
      var count = 0
      let error = linnet_map_file_in(folder, path, &address, &count)
      guard error == 0 else { throw failure("cannot read", error) }
      defer { linnet_unmap_file(address, count) }
      return try body(UnsafeRawBufferPointer(start: address, count: count).bytes)
    }

    private func failure(_ what: StaticString, _ error: Int32) -> InterpreterError {
      InterpreterError(
        "\(what) '\(name)' in the folder '\(folder)': \(String(cString: linnet_error_text(error)))")
    }
  }
#endif
