// SPDX-License-Identifier: Apache-2.0

@main
enum SchemaGenerator {
  static func main() {}
}
