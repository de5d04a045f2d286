import ChatModel
import ChatPipeline
import Testing

@Suite struct ConversationTrackerTests {
  /// A batch of turns; what follows an `@` of an id is its shop.
  private func batch(_ lines: ArraySlice<(id: String, speaker: Speaker, text: String)>) -> TurnBatch {
    var batch = TurnBatch()
    for line in lines {
      var turn = Turn()
      let names = line.id.split(separator: "@")
      turn.conversationID = batch.append(Array(names[0].utf8).span)
      if names.count > 1 { turn.shop = batch.append(Array(names[1].utf8).span) }
      turn.text = batch.append(Array(line.text.utf8).span)
      turn.speaker = line.speaker
      batch.turns.append(turn)
    }
    return batch
  }

  private func contexts(_ lines: [(id: String, speaker: Speaker, text: String)], cutEvery size: Int) -> [String] {
    var tracker = ConversationTracker()
    var told: [String] = []
    var start = 0
    while start < lines.count {
      var part = batch(lines[start..<min(start + size, lines.count)])
      tracker.link(&part)
      for context in part.contexts {
        let earlier = (0..<context.count).map { index in
          "\(context.earlier[index].speaker.name):\(part.string(context.earlier[index].text))"
        }
        told.append("\(context.turnsBefore) \(earlier.joined(separator: "|"))")
      }
      start += size
    }
    return told
  }

  @Test func contextsDoNotDependOnTheCut() {
    var lines: [(id: String, speaker: Speaker, text: String)] = []
    for number in 0..<60 {
      let speaker: Speaker = number % 7 == 6 ? .system : number % 2 == 0 ? .customer : .agent
      lines.append((id: "c\(number * number % 5)", speaker: speaker, text: "第\(number)句"))
    }
    let whole = contexts(lines, cutEvery: 60)
    #expect(whole[0] == "0 ")
    for size in 1...59 { #expect(contexts(lines, cutEvery: size) == whole, "cut every \(size)") }
  }

  @Test func theNewestTurnComesFirstAndSystemTurnsAreNoContext() {
    let told = contexts(
      [
        (id: "a", speaker: .customer, text: "有货吗"), (id: "a", speaker: .system, text: "转接"),
        (id: "b", speaker: .customer, text: "别的"), (id: "a", speaker: .agent, text: "有的"),
        (id: "a", speaker: .customer, text: "那M码呢"),
      ], cutEvery: 2)
    #expect(told == ["0 ", "1 customer:有货吗", "0 ", "2 customer:有货吗", "3 agent:有的|customer:有货吗"])
  }

  @Test func shopsThatShareAnIDShareNoContext() {
    let told = contexts(
      [
        (id: "7@east", speaker: .customer, text: "有货吗"), (id: "7@west", speaker: .customer, text: "发票"),
        (id: "7@east", speaker: .agent, text: "有的"), (id: "7@west", speaker: .agent, text: "已开"),
      ], cutEvery: 1)
    #expect(told == ["0 ", "0 ", "1 customer:有货吗", "1 customer:发票"])
  }

  @Test(arguments: [1, 2, 5]) func aTurnWithoutAShopBelongsToTheChatTouchedLast(size: Int) {
    let told = contexts(
      [
        (id: "7", speaker: .customer, text: "在吗"), (id: "7@east", speaker: .agent, text: "在的"),
        (id: "7@west", speaker: .agent, text: "您好"), (id: "7", speaker: .customer, text: "发票"),
        (id: "7@east", speaker: .agent, text: "请说"),
      ], cutEvery: size)
    #expect(told == ["0 ", "1 customer:在吗", "0 ", "1 agent:您好", "2 agent:在的|customer:在吗"])
  }

  @Test func longTextsAreCutAtACharacter() {
    let told = contexts(
      [(id: "a", speaker: .customer, text: String(repeating: "长", count: 300)), (id: "a", speaker: .agent, text: "嗯")],
      cutEvery: 1)
    #expect(told[1] == "1 customer:" + String(repeating: "长", count: TurnContext.textLimit / 3))
  }
}
