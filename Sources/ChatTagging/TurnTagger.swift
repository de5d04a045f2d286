public import ChatModel

/// Gives each turn its tags, from words and rules held as data.
///
/// Immutable: all workers share one.
public struct TurnTagger: Sendable {
  /// What made the tags: the hash of every rule file.
  public let version: TaggerVersion
  let rules: RuleSet

  /// The tagger of the rules that ship.
  public static func shipped() throws(TaggingError) -> TurnTagger { try TurnTagger(ruleFiles: RuleFile.shipped) }

  /// A tagger of rule files in this order: a later file adds to, overrides and forbids what an earlier one says.
  public init(ruleFiles: [RuleFile]) throws(TaggingError) {
    rules = try RuleCompiler.compile(ruleFiles)
    version = TaggerVersion(rules: "rules-1+\(RuleFile.hash(of: ruleFiles))", model: "none")
  }

  /// The tags of the turn at `index`; its context is taken from `batch.contexts` where the batch has any.
  public func tag(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> TurnTags {
    let turn = batch.turns[index]
    scratch.evidence.removeAll(keepingCapacity: true)
    guard turn.speaker != .system else { return .none }
    guard turn.messageType == .text, !turn.text.isEmpty else { return .ofWordless(turn) }
    var facts = Facts()
    if turn.speaker == .customer {
      let context = index < batch.contexts.count ? batch.contexts[index] : TurnContext()
      facts = scratch.facts(of: context, bytes: batch.bytes.span, rules)
    }
    return scratch.tags(of: batch.bytes.span.extracting(turn.text.range), turn.speaker, facts, rules)
  }
}

extension TurnTags {
  /// The tags of a turn without words: a picture or card gives information, of the rest nothing is known.
  fileprivate static func ofWordless(_ turn: Turn) -> TurnTags {
    let isShown = turn.messageType == .image || turn.messageType == .card
    if turn.speaker == .customer {
      var tags = CustomerTags()
      tags.intents.append(Scored(isShown ? .provideInfo : .other, 1))
      (tags.emotion.score, tags.price.score, tags.purchase.score) = (1, 1, 1)
      return .customer(tags)
    }
    var tags = ServiceTags()
    tags.acts.append(Scored(isShown ? .info : .other, 1))
    tags.stage.score = 1
    return .service(tags)
  }
}
