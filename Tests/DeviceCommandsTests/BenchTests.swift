// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

private let model = fixture("models/keyword_spotting/kws_int8.tflite")
private let tool = BuiltProgram.built("linnet-run")

private func report(_ options: [String]) throws -> [String: Any] {
  let outcome = try tool.run(["bench", model, "--json"] + options)
  #expect(outcome.errors == "" && outcome.exitCode == 0)
  let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  return try #require(object as? [String: Any])
}

@Test func reportsWhatTheContractLists() throws {
  let report = try report(["--runs", "7", "--warmup", "0", "--threads", "2"])
  #expect(
    Set(report.keys) == [
      "model", "threads", "runs", "median_ms", "p90_ms", "min_ms", "load_ms", "first_ms",
      "arena_bytes", "peak_rss_bytes", "kernels",
    ])
  #expect(report["model"] as? String == model)
  #expect(report["threads"] as? Int == 2)
  #expect(report["runs"] as? Int == 7)
  let minimum = try #require(report["min_ms"] as? Double)
  let median = try #require(report["median_ms"] as? Double)
  let p90 = try #require(report["p90_ms"] as? Double)
  #expect(0 < minimum && minimum <= median && median <= p90)
}

/// A program begins with the memory figures of the one that starts it, which do not count.
@Test func thePeakIsTheToolsOwn() throws {
  let held = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 29, alignment: 16)
  held.initializeMemory(as: UInt8.self, repeating: 1)
  defer { held.deallocate() }
  let peak = try #require(report(["--runs", "1"])["peak_rss_bytes"] as? Int)
  #expect(peak > 1 << 20 && peak < 1 << 28)
}

/// The model's operators as LiteRT lists them: a convolution, four pairs of depthwise and pointwise
/// convolutions, pooling, reshape, dense, softmax.
@Test func namesTheKernelOfEachOperator() throws {
  let report = try report(["--runs", "2", "--profile"])
  let kernels = try #require(report["kernels"] as? [[String: Any]])
  let pairs = [String](repeating: "DEPTHWISE_CONV_2D CONV_2D", count: 4)
    .joined(separator: " ").split(separator: " ").map(String.init)
  #expect(
    kernels.compactMap { $0["operator"] as? String }
      == ["CONV_2D"] + pairs + ["AVERAGE_POOL_2D", "RESHAPE", "FULLY_CONNECTED", "SOFTMAX"])
  #expect(kernels.allSatisfy { ($0["kernel"] as? String)?.isEmpty == false })
  let shares = kernels.compactMap { $0["share"] as? Double }
  // Each share is rounded to 6 places.
  #expect(abs(shares.reduce(0, +) - 1) < 1e-5)
}

@Test func forcesAnInstructionSet() throws {
  let outcome = try tool.run(
    ["bench", model, "--json", "--runs", "1"], environment: ["LINNET_ISA": "scalar"])
  #expect(outcome.output.contains("s8_gemm__scalar"))
  #expect(!outcome.output.contains("__avx") && !outcome.output.contains("__neon"))
  #if arch(x86_64)
    // Those of plain C, too, have forms by instruction set there.
    #expect(outcome.output.contains("s8_average_pool__scalar"))
    #expect(outcome.output.contains("s8_softmax__scalar"))
  #endif
}

@Test func printsATable() throws {
  let outcome = try tool.run(["bench", model, "--runs", "1", "--profile"])
  #expect(outcome.exitCode == 0)
  let lines = outcome.output.split(separator: "\n")
  #expect(lines.count == 3 + 1 + 13)  // summary, titles, operators
  #expect(lines[3].hasPrefix("operator"))
}
