import ArgumentParser
import ChatTagging
import Foundation

/// What tags: the rules and the model that ship, and what a shop adds to them.
struct TaggerArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A rule file of your own, over those that ship; may be given several times. See: duxin rules --help.",
      valueName: "file"))
  var rules: [String] = []

  @Option(
    help: ArgumentHelp(
      "A model file that duxin train wrote, over the model that ships (or WHOLE,FILE over another).", valueName: "file")
  )
  var model: String?

  @Option(
    help: ArgumentHelp(
      """
      Below this confidence a tag is a guess: tag names its field under "unsure", evaluate leaves it out, reports count \
      it (theirs is 0.5 where none is set).
      """,
      valueName: "0 to 1"))
  var unsureBelow: Float?

  /// The confidence below which a tag is a guess; nil where nobody set one.
  func unsureBelow(_ settings: Settings) throws -> Float? {
    guard let text = settings.text("unsure-below", unsureBelow.map { "\($0)" }) else { return nil }
    guard let number = Float(text), number > 0, number <= 1 else {
      throw Failure(message: "unsure-below is a number over 0, up to 1, not '\(text)'", status: Failure.usage)
    }
    return number
  }

  /// The rule files of the shop, in their order.
  func ruleFiles(_ settings: Settings) throws -> [RuleFile] {
    let list = settings.text("rules", rules.isEmpty ? nil : rules.joined(separator: ","))
    return try (list ?? "").split(separator: ",").map { try Self.ruleFile(String($0)) }
  }

  /// A rule file by its path.
  static func ruleFile(_ path: String) throws -> RuleFile {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Failure(message: "\(path): the rule file cannot be read as UTF-8 text")
    }
    return RuleFile(name: path, yaml: text)
  }

  func tagger(_ settings: Settings) throws -> TurnTagger {
    let models = try (settings.text("model", model) ?? "").split(separator: ",").map { path in
      guard let bytes = FileManager.default.contents(atPath: String(path)) else {
        throw Failure(message: "\(path): the model file cannot be read")
      }
      return (name: String(path), bytes: Array(bytes))
    }
    return try TurnTagger.shipped(adding: try ruleFiles(settings), models: models)
  }
}
