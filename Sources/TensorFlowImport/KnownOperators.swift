// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The lines of ``operatorList`` by the operators' names.
func knownOperators() -> [Substring: Substring] {
  var lines: [Substring: Substring] = [:]
  for line in operatorList.split(separator: "\n") {
    lines[line.prefix { $0 != "|" }] = line
  }
  return lines
}

extension TFOpDef {
  /// Reads a line of ``operatorList``; its grammar is told in `list_operators.py`.
  init(listed line: Substring) {
    self.init()
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
    precondition(parts.count == 3, "an operator is listed in three parts")
    name = String(parts[0])
    outputArg = parts[1].split(separator: " ").map { ArgDef(listed: $0) }
    attr = parts[2].split(separator: " ").map { AttrDef(listed: $0) }
  }
}

extension TFOpDef.ArgDef {
  /// `name:type`, `name:count*type` or `name:[list]`.
  fileprivate init(listed text: Substring) {
    self.init()
    let parts = text.split(separator: ":")
    precondition(parts.count == 2, "a result is a name and a type")
    name = String(parts[0])
    if parts[1].hasPrefix("[") {
      typeListAttr = String(parts[1].dropFirst().dropLast())
      return
    }
    let kinds = parts[1].split(separator: "*")
    if kinds.count == 2 { numberAttr = String(kinds[0]) }
    if let number = Int32(kinds[kinds.count - 1]) {
      type = number
    } else {
      typeAttr = String(kinds[kinds.count - 1])
    }
  }
}

extension TFOpDef.AttrDef {
  /// `name=K:value`.
  fileprivate init(listed text: Substring) {
    self.init()
    let equals = text.firstIndex(of: "=") ?? text.endIndex
    name = String(text[..<equals])
    let typed = text[equals...].dropFirst()
    defaultValue = TFAttrValue(kind: typed.first ?? " ", text: typed.dropFirst(2))
  }
}

extension TFAttrValue {
  fileprivate init(kind: Character, text: Substring) {
    self.init()
    let parts = text.split(separator: ",")
    var list = ListValue()
    switch kind {
    case "s": s = Data(text.utf8)
    case "i": i = Int64(text) ?? 0
    case "f": f = Float(text) ?? 0
    case "b": b = text == "1"
    case "t": type = Int32(text) ?? 0
    case "S": list.s = parts.map { Data($0.utf8) }
    case "I": list.i = parts.compactMap { Int64($0) }
    case "F": list.f = parts.compactMap { Float($0) }
    case "B": list.b = parts.map { $0 == "1" }
    case "T": list.type = parts.compactMap { Int32($0) }
    default: preconditionFailure("a default is of a listed kind")
    }
    if kind.isUppercase { self.list = list }
  }
}
