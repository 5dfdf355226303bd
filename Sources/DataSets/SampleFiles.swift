// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// The files of samples at a path, all of one kind: the file there, or those of the folder there and
/// of the folders in it, in the order of their paths.
struct SampleFiles {
  enum Kind {
    case arrays, images, sounds, tables

    init?(extension name: String) {
      switch name.lowercased() {
      case "npz", "npy": self = .arrays
      case "png", "jpg", "jpeg": self = .images
      case "wav": self = .sounds
      case "csv": self = .tables
      default: return nil
      }
    }

    var name: String {
      switch self {
      case .arrays: "arrays"
      case .images: "images"
      case .sounds: "sounds"
      case .tables: "tables"
      }
    }
  }

  let path: String
  /// At least one.
  let paths: [String]
  let kind: Kind
  let isFolder: Bool

  /// Files whose names begin with a dot are passed over.
  ///
  /// - Throws: where a file is of no known kind or of another than the first, or there is none.
  init(at path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ArrayFileError(path, "no such file or folder")
    }
    self.path = path
    self.isFolder = isFolder.boolValue
    paths = isFolder.boolValue ? try Self.files(in: path, above: []).sorted() : [path]
    var kinds: [(kind: Kind, file: String)] = []
    for file in paths {
      guard let kind = Kind(extension: (file as NSString).pathExtension) else {
        throw ArrayFileError(file, "neither .npz, .npy, .png, .jpg, .wav nor .csv")
      }
      if kinds.allSatisfy({ $0.kind != kind }) { kinds.append((kind, file)) }
    }
    guard let first = kinds.first else {
      throw ArrayFileError(path, "the folder has no .npz, .npy, .png, .jpg, .wav or .csv files")
    }
    guard kinds.count == 1 else {
      throw ArrayFileError(
        kinds[1].file,
        "it holds \(kinds[1].kind.name), \(first.file) holds \(first.kind.name); a folder has one "
          + "kind of samples")
    }
    kind = first.kind
  }

  /// - Parameter above: the folders that `folder` lies in, as the file system knows them.
  private static func files(in folder: String, above: Set<String>) throws -> [String] {
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard !above.contains(real) else {
      throw ArrayFileError(folder, "it leads back to a folder that it lies in")
    }
    var files: [String] = []
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw ArrayFileError(folder, "cannot read: \(systemReason(error))")
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      files += isFolder.boolValue ? try Self.files(in: path, above: above.union([real])) : [path]
    }
    return files
  }
}

/// The bytes of a file, mapped rather than read where that can be.
func mappedFile(_ path: String) throws -> Data {
  do {
    return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  } catch {
    throw ArrayFileError("cannot read: \(systemReason(error))")
  }
}
