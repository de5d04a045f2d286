import Dispatch
import Synchronization
import Yams

/// Reads one rule file; the syntax is described in `CData/files/rules/README.md`.
struct RuleFileParser {
  private let file: RuleFile
  private let stem: String
  private var task = TaggingTask.grammar
  private var contents = RuleFileContents()

  /// Reads files on all cores; what came of each, in their order.
  static func parse(_ files: [RuleFile]) -> [Result<RuleFileContents, TaggingError>] {
    let results = Mutex([Result<RuleFileContents, TaggingError>?](repeating: nil, count: files.count))
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let result = Result { () throws(TaggingError) in try parse(files[index]) }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  static func parse(_ file: RuleFile) throws(TaggingError) -> RuleFileContents {
    var parser = RuleFileParser(file)
    try parser.parse()
    return parser.contents
  }

  private init(_ file: RuleFile) {
    self.file = file
    stem = String(file.name.split(separator: "/").last?.split(separator: ".").first ?? "rules")
  }

  private mutating func parse() throws(TaggingError) {
    let root: Node?
    do { root = try Yams.compose(yaml: file.yaml, .basic, .default, .utf8) } catch {
      let line = if case YamlError.parser(_, _, let mark, _) = error { mark.line } else { 0 }
      throw self.error("yaml-syntax", line, "this is not YAML: check indentation, and quote what begins with a sign")
    }
    guard let root else { return }
    let sections = try entries(of: root, in: "the file")
    if let value = sections.first(where: { $0.key.string == "task" })?.value {
      guard let task = TaggingTask(name: value.string ?? "") else {
        let known = TaggingTask.allCases.map(\.name).joined(separator: ", ")
        throw error("unknown-task", line(value), "the task is one of \(known)")
      }
      self.task = task
    }
    for (key, value) in sections {
      switch key.string {
      case "task": continue
      case "groups":
        for (name, node) in try entries(of: value, in: "groups") {
          contents.groups.append((name.string ?? "", try words(node), line(name)))
        }
      case "words": try parseLexicon(value)
      case "rules":
        for (name, node) in try entries(of: value, in: "rules") { try parseRule(name, node) }
      case "variants": try parseVariants(value)
      case "forbid":
        for node in value.sequence ?? [] { contents.forbidden.append((node.string ?? "", line(node))) }
      default:
        throw error(
          "unknown-key", line(key), "a rule file has task, groups, words, rules, variants, forbid; not this key")
      }
    }
  }

  // MARK: Sections

  /// Each label: `bias`, or a list of `weight conditions: words`.
  private mutating func parseLexicon(_ node: Node) throws(TaggingError) {
    for (name, value) in try entries(of: node, in: "words") {
      let label = try self.label(name.string ?? "", line(name))
      guard let lines = value.sequence else {
        throw error("not-a-list", line(name), "under a label stands a list of lines `- weight conditions: words`")
      }
      var number = 0
      for item in lines {
        for (key, value) in try entries(of: item, in: "a line of words") {
          if key.string == "bias" {
            guard let weight = Float(value.string ?? "") else {
              throw error("not-a-number", line(key), "the bias of a label is a number")
            }
            contents.bias.append((label, weight))
            continue
          }
          number += 1
          let parts = (key.string ?? "").split(separator: " ")
          guard let weight = parts.first.flatMap({ Float($0) }) else {
            throw error(
              "not-a-number", line(key), "a line of words begins with its weight, such as `- 1.5: 退款 | refund`")
          }
          var rule = RuleSource(
            id: "\(stem)/\(name.string ?? "")/\(number)", isLexicon: true, task: task, file: file.name, line: line(key))
          rule.say = value.string == "" ? RuleSource.Words() : try words(value)
          rule.condition = try condition(parts.dropFirst(), line(key))
          rule.gifts = [RuleSet.Gift(label: Int32(label), weight: weight)]
          contents.rules.append(rule)
        }
      }
    }
  }

  private mutating func parseRule(_ name: Node, _ node: Node) throws(TaggingError) {
    var rule = RuleSource(id: name.string ?? "", task: task, file: file.name, line: line(name))
    rule.condition = try condition([], line(name))
    for (key, value) in try entries(of: node, in: "a rule") {
      switch key.string {
      case "say": rule.say = try words(value)
      case "with":
        if let all = value.sequence {
          for one in all { rule.with.append(try words(one)) }
        } else {
          rule.with.append(try words(value))
        }
      case "then": rule.then = try words(value)
      case "within":
        guard let within = Int(value.string ?? ""), within > 0 else {
          throw error("not-a-number", line(key), "`within` is a number of characters")
        }
        rule.within = within
      case "without": rule.without = try words(value)
      case "turn": rule.turn = try words(value)
      case "nowhere": rule.nowhere = try words(value)
      case "agent": rule.agent = try words(value)
      case "if": rule.condition = try condition((value.string ?? "").split(separator: " ")[...], line(key))
      case "gives":
        for gift in (value.string ?? "").split(separator: ",") {
          let parts = gift.split(separator: " ")
          guard parts.count == 2, let weight = Float(parts[1]) else {
            throw error("bad-gift", line(key), "`gives` is a label and a weight, such as `return_refund 1.5`")
          }
          rule.gifts.append(RuleSet.Gift(label: Int32(try label(String(parts[0]), line(key))), weight: weight))
        }
      default:
        throw error(
          "unknown-key", line(key),
          "a rule has say, with, then, within, without, turn, nowhere, agent, if, gives; not this key")
      }
    }
    guard !rule.gifts.isEmpty else {
      throw error("no-gift", line(name), "the rule gives nothing: add `gives: LABEL WEIGHT`")
    }
    contents.rules.append(rule)
  }

  private mutating func parseVariants(_ node: Node) throws(TaggingError) {
    for pair in (node.string ?? "").split(separator: " ") {
      let scalars = Array(pair.unicodeScalars)
      guard scalars.count == 2 else {
        throw error("bad-variant", line(node), "variants are pairs of characters, the first read as the second")
      }
      contents.variants.append((scalars[0], scalars[1]))
    }
  }

  // MARK: Parts

  private func words(_ node: Node) throws(TaggingError) -> RuleSource.Words {
    guard let text = node.string, !text.isEmpty else {
      throw error("no-words", line(node), "words are expected here, separated by ` | `")
    }
    return RuleSource.Words(separatedByBars: text)
  }

  /// Words of conditions, each a fact or `!` and a fact; `any` lifts the default, which keeps out what is negated.
  private func condition(_ names: ArraySlice<Substring>, _ line: Int) throws(TaggingError) -> Condition {
    var condition = Condition()
    var standard = task == .intents || task == .acts || task == .stage ? Facts.refused : [.refused, .negated]
    for name in names {
      if name == "any" {
        standard = []
        continue
      }
      let isForbidden = name.hasPrefix("!")
      guard let fact = Facts(name: isForbidden ? name.dropFirst() : name) else {
        let known = Facts.plain.map(\.name).joined(separator: ", ")
        throw error(
          "unknown-condition", line,
          "a condition is one of any, \(known), after:ACT, topic:INTENT, given:INTENT, felt:EMOTION, did:ACT; "
            + "`!` before it means not")
      }
      if isForbidden { condition.forbidden |= fact.rawValue } else { condition.required |= fact.rawValue }
    }
    condition.forbidden |= standard.rawValue & ~condition.required
    return condition
  }

  private func label(_ name: String, _ line: Int) throws(TaggingError) -> Int {
    guard let code = task.labels.firstIndex(of: name) else {
      let known = task.labels.joined(separator: ", ")
      throw error("unknown-label", line, "`\(name)` is no label of \(task.name); there are \(known)")
    }
    return task.firstLabel + code
  }

  private func entries(of node: Node, in place: String) throws(TaggingError) -> [(key: Node, value: Node)] {
    guard let mapping = node.mapping else {
      throw error("not-a-mapping", line(node), "\(place) must be `key: value` lines")
    }
    return mapping.map { ($0.key, $0.value) }
  }

  private func line(_ node: Node) -> Int { node.mark?.line ?? 0 }

  private func error(_ code: String, _ line: Int, _ message: String) -> TaggingError {
    TaggingError(code: code, file: file.name, line: line, message: message)
  }
}
