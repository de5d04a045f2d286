/// A batch of turns with the tags of each, on its way to the store or to a stream.
public struct TaggedBatch: Sendable {
  public var batch: TurnBatch
  /// One for each turn of the batch, in its order.
  public var tags: [TurnTags]

  public init(batch: TurnBatch, tags: [TurnTags]) { (self.batch, self.tags) = (batch, tags) }
}
