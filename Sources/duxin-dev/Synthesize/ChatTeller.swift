import ChatModel

/// Tells the steps of a dialogue as the messages of one chat, each with its sender and time.
struct ChatTeller {
  let library: DialogueLibrary
  let shop: Shop

  /// - Parameter steps: those of the dialogue, perhaps with an opening and a closing.
  func chat(
    _ dialogue: Dialogue, _ steps: [Dialogue.Step], _ cast: CastOfChat, week: Int, start: Int64,
    _ random: inout SeededRandom
  ) -> Conversation {
    var chat = Conversation(
      dialogue: dialogue.name, scene: dialogue.scene, week: week, customerID: cast.customerID,
      orderID: dialogue.hasOrder ? cast.values[.order] : "", product: cast.product.name, start: start, messages: [])
    var time = start
    var last: Dialogue.Role?
    var hasWaited = true
    for step in steps {
      switch step {
      case .wait(let minutes):
        time = StoryCalendar.awake(time + Int64(minutes * 60 * random.number(80...125) / 100), &random)
        hasWaited = true
      case .sleep(let days):
        time = StoryCalendar.later(time, days: days, &random)
        hasWaited = true
      case .say(let role, let type, let percent, let phrase):
        guard percent == 100 || random.chance(percent) else { continue }
        let (speaker, id) = cast.account(of: role, shop)
        for text in texts(role, type, phrase, cast, &random) {
          if !hasWaited { time += pause(role, after: last, text: text, &random) }
          // The exports end with the four weeks, and so does a chat that would go on.
          if time >= StoryCalendar.end { return chat }
          let isTimed = shop.export.untimed == 0 || !random.chance(shop.export.untimed)
          chat.messages.append(
            Conversation.Message(
              speaker: speaker, speakerID: id, type: type, text: text, time: isTimed ? time : nil))
          (last, hasWaited) = (role, false)
        }
      }
    }
    return chat
  }

  /// What is sent: a customer's words in one or more messages, or what an export shows for a picture.
  private func texts(
    _ role: Dialogue.Role, _ type: MessageType, _ phrase: Phrase, _ cast: CastOfChat, _ random: inout SeededRandom
  ) -> [String] {
    let line = phrase.say(cast.values, &random)
    if role == .customer && type == .text { return library.type(line, shop.language, &random) }
    return [line.isEmpty ? library.standIn(for: type, shop.language) : line]
  }

  /// Seconds before a message: typing on, reading and typing, or the queue of the shop.
  private func pause(
    _ role: Dialogue.Role, after last: Dialogue.Role?, text: String, _ random: inout SeededRandom
  ) -> Int64 {
    let typing = text.utf8.count / 6
    switch role {
    case .bot, .system: return Int64(random.number(1...3))
    case .customer: return StoryCalendar.pause(middle: (last == role ? 5 : 22) + typing, &random)
    case .agent, .secondAgent:
      return StoryCalendar.pause(middle: last == role ? 6 + typing : shop.replySeconds, &random)
    }
  }
}
