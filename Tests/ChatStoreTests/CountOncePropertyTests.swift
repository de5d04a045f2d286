import ChatModel
import ChatStore
import Testing

/// Random exports of known conversations: whatever windows are exported in whatever order, the database is their union.
@Suite struct CountOncePropertyTests {
  enum Keys: Int, CaseIterable {
    case message, number, numberAndTime, time
  }

  @Test(arguments: 0..<60) func windowsAddUp(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let scratch = try Scratch()
    let truth = (0..<4).map { conversation(String($0), Keys.allCases.randomElement(using: &random) ?? .time, &random) }
    var seen = truth.map { _ in Set<Int>() }
    for night in 0..<6 {
      // Each file holds windows of some conversations, whole in themselves, interleaved.
      var queues: [[Said]] = []
      for (index, turns) in truth.enumerated() where Bool.random(using: &random) {
        let start = Int.random(in: 0..<turns.count, using: &random)
        let end = Int.random(in: start..<turns.count, using: &random)
        seen[index].formUnion(start...end)
        queues.append(Array(turns[start...end]))
      }
      var rows: [Said] = []
      while let index = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &random) {
        rows.append(queues[index].removeFirst())
      }
      let before = try scratch.store.extent().turns
      let counts = try scratch.ingest(
        rows, name: "\(night)", chunk: Int.random(in: 1...7, using: &random), content: [UInt8(night)])
      #expect(counts.read == counts.stored + counts.duplicates + counts.rejected)
      #expect(try scratch.store.extent().turns == before + counts.stored)
      if night == 3 { try scratch.reopen() }
    }
    let texts = try scratch.texts()
    for (turns, seen) in zip(truth, seen) where !seen.isEmpty {
      let expected = seen.sorted().map { turns[$0].text }
      #expect(texts[turns[0].id]?.sorted() == expected.sorted())
      // The order inside a second is known only where turns have numbers.
      if turns[0].number != nil { #expect(texts[turns[0].id] == expected) }
    }
    #expect(try scratch.store.extent().turns == seen.map(\.count).reduce(0, +))
  }

  /// A conversation in order; words repeat often, and times may be equal, but not where only both tell turns apart.
  private func conversation(_ id: String, _ keys: Keys, _ random: inout SeededGenerator) -> [Said] {
    var time = 1_700_000_000.0
    var used: Set<String> = []
    return (0..<Int.random(in: 1...40, using: &random)).map { index in
      time += Double(Int.random(in: 0...2, using: &random))
      var text = ["好的", "在吗", "hi", "多少钱"].randomElement(using: &random) ?? ""
      // A window may begin between equal turns of one second, and nothing tells which of them it holds.
      if !used.insert("\(time)\(text)").inserted { text += "\(index)" }
      var said = Said(text, id: id, index.isMultiple(of: 2) ? .customer : .agent)
      switch keys {
      case .message: (said.message, said.at) = ("m\(index)", time)
      case .number: said.number = Int64(index)
      case .numberAndTime: (said.number, said.at) = (Int64(index), time)
      case .time: said.at = time
      }
      return said
    }
  }

  @Test(arguments: 0..<40) func whatGrowsWithoutKeysAddsUp(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let scratch = try Scratch()
    let words = ["a", "b", "c"]
    let truth = (0..<3).map { id in
      (0..<30).map { _ in Said(words.randomElement(using: &random) ?? "", id: "\(id)") }
    }
    var length = truth.map { _ in 0 }
    for night in 0..<5 {
      var rows: [Said] = []
      for (index, turns) in truth.enumerated() {
        length[index] = Int.random(in: length[index]...turns.count, using: &random)
        rows += turns[..<length[index]]
      }
      let counts = try scratch.ingest(
        rows, chunk: Int.random(in: 1...9, using: &random), content: [UInt8(night)])
      #expect(counts.read == counts.stored + counts.duplicates + counts.rejected)
    }
    let texts = try scratch.texts()
    for (turns, length) in zip(truth, length) where length > 0 {
      #expect(texts[turns[0].id] == turns[..<length].map(\.text))
    }
  }
}
