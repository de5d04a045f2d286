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
    try self.init(ruleFiles: ruleFiles, ownFrom: nil, model: model)
  }

  /// - Parameter ownFrom: the index of the first file of a shop, whose rules count beside the model; nil: none is.
  init(ruleFiles: [RuleFile], ownFrom: Int?, model: TextModel?) throws(TaggingError) {
    let hash = RuleFile.hash(of: ruleFiles)
    self.init(
      rules: try RuleCompiler.compile(ruleFiles, ownFrom: ownFrom), model: model, rulesVersion: "rules-1+\(hash)")
  }

  /// A tagger of the rules that ship; they are compiled only where they have changed since that was done.
  init(model: TextModel?) throws(TaggingError) {
    let hash = RuleFile.hash(of: RuleFile.shipped)
    let ready = RuleSet.shipped(hash: hash)
    let rules = if let ready { ready } else { try RuleCompiler.compile(RuleFile.shipped) }
    self.init(rules: rules, model: model, rulesVersion: "rules-1+\(hash)")
  }

  init(rules: RuleSet, model: TextModel?, rulesVersion: String) {
    (self.rules, self.model) = (rules, model)
    version = TaggerVersion(rules: rulesVersion, model: model?.name ?? "none")
  }

  /// The tags of the turn at `index`; its context is taken from `batch.contexts` where the batch has any.
  public func tag(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> TurnTags {
    var found = TurnTags.none
    tag(index..<index + 1, of: batch, with: scratch) { found = $1 }
    return found
  }

  /// Tags these turns of a batch, many at once, and calls `body` with the index and the tags of each, in order; during
  /// the call ``TaggingScratch/evidence`` is the turn's.
  public func tag(
    _ turns: Range<Int>, of batch: TurnBatch, with scratch: TaggingScratch, _ body: (Int, TurnTags) -> Void
  ) {
    scratch.evidence.removeAll()
    scratch.withWork(for: self) { work in
      for index in turns {
        read(index, of: batch, wantsEvidence: scratch.wantsEvidence, &work)
        if work.pending.count == work.group.capacity { finish(&work, scratch, body) }
      }
      finish(&work, scratch, body)
    }
  }

  /// Reads one turn, and puts it into the model's group.
  private func read(_ index: Int, of batch: TurnBatch, wantsEvidence: Bool, _ work: inout TaggingWork) {
    let turn = batch.turns[index]
    var pending = PendingTurn(index: index, tags: .none)
    if Self.hasWords(turn) {
      let given = readRules(&pending, of: batch, wantsEvidence: wantsEvidence, &work)
      if let model {
        pending.correction = ownCorrection(work)
        if let adapter = model.adapter {
          work.features.read(index, of: batch, signals: work.signals, with: model.reader)
          adapter.addCorrection(of: work.features, to: &pending.correction)
        }
      }
      let share = given.flatMap { work.given.results[$0].share }
      pending.slot = model?.add(index, of: batch, signals: work.signals, at: share, to: &work.group, &work.memory)
      if let given { work.given.results[given].share = work.group.shares.lastSignals }
    } else if turn.speaker != .system {
      pending.tags = .ofWordless(turn)
    }
    work.pending.append(pending)
  }

  /// What the rules say of a turn, unless they have read the same text after the same words.
  ///
  /// - Returns: where the result is remembered.
  private func readRules(
    _ pending: inout PendingTurn, of batch: TurnBatch, wantsEvidence: Bool, _ work: inout TaggingWork
  ) -> Int? {
    let turn = batch.turns[pending.index]
    let facts = facts(pending.index, of: batch, &work)
    let text = work.memory.place(of: turn.text, in: batch.bytes.span, isService: turn.speaker.isService)
    var key = GivenMemory.Key(text: text.filling, facts: facts)
    if turn.speaker == .customer { key.serviceText = work.rules.serviceText }
    // What a shop's own rules give is taken from the board.
    if rules.ownRules.isEmpty, let place = work.given.place(of: key, withFirings: wantsEvidence) {
      pending.tags = work.given.results[place].tags
      if wantsEvidence { pending.firings = work.given.results[place].firings ?? [] }
      work.signals.removeAll(keepingCapacity: true)
      let isShareKept = work.given.results[place].share.map(work.group.shares.holds) ?? false
      if !isShareKept || model?.adapter != nil { work.signals += work.given.results[place].signals }
      return place
    }
    pending.tags = readRules(turn, of: batch, at: text, facts, &work)
    if wantsEvidence { pending.firings = work.rules.wordFirings }
    work.rules.remember(turn, at: text, rules)
    guard rules.ownRules.isEmpty else { return nil }
    return work.given.remember(key, pending.tags, work.signals, wantsEvidence ? pending.firings : nil)
  }

  /// Scores the model's group and hands its turns down.
  private func finish(_ work: inout TaggingWork, _ scratch: TaggingScratch, _ body: (Int, TurnTags) -> Void) {
    model?.score(&work.group)
    for at in work.pending.indices {
      var tags = work.pending[at].tags
      if let slot = work.pending[at].slot, let model {
        model.readProbabilities(at: slot, of: &work.group, adding: work.pending[at].correction)
        tags = model.tags(from: work.group.outputs, over: tags)
      }
      if scratch.wantsEvidence { scratch.evidence = ScoreBoard.evidence(for: tags, work.pending[at].firings, rules) }
      body(work.pending[at].index, tags)
    }
    work.pending.removeAll(keepingCapacity: true)
    work.group.removeAll()
    work.memory.beginGroup()
  }

  /// The tags of the turn at `index` by the rules alone, with what they tell the model in `work.signals`.
  func readRules(_ index: Int, of batch: TurnBatch, _ work: inout TaggingWork) -> TurnTags {
    let (turn, facts) = (batch.turns[index], facts(index, of: batch, &work))
    let text = work.memory.place(of: turn.text, in: batch.bytes.span, isService: turn.speaker.isService)
    return readRules(turn, of: batch, at: text, facts, &work)
  }

  private func readRules(
    _ turn: Turn, of batch: TurnBatch, at place: TextMemory.Place, _ facts: Facts, _ work: inout TaggingWork
  ) -> TurnTags {
    let text = batch.bytes.span.extracting(turn.text.range)
    let tags = work.rules.tags(of: text, at: place, turn.speaker, facts, rules)
    work.signals.removeAll(keepingCapacity: true)
    work.rules.appendSignals(facts, tags, rules, to: &work.signals)
    return tags
  }

  /// What the turns before tell the rules; service's turns are read without them.
  private func facts(_ index: Int, of batch: TurnBatch, _ work: inout TaggingWork) -> Facts {
    guard batch.turns[index].speaker == .customer else { return Facts() }
    let context = index < batch.contexts.count ? batch.contexts[index] : TurnContext()
    return work.rules.facts(of: context, bytes: batch.bytes.span, rules, &work.memory)
  }

  /// Whether a turn is tagged by its words.
  static func hasWords(_ turn: Turn) -> Bool {
    turn.speaker != .system && turn.messageType == .text && !turn.text.isEmpty
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
