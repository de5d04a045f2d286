import ChatModel
import ChatTagging
import Foundation

/// An explanation as one JSON object; keys in alphabetical order.
struct ExplanationJSON: Encodable {
  /// A stretch of the text, in Unicode scalars and in bytes of UTF-8; an end is one past the last.
  private struct Stretch: Encodable {
    var start, end, byteStart, byteEnd: Int
    var text: String
  }

  private struct Tag: Encodable {
    var field, label: String
    var score: Float
    /// model, rules, rule or both.
    var decidedBy: String
    var ruleLabel: String
    var ruleScore: Float
  }

  private struct Influence: Encodable {
    var label: String
    /// 0: the text; 1: the turn before it, and so on.
    var turn: Int
    var at: Stretch?
    var weight: Float
  }

  private struct Word: Encodable {
    var at: Stretch
    var group: String
    var negated, refused: Bool
  }

  private struct Clause: Encodable {
    var at: Stretch
    var asked, conditional, quoted: Bool
  }

  private struct Rule: Encodable {
    var rule, label: String
    var weight: Float
  }

  private let text: String
  private let tags: [Tag]
  private var emotionIntensity: UInt8?
  private let influences: [Influence]
  private let clauses: [Clause]
  private let words: [Word]
  private let rules: [Rule]
  private let context: [String]
  private let rulesVersion, modelVersion: String

  init(
    _ explanation: Explanation, of text: String, after context: [(speaker: Speaker, text: String)],
    by version: TaggerVersion
  ) {
    let scalars = ScalarText(text)
    func stretch(_ start: Int, _ end: Int) -> Stretch {
      Stretch(
        start: start, end: end, byteStart: scalars.byte(of: start), byteEnd: scalars.byte(of: end),
        text: scalars[start, end])
    }
    self.text = text
    tags = explanation.decisions.map {
      Tag(
        field: $0.field, label: $0.label, score: $0.score.rounded3, decidedBy: $0.by.rawValue,
        ruleLabel: $0.ruleLabel, ruleScore: $0.ruleScore.rounded3)
    }
    if case .customer(let tags) = explanation.tags { emotionIntensity = tags.intensity }
    influences = explanation.influences.map {
      Influence(
        label: $0.label, turn: $0.turn, at: $0.turn == 0 ? stretch($0.start, $0.end) : nil, weight: $0.weight.rounded3)
    }
    clauses = explanation.clauses.map {
      Clause(at: stretch($0.start, $0.end), asked: $0.isAsked, conditional: $0.isConditional, quoted: $0.isQuoted)
    }
    words = explanation.hits.map {
      Word(at: stretch($0.start, $0.end), group: $0.group, negated: $0.isNegated, refused: $0.isRefused)
    }
    rules = explanation.firings.map { Rule(rule: $0.rule, label: $0.label, weight: $0.weight.rounded3) }
    self.context = explanation.context
    (rulesVersion, modelVersion) = (version.rules, version.model)
  }

  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array(try encoder.encode(self)) + [0x0A]
  }
}

extension Float {
  fileprivate var rounded3: Float { (self * 1000).rounded() / 1000 }
}
