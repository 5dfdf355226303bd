// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Settings of the device targets: ordinary Swift that the Embedded compiler also accepts.
let device: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  .treatWarning("EmbeddedRestrictions", as: .error),
]

/// `LINNET_COMMON_OPERATORS=1` leaves out custom operators, where the device tool must be small.
let operatorSet: [SwiftSetting] =
  Context.environment["LINNET_COMMON_OPERATORS"] == nil
  ? [] : [.define("COMMON_OPERATORS_ONLY")]

/// `LINNET_INT8_MODELS=1` leaves out the vector kernels of float and int16 layers.
let kernelSet: [CSetting] =
  Context.environment["LINNET_INT8_MODELS"] == nil ? [] : [.define("LINNET_INT8_MODELS")]

/// Settings of the host targets.
let host: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let deviceTargets: [Target] = [
  .target(
    name: "CKernels",
    cSettings: [
      .headerSearchPath("."),
      .unsafeFlags(["-O2", "-ffp-contract=off", "-fvisibility=hidden", "-Wno-pass-failed"]),
    ] + kernelSet,
    linkerSettings: [.linkedLibrary("m")]),
  .target(name: "CChecksum", cSettings: [.unsafeFlags(["-O2"])]),
  .target(name: "CPlatform", cSettings: [.unsafeFlags(["-O2", "-fvisibility=hidden"])]),
  .target(
    name: "TensorCore", swiftSettings: device, linkerSettings: [.linkedLibrary("m")]),
  .target(name: "LiteFormat", dependencies: ["TensorCore"], swiftSettings: device),
  .target(
    name: "Operators", dependencies: ["CKernels", "CPlatform", "TensorCore", "LiteFormat"],
    swiftSettings: device + operatorSet),
  .target(
    name: "Interpreter",
    dependencies: [
      "CChecksum", "CKernels", "CPlatform", "TensorCore", "LiteFormat", "Operators",
    ],
    swiftSettings: device + operatorSet),
  .target(
    name: "ArrayFiles", dependencies: ["CPlatform", "TensorCore"], swiftSettings: device),
  .target(
    name: "DeviceCommands",
    dependencies: [
      "ArrayFiles", "CKernels", "CPlatform", "Interpreter", "LiteFormat", "Operators", "TensorCore",
    ],
    swiftSettings: device),
  .executableTarget(
    name: "linnet-run", dependencies: ["DeviceCommands"], swiftSettings: device),
  .target(name: "KernelChecks", dependencies: ["CKernels"], cSettings: [.unsafeFlags(["-O2"])]),
  .executableTarget(name: "kernel-check", dependencies: ["KernelChecks"]),
]

