import ChatModel
import Testing

@testable import ChatPipeline

@Suite struct ConversationBlocksTests {
  /// A chunk of turns of these conversations, from a line on, with one rejected record before them.
  private func chunk(_ ids: ArraySlice<String>) -> TaggedBatch {
    var batch = TurnBatch()
    for (line, id) in zip(ids.indices, ids) {
      var turn = Turn()
      turn.conversationID = batch.append(Array(id.utf8).span)
      turn.line = Int64(line + 1)
      batch.turns.append(turn)
    }
    (batch.read, batch.rejected) = (ids.count + 1, 1)
    return TaggedBatch(batch: batch, tags: ids.map { _ in .none })
  }

  /// The blocks of a stream, each as its conversation ids, and all records read and rejected.
  private func blocks(_ ids: [String], cutEvery size: Int, full: Int) throws -> (
    blocks: [[String]], read: Int, rejected: Int
  ) {
    var blocks = ConversationBlocks(turnLimit: full)
    var found: [[TaggedBatch]] = []
    for start in stride(from: 0, to: ids.count, by: size) {
      if let block = try blocks.add(chunk(ids[start..<min(start + size, ids.count)]), of: "-") { found.append(block) }
    }
    found.append(blocks.finish())
    let all = found.flatMap { $0 }
    for batch in all { #expect(batch.batch.turns.count == batch.tags.count) }
    return (
      found.map { $0.flatMap { batch in batch.batch.turns.map { batch.batch.string($0.conversationID) } } },
      all.reduce(0) { $0 + $1.batch.read }, all.reduce(0) { $0 + $1.batch.rejected }
    )
  }

  @Test(arguments: [1, 2, 3, 7, 20, 1000]) func blocksAreWholeConversations(size: Int) throws {
    let ids = (0..<60).flatMap { [String](repeating: "c\($0)", count: $0 * 7 % 5 + 1) }
    for full in [1, 10, 1000] {
      let found = try blocks(ids, cutEvery: size, full: full)
      #expect(found.blocks.flatMap { $0 } == ids, "nothing is lost, doubled or moved")
      var seen: Set<String> = []
      for block in found.blocks {
        #expect(seen.isDisjoint(with: block), "a conversation stands in two blocks")
        seen.formUnion(block)
      }
      let chunks = (ids.count + size - 1) / size
      #expect(found.read == ids.count + chunks && found.rejected == chunks)
      if full == 10 && size < 10 { #expect(found.blocks.count > 5) }
    }
  }

  @Test func aConversationThatComesAgainIsRefused() throws {
    let error = try #require(throws: SummaryError.self) {
      _ = try blocks(["a", "a", "b", "c", "a"], cutEvery: 2, full: 1)
    }
    #expect(error.line == 5)
  }
}
