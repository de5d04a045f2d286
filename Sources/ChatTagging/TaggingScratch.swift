public import ChatModel

/// The memory one worker reuses from turn to turn; what it remembers changes no result.
public final class TaggingScratch {
  /// Whether the tagger also says which words decided.
  public var wantsEvidence = false
  /// The words that decided for the tags of the last turn tagged, in the order of the text.
  public internal(set) var evidence: [Evidence] = []

  private var work: TaggingWork?

  private let texts: Int

  /// - Parameter texts: how many texts are remembered, about 8 KB each; any number gives the same results.
  public init(remembering texts: Int = 3072) { self.texts = texts }

  /// One that is made fast, for a turn and its context alone.
  static func ofOneTurn() -> TaggingScratch { TaggingScratch(remembering: 2 * TurnContext.depth) }

  /// Lends what the tagger works with, made for its rules and its model, for the turns of one batch.
  func withWork<Result>(for tagger: TurnTagger, _ body: (inout TaggingWork) -> Result) -> Result {
    // Taken out, not copied: the arrays stay unique.
    var work = work.take() ?? TaggingWork(for: tagger, texts: texts)
    if work.version != tagger.version { work = TaggingWork(for: tagger, texts: texts) }
    work.memory.beginBatch()
    defer { self.work = work }
    return body(&work)
  }
}

/// What a tagger works with, of which each worker has its own.
struct TaggingWork {
  let version: TaggerVersion
  var memory: TextMemory
  var rules: RuleReading
  var given: GivenMemory
  /// What the rules said of a turn, for the model.
  var signals: [UInt32] = []
  /// What an adapter reads of a turn.
  var features = TurnFeatures()
  /// What the model scores together.
  var group: ModelScratch
  /// The turns of the group at work, in order.
  var pending: [PendingTurn] = []

  init(for tagger: TurnTagger, texts: Int) {
    version = tagger.version
    memory = TextMemory(capacity: texts)
    rules = RuleReading(for: tagger.rules, slots: memory.capacity)
    given = GivenMemory(capacity: 2 * memory.capacity)
    group = ModelScratch(for: tagger.model?.file, memory)
  }
}

/// A turn that the rules have read.
struct PendingTurn {
  /// Its place in the batch.
  var index: Int
  /// Its tags by the rules alone; final where it has no slot.
  var tags: TurnTags
  /// Its slot in the model's group.
  var slot: Int?
  /// What an adapter adds to its outputs.
  var correction: [Float] = []
  /// What the words gave, if evidence is wanted.
  var firings: [WordFiring] = []
}
