public import ChatModel

/// Gives each turn its tags: rules and words held as data read it, a trained model decides with what they say.
///
/// Immutable: all workers share one.
public struct TurnTagger: Sendable {
  /// What made the tags: the hash of every rule file, and of the model.
  public let version: TaggerVersion
  let rules: RuleSet
  let model: TextModel?

  /// The tagger of the rules and the model that ship.
  public static func shipped() throws(TaggingError) -> TurnTagger { try shipped(adding: []) }

  /// A tagger of rule files in this order: a later file adds to, overrides and forbids what an earlier one says.
  ///
  /// - Parameter model: nil: the rules alone decide.
  public init(ruleFiles: [RuleFile], model: TextModel? = nil) throws(TaggingError) {
    self.init(
      rules: try RuleCompiler.compile(ruleFiles), model: model,
      rulesVersion: "rules-1+\(RuleFile.hash(of: ruleFiles))")
  }

  init(rules: RuleSet, model: TextModel?, rulesVersion: String) {
    (self.rules, self.model) = (rules, model)
    version = TaggerVersion(rules: rulesVersion, model: model?.name ?? "none")
  }

  /// The tags of the turn at `index`; its context is taken from `batch.contexts` where the batch has any.
  public func tag(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> TurnTags {
    let turn = batch.turns[index]
    scratch.evidence.removeAll(keepingCapacity: true)
    guard turn.speaker != .system else { return .none }
    guard turn.messageType == .text, !turn.text.isEmpty else { return .ofWordless(turn) }
    let facts = factsBefore(index, of: batch, with: scratch)
    var tags = scratch.tags(of: batch.bytes.span.extracting(turn.text.range), turn.speaker, facts, rules)
    if let model {
      scratch.signals.removeAll(keepingCapacity: true)
      scratch.appendSignals(facts, tags, rules, to: &scratch.signals)
      model.score(index, of: batch, signals: scratch.signals, into: scratch.model)
      tags = model.tags(from: scratch.model, over: tags)
    }
    if scratch.wantsEvidence { scratch.keepEvidence(for: tags, rules) }
    return tags
  }

  /// What the earlier turns tell of the turn at `index`; service's turns are read without them.
  func factsBefore(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> Facts {
    guard batch.turns[index].speaker == .customer else { return Facts() }
    let context = index < batch.contexts.count ? batch.contexts[index] : TurnContext()
    return scratch.facts(of: context, bytes: batch.bytes.span, rules)
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
