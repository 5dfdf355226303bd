// SPDX-License-Identifier: Apache-2.0
import CKernels
import KernelChecks
import Testing

/// Every kernel variant that this machine can run, against its scalar twin.
@Suite(.serialized) struct KernelTests {
  /// Every variant of a product: its depth from 1 to 70 three ways, its tile's edges, large sizes.
  @Test func productsEqualScalar() {
    var expected = 0
    for kind in [GEMM_S8, GEMM_S8_TO_F32, GEMM_F32] {
      for variant in variants(of: kind) where linnet_isa_is_supported(variant.isa) {
        let (mr, nr) = (Int(variant.mr), Int(variant.nr) * Int(variant.panels))
        expected += 3 * 70 + (2 * mr + 1) * (nr + 2) + 8
      }
    }
    var tally = tally()
    check_gemm(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == expected)
  }

  /// Every depthwise variant: 1 to 70 channels and 1 to 20 pixels for each window that it takes.
  @Test func depthwiseConvolutionsEqualScalar() {
    // Of the ten windows checked, one has the stride and size of each specialised variant.
    var expected = 0
    for kind in [DEPTHWISE_S8, DEPTHWISE_F32] {
      for variant in variants(of: kind) where linnet_isa_is_supported(variant.isa) {
        expected += (variant.window == 0 ? 10 : 1) * (70 + 20)
      }
    }
    var tally = tally()
    check_depthwise(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == expected)
  }

  /// Sums and products of int8: 0 to 131 elements, four ways to fill them, three ways to step.
  @Test func sumsAndProductsEqualScalar() {
    var expected = 0
    for family in [LINNET_S8_ADD, LINNET_S8_MUL] {
      var count = 0
      let table = linnet_binary_variants(family, &count)
      for variant in UnsafeBufferPointer(start: table, count: count).dropFirst()
      where linnet_isa_is_supported(variant.isa) {
        expected += 4 * 132 * 3
      }
    }
    var tally = tally()
    check_binary(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == expected)
  }

  /// Look-ups of bytes: 0 to 300, in place and not; as many logistic functions.
  @Test func unaryVariantsAreRight() {
    var expected = 0
    for (family, checks) in [(LINNET_X8_TABLE, 2), (LINNET_F32_LOGISTIC, 1)] {
      var count = 0
      let table = linnet_unary_variants(family, &count)
      for variant in UnsafeBufferPointer(start: table, count: count)
      where linnet_isa_is_supported(variant.isa) {
        expected += 301 * checks
      }
    }
    var tally = tally()
    check_unary(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == expected)
  }

  /// Sums of bytes and floats: 0 to 11 rows of 0 to 70 elements, three ways to lie.
  @Test func sumsOfRowsAreExact() {
    var tally = tally()
    check_reduction(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == 3 * 3 * 12 * 71)
  }

  /// Kernels in plain C: all on the lists, in the form of each instruction set.
  @Test func plainKernelsEqualScalar() {
    let sets = [LINNET_AVX2, LINNET_AVX512VNNI].filter { linnet_isa_is_supported($0) }
    var tally = tally()
    check_plain(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == sets.count * plain_checks_of_a_set())
  }

  @Test func everyFamilyBeginsWithScalar() {
    for kind in [GEMM_S8, GEMM_S8_TO_F32, GEMM_F32] {
      #expect(variants(of: kind).first?.isa == LINNET_SCALAR)
    }
    for kind in [DEPTHWISE_S8, DEPTHWISE_F32] {
      #expect(variants(of: kind).first?.isa == LINNET_SCALAR)
    }
  }

  /// A limit is honoured by what is chosen, and refused where the machine lacks it.
  @Test func limitsWhatIsChosen() {
    defer { #expect(linnet_isa_limit(nil)) }
    #expect(linnet_isa_limit("scalar"))
    #expect(gemm_selected(GEMM_S8, false).pointee.isa == LINNET_SCALAR)
    var window = depthwise_window(
      lines: 3, pixels: 3, stride_lines: 1, stride_pixels: 1, dilation_lines: 1,
      dilation_pixels: 1)
    #expect(depthwise_selected(DEPTHWISE_S8, &window, false).pointee.isa == LINNET_SCALAR)
    #expect(!linnet_isa_limit("avx3"))
  }

  /// Weights of −128 never reach a kernel whose sums they could overflow.
  @Test func minus128TakesGeneralKernels() {
    #expect(gemm_selected(GEMM_S8, true).pointee.is_general)
    #expect(gemm_selected(GEMM_S8_TO_F32, true).pointee.is_general)
    var window = depthwise_window(
      lines: 3, pixels: 3, stride_lines: 1, stride_pixels: 1, dilation_lines: 1,
      dilation_pixels: 1)
    #expect(depthwise_selected(DEPTHWISE_S8, &window, true).pointee.is_general)
  }

  private func variants(of kind: gemm_kind) -> UnsafeBufferPointer<gemm_variant> {
    var count = 0
    let table = gemm_variants(kind, &count)
    return UnsafeBufferPointer(start: table, count: count)
  }

  private func variants(of kind: depthwise_kind) -> UnsafeBufferPointer<depthwise_variant> {
    var count = 0
    let table = depthwise_variants(kind, &count)
    return UnsafeBufferPointer(start: table, count: count)
  }
}
