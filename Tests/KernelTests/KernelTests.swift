// SPDX-License-Identifier: Apache-2.0
import CKernels
import KernelChecks
import Testing

/// Every kernel variant that this machine can run, against its scalar twin.
@Suite(.serialized) struct KernelTests {
  /// Every variant of a product.
  @Test func productsEqualScalar() {
    check(check_gemm, expected: ExpectedChecks.native.products)
  }

  /// Every depthwise variant, for each window that it takes.
  @Test func depthwiseConvolutionsEqualScalar() {
    check(check_depthwise, expected: ExpectedChecks.native.depthwise)
  }

  /// Sums and products of int8.
  @Test func sumsAndProductsEqualScalar() {
    check(check_binary, expected: ExpectedChecks.native.binary)
  }

  /// Look-ups of bytes and logistic functions.
  @Test func unaryVariantsAreRight() {
    check(check_unary, expected: ExpectedChecks.native.unary)
  }

  /// Sums of rows of bytes and floats.
  @Test func sumsOfRowsAreExact() {
    check(check_reduction, expected: ExpectedChecks.native.reductions)
  }

  /// Kernels in plain C.
  @Test func plainKernelsEqualScalar() {
    check(check_plain, expected: ExpectedChecks.native.plain)
  }

  private func check(_ run: (UnsafeMutablePointer<tally>) -> Void, expected: Int) {
    var tally = tally()
    run(&tally)
    #expect(tally.failed == 0)
    #expect(tally.passed == expected)
  }

  @Test func everyFamilyBeginsWithScalar() {
    for kind in [GEMM_S8, GEMM_S8_TO_F32, GEMM_F32, GEMM_S16_S8, GEMM_S16_S16] {
      #expect(gemmVariants(of: kind).first?.isa == LINNET_SCALAR)
    }
    for kind in [DEPTHWISE_S8, DEPTHWISE_F32, DEPTHWISE_S16] {
      #expect(depthwiseVariants(of: kind).first?.isa == LINNET_SCALAR)
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
}
