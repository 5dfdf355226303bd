// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TestSupport
import Testing

@testable import KerasImport

/// Configurations that no Keras writes are refused in one line that says why: whatever a file has in the
/// place of a size, an axis or a list, nothing traps and nothing grows without bounds.
struct HostileConfigurationTests {
  private static let none = Result { try OpenFile { _ in } }

  /// Imports a configuration without weights.
  private func refusal(_ configuration: String) throws -> String? {
    let nothing = try Self.none.get()
    let weights = try HDF5File(index: nothing.bytes, input: nothing, output: nothing)
    do {
      _ = try KerasModel.program(
        configuration: JSON(parsing: configuration), metadata: .null, weights: weights)
      return nil
    } catch let error as ConversionError {
      return error.description
    }
  }

  /// A model of layers one after the other behind an input of the shape given.
  private func sequence(_ shape: String, _ layers: [String]) -> String {
    let input =
      #"{"class_name": "InputLayer", "config": {"name": "in", "batch_shape": "# + shape + "}}"
    return #"{"class_name": "Sequential", "config": {"name": "model", "layers": ["#
      + ([input] + layers).joined(separator: ", ") + "]}}"
  }

  private static func layer(_ name: String, _ settings: String = "") -> String {
    #"{"class_name": ""# + name + #"", "config": {"name": "layer", "trainable": true"#
      + (settings.isEmpty ? "" : ", " + settings) + "}}"
  }

  private static func operation(_ name: String, _ settings: String) -> String {
    #"{"class_name": ""# + name + #"", "module": "keras.src.ops", "config": {"name": "layer", "#
      + settings + "}}"
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let shape: String
    let layer: String
    let reason: String

    var testDescription: String { name }

    init(_ name: String, _ shape: String, _ settings: String, _ reason: String) {
      (self.name, self.shape, self.reason) = (name, shape, reason)
      layer = HostileConfigurationTests.layer(name, settings)
    }

    init(operation: String, _ shape: String, _ settings: String, _ reason: String) {
      (name, self.shape, self.reason) = (operation, shape, reason)
      layer = HostileConfigurationTests.operation(operation, settings)
    }
  }

