import ChatModel

/// Cuts a stream of turns, in which conversations stand together, into blocks of whole conversations.
///
/// Holds one block, but at least the conversation that is open, and eight bytes for each conversation seen, which tell
/// when one comes again.
struct ConversationBlocks {
  /// How many turns a block has at least, but for the last one.
  private let turnLimit: Int

  private var block: [TaggedBatch] = []
  private var count = 0
  private var open: UInt64?
  private var closed: Set<UInt64> = []

  init(turnLimit: Int = 20_000) { self.turnLimit = turnLimit }

  /// Takes the next turns.
  ///
  /// - Returns: a block, when one is full.
  /// - Throws: ``SummaryError`` for a turn whose conversation ended before.
  mutating func add(_ next: TaggedBatch, of path: String) throws(SummaryError) -> [TaggedBatch]? {
    let bytes = next.batch.bytes.span
    var cut: Int?
    for (index, turn) in next.batch.turns.enumerated() {
      let key = stableHash(bytes.extracting(turn.conversationID.range))
      guard key != open else { continue }
      if let open { closed.insert(open) }
      guard !closed.contains(key) else {
        throw SummaryError(
          path: path, line: Int(turn.line),
          message: "this conversation came before, with others since: sort by conversation first, or use duxin run")
      }
      (open, cut) = (key, index)
    }
    guard let cut, count + cut >= turnLimit else {
      count += next.batch.turns.count
      block.append(next)
      return nil
    }
    let (head, tail) = next.split(at: cut)
    defer { (block, count) = ([tail], tail.batch.turns.count) }
    return block + [head]
  }

  /// The last block.
  mutating func finish() -> [TaggedBatch] {
    if let open { closed.insert(open) }
    defer { (block, count, open) = ([], 0, nil) }
    return block
  }
}

extension TaggedBatch {
  /// The turns before an index, with all that was read besides, and those from it on.
  fileprivate func split(at index: Int) -> (head: TaggedBatch, tail: TaggedBatch) {
    var (head, tail) = (self, self)
    head.tags.removeSubrange(index...)
    head.batch.turns.removeSubrange(index...)
    tail.tags.removeSubrange(..<index)
    tail.batch.turns.removeSubrange(..<index)
    (tail.batch.read, tail.batch.rejected, tail.batch.problems) = (tail.batch.turns.count, 0, [])
    head.batch.read -= tail.batch.read
    return (head, tail)
  }
}
