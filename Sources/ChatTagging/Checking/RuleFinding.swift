/// Something that the author of a rule file should know.
public struct RuleFinding: Hashable, Sendable, CustomStringConvertible {
  public enum Severity: String, Sendable, CaseIterable {
    /// The files cannot be used.
    case error
    /// The files can be used, but do not say what their author means.
    case warning
    /// As the author surely means it, and good to know.
    case note
  }

  public var severity: Severity
  /// A stable kebab-case name, such as `never-fires`.
  public var code: String
  public var file: String
  /// The line in the file, from 1; 0 when the whole file is meant.
  public var line: Int
  public var message: String

  /// `file:line: warning: message [code]`.
  public var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(severity.rawValue): \(message) [\(code)]"
  }
}

/// A rule as `duxin rules list` shows it.
public struct RuleDescription: Hashable, Sendable {
  /// The id of the rule, or file/label/number of a line of words.
  public var id: String
  public var file: String
  /// The line in the file, from 1.
  public var line: Int
  /// What it decides about, such as `intents`.
  public var task: String
  /// Label and weight in log-odds, such as `return_refund +1.5, exchange -0.5`.
  public var gives: String
  /// The labels it speaks for or against.
  public var labels: [String]
  /// The words it waits for, as the file writes them, and its conditions.
  public var words: String
  /// The id of a shipped rule that a shop forbids is still listed.
  public var isForbidden = false
}

extension RuleDescription {
  init(_ source: RuleSource, isForbidden: Bool = false) {
    func name(_ gift: RuleSet.Gift) -> String { source.task.labels[Int(gift.label) - source.task.firstLabel] }
    (id, file, line, task) = (source.id, source.file, source.line, source.task.name)
    gives = source.gifts.map { "\(name($0)) \($0.weight < 0 ? "" : "+")\($0.weight)" }.joined(separator: ", ")
    labels = source.gifts.map(name)
    let fields = [("", source.say)] + source.with.map { ("with ", $0) } + [("then ", source.then)]
    let more = [
      ("without ", source.without), ("turn ", source.turn), ("nowhere ", source.nowhere), ("agent ", source.agent),
    ]
    let standard: Facts = [.refused, .negated]
    let forbidden = Facts(rawValue: source.condition.forbidden).subtracting(standard)
    let conditions =
      Facts.allNames(in: Facts(rawValue: source.condition.required)) + Facts.allNames(in: forbidden).map { "!" + $0 }
    words =
      ((fields + more).filter { !$0.1.isEmpty }.map { $0.0 + $0.1.text }
      + (conditions.isEmpty ? [] : ["if " + conditions.joined(separator: " ")])).joined(separator: "; ")
    self.isForbidden = isForbidden
  }
}
