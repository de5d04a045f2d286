import ChatModel

/// What the rules say of turns: their context, their words, their scores; reused from turn to turn.
struct RuleReading {
  /// The text read last.
  var reading: Reading { readings[last] }
  /// What the rules gave it.
  private(set) var board: ScoreBoard

  /// For each slot of the texts' memory its text as read, and for which filling.
  private var readings: [Reading]
  private var fillings: [UInt64]
  /// The slot of the text read last.
  private var last = 0
  private var scalars: [UInt32] = []

  /// What a text says to the turns after it.
  private struct Said {
    /// Of service: what it did, whether it asked; of the customer: what it is about.
    var facts = Facts()
    /// Of service: which words that rules wait for.
    var terms: [RuleSet.Term] = []
    var filling: UInt64 = 0
  }

  /// For each slot of the memory what its text says.
  private var said: [Said]
  /// The filling of the service text of the last context, if it has words that rules wait for; else 0.
  private(set) var serviceText: UInt64 = 0

  /// `slots` are those of the texts' memory.
  init(for rules: RuleSet, slots: Int) {
    board = ScoreBoard(for: rules)
    readings = Array(repeating: Reading(), count: slots)
    fillings = Array(repeating: 0, count: slots)
    said = Array(repeating: Said(), count: slots)
  }

  /// What the earlier turns tell: what service did last, and what the conversation is about.
  mutating func facts(
    of context: TurnContext, bytes: Span<UInt8>, _ rules: RuleSet, _ memory: inout TextMemory
  ) -> Facts {
    board.forgetService()
    serviceText = 0
    guard context.count > 0 else { return .first }
    var facts: Facts = context.earlier[0].speaker == .customer ? .unanswered : []
    var hasService = false
    for index in 0..<context.count {
      let earlier = context.earlier[index]
      let isService = earlier.speaker.isService
      guard isService ? !hasService : earlier.speaker == .customer && !facts.contains(.topical) else { continue }
      let place = memory.place(of: earlier.text, in: bytes, isService: isService)
      if said[place.slot].filling != place.filling {
        read(bytes.extracting(earlier.text.range), at: place, rules)
        keepSaid(isService: isService, at: place, rules)
      }
      facts.formUnion(said[place.slot].facts)
      hasService = hasService || isService
      if isService {
        board.rememberService(said[place.slot].terms)
        if !said[place.slot].terms.isEmpty { serviceText = place.filling }
      }
    }
    return facts
  }

  /// Keeps what the text read last, that of a turn, says to turns after it, if it is one that they see whole.
  mutating func remember(_ turn: Turn, at place: TextMemory.Place, _ rules: RuleSet) {
    guard turn.text.count <= TurnContext.textLimit, said[place.slot].filling != place.filling else { return }
    keepSaid(isService: turn.speaker.isService, at: place, rules)
  }

  /// What the text read last says, by itself.
  private mutating func keepSaid(isService: Bool, at place: TextMemory.Place, _ rules: RuleSet) {
    let slot = place.slot
    said[slot].filling = place.filling
    var facts = Facts()
    said[slot].terms.removeAll(keepingCapacity: true)
    let service = board.suspendService()
    var reading = takeReading()
    defer { swap(&reading, &readings[last]) }
    board.begin(reading, rules)
    board.score(isService ? .acts : .intents, reading, reading.facts, rules)
    board.resumeService(service)
    if isService {
      if reading.facts.contains(.question) { facts.insert(.replying) }
      for code in 0..<TaggingTask.acts.labelCount where board.scores[TaggingTask.acts.firstLabel + code] > 0 {
        if let act = Act(rawValue: UInt8(code)) { facts.insert(.after(act)) }
      }
      for hit in reading.hits where rules.words[Int(hit.word)].uses.contains(.service) {
        for at in rules.words[Int(hit.word)].terms where rules.wordTerms[Int(at)].uses.contains(.service) {
          said[slot].terms.append(rules.wordTerms[Int(at)].term)
        }
      }
    } else {
      for code in 0..<TaggingTask.intents.labelCount where board.scores[TaggingTask.intents.firstLabel + code] > 0 {
        guard let intent = Intent(rawValue: UInt8(code)), intent.family != .talk else { continue }
        facts.formUnion([.topic(intent), .topical])
      }
    }
    said[slot].facts = facts
  }

  /// Reads a text that is remembered at a place, unless it was read there before.
  private mutating func read(_ text: Span<UInt8>, at place: TextMemory.Place, _ rules: RuleSet) {
    last = place.slot
    guard fillings[last] != place.filling else { return }
    fillings[last] = place.filling
    // One room for the scalars of all texts: only reading needs them.
    swap(&scalars, &readings[last].scalars)
    readings[last].read(text, with: rules)
    swap(&scalars, &readings[last].scalars)
  }

  /// The text read last, taken out, not copied; to be put back.
  private mutating func takeReading() -> Reading {
    var reading = Reading()
    swap(&reading, &readings[last])
    return reading
  }

  /// The tags of a text that is remembered at a place; `facts` are those of the conversation before it.
  mutating func tags(
    of text: Span<UInt8>, at place: TextMemory.Place, _ speaker: Speaker, _ facts: Facts, _ rules: RuleSet
  ) -> TurnTags {
    read(text, at: place, rules)
    var reading = takeReading()
    defer { swap(&reading, &readings[last]) }
    var facts = facts.union(reading.facts)
    board.begin(reading, rules)
    let tags: TurnTags
    if speaker == .customer {
      var found = CustomerTags()
      board.score(.intents, reading, facts, rules)
      found.intents = board.intents()
      for rank in 0..<found.intents.count { facts.insert(.given(found.intents[rank].label)) }
      board.score(.feelings, reading, facts, rules)
      found.emotion = board.strongest(of: .emotion)
      found.price = board.strongest(of: .price)
      found.purchase = board.strongest(of: .purchase)
      if found.emotion.label != .neutral {
        facts.insert(.felt(found.emotion.label))
        board.score(.intensity, reading, facts, rules)
        found.intensity = board.intensity()
      }
      tags = .customer(found)
    } else {
      var found = ServiceTags()
      board.score(.acts, reading, facts, rules)
      found.acts = board.acts()
      for rank in 0..<found.acts.count { facts.insert(.did(found.acts[rank].label)) }
      board.score(.stage, reading, facts, rules)
      found.stage = board.strongest(of: .stage)
      tags = .service(found)
    }
    return tags
  }
}
