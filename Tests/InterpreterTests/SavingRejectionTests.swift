// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Each constraint of the operators that save and restore is violated, and that is refused.
@Suite struct SavingRejectionTests {
  /// A graph that saves or restores, and what the error says.
  private struct Rejection: Sendable {
    let constraint: String
    let part: String
    let file: String
    let names: [String]
    let type: ElementType?
    /// What the file holds before; nil for what was saved.
    var bytes: [UInt8]?
    var hasFolder = true

    init(
      _ constraint: String, _ part: String, file: String = "state", names: [String],
      restores type: ElementType? = nil, bytes: [UInt8]? = nil, hasFolder: Bool = true
    ) {
      (self.constraint, self.part, self.file, self.names) = (constraint, part, file, names)
      (self.type, self.bytes, self.hasFolder) = (type, bytes, hasFolder)
    }
  }

  private static let rejections =
    ["", ".", "..", "../state", "/state", "a//b", "a/../b", "state/", "a\0b"].flatMap { file in
      [
        Rejection("SaveTensors C1", "is no file in the folder", file: file, names: ["w"]),
        Rejection(
          "RestoreTensor C1", "is no file in the folder", file: file, names: ["w"],
          restores: .float32),
      ]
    } + [
      Rejection("SaveTensors C1", "no folder is given", names: ["w"], hasFolder: false),
      Rejection("SaveTensors C1", "cannot write", file: "link", names: ["w"]),
      Rejection("SaveTensors C1", "cannot write", file: "way/state", names: ["w"]),
      Rejection("SaveTensors C1", "cannot write", file: "none/state", names: ["w"]),
      Rejection(
        "RestoreTensor C1", "no folder is given", names: ["w"], restores: .float32,
        hasFolder: false),
      Rejection(
        "RestoreTensor C1", "cannot read", file: "link", names: ["w"], restores: .float32),
      Rejection(
        "RestoreTensor C1", "cannot read", file: "way/state", names: ["w"], restores: .float32),
      Rejection(
        "RestoreTensor C1", "cannot read", file: "none", names: ["w"], restores: .float32),
      Rejection("SaveTensors C2", "has 2 names for 1 tensors", names: ["w", "v"]),
      Rejection("SaveTensors C2", "two tensors are called 'w'", names: ["w", "w"]),
      Rejection("RestoreTensor C2", "is damaged", names: ["w"], restores: .float32, bytes: []),
      Rejection(
        "RestoreTensor C2", "is damaged", names: ["w"], restores: .float32,
        bytes: [UInt8](repeating: 7, count: 200)),
      Rejection("RestoreTensor C3", "holds no tensor 'v'", names: ["v"], restores: .float32),
      Rejection("RestoreTensor C3", "is not int32", names: ["w"], restores: .int32),
    ]

  @Test func refuses() throws {
    for rejection in Self.rejections {
      do {
        try Self.run(rejection)
        Issue.record("\(rejection.constraint): \(rejection.part) was not refused")
      } catch let error as InterpreterError {
        #expect(error.message.contains(rejection.part), "\(rejection.constraint): \(error.message)")
      }
    }
  }

  @Test func violatesEveryConstraint() throws {
    let stated = Set(try statedConstraints { $0 == "Saving" })
    #expect(Set(Self.rejections.map(\.constraint)) == stated)
  }

  private static func run(_ rejection: Rejection) throws {
    let manager = FileManager.default
    let place = manager.temporaryDirectory.appending(path: "linnet-\(UUID().uuidString)")
    defer { try? manager.removeItem(at: place) }
    let folder = place.appending(path: "folder")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    try save(["w"], to: "state", in: folder.path)
    if let bytes = rejection.bytes {
      try Data(bytes).write(to: folder.appending(path: "state"))
    }
    try manager.createSymbolicLink(
      at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "state"))
    try manager.createSymbolicLink(
      at: folder.appending(path: "way"), withDestinationURL: folder)
    let path = rejection.hasFolder ? folder.path : nil
    if let type = rejection.type {
      try run(
        RestoreTensor.customName, [rejection.file], rejection.names, data: 0, gives: [type], path)
    } else {
      try save(rejection.names, to: rejection.file, in: path)
    }
    #expect(try manager.contentsOfDirectory(atPath: place.path) == ["folder"])
  }

  /// Saves three numbers under the first name, and again under another name that is the same.
  private static func save(_ names: [String], to file: String, in folder: String?) throws {
    let count = names.count == 2 && names[0] == names[1] ? 2 : 1
    try run(SaveTensors.customName, [file], names, data: count, gives: [], folder)
  }

  private static func run(
    _ name: String, _ file: [String], _ names: [String], data count: Int,
    gives types: [ElementType], _ folder: String?
  ) throws {
    let strings = [file, names].map { texts in
      DirectTensor(strings: texts.map { Array($0.utf8) }, shape: Shape([texts.count]))
    }
    let numbers = DirectTensor([1, 2, 3] as [Float], type: .float32, shape: Shape([3]))
    let operands = strings + [DirectTensor](repeating: numbers, count: count)
    func tensor(_ name: String, _ type: ElementType, _ constant: DirectTensor?)
      -> ExecutableGraph.Tensor
    {
      ExecutableGraph.Tensor(
        name: name, type: type, shape: constant?.shape ?? Shape([3]), openShape: nil,
        hasRank: true, quantization: nil, constant: constant?.bytes)
    }
    let tensors =
      operands.map { tensor("operand", $0.type, $0) } + types.map { tensor("result", $0, nil) }
    let outputs = Array(operands.count..<tensors.count)
    let graph = try ExecutableGraph(
      name: "saving", tensors: tensors,
      nodes: [
        ExecutableGraph.Node(
          operation: try #require(try operation(name)), name: name,
          inputs: Array(operands.indices), outputs: outputs)
      ], inputs: [], outputs: outputs)
    var options = Interpreter.Options()
    options.stateFolder = folder
    let model = ExecutableModel(
      graphs: [graph], signatures: [], byteCount: 0, owner: PreparedBuffer(byteCount: 0))
    try Interpreter(ModelInstance(model, options: options)).invoke()
    withExtendedLifetime(operands) {}
  }

  private static func operation(_ name: String) throws -> Operator? {
    let options = flexOptions(String(name.dropFirst(4)))
    let entry = LiteModel.OperatorEntry(
      code: .custom, customCode: name, version: 1, inputs: [], outputs: [],
      customOptions: ByteRange(offset: 0, count: options.count))
    return try Operator(entry, in: options.span.bytes)
  }
}
