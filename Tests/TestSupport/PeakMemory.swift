// SPDX-License-Identifier: Apache-2.0
import Foundation

extension BuiltProgram {
  /// Runs it to its end, and tells its exit code and the most memory that it held at once.
  package func peakMemory(_ arguments: [String]) throws -> (exitCode: Int32, byteCount: Int) {
    let words = ["/usr/bin/env"] + commandLine(arguments)
    var texts = words.map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var process = pid_t()
    let failure = posix_spawn(&process, words[0], nil, nil, &texts, environ)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    // An exit code lies in the second byte; a signal's number in the seven bits below it.
    let exitCode = status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    return (exitCode, usage.ru_maxrss * 1024)
  }
}