let hostTargets: [Target] = [
  .target(
    name: "GraphIR", dependencies: ["LiteFormat", "Operators", "TensorCore"], swiftSettings: host),
  .target(
    name: "TensorFlowImport",
    dependencies: ["CChecksum", "CPlatform", "GraphIR", "TensorCore", protobuf],
    swiftSettings: host),
  .target(
    name: "OpenSizes", dependencies: ["GraphIR", "LiteFormat", "Operators", "TensorCore"],
    swiftSettings: host),
  .target(
    name: "OperatorConversion",
    dependencies: ["GraphIR", "LiteFormat", "LiteWriter", "OpenSizes", "Operators", "TensorCore"],
    swiftSettings: host),
  .target(
    name: "GraphPasses",
    dependencies: [
      "GraphIR", "LiteFormat", "OpenSizes", "Operators", "TensorCore",
    ],
    swiftSettings: host),
  .target(
    name: "Quantization",
    dependencies: [
      "CKernels", "GraphIR", "Interpreter", "LiteFormat", "Operators", "TensorCore",
    ],
    swiftSettings: host),
  .target(
    name: "CFlatBuffers", cxxSettings: [.unsafeFlags(["-std=c++17", "-O2"])],
    linkerSettings: [.linkedLibrary("flatbuffers"), .linkedLibrary("stdc++")]),
  .target(
    name: "LiteWriter", dependencies: ["CFlatBuffers", "LiteFormat", "TensorCore"],
    swiftSettings: host),
  .systemLibrary(name: "HDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
  .target(
    name: "CHDF5", dependencies: ["HDF5"], cSettings: [.unsafeFlags(["-O2"])],
    linkerSettings: [.linkedLibrary("hdf5_hl")]),
  .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
  .systemLibrary(name: "CPng", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
  .systemLibrary(name: "CJpeg", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
  .target(
    name: "CImages", dependencies: ["CJpeg", "CPng"], cSettings: [.unsafeFlags(["-O2"])]),
  .target(
    name: "DataSets", dependencies: ["ArrayFiles", "CImages", "CZip", "TensorCore"],
    swiftSettings: host),
  .target(
    name: "KerasImport",
    dependencies: ["ArrayFiles", "CHDF5", "CPlatform", "DataSets", "GraphIR", "TensorCore"],
    swiftSettings: host),
  .target(
    name: "TensorFlowExport",
    dependencies: ["GraphIR", "LiteWriter", "TensorCore", "TensorFlowImport"],
    swiftSettings: host),
  .target(
    name: "Converter",
    dependencies: [
      "DataSets", "GraphIR", "GraphPasses", "Interpreter", "KerasImport", "LiteFormat",
      "LiteWriter", "Measure",
      "OpenSizes", "OperatorConversion", "Operators", "Quantization", "TensorCore",
      "TensorFlowExport", "TensorFlowImport",
    ],
    swiftSettings: host),
  .target(
    name: "Measure",
    dependencies: [
      "ArrayFiles", "CPlatform", "DataSets", "DeviceCommands", "Interpreter", "LiteFormat",
      "LiteWriter", "Operators", "TensorCore",
    ],
    swiftSettings: host),
  .target(name: "Terminal", dependencies: ["DeviceCommands"], swiftSettings: host),
  .executableTarget(
    name: "SchemaGenerator", dependencies: ["LiteFormat", "TensorCore"], swiftSettings: host),
  .executableTarget(
    name: "operator-check",
    dependencies: [
      "ArrayFiles", "DataSets", "DeviceCommands", "Interpreter", "Measure", "Terminal",
    ],
    swiftSettings: host),
  .executableTarget(
    name: "linnet",
    dependencies: [
      arguments, "ArrayFiles", "Converter", "DataSets", "DeviceCommands", "GraphIR", "Interpreter",
      "LiteFormat", "LiteWriter", "Measure", "Operators", "Quantization", "Terminal", "TensorCore",
      "TensorFlowExport",
    ],
    swiftSettings: host),
]

/// A test target mirrors the source target of the same stem.
func tests(of target: String, also dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(target)Tests",
    dependencies: [.target(name: target), "TestSupport"] + dependencies, swiftSettings: host)
}

let testTargets: [Target] = [
  .target(
    name: "TestSupport",
    dependencies: ["ArrayFiles", "DataSets", "Interpreter", "Operators", "TensorCore"],
    path: "Tests/TestSupport", swiftSettings: host),
  .testTarget(
    name: "KernelTests", dependencies: ["CKernels", "KernelChecks", "TestSupport"],
    swiftSettings: host),
  tests(of: "TensorCore"),
  tests(of: "LiteFormat", also: ["TensorCore"]),
  tests(
    of: "Operators",
    also: ["ArrayFiles", "DataSets", "Interpreter", "LiteFormat", "TensorCore"]),
  tests(
    of: "Interpreter",
    also: ["ArrayFiles", "DataSets", "LiteFormat", "Operators", "TensorCore"]),
  .testTarget(
    name: "FuzzRegressionTests",
    dependencies: [
      "Interpreter", "LiteFormat", "LiteWriter", "Operators", "TensorCore", "TestSupport",
    ], swiftSettings: host),
  tests(of: "CPlatform"),
  tests(of: "ArrayFiles", also: ["TensorCore"]),
  tests(
    of: "DeviceCommands",
    also: [
      "ArrayFiles", "CKernels", "DataSets", "Interpreter", "LiteFormat", "LiteWriter", "TensorCore",
    ]),
  tests(of: "GraphIR", also: ["LiteFormat", "Operators", "TensorCore"]),
  tests(
    of: "TensorFlowImport", also: ["CChecksum", "DataSets", "GraphIR", "TensorCore", protobuf]),
  tests(
    of: "KerasImport",
    also: [
      "ArrayFiles", "CHDF5", "CZip", "Converter", "DataSets", "GraphIR", "Interpreter",
      "LiteWriter", "Operators", "TensorCore",
    ]),
  tests(
    of: "OpenSizes",
    also: [
      "ArrayFiles", "Converter", "DataSets", "GraphIR", "Interpreter", "LiteFormat",
      "OperatorConversion", "Operators", "TensorCore",
    ]),
  tests(
    of: "GraphPasses",
    also: ["GraphIR", "LiteFormat", "OpenSizes", "Operators", "OperatorConversion", "TensorCore"]),
  tests(
    of: "Quantization",
    also: ["GraphIR", "Interpreter", "LiteFormat", "Operators", "TensorCore"]),
  tests(of: "LiteWriter", also: ["LiteFormat", "TensorCore"]),
  tests(of: "DataSets", also: ["ArrayFiles", "TensorCore"]),
  tests(of: "Terminal"),
  tests(
    of: "Measure",
    also: [
      "ArrayFiles", "DataSets", "DeviceCommands", "Interpreter", "LiteFormat", "LiteWriter",
      "TensorCore",
    ]),
  tests(
    of: "TensorFlowExport", also: ["ArrayFiles", "DataSets", "GraphIR", "TensorCore"]),
  tests(
    of: "Converter",
    also: [
      "ArrayFiles", "DataSets", "GraphIR", "GraphPasses", "Interpreter", "LiteFormat", "LiteWriter",
      "Measure", "OperatorConversion", "Operators", "Quantization", "TensorCore",
      "TensorFlowExport", "TensorFlowImport",
    ]),
]

/// The fuzzers, which need sanitizers in all that they link: only `Toolchain/fuzz/run` builds them.
let fuzzTargets: [Target] =
  Context.environment["LINNET_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "model-fuzz", dependencies: ["CPlatform", "Interpreter", "Operators", "TensorCore"],
      path: "Toolchain/fuzz/model-fuzz",
      swiftSettings: device + [.unsafeFlags(["-parse-as-library"])]),
    .executableTarget(
      name: "import-fuzz",
      dependencies: [
        "ArrayFiles", "CChecksum", "CHDF5", "Converter", "GraphIR", "Interpreter", "KerasImport",
        "LiteFormat", "LiteWriter", "Operators", "Quantization", "TensorFlowExport",
        "TensorFlowImport", protobuf,
      ],
      path: "Toolchain/fuzz/import-fuzz",
      swiftSettings: host + [.unsafeFlags(["-parse-as-library"])]),
  ]

let package = Package(
  name: "linnet",
  products: [
    .executable(name: "linnet", targets: ["linnet"]),
    .executable(name: "linnet-run", targets: ["linnet-run"]),
    .executable(name: "kernel-check", targets: ["kernel-check"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: deviceTargets + hostTargets + testTargets + fuzzTargets,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11,
  cxxLanguageStandard: .cxx17
)
