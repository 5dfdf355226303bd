// SPDX-License-Identifier: Apache-2.0
import Foundation

private typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ target: FuzzTarget
) -> CInt

/// libFuzzer's own mutations: changes the bytes in place and says how many they are then.
@_silgen_name("LLVMFuzzerMutate")
func mutateFreely(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

/// Fuzzes; with LINNET_FUZZ_SEEDS makes cases of the models that are named on standard input
/// instead, into that folder.
@c(import_fuzz_main)
public func main(
  _ argumentCount: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  if let folder = ProcessInfo.processInfo.environment["LINNET_FUZZ_SEEDS"] {
    SeedMaker(folder: folder).makeAll()
    return 0
  }
  var (argumentCount, arguments) = (argumentCount, arguments)
  return runFuzzer(&argumentCount, &arguments, tryCase)
}

/// What libFuzzer calls with one case after the other.
@c(LLVMFuzzerTestOneInput)
public func tryCase(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  ImportCase(bytes)?.convert()
  return 0
}

/// Half of all changes know what the members of a case are; the others are libFuzzer's own.
@c(LLVMFuzzerCustomMutator)
public func mutateCase(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int {
  var random = RandomBits(seed: seed)
  let whole = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  guard random.below(2) == 0, var changed = ImportCase(whole) else {
    return mutateFreely(bytes, count, limit)
  }
  for _ in 0...random.below(3) { changed.mutate(&random) }
  let result = changed.bytes.prefix(limit)
  for (index, byte) in result.enumerated() { bytes[index] = byte }
  return result.count
}

/// Numbers that follow from a seed (Steele, Lea, Flood: SplitMix).
struct RandomBits: RandomNumberGenerator {
  private var state: UInt64

  init(seed: CUnsignedInt) {
    state = UInt64(seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to less than `bound`.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }
}
