// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

// TensorFlow 1's arrays of tensors. Their state is what flows from one node to the next: a list. The
// handle only says whether the array grows.

/// An array: its handle, and the list that it is at first.
enum NewTensorArray: TensorFlowConversion {
  static let tensorFlowNames = ["TensorArrayV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let handle = legalizer.define(standIn: node.name, type: .resource, sizes: [])
    legalizer.resources[handle] = .array(grows: try node.bool("dynamic_size"))
    var shape: [Int?]?
    if case .shape(let declared)? = node.attribute("element_shape") { shape = declared }
    let list = try legalizer.newList(
      count: node.input(0), elementShape: shape, type: node.type("dtype"))
    return [handle, list]
  }
}

/// Elements of an array that are read: one, or those of several places.
enum TensorArrayReading: TensorFlowConversion {
  static let tensorFlowNames = ["TensorArrayGatherV3", "TensorArrayReadV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let list = try legalizer.tensor(ofList: node.input(2))
    return [try legalizer.emit(.gather(Gather(axis: 0)), list, node.input(1))]
  }
}

/// Elements of an array that are set: one, or those of several places.
enum TensorArrayWriting: TensorFlowConversion {
  static let tensorFlowNames = ["TensorArrayScatterV3", "TensorArrayWriteV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (places, value, list) = (try node.input(1), try node.input(2), try node.input(3))
    if node.operation == "TensorArrayWriteV3" {
      var grows = false
      if case .array(let isGrowing)? = legalizer.resources[try node.input(0)] { grows = isGrowing }
      return [try legalizer.setting(value, at: places, of: list, grows: grows)]
    }
    if let numbers = legalizer.known(places).numbers, numbers == Array(numbers.indices) {
      return [value]
    }
    let column = try legalizer.emit(.expandDims(ExpandDims()), places, legalizer.scalar(-1))
    let shape = try legalizer.emit(.shapeOf(ShapeOf(resultType: .int32)), value)
    return [try legalizer.emit(.scatterND(ScatterND()), column, value, shape)]
  }
}

/// How many elements an array has.
enum TensorArraySize: TensorFlowConversion {
  static let tensorFlowNames = ["TensorArraySizeV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [try legalizer.count(ofList: node.input(1))]
  }
}
