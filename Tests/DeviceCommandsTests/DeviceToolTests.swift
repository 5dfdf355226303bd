// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import LiteWriter
import TensorCore
import TestSupport
import Testing

private let model = fixture("models/keyword_spotting/kws_int8.tflite")
private let tool = BuiltProgram.built("linnet-run")

/// The fixture's four samples, as a sequence of calls with a batch of one each.
private func writeInputs(_ name: String, to path: String) throws {
  let arrays = try readArrays(at: fixture("models/keyword_spotting/\(name).npz"))
  let samples = try #require(arrays["input_1"])
  try NumPyArray(type: samples.type, shape: Shape([4, 1, 49, 10, 1]), bytes: samples.bytes)
    .write(to: path)
}

/// LiteRT's answers to the four samples.
private func expectedBytes() throws -> [UInt8] {
  let arrays = try readArrays(at: fixture("models/keyword_spotting/expected.kws_int8.npz"))
  return try #require(arrays["Identity"]).bytes
}

@Test(
  .enabled(
    if: BuiltProgram.canRun("linnet-run", for: .aarch64),
    "needs ./cross-compile aarch64 and qemu-aarch64"))
func runsOnARM() throws {
  let outcome = try BuiltProgram.arm("linnet-run", processor: "cortex-a53").run(["--version"])
  #expect(outcome.output.hasPrefix("linnet-run ") && outcome.exitCode == 0)
}

/// A tool that was built for a model runs it, and refuses operators that it lacks.
@Test(
  .enabled(
    if: BuiltProgram.canRun("linnet-run", for: .aarch64Models),
    "needs ./cross-compile aarch64 --model kws_int8.tflite and qemu-aarch64"))
func runsTheModelItWasBuiltFor() throws {
  let small = BuiltProgram.arm("linnet-run", .aarch64Models, processor: "cortex-a53")
  try withTemporaryFolder { folder in
    try writeInputs("inputs", to: folder + "/x.npy")
    let arguments = [
      "--input=\(folder)/x.npy", "--output-dir=\(folder)/out", "--sequence", "--quantize-inputs",
    ]
    let outcome = try small.run(["run", model] + arguments)
    #expect(outcome.errors == "" && outcome.exitCode == 0)
    let result = try NumPyArray(contentsOf: folder + "/out/Identity.npy")
    #expect(result.bytes == (try expectedBytes()))
    let other = try small.run(["bench", fixture("control/while_fibonacci.tflite"), "--runs=1"])
    #expect(other.errors.contains("has operators that are not supported: WHILE"))
    #expect(other.errors.filter(\.isNewline).count == 1 && other.exitCode == 1)
  }
}

/// Built for a model in int8, it has no other kernels in vectors: float layers run all the same.
@Test(
  .enabled(
    if: BuiltProgram.canRun("linnet-run", for: .aarch64Models),
    "needs ./cross-compile aarch64 --model kws_int8.tflite and qemu-aarch64"))