  static let cases: [Case] = [
    // Ranks that a layer does not expect.
    Case("GlobalMaxPooling2D", "[]", "", "rank 0"),
    Case("UpSampling2D", "[null, 4, 4]", "", "rank 3, needs 4"),
    Case("UpSampling2D", "[null]", #""data_format": "channels_first""#, "rank 1"),
    Case("AdaptiveMaxPooling2D", "[null]", #""output_size": 2"#, "rank 1"),
    Case(
      "TimeDistributed", "[null]", #""layer": {"class_name": "Dropout", "config": {}}"#, "rank 1"),
    Case("GroupNormalization", "[null, 4]", #""axis": []"#, "'axis'"),
    Case("StackedRNNCells", "[2]", #""cells": []"#, "rank 1"),
    Case(operation: "MaxPool", "[null, 4]", #""pool_size": 2"#, "rank 2"),
    // Sizes that are none.
    Case(operation: "MaxPool", "[1, 4, 4, 1]", #""pool_size": 2, "strides": 0"#, "window"),
    Case(operation: "MaxPool", "[1, 4, 4, 1]", #""pool_size": 2, "strides": [1]"#, "window"),
    Case(operation: "Split", "[1, 4]", #""axis": 1, "indices_or_sections": 0"#, "split into 0"),
    Case(operation: "Split", "[1, null]", #""axis": 1, "indices_or_sections": -3"#, "into -3"),
    Case(
      operation: "Split", "[1, 0]", #""axis": 1, "indices_or_sections": 1000000000"#, "split into"),
    Case(operation: "Unstack", "[0, 4]", #""axis": 0"#, "gives no result"),
    Case(operation: "Unstack", "[2000000000, 4]", #""axis": 0"#, "too many"),
    Case(operation: "TopK", "[1, 4]", #""k": -1"#, "there is no tensor of shape [1, -1]"),
    Case(operation: "Cholesky", "[4]", #""upper": true"#, "rank 1, needs 2"),
    Case(
      operation: "STFT", "[]", #""sequence_length": 4, "sequence_stride": 2, "fft_length": 4"#,
      "rank 0"),
    Case(operation: "ExtractPatches", "[1, 4, 4, 1]", #""size": 0"#, "window is empty"),
    Case(operation: "Vander", "[2000000000]", #""increasing": true"#, "too large"),
    Case(operation: "Diag", "[1000000]", #""k": 0"#, "too large"),
    Case(operation: "ArraySplit", "[4]", #""indices_or_sections": 2000000000"#, "splits into"),
    Case("STFTSpectrogram", "[1, 8, 1]", #""frame_length": 4, "frame_step": 0"#, "window"),
    Case(
      "IntegerLookup", "[null, 2]", #""vocabulary": [1, 2], "num_oov_indices": -1"#, "places for"),
    Case(
      "IntegerLookup", "[null, 2]",
      #""vocabulary": [1, 2], "output_mode": "count", "pad_to_max_tokens": true, "max_tokens": 2"#,
      "more tokens"),
    Case(
      "LocallyConnected1D", "[1, 2000000000, 2]",
      #""kernel_size": 1, "filters": 2000000000, "implementation": 2"#, "too many"),
    // Numbers that leave their range.
    Case("RepeatVector", "[null, 4]", #""n": 1000000000000"#, "whole number of 32 bits"),
    Case(
      "UpSampling3D", "[1, 2000000000, 2, 2, 2]", #""size": 2000000000"#,
      "there is no tensor of shape"),
    Case(
      "Reshape", "[null, 4]", #""target_shape": [-1, 2000000000, 2000000000, 2000000000]"#,
      "does not become"),
    Case(
      "ZeroPadding1D", "[1, 4, 4]", #""padding": [2000000000, 2000000000]"#, "no tensor of shape"),
    Case("Reshape", "[65536, 65536, 65536, 65536]", #""target_shape": [-1]"#, "no tensor of shape"),
  ]

  @Test(arguments: cases) func isRefused(_ given: Case) throws {
    let reason = try refusal(sequence(given.shape, [given.layer]))
    #expect(reason?.contains(given.reason) == true, "\(reason ?? "no error")")
    #expect(reason?.contains("\n") == false)
  }

  /// 2⁶⁴ calls if nothing stopped it: each of 20 models calls the one inside ten times.
  @Test func modelsThatMultiplyCalls() throws {
    var inner = Self.layer("Dropout").replacing("layer", with: "inner")
    for level in 0..<20 {
      let name = "m\(level)"
      let input =
        #"{"class_name": "InputLayer", "name": "in", "config": {"batch_shape": [1, 2]}, "inbound_nodes": []}"#
      let uses = (0..<10).map { #"[["\#($0 == 0 ? "in" : "inner")", \#(max($0 - 1, 0)), 0, {}]]"# }
      let layer =
        String(inner.dropLast()) + #", "name": "inner", "inbound_nodes": ["#
        + uses.joined(separator: ", ") + "]}"
      inner =
        #"{"class_name": "Functional", "config": {"name": "\#(name)", "layers": ["#
        + input + ", " + layer
        + #"], "input_layers": [["in", 0, 0]], "output_layers": [["inner", 9, 0]]}}"#
    }
    #expect(try refusal(inner)?.contains("expand to more than") == true)
  }

  /// Each model's input follows from the first model inside of it: 2³⁰ readings if each were read twice.
  @Test func modelsInModelsAreReadOnce() throws {
    var model = Self.layer("Dropout")
    for level in 0..<30 {
      model =
        #"{"class_name": "Sequential", "config": {"name": "m\#(level)", "layers": [\#(model)]}}"#
    }
    #expect(try refusal(model)?.contains("shape of its input is not in the file") == true)
  }
}
