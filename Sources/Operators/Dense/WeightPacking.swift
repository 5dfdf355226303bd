// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// How a product's weights are packed, panel by panel.
struct WeightPacking {
  /// Bytes of one group's packed weights.
  let groupBytes: Int
  /// Panels of all groups together.
  let panelCount: Int
  private let kind: gemm_kind
  private let variant: UnsafePointer<gemm_variant>
  /// Those of the first group, without weights and biases.
  private var columns = gemm_columns()
  private let columnCount: Int
  private let groupPanelCount: Int
  private let panelBytes: Int
  /// Bytes from the first element of a column to that of the next.
  private let columnBytes: Int
  /// What keeps multipliers and scales alive.
  private var owner: PreparedBuffer?

  init(
    _ kind: gemm_kind, _ variant: UnsafePointer<gemm_variant>, _ rows: ProductRows,
    columns count: Int,
    weights: LayerWeights, epilogue: PackedProduct.Epilogue
  ) {
    let (taps, depth) = (rows.taps.count, rows.taps.count * rows.run)
    precondition(weights.elementCount == rows.groups * count * depth)
    precondition(rows.groups == 1 || !weights.hasColumnsLast)
    (self.kind, self.variant, columnCount) = (kind, variant, count)
    groupBytes = gemm_packed_bytes(kind, variant, taps, rows.run, count)
    panelBytes = gemm_panel_bytes(kind, variant, taps, rows.run)
    let width = Int(variant.pointee.nr)
    groupPanelCount = (count + width - 1) / width
    panelCount = groupPanelCount * rows.groups
    columnBytes = (weights.hasColumnsLast ? 1 : depth) * weights.elementBytes
    (columns.tap_count, columns.run) = (taps, rows.run)
    if weights.hasColumnsLast { (columns.column_step, columns.element_step) = (1, count) }
    switch epilogue {
    case .requantized(let epilogue):
      columns.input_zero_point = epilogue.inputZeroPoint
      columns.zero_point = epilogue.weightsZeroPoint
      columns.wraps_sums = epilogue.wrapsSums
      let parts = epilogue.requantization.parts()
      (columns.mantissas, columns.shifts, columns.factors) = (
        parts.mantissas, parts.shifts, parts.factors
      )
      owner = parts.owner
    case .scaled(let scales, _, _, _):
      let owner = PreparedBuffer(byteCount: scales.count * MemoryLayout<Float>.size)
      owner.elements(as: Float.self).update(from: scales, count: scales.count)
      columns.scales = UnsafePointer(owner.elements())
      self.owner = owner
    case .float: break
    }
  }

  /// Bytes of all groups' packed weights.
  var byteCount: Int { groupBytes.saturatingProduct(panelCount / max(groupPanelCount, 1)) }

  /// Packs some of the panels, which are numbered through all groups.
  func pack(
    _ weights: UnsafeRawPointer, bias: UnsafeRawPointer?, _ panels: Range<Int>,
    into packed: UnsafeMutableRawPointer
  ) {
    let biasBytes =
      kind == GEMM_S16_S8 || kind == GEMM_S16_S16
      ? MemoryLayout<Int64>.size : MemoryLayout<Int32>.size
    for number in panels {
      let (group, panel) = number.quotientAndRemainder(dividingBy: groupPanelCount)
      let first = panel * Int(variant.pointee.nr)
      let column = group * columnCount + first
      var part = columns
      part.count = min(Int(variant.pointee.nr), columnCount - first)
      part.weights = weights + column * columnBytes
      part.bias = bias.map { $0 + column * biasBytes }
      part.mantissas = columns.mantissas.map { $0 + column }
      part.shifts = columns.shifts.map { $0 + column }
      part.factors = columns.factors.map { $0 + column }
      part.scales = columns.scales.map { $0 + column }
      gemm_pack(kind, variant, &part, packed + group * groupBytes + panel * panelBytes)
    }
    withExtendedLifetime(owner) {}
  }

  /// The stage that packs weights and biases as an operator runs.
  ///
  /// - Parameter bias: the address of constant biases, or the slot of others.
  func stage(
    _ weights: LayerWeights.Place, _ bias: (constant: UnsafeRawPointer?, slot: Int?), to slot: Int,
    threadCount: Int
  ) -> Stage {
    let partition = Partition(
      count: panelCount, threadCount: threadCount,
      grain: max(1, elementwiseGrain / max(panelBytes, 1)))
    return Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      pack(
        weights.address(in: tensors),
        bias: bias.slot.map { UnsafeRawPointer(tensors[$0]) } ?? bias.constant,
        partition.range(of: task), into: tensors[slot])
    }
  }
}
