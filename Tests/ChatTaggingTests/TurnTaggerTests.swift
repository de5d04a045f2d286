import ChatModel
import ChatTagging
import Testing

/// The tagger as the pipeline uses it: batches, contexts, message types, evidence.
@Suite struct TurnTaggerTests {
  private static let tagger = Result { try TurnTagger.shipped() }

  private func batch(_ texts: [(Speaker, String)]) -> TurnBatch {
    var batch = TurnBatch()
    for (index, (speaker, text)) in texts.enumerated() {
      var turn = Turn()
      turn.speaker = speaker
      turn.text = batch.append(text.utf8.span)
      var context = TurnContext()
      context.turnsBefore = index
      for earlier in batch.turns.reversed().prefix(TurnContext.depth) {
        context.earlier[context.count] = TurnContext.Earlier(speaker: earlier.speaker, text: earlier.text)
        context.count += 1
      }
      batch.turns.append(turn)
      batch.contexts.append(context)
    }
    return batch
  }

  @Test func contextDecidesWhatIsElliptical() throws {
    let chat = batch([(.customer, "帮我查下我的快递到哪了"), (.agent, "麻烦提供一下您的手机号"), (.customer, "13800001111")])
    guard case .customer(let tags) = try Self.tagger.get().tag(2, of: chat, with: TaggingScratch()) else {
      Issue.record("a customer's turn has no customer tags")
      return
    }
    #expect(tags.intents.first?.label == .provideInfo)
    #expect(tags.emotion.label == .neutral && tags.intensity == 0)
  }

  @Test(arguments: [
    (MessageType.image, Intent.provideInfo), (.card, .provideInfo), (.recall, .other), (.system, .other),
    (.other, .other),
  ])
  func whatIsNoTextHasNoWords(_ type: MessageType, _ intent: Intent) throws {
    var chat = batch([(.customer, "退货")])
    chat.turns[0].messageType = type
    guard case .customer(let tags) = try Self.tagger.get().tag(0, of: chat, with: TaggingScratch()) else { return }
    #expect(tags.intents.array.map(\.label) == [intent])
    #expect(tags.emotion.label == .neutral)
  }

  @Test func systemTurnsAndEmptyTexts() throws {
    let chat = batch([(.system, "退货"), (.customer, "")])
    let scratch = TaggingScratch()
    #expect(try Self.tagger.get().tag(0, of: chat, with: scratch) == .none)
    guard case .customer(let tags) = try Self.tagger.get().tag(1, of: chat, with: scratch) else { return }
    #expect(tags.intents.array.map(\.label) == [.other])
  }

  @Test func evidenceNamesTheWords() throws {
    let scratch = TaggingScratch()
    scratch.wantsEvidence = true
    let text = "您好，我要退货"
    _ = try Self.tagger.get().tag(0, of: batch([(.customer, text)]), with: scratch)
    let spans = scratch.evidence.filter { $0.label == "return_refund" }
    #expect(!spans.isEmpty)
    let scalars = Array(text.unicodeScalars)
    for span in spans {
      let words = String(String.UnicodeScalarView(scalars[span.start..<span.end]))
      #expect(words.contains("退"), "\(words)")
    }
    scratch.wantsEvidence = false
    _ = try Self.tagger.get().tag(0, of: batch([(.customer, text)]), with: scratch)
    #expect(scratch.evidence.isEmpty)
  }

  @Test func confidencesAreProbabilities() throws {
    for one in CaseTableTests.cases {
      let tags = try Self.tagger.get().explain(one.text, speaker: .customer, context: []).tags
      guard case .customer(let tags) = tags else { continue }
      let scores = tags.intents.array.map(\.score) + [tags.emotion.score, tags.price.score, tags.purchase.score]
      #expect(scores.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect((tags.emotion.label == .neutral) == (tags.intensity == 0) && tags.intensity <= 3)
    }
  }

  /// A reused scratch must not carry anything from one turn into the next.
  @Test func tagsDoNotDependOnWhatWasTaggedBefore() throws {
    let tagger = try Self.tagger.get()
    let chat = batch(CaseTableTests.cases.prefix(120).map { (.customer, $0.text) })
    let reused = TaggingScratch()
    for index in chat.turns.indices.reversed() {
      #expect(tagger.tag(index, of: chat, with: reused) == tagger.tag(index, of: chat, with: TaggingScratch()))
    }
    let other = try TurnTagger(ruleFiles: [
      RuleFile(name: "a.yaml", yaml: "task: intents\nrules:\n  a: {say: 退, gives: other 1}\n")
    ])
    _ = other.tag(0, of: chat, with: reused)
    #expect(tagger.tag(1, of: chat, with: reused) == tagger.tag(1, of: chat, with: TaggingScratch()))
  }
}
