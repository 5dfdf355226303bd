// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@main
struct Linnet: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "linnet")
}
