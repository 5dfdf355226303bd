// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import Foundation
import Interpreter
import Measure
import Terminal

/// `operator-check MODEL.tflite TENSORS.npz`: each operator on another runtime's inputs against its
/// outputs; `Toolchain/check-operators` makes the recording. Exit 1 if one differs or cannot run.
@main
enum OperatorCheck {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, let model = arguments.first, let tensors = arguments.last else {
      fail("usage: operator-check MODEL.tflite TENSORS.npz", status: 64)
    }
    do {
      let comparison = OperatorComparison(
        of: try ModelFile(path: model), recorded: try readArrays(at: tensors))
      exit(report(comparison.entries) ? 0 : 1)
    } catch let error as InterpreterError {
      fail(error.message, status: 1)
    } catch let error as ArrayFileError {
      fail(error.message, status: 1)
    } catch {
      fail("\(error)", status: 1)
    }
  }

  /// Prints a line for each operator and a summary; tells whether all agree.
  private static func report(_ entries: [OperatorComparison.Entry]) -> Bool {
    var table = TextTable(.right, .left, .right, .right, .left)
    table.append(["", "operator", "elements", "mismatches", "largest difference"])
    for entry in entries {
      switch entry.outcome {
      case .failed(let reason):
        table.append(["\(entry.index)", entry.name, "", "", reason])
      case .compared(let difference):
        let largest =
          difference.isFloatingPoint
          ? "\(Float(difference.largest)) of the largest value"
          : decimal(difference.largest, places: 0) + " steps"
        table.append([
          "\(entry.index)", entry.name, "\(difference.elementCount)",
          "\(difference.mismatchCount)", difference.mismatchCount == 0 ? "" : largest,
        ])
      }
    }
    print(table.lines().joined(separator: "\n"))
    print(summary(of: entries))
    return entries.allSatisfy { $0.agrees }
  }

  /// How many operators fared how.
  private static func summary(of entries: [OperatorComparison.Entry]) -> String {
    var equal = 0
    var close = 0
    var different = 0
    for entry in entries {
      guard case .compared(let difference) = entry.outcome else { continue }
      if difference.mismatchCount == 0 {
        equal += 1
      } else if entry.agrees {
        close += 1
      } else {
        different += 1
      }
    }
    let failed = entries.count - equal - close - different
    return "\(entries.count) operators: \(equal) equal, \(close) within tolerance, "
      + "\(different) different, \(failed) not run"
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(status)
  }
}
