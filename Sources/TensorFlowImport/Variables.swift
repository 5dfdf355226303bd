// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The variables of a model and where each one's value is in the checkpoint.
///
/// A handle is known by its container and shared name. Which entry of the checkpoint it stands for
/// is asked in this order:
///
/// 1. A call of an exported function captures objects in the order that the saved object graph
///    gives; the checkpoint's own object graph, walked alongside by the names of the edges, has the
///    entry. This alone is right for a Keras 3 model saved by `tf.saved_model.save`: there the
///    restore function fills handles that no signature reads.
/// 2. The operators that restore the checkpoint assign an entry to a handle. This serves models
///    without an object graph, as TensorFlow 1 wrote them.
/// 3. The entry that has the variable's own name.
final class Variables {
  struct Variable {
    let name: String
    /// The operator's attributes: its own, where it is kept because a function assigns it.
    let definition: TFNodeDef
    var key: String?
    /// What the graph itself gives it, instead of the checkpoint.
    var givenValue: Value?
    var isAssigned = false
  }

  private(set) var all: [Variable] = []
  private var indices: [String: Int] = [:]
  private let loadBundle: () throws -> VariablesBundle
  private var loadedBundle: VariablesBundle?

  /// - Parameter loadBundle: reads the checkpoint, when the first variable is used.
  init(loadBundle: @escaping () throws -> VariablesBundle) {
    self.loadBundle = loadBundle
  }

  func bundle() throws -> VariablesBundle {
    if let loadedBundle { return loadedBundle }
    let bundle = try loadBundle()
    loadedBundle = bundle
    return bundle
  }

  /// The variable of a node that makes a handle, the same for each node of the same shared name.
  func index(of node: TFNodeDef) -> Int {
    let shared = node.attribute("shared_name").map { String(decoding: $0.s, as: UTF8.self) } ?? ""
    let container = node.attribute("container").map { String(decoding: $0.s, as: UTF8.self) } ?? ""
    let name = shared.isEmpty ? node.name : shared
    let identity = container + "\0" + name
    if let index = indices[identity] { return index }
    indices[identity] = all.count
    all.append(Variable(name: name, definition: node))
    return all.count - 1
  }

  static func isVariable(_ operation: String) -> Bool {
    switch operation {
    case "VarHandleOp", "VariableV2", "Variable": true
    default: false
    }
  }

  func bind(_ index: Int, to key: String) {
    if all[index].key == nil { all[index].key = key }
  }

  func give(_ value: Value, to index: Int) {
    all[index].givenValue = value
  }

  func markAssigned(_ index: Int) {
    all[index].isAssigned = true
  }

  /// The value that the checkpoint holds of a variable.
  ///
  /// - Throws: if it holds none, or one of another type.
  func value(_ index: Int) throws -> Value {
    let variable = all[index]
    if let value = variable.givenValue { return value }
    let bundle = try bundle()
    guard let key = variable.key ?? (bundle.keys.contains(variable.name) ? variable.name : nil)
    else {
      throw importError(
        "the checkpoint has no value for variable '\(variable.name)'; "
          + "initialize it before the model is saved", node: variable.definition.name)
    }
    var value = try bundle.tensor(key)
    if let type = variable.definition.attribute("dtype")?.type,
      ElementType(dataType: type) != value.type
    {
      throw importError(
        "variable '\(variable.name)' has another type in the checkpoint (\(value.type.name))",
        node: variable.definition.name)
    }
    value.name = variable.name
    return value
  }
}

/// Which entry of the checkpoint each object of a saved object graph has its value in.
struct ObjectGraphKeys {
  private let concreteFunctions: [String: TFSavedConcreteFunction]
  private var keys: [Int: String] = [:]

  /// Walks both graphs at once from their roots along edges of the same name.
  ///
  /// - Parameter checkpoint: the object graph that the checkpoint holds.
  init(_ saved: TFSavedObjectGraph, checkpoint: TFTrackableObjectGraph) {
    concreteFunctions = saved.concreteFunctions
    guard !saved.nodes.isEmpty, !checkpoint.nodes.isEmpty else { return }
    var seen = Set([0])
    var open = [(saved: 0, checkpoint: 0)]
    while let (object, tracked) = open.popLast() {
      let attribute = checkpoint.nodes[tracked].attributes.first { $0.name == "VARIABLE_VALUE" }
      if let attribute { keys[object] = attribute.checkpointKey }
      let trackedChildren = checkpoint.nodes[tracked].children
      for (position, child) in saved.nodes[object].children.enumerated() {
        guard saved.nodes.indices.contains(Int(child.nodeID)) else { continue }
        // Both lists are nearly always in the same order.
        let same: TFTrackableObjectGraph.TrackableObject.ObjectReference? =
          trackedChildren.indices.contains(position)
            && trackedChildren[position].localName == child.localName
          ? trackedChildren[position]
          : trackedChildren.first { $0.localName == child.localName }
        guard let same, checkpoint.nodes.indices.contains(Int(same.nodeID)),
          seen.insert(Int(child.nodeID)).inserted
        else { continue }
        open.append((Int(child.nodeID), Int(same.nodeID)))
      }
    }
  }

  /// The entries of what a function captures, in the order of its last arguments; nil where what is
  /// captured is no variable. Nil for a function that is not exported.
  func captures(of function: String) -> [String?]? {
    concreteFunctions[function]?.boundInputs.map { keys[Int($0)] }
  }
}
