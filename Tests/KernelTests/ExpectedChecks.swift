// SPDX-License-Identifier: Apache-2.0
import CKernels
import KernelChecks

/// How many checks `kernel-check` makes of the variants written for some instruction sets.
struct ExpectedChecks: Sendable {
  let has: @Sendable (linnet_isa) -> Bool

  /// Of this machine.
  static let native = ExpectedChecks { linnet_isa_is_supported($0) }
  /// Of one without kernels of its own.
  static let scalar = ExpectedChecks { $0 == LINNET_SCALAR }

  var total: Int { products + depthwise + binary + unary + reductions + plain + nan }

  /// A depth from 1 to 70 three ways, the tile's edges, large sizes; of floats, a NaN.
  var products: Int {
    [GEMM_S8, GEMM_S8_TO_F32, GEMM_F32, GEMM_S16_S8].reduce(0) { total, kind in
      gemmVariants(of: kind).filter { has($0.isa) }.reduce(total) { sum, variant in
        let (mr, nr) = (Int(variant.mr), Int(variant.nr) * Int(variant.panels))
        let ofNaN = kind == GEMM_S8 || kind == GEMM_S16_S8 ? 0 : 1
        return sum + 3 * 70 + (2 * mr + 1) * (nr + 2) + 8 + ofNaN
      }
    }
  }

  /// 1 to 70 channels and 1 to 20 pixels for each window: of the ten windows checked, one has the
  /// stride and size of each specialised variant. Of floats, a NaN.
  var depthwise: Int {
    [DEPTHWISE_S8, DEPTHWISE_F32].flatMap(depthwiseVariants).filter { has($0.isa) }
      .reduce(0) { $0 + ($1.window == 0 ? 10 : 1) * (70 + 20) }
      + depthwiseVariants(of: DEPTHWISE_F32).filter { has($0.isa) }.count
  }

  /// 0 to 131 elements, four ways to fill them, three ways to step; scalar ones are what others
  /// are compared with.
  var binary: Int {
    var sum = 0
    for family in [LINNET_S8_ADD, LINNET_U8_ADD, LINNET_S8_MUL] {
      var count = 0
      let table = linnet_binary_variants(family, &count)
      let variants = UnsafeBufferPointer(start: table, count: count).dropFirst()
      sum += variants.filter { has($0.isa) }.count * 4 * 132 * 3
    }
    return sum
  }

  /// Look-ups of 0 to 300 bytes, in place and not; as many logistic functions.
  var unary: Int {
    var sum = 0
    for (family, checks) in [(LINNET_X8_TABLE, 2), (LINNET_F32_LOGISTIC, 1)] {
      var count = 0
      let table = linnet_unary_variants(family, &count)
      let variants = UnsafeBufferPointer(start: table, count: count)
      sum += variants.filter { has($0.isa) }.count * 301 * checks
    }
    return sum
  }

  /// Bytes and floats, 0 to 11 rows of 0 to 70 elements, three ways to lie; once on every machine.
  var reductions: Int { 3 * 3 * 12 * 71 }

  /// All kernels on the lists, in the form of each instruction set that has one.
  var plain: Int {
    [LINNET_AVX2, LINNET_AVX512VNNI].filter(has).count * plain_checks_of_a_set()
  }

  /// All of them on floats, the scalar form too.
  var nan: Int {
    [LINNET_SCALAR, LINNET_AVX2, LINNET_AVX512VNNI].filter(has).count * nan_checks_of_a_set()
  }
}

func gemmVariants(of kind: gemm_kind) -> UnsafeBufferPointer<gemm_variant> {
  var count = 0
  let table = gemm_variants(kind, &count)
  return UnsafeBufferPointer(start: table, count: count)
}

func depthwiseVariants(of kind: depthwise_kind) -> UnsafeBufferPointer<depthwise_variant> {
  var count = 0
  let table = depthwise_variants(kind, &count)
  return UnsafeBufferPointer(start: table, count: count)
}
