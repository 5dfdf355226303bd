// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore
import Testing

/// Numbers of operators without seeds follow from the instance's.
@Suite struct RandomStreamTests {
  private final class Nobody {}

  /// A graph of two tensors of 1000 normal numbers, by operators of these seeds.
  private func model(_ seeds: RandomSeeds) throws -> ExecutableModel {
    let shape = PreparedBuffer(integers: [1000], of: .int32)
    func tensor(_ name: String, _ type: ElementType, _ shape: [Int]) -> ExecutableGraph.Tensor {
      ExecutableGraph.Tensor(
        name: name, type: type, shape: Shape(shape), openShape: nil, hasRank: true,
        quantization: nil, constant: nil)
    }
    let count = ExecutableGraph.Tensor(
      name: "shape", type: .int32, shape: Shape([1]), openShape: nil, hasRank: true,
      quantization: nil, constant: UnsafeRawBufferPointer(start: shape.base, count: 4))
    let draw = Operator.randomStandardNormal(RandomStandardNormal(seeds: seeds))
    let graph = try ExecutableGraph(
      name: "noise",
      tensors: [count, tensor("a", .float32, [1000]), tensor("b", .float32, [1000])],
      nodes: [1, 2].map {
        ExecutableGraph.Node(
          operation: draw, name: "RANDOM_STANDARD_NORMAL", inputs: [0], outputs: [$0])
      }, inputs: [], outputs: [1, 2])
    return ExecutableModel(graphs: [graph], signatures: [], byteCount: 0, owner: shape)
  }

  private func numbers(_ instance: ModelInstance, count: Int = 1) throws -> [[Float]] {
    let interpreter = try Interpreter(instance)
    return try (0..<count).flatMap { _ in
      try interpreter.invoke()
      return [1, 2].map { Array(interpreter.bytes(of: $0).bindMemory(to: Float.self)) }
    }
  }

  private func instance(seed: UInt64?, _ seeds: RandomSeeds = RandomSeeds()) throws -> ModelInstance
  {
    var options = Interpreter.Options()
    options.seed = seed
    return ModelInstance(try model(seeds), options: options)
  }

  @Test func goOnFromCallToCall() throws {
    let instance = try instance(seed: 3)
    let drawn = try numbers(instance, count: 3)
    #expect(Set(drawn).count == 6, "operators and calls draw numbers of their own")
    instance.reset()
    #expect(try numbers(instance, count: 3) == drawn)
  }

  @Test func followFromTheInstancesSeed() throws {
    let drawn = try numbers(instance(seed: 3))
    #expect(try numbers(instance(seed: 3)) == drawn)
    #expect(try numbers(instance(seed: 4)) != drawn)
    #expect(try numbers(instance(seed: nil)) != numbers(instance(seed: nil)))
  }

  @Test func doNotFollowFromItWithSeedsOfTheirOwn() throws {
    let drawn = try numbers(instance(seed: 3, RandomSeeds(0, 1)))
    #expect(try numbers(instance(seed: 4, RandomSeeds(0, 1))) == drawn)
    #expect(drawn[0] == drawn[1])
  }

  /// The mean of 1000 numbers has a deviation of 0.032, their variance one of 0.045: five of each.
  @Test func haveMeanZeroAndVarianceOne() throws {
    for numbers in try numbers(instance(seed: 3), count: 4) {
      let mean = numbers.reduce(0, +) / 1000
      let variance = numbers.reduce(0) { $0 + $1 * $1 } / 1000
      #expect(abs(mean) < 0.16)
      #expect(abs(variance - 1) < 0.23)
    }
  }
}
