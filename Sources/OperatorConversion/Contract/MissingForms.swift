// SPDX-License-Identifier: Apache-2.0

/// What to do about operators that have no form in the lite format, by their names; the first row
/// that fits counts. A `*` at either end stands for any characters.
private let remedies: [(names: [String], remedy: String)] = [
  (
    [
      "DecodeJpeg", "DecodePng", "DecodeImage", "DecodeBmp", "DecodeGif", "DecodeWebP",
      "DecodeJxl", "DecodeAndCropJpeg", "ExtractJpegShape", "DecodeWav",
    ],
    "feed what is decoded: export the part of the model behind it"
  ),
  (
    ["Parse*", "Decode*", "ReadFile", "Deserialize*", "RecordInput", "MatchingFiles"],
    "feed tensors: export the part of the model behind the parsing"
  ),
  (
    ["Encode*", "Serialize*", "WriteFile", "SaveSlices", "*Summary*", "DrawBoundingBoxes*"],
    "give the tensor before it as an output, and encode or write that outside of the model"
  ),
  (
    [
      "String*", "Regex*", "StaticRegex*", "Unicode*", "Substr", "AsString", "ReduceJoin",
      "UnsortedSegmentJoin", "*Fingerprint*", "EditDistance",
    ],
    "prepare texts outside of the model and feed numbers"
  ),
  (
    ["PyFunc*", "EagerPyFunc", "NumpyFunction"],
    "Python code runs in Python only: write it in TensorFlow's operators"
  ),
  (
    ["*Quantized*", "Quantize*", "Requantiz*", "Uniform*uantize", "Dequantize"],
    "convert the float model, and quantize it by --quantize"
  ),
  (
    [
      "Random*", "StatelessRandom*", "Stateful*", "Stateless*", "ParameterizedTruncatedNormal",
      "NonDeterministicInts", "Rng*", "SampleDistortedBoundingBox*", "SobolSample",
    ],
    "feed the random numbers as an input, or draw them from a uniform or normal distribution"
  ),
  (["Ragged*"], "work on dense tensors: to_tensor() before the model"),
  (
    ["Sparse*", "DenseTo*", "*SparseMatrix*", "*SparseTensor*", "*SetOperation", "SetSize"],
    "work on dense tensors: tf.sparse.to_dense before the model"
  ),
  (
    [
      "*Iterator*", "*Dataset*", "*Queue*", "*Stage*", "*Unstage*", "Barrier*", "Optional*",
      "Batch",
      "Unbatch", "BatchFunction", "Map*", "OrderedMap*",
    ],
    "export the model without its input pipeline: feed what that gives"
  ),
  (
    [
      "Xla*", "TPU*", "Collective*", "Nccl*", "AllToAll", "CrossReplica*", "Send", "Recv",
      "RemoteCall", "*SparseCore*", "Prelinearize*",
    ],
    "export the model for one CPU: without a distribution strategy, jit_compile or native "
      + "serialization"
  ),
  (
    ["Cudnn*", "BlockLSTM*", "LSTMBlockCell*", "GRUBlockCell*"],
    "use keras.layers.LSTM or GRU, which convert"
  ),
  (
    [
      "ResourceApply*", "ResourceSparseApply*", "Apply*", "SparseApply*", "*Grad", "*GradV2",
      "*Gradient", "*BackpropFilter*", "*BackpropInput*", "SymbolicGradient",
    ],
    "it trains: choose the signature that only infers by --signature, or another optimizer or layer"
  ),
  (
    [
      "*Svd", "Qr", "Lu", "*Eig", "*EigV2", "MatrixExponential", "MatrixLogarithm",
      "MatrixSquareRoot", "MatrixSolveLs", "BatchMatrix*", "BatchCholesky*", "Banded*",
      "Tridiagonal*",
    ],
    "compute it outside of the model, of constants before it is exported"
  ),
  (
    ["*HashTable*", "LookupTable*", "InitializeTableFromTextFile*"],
    "use a table that is filled by constants when the model is loaded: "
      + "tf.lookup.StaticHashTable with KeyValueTensorInitializer"
  ),
  (
    ["TensorArray*", "Stack*", "Enter", "Exit", "Merge", "Switch", "NextIteration", "LoopCond"],
    "save the model by TensorFlow 2, whose loops and lists convert"
  ),
  (
    ["CTC*"],
    "give the scores before it as an output, and decode these outside of the model"
  ),
]

/// What to do about an operator that has no form in the lite format.
func remedyOfMissingForm(_ operation: String) -> String {
  remedies.first { $0.names.contains { matches(operation, $0) } }?.remedy
    ?? "compute it outside of the model, or of operators that convert"
}

private func matches(_ name: String, _ pattern: String) -> Bool {
  let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
  guard let first = parts.first, let last = parts.last, parts.count > 1 else {
    return name == pattern
  }
  guard name.hasPrefix(first), name.hasSuffix(last), name.count >= first.count + last.count else {
    return false
  }
  return parts.dropFirst().dropLast().allSatisfy { $0.isEmpty || name.contains($0) }
}
