import ChatModel

/// What the rules say of turns: their context, their words, their scores; reused from turn to turn.
struct RuleReading {
  /// The text read last, and what the rules gave it.
  private(set) var reading = Reading()
  private(set) var board: ScoreBoard

  /// What a text says to the turns after it.
  private struct Said {
    /// Of service: what it did, whether it asked; of the customer: what it is about.
    var facts = Facts()
    /// Of service: which words that rules wait for.
    var terms: [RuleSet.Term] = []
    var filling: UInt64 = 0
  }

  /// What the rules give a turn of service: it depends on its text alone.
  struct Given {
    fileprivate(set) var tags = TurnTags.none
    fileprivate(set) var signals: [UInt32] = []
    /// The words that decided; nil where nobody asked.
    fileprivate(set) var firings: [WordFiring]?
    fileprivate var filling: UInt64 = 0
  }

  /// For each slot of the memory what its text says.
  private var said: [Said]
  /// For each slot of the memory what its text is given as a turn of service.
  private var given: [Given]

  /// `slots` are those of the texts' memory.
  init(for rules: RuleSet, slots: Int) {
    board = ScoreBoard(for: rules)
    said = Array(repeating: Said(), count: slots)
    given = Array(repeating: Given(), count: slots)
  }

  /// What the earlier turns tell: what service did last, and what the conversation is about.
  mutating func facts(
    of context: TurnContext, bytes: Span<UInt8>, _ rules: RuleSet, _ memory: inout TextMemory
  ) -> Facts {
    board.forgetService()
    guard context.count > 0 else { return .first }
    var facts: Facts = context.earlier[0].speaker == .customer ? .unanswered : []
    var hasService = false
    for index in 0..<context.count {
      let earlier = context.earlier[index]
      let isService = earlier.speaker.isService
      guard isService ? !hasService : earlier.speaker == .customer && !facts.contains(.topical) else { continue }
      let place = memory.place(of: earlier.text, in: bytes, isService: isService)
      if said[place.slot].filling != place.filling {
        reading.read(bytes.extracting(earlier.text.range), with: rules)
        keepSaid(isService: isService, at: place, rules)
      }
      facts.formUnion(said[place.slot].facts)
      hasService = hasService || isService
      if isService { board.rememberService(said[place.slot].terms) }
    }
    return facts
  }

  /// Keeps what the text read last says to turns after it, if it is one that they see whole.
  mutating func remember(_ turn: Turn, bytes: Span<UInt8>, _ rules: RuleSet, _ memory: inout TextMemory) {
    guard turn.text.count <= TurnContext.textLimit else { return }
    let isService = turn.speaker.isService
    let place = memory.place(of: turn.text, in: bytes, isService: isService)
    if said[place.slot].filling != place.filling { keepSaid(isService: isService, at: place, rules) }
  }

  /// What the text of a turn of service was given when it was read before, if that is remembered.
  func given(at place: TextMemory.Place, withFirings: Bool) -> Given? {
    let known = given[place.slot]
    return known.filling == place.filling && (known.firings != nil || !withFirings) ? known : nil
  }

  /// Remembers what the text of a turn of service was given.
  mutating func remember(
    _ tags: TurnTags, _ signals: [UInt32], _ firings: [WordFiring]?, at place: TextMemory.Place
  ) {
    given[place.slot] = Given(tags: tags, signals: signals, firings: firings, filling: place.filling)
  }

  /// What the text read last says, by itself.
  private mutating func keepSaid(isService: Bool, at place: TextMemory.Place, _ rules: RuleSet) {
    let slot = place.slot
    said[slot].filling = place.filling
    var facts = Facts()
    said[slot].terms.removeAll(keepingCapacity: true)
    let service = board.suspendService()
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

  /// The tags of a text; `facts` are those of the conversation before it.
  mutating func tags(of text: Span<UInt8>, _ speaker: Speaker, _ facts: Facts, _ rules: RuleSet) -> TurnTags {
    reading.read(text, with: rules)
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
