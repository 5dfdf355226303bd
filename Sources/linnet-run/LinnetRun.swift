// SPDX-License-Identifier: Apache-2.0
import DeviceCommands

/// The program's entry point, under the name that the package manager's linker line expects.
@c(linnet_run_main)
public func main(_ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>) -> Int32 {
  var arguments: [String] = []
  for index in 1..<max(Int(count), 1) {
    if let value = values[index] { arguments.append(String(cString: value)) }
  }
  return DeviceTool.main(arguments, version: version)
}
