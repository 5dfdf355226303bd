// SPDX-License-Identifier: Apache-2.0
import CKernels

/// What the profile calls a kernel in C: by the form of it that runs here, where it has several.
///
/// - Parameter kernel: the C function.
func profileName<Kernel>(_ name: String, of kernel: Kernel) -> String {
  #if arch(x86_64)
    if let form = linnet_plain_name(unsafeBitCast(kernel, to: UnsafeRawPointer.self)) {
      return String(cString: form)
    }
  #endif
  return name
}
