import ChatModel
public import ChatStore
public import ChatTagging

/// Stored turns tagged anew with the present rules and model, conversation by conversation.
public struct RetagRun {
  private let store: Store
  private let tagger: TurnTagger
  private let run: Int64

  /// - Parameter run: the row that ``Store/beginRun(_:)`` gave, with the tagger's version.
  public init(store: Store, tagger: TurnTagger, run: Int64) {
    (self.store, self.tagger, self.run) = (store, tagger, run)
  }

  /// Tags the turns that another version tagged, in one transaction.
  ///
  /// A turn's context is what was said before it in its conversation. Turns that came in several files are read as one
  /// conversation; when they were ingested, each file was read by itself.
  public func retag() throws -> RetagCounts {
    let scratch = TaggingScratch()
    return try store.retag(run: run) { turns in
      let batch = TurnBatch(conversation: turns)
      return batch.turns.indices.map { tagger.tag($0, of: batch, with: scratch) }
    }
  }
}
