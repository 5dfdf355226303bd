// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat

/// Writes the Swift accessors of LiteFormat and the options of LiteWriter from a binary schema:
/// `SchemaGenerator SCHEMA.bfbs SOURCES`.
@main
struct SchemaGenerator {
  static func main() throws {
    guard CommandLine.arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: SchemaGenerator SCHEMA.bfbs SOURCES\n".utf8))
      exit(64)
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
    let sources = URL(fileURLWithPath: CommandLine.arguments[2])
    let schema = try Schema(bytes.bytes)
    let options = try OptionsMembers(schema)
    let device = DeviceCode(schema: schema, options: options)
    try write(
      [
        "Enumerations.swift": device.enumerations(),
        "BuiltinOperator.swift": try device.builtinOperator(),
        "Slots.swift": device.slots(),
        "OptionsKind.swift": device.optionsKind(),
        "OperatorOptions.swift": try device.operatorOptions(),
        "OptionsViews.swift": device.optionsViews(),
      ], in: sources.appending(path: "LiteFormat/Generated"))
    try write(
      ["OptionsValues.swift": HostCode(device: device).optionsValues()],
      in: sources.appending(path: "LiteWriter/Generated"))
  }

  /// Writes each text to the file of its name.
  private static func write(_ files: [String: String], in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }
}