func computesFloatLayersByScalarKernels() throws {
  let small = BuiltProgram.arm("linnet-run", .aarch64Models, processor: "cortex-a53")
  let float = fixture("models/keyword_spotting/kws_float.tflite")
  try withTemporaryFolder { folder in
    try writeInputs("inputs", to: folder + "/x.npy")
    let outcome = try small.run([
      "run", float, "--input=\(folder)/x.npy", "--output-dir=\(folder)/out", "--sequence",
    ])
    #expect(outcome.errors == "" && outcome.exitCode == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/out")
    let result = try NumPyArray(contentsOf: folder + "/out/" + (try #require(names.first)))
      .elements(as: Float.self)
    let arrays = try readArrays(at: fixture("models/keyword_spotting/expected.kws_float.npz"))
    let expected = try #require(arrays["dense"]).elements(as: Float.self)
    #expect(result.count == expected.count)
    // Probabilities: sums of at most 640 products, in another order than LiteRT's.
    for (value, wanted) in zip(result, expected) { #expect(abs(value - wanted) < 1e-5) }
    let profile = try small.run(["bench", float, "--runs=1", "--profile"])
    #expect(profile.output.contains("f32_depthwise__scalar"))
    #expect(!profile.output.contains("neon"))
  }
}

@Test func quantizesInputsWhenAsked() throws {
  try withTemporaryFolder { folder in
    try writeInputs("inputs", to: folder + "/x.npy")
    let arguments = [
      "run", model, "--input=\(folder)/x.npy", "--output-dir=\(folder)/out", "--sequence",
    ]
    let refused = try tool.run(arguments)
    #expect(refused.exitCode == 1)
    #expect(
      refused.errors == "error: \(folder)/x.npy: input 'input_1' takes int8, the file holds "
        + "float32; --quantize-inputs applies scale and zero point\n")
    #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
    // The int8 fixture holds the same samples, quantized by its generator.
    let outcome = try tool.run(arguments + ["--quantize-inputs"])
    #expect(outcome.errors == "" && outcome.exitCode == 0)
    let result = try NumPyArray(contentsOf: folder + "/out/Identity.npy")
    #expect(try result.bytes == expectedBytes())
  }
}

/// Three calls of two numbers each, for which a table has words, or none.
@Test func takesAndWritesStrings() throws {
  try withTemporaryFolder { folder in
    let words = ["oak", "yew", "fir", "", "elm", "a longer word"].map { Array($0.utf8) }
    try NumPyArray(strings: words, shape: Shape([3, 1, 2])).write(to: folder + "/words.npy")
    let model = fixture("control/table_of_words.tflite")
    let found = try tool.run([
      "run", model, "--input=\(folder)/words.npy", "--output-dir=\(folder)", "--sequence",
    ])
    #expect(found.errors == "" && found.exitCode == 0)
    let ids = try NumPyArray(contentsOf: folder + "/ids.npy")
    #expect(ids.shape == Shape([3, 1, 2]))
    #expect(ids.elements(as: Int64.self) == [3, -1, -7, 0, 1 << 40, 5])
    let moved = try tool.run([
      "run", fixture("operators/RESHAPE/strings.tflite"), "--input=\(folder)/words.npy",
      "--output-dir=\(folder)/out",
    ])
    #expect(moved.exitCode == 0)
    let result = try NumPyArray(contentsOf: folder + "/out/output_0.npy")
    #expect(result.shape == Shape([3, 2]) && result.strings == words)
    let refused = try tool.run([
      "run", model, "--input=\(folder)/ids.npy", "--output-dir=\(folder)", "--sequence",
    ])
    #expect(refused.errors.contains("takes string, the file holds int64; save array.astype('S')"))
  }
}

/// Files are called as the outputs, as far as a file system allows.
@Test(arguments: [
  ("path/to:y", "path_to:y"), ("y\0z", "y_z"),
  (String(repeating: "y", count: 300), String(repeating: "y", count: 200)),
])
func namesFilesByOutputs(output: String, file: String) throws {
  var contents = try LiteFileContents(
    ModelFile(path: model).model, in: try Data(contentsOf: URL(filePath: model)))
  contents.subgraphs[0].tensors[contents.subgraphs[0].outputs[0]].name = output
  contents.signatures = []
  try withTemporaryFolder { folder in
    try writeInputs("inputs", to: folder + "/x.npy")
    try LiteSerializer.serialize(contents).write(toPath: folder + "/model.tflite")
    let outcome = try tool.run([
      "run", folder + "/model.tflite", "--input=\(folder)/x.npy", "--output-dir=\(folder)/out",
      "--sequence", "--quantize-inputs",
    ])
    #expect(outcome.errors == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out") == [file + ".npy"])
  }
}

@Test func refusesOtherShapesAndTypes() throws {
  try withTemporaryFolder { folder in
    let output = ["--output-dir", folder + "/out"]
    let wide = NumPyArray(type: .int8, shape: Shape([1, 2]), bytes: [1, 2])
    try wide.write(to: folder + "/wide.npy")
    let shape = try tool.run(["run", model, "--input", folder + "/wide.npy"] + output)
    #expect(shape.exitCode == 1)
    #expect(
      shape.errors.contains(
        "input 'input_1' has shape [1, 2], the model takes [-1, 49, 10, 1]: operator 0 "))

    let bytes = [UInt8](repeating: 0, count: 490 * 8)
    try NumPyArray(type: .int64, shape: Shape([1, 49, 10, 1]), bytes: bytes)
      .write(to: folder + "/long.npy")
    let type = try tool.run(
      ["run", model, "--input", folder + "/long.npy", "--quantize-inputs"] + output)
    #expect(type.exitCode == 1)
    #expect(
      type.errors.hasSuffix("takes int8, the file holds int64; save array.astype('int8')\n"))
  }
}

