// SPDX-License-Identifier: Apache-2.0

@c(linnet_run_main)
public func main(_ argc: Int32, _ argv: UnsafePointer<UnsafePointer<CChar>?>) -> Int32 { 0 }
