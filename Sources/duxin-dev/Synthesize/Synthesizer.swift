import ChatModel

/// Tells the authored dialogues as the chats of the shops over four weeks.
struct Synthesizer {
  private let library: DialogueLibrary
  private let seed: UInt64
  /// By shop, week (from 0) and dialogue: the products it fits, by index; none where it cannot be told.
  private let fitting: [[[[Int]]]]
  /// How often each dialogue was told.
  private var told: [Int]
  /// How many chats each shop has had.
  private var held: [Int]

  init(library: DialogueLibrary, seed: UInt64) {
    (self.library, self.seed) = (library, seed)
    told = [Int](repeating: 0, count: library.dialogues.count)
    held = [Int](repeating: 0, count: library.shops.count)
    fitting = library.shops.map { shop in
      (1...4).map { week in
        let given = shop.products.map { CastOfChat.slots(of: $0, week: week).given }
        return library.dialogues.map { dialogue in
          guard dialogue.fits(shop, week: week) else { return [] }
          return shop.products.indices.filter { dialogue.fits(shop.products[$0], given: given[$0]) }
        }
      }
    }
  }

  /// The chats of one shop (by its index) in the order of their beginnings; another `round` tells others.
  mutating func conversations(of shop: Int, round: Int = 0) throws -> [Conversation] {
    let (key, plots, chatter) = (library.shops[shop].key, library.shops[shop].plots, library.shops[shop].chatter)
    var random = SeededRandom(seed: seed &+ UInt64(round) &* 1_000_003, name: key)
    var chats: [Conversation] = []
    let background = Shop.Plot(scene: "chatter", counts: [Int](repeating: chatter, count: 4))
    for week in 1...4 {
      for plot in plots + [background] {
        for _ in 0..<plot.counts[week - 1] {
          guard let dialogue = draw(plot.scene, shop: shop, week: week, &random) else {
            throw DialogueLibrary.Incomplete(what: "nothing of \(plot.scene) for \(key) in week \(week)")
          }
          chats += tell(dialogue, shop: shop, week: week, &random)
        }
      }
    }
    chats.sort { ($0.start, $0.customerID) < ($1.start, $1.customerID) }
    for number in chats.indices {
      held[shop] += 1
      let digits = String(held[shop])
      chats[number].id = "\(key)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return chats
  }

  /// The dialogue of a scene (an opening or a closing: around another) that was told least for its weight, by its
  /// index; counts it as told.
  private mutating func draw(
    _ scene: String, around: String? = nil, shop: Int, week: Int, _ random: inout SeededRandom
  ) -> Int? {
    var best: (index: Int, rank: Int)?
    for index in library.scenes[scene] ?? [] where !fitting[shop][week - 1][index].isEmpty {
      let dialogue = library.dialogues[index]
      if let around, !dialogue.around.contains(around) { continue }
      // A narrow dialogue can be told in few places only, so there it goes first.
      let narrow = dialogue.kinds.isEmpty ? 100 : 85
      let rank = (told[index] * 100 + random.number(0...99)) * narrow / dialogue.weight
      if rank < best?.rank ?? Int.max { best = (index, rank) }
    }
    if let best { told[best.index] += 1 }
    return best?.index
  }

  /// The chat of a dialogue, and perhaps its sequel some days later.
  private mutating func tell(
    _ index: Int, shop: Int, week: Int, _ random: inout SeededRandom
  ) -> [Conversation] {
    let dialogue = library.dialogues[index]
    let teller = ChatTeller(library: library, shop: library.shops[shop])
    let product = library.shops[shop].products[random.pick(fitting[shop][week - 1][index])]
    let start = StoryCalendar.start(week: week, days: dialogue.days, atNight: dialogue.isAtNight, &random)
    let cast = CastOfChat(library.shops[shop], product, week: week, start: start, library, &random)
    let steps = framed(dialogue, shop: shop, week: week, &random)
    let first = teller.chat(dialogue, steps, cast, week: week, start: start, &random)
    guard let sequel = dialogue.sequel, random.chance(sequel.percent), let next = library.named[sequel.name] else {
      return [first]
    }
    let again = StoryCalendar.later(first.messages.last { $0.time != nil }?.time ?? start, days: sequel.days, &random)
    let later = library.dialogues[next]
    guard let week = StoryCalendar.week(of: again + Int64(later.days) * 86_400) else { return [first] }
    let more = framed(later, shop: shop, week: week, &random)
    return [first, teller.chat(later, more, cast, week: week, start: again, &random)]
  }

  /// The steps of a dialogue, in some chats with an opening before or a closing after them.
  private mutating func framed(
    _ dialogue: Dialogue, shop: Int, week: Int, _ random: inout SeededRandom
  ) -> [Dialogue.Step] {
    var steps = dialogue.steps
    guard dialogue.isFramed else { return steps }
    if random.chance(40), let opening = draw("opening", around: dialogue.scene, shop: shop, week: week, &random) {
      steps = library.dialogues[opening].steps + steps
    }
    if random.chance(45), let closing = draw("closing", around: dialogue.scene, shop: shop, week: week, &random) {
      steps += library.dialogues[closing].steps
    }
    return steps
  }
}