@Test(arguments: [
  ([], "no command; there are run and bench, and --help"),
  (["walk"], "unknown command 'walk'; there are run and bench"),
  (["run", "m", "--output-dir"], "--output-dir needs a value"),
  (["run", "m"], "--output-dir is missing"),
  (["run", "--output-dir", "d"], "MODEL.tflite is missing"),
  (["run", "m", "n", "--output-dir", "d"], "unexpected argument 'n'"),
  (["run", "m", "--sequence=1"], "--sequence takes no value"),
  (["bench", "m", "--fast"], "unknown option '--fast'"),
  (["bench", "m", "--runs", "0"], "--runs takes a number from 1 to 1000000000, not '0'"),
  (["bench", "m", "--runs", "1", "--runs=2"], "--runs is given 2 times"),
  (["bench", "m", "--threads", "two"], "--threads takes a number from 1 to 256, not 'two'"),
])
func refusesWrongUsage(arguments: [String], message: String) throws {
  let outcome = try tool.run(arguments)
  #expect(outcome.exitCode == 64)
  #expect(outcome.errors == "error: \(message)\n")
  #expect(outcome.output == "")
}

@Test func namesInputs() throws {
  let missing = try tool.run(["run", model, "--output-dir", "/nowhere"])
  #expect(missing.exitCode == 64)
  #expect(
    missing.errors == "error: input 'input_1' is missing: --input input_1=FILE.npy\n")
  let twice = try tool.run(
    ["run", model, "--input", "a.npy", "--input=input_1=b.npy", "--output-dir", "/nowhere"])
  #expect(twice.errors == "error: input 'input_1' is given twice\n")
  let other = try tool.run(
    ["run", model, "--input", "picture=/nowhere/a.npy", "--output-dir", "/nowhere"])
  #expect(other.exitCode == 64)
  #expect(
    other.errors
      == "error: --input 'picture=/nowhere/a.npy' names none of the inputs: input_1\n")
}

/// A lone input needs no name, and a file's name may have an equals sign.
@Test func takesAFileWithAnEqualsSign() throws {
  try withTemporaryFolder { folder in
    try Data().write(to: URL(fileURLWithPath: folder + "/a=b.npy"))
    let outcome = try tool.run(
      ["run", model, "--input", folder + "/a=b.npy", "--output-dir", folder])
    #expect(outcome.errors.hasPrefix("error: \(folder)/a=b.npy: "))
  }
}

@Test func failsInOneLine() throws {
  let missing = try tool.run(["bench", "/nowhere/m.tflite"])
  #expect(missing.exitCode == 1)
  #expect(missing.errors.hasPrefix("error: /nowhere/m.tflite: "))
  #expect(missing.errors.hasSuffix("No such file or directory\n"))
  try withTemporaryFolder { folder in
    try writeInputs("inputs.kws_int8", to: folder + "/x.npy")
    let outcome = try tool.run([
      "run", model, "--input", folder + "/x.npy", "--sequence", "--output-dir", "/proc/nowhere",
    ])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: /proc/nowhere: cannot make the folder: "))
  }
}

@Test func refusesInstructionSetsThatAreMissing() throws {
  let outcome = try tool.run(["bench", model], environment: ["LINNET_ISA": "abacus"])
  #expect(outcome.exitCode == 1)
  #expect(
    outcome.errors == "error: LINNET_ISA=abacus: this processor has no such instruction set\n")
}
