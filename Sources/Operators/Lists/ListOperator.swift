// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Makes, reads or changes a list of tensors, which a tensor of the type variant holds.
///
/// Lists are values: an operator that changes one gives another one. `x[i]` are the elements of `list`;
/// elements that have not been set are absent, and read as zeros.
///
/// | operator `FlexTensorList…`      | operands                                  | results             |
/// |---------------------------------|-------------------------------------------|---------------------|
/// | `FlexEmptyTensorList`           | `element_shape`, `limit`                  | `[]`                |
/// | `Reserve`                       | `element_shape`, `count`                  | `count` × absent    |
/// | `FromTensor`                    | `tensor`, `element_shape`                 | `tensor[0]` …       |
/// | `Scatter`, `ScatterV2`          | `tensor`, `indices`, `element_shape`, `count` | `x[indices[k]] = tensor[k]` |
/// | `ScatterIntoExistingList`       | `list`, `tensor`, `indices`               | `x[indices[k]] = tensor[k]` |
/// | `Split`                         | `tensor`, `element_shape`, `lengths`      | `lengths[k]` rows each |
/// | `SetItem`                       | `list`, `index`, `item`                   | `x[index] = item`   |
/// | `PushBack`                      | `list`, `item`                            | `x + [item]`        |
/// | `PopBack`                       | `list`, `element_shape`                   | `x` without its last, and that |
/// | `Resize`                        | `list`, `count`                           | `x[0] … x[count − 1]` |
/// | `GetItem`                       | `list`, `index`, `element_shape`          | `x[index]`          |
/// | `Stack`                         | `list`, `element_shape`                   | all, side by side   |
/// | `Gather`                        | `list`, `indices`, `element_shape`        | `x[indices[k]]`, side by side |
/// | `ConcatV2`                      | `list`, `element_shape`, `leading_dims`   | their rows, and how many each has |
/// | `Length`                        | `list`                                    | how many there are  |
/// | `ElementShape`                  | `list`                                    | what is known of their shapes |
///
/// `list` is one variant; `index`, `count` and `limit` are one int32; `indices` are int32, `lengths` and
/// `leading_dims` int64; `element_shape` is int32 or int64: −1 for axes that are not known, a scalar −1
/// where the rank is not.
///
/// Constraints:
/// - C1: `list` holds a list, whose elements have the type of what is put in or taken out.
/// - C2: `element_shape` is a shape, or the scalar −1, and agrees with that of the list.
/// - C3: an index is one of an element, but where the operator makes the list longer; a count is not
///   negative, but −1 for none in `limit` and in `count` of `ScatterV2`.
/// - C4: what is put in agrees with the element shape of the list; a tensor that is taken apart has an
///   axis.
/// - C5: elements that are put side by side have one shape, which is known where one is absent or there
///   is none; `ConcatV2` joins them along their first axis, in which they may differ.
/// - C6: `Stack` finds `num_elements` elements, where that attribute is not −1.
/// - C7: `PushBack` finds less than `limit` elements.
/// - C8: there is an index for each row of `tensor`; `lengths` add up to its rows.
///
/// Source: TensorFlow `tf.raw_ops.TensorListReserve` and its kin; the Flex operators of TensorFlow Lite.
package struct ListOperator: EngineOperator {
  package static let builtin = BuiltinOperator.custom

  package let form: ListForm
  /// The type of the elements, for operators that make a list of nothing.
  package let elementType: ElementType
  /// How many elements `Stack` has to find; nil for any number.
  package let requiredCount: Int?
  /// Whether `SetItem` makes the list longer where the index is beyond it.
  package let makesLonger: Bool

  package init(
    _ form: ListForm, elementType: ElementType = .float32, requiredCount: Int? = nil,
    makesLonger: Bool = false
  ) {
    (self.form, self.elementType) = (form, elementType)
    (self.requiredCount, self.makesLonger) = (requiredCount, makesLonger)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard let form = ListForm(named: options.customName) else {
      throw FormatError("'\(options.customName)' is no operator on lists")
    }
    let node = try FlexNode(options.customBytes)
    self.form = form
    switch form {
    case .empty, .reserve: elementType = try node.elementType("element_dtype")
    default: elementType = .float32
    }
    guard ElementTypeSet.wholeBytes.contains(elementType) else {
      throw FormatError("lists of \(elementType.name) are not supported")
    }
    let count = form == .stack ? try node.integer("num_elements") ?? -1 : -1
    requiredCount = count < 0 ? nil : Int(clamping: count)
    makesLonger =
      form == .set ? try node.boolean("resize_if_index_out_of_bounds") ?? false : false
  }

  package var operandRules: OperandRules {
    let (inputs, outputs) = operands
    return OperandRules(inputs: inputs, outputs: outputs, scales: .unquantized)
  }

  private var operands: (inputs: [OperandRule], outputs: [OperandRule]) {
    let list = OperandRule("list", .control, .variant)
    let shape = OperandRule("element_shape", .control, .indices)
    let item = OperandRule("item", .control, .wholeBytes)
    let tensor = OperandRule("tensor", .control, .wholeBytes)
    let index = OperandRule("index", .control, .int32)
    let count = OperandRule("count", .control, .int32)
    let indices = OperandRule("indices", .control, .int32)
    let lengths = OperandRule("lengths", .control, .int64)
    switch form {
    case .empty: return ([shape, OperandRule("limit", .control, .int32)], [list])
    case .reserve: return ([shape, count], [list])
    case .fromTensor: return ([tensor, shape], [list])
    case .scatter: return ([tensor, indices, shape], [list])
    case .scatterV2: return ([tensor, indices, shape, count], [list])
    case .scatterInto: return ([list, tensor, indices], [list])
    case .split: return ([tensor, shape, lengths], [list])
    case .set: return ([list, index, item], [list])
    case .pushBack: return ([list, item], [list])
    case .popBack: return ([list, shape], [list, item])
    case .resize: return ([list, count], [list])
    case .get: return ([list, index, shape], [item])
    case .stack: return ([list, shape], [item])
    case .gather: return ([list, indices, shape], [item])
    case .concat:
      return ([list, shape, OperandRule("leading_dims", .control, .int64)], [item, lengths])
    case .length: return ([list], [OperandRule("length", .control, .int32)])
    case .elementShape: return ([list], [shape])
    }
  }

  package var action: OperatorAction { .list(self) }

  /// Which operand is the element shape; nil for operators without.
  package var shapeOperand: Int? {
    switch form {
    case .empty, .reserve: 0
    case .fromTensor, .split, .popBack, .stack, .concat: 1
    case .scatter, .scatterV2, .get, .gather: 2
    default: nil
    }
  }
}

/// What an operator on lists does: see ``ListOperator``.
package enum ListForm: CustomForm {
  case empty, reserve, fromTensor, scatter, scatterV2, scatterInto, split
  case set, pushBack, popBack, resize
  case get, stack, gather, concat, length, elementShape

  /// What files call the operator.
  package var name: String {
    switch self {
    case .empty: "FlexEmptyTensorList"
    case .reserve: "FlexTensorListReserve"
    case .fromTensor: "FlexTensorListFromTensor"
    case .scatter: "FlexTensorListScatter"
    case .scatterV2: "FlexTensorListScatterV2"
    case .scatterInto: "FlexTensorListScatterIntoExistingList"
    case .split: "FlexTensorListSplit"
    case .set: "FlexTensorListSetItem"
    case .pushBack: "FlexTensorListPushBack"
    case .popBack: "FlexTensorListPopBack"
    case .resize: "FlexTensorListResize"
    case .get: "FlexTensorListGetItem"
    case .stack: "FlexTensorListStack"
    case .gather: "FlexTensorListGather"
    case .concat: "FlexTensorListConcatV2"
    case .length: "FlexTensorListLength"
    case .elementShape: "FlexTensorListElementShape"
    }
  }
}
