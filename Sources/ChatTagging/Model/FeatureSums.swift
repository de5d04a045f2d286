/// The sums of the vectors of texts' features, in whole weights, kept for the texts that are remembered.
///
/// Sums of whole numbers are the same in whatever order they are made: so a text is looked up once for all that it is
/// to later turns, and the longer n-grams that only the turn itself has are added to those it has as an earlier turn.
struct FeatureSums {
  /// What a text is to the turn that is read.
  enum Role: Int, CaseIterable {
    case turn, earlier, service

    var extent: TextFeatures.Extent {
      switch self {
      case .turn: .turn
      case .earlier: .earlier
      case .service: .service
      }
    }
  }

  /// A sum: where it stands in ``sums``, and of how many rows it is.
  struct Bag {
    var start: Int
    var count: Int
  }

  /// The sum of the features of no one text is the last.
  private(set) var sums: [Int32]
  private(set) var block: Bag
  private let width: Int
  /// For each slot of the memory and each role the rows summed, -1 if they were not.
  private var counts: [Int32]
  /// For each slot the tokens of its text as a turn, and for which filling all this holds.
  private var lengths: [Int32]
  private var fillings: [UInt64]

  private var features = TextFeatures()
  private var keys: [UInt32] = []
  private var rows: [UInt32] = []

  init(width: Int, slots: Int) {
    self.width = width
    let texts = slots * Role.allCases.count
    counts = Array(repeating: -1, count: texts)
    lengths = Array(repeating: 0, count: slots)
    fillings = Array(repeating: 0, count: slots)
    sums = Array(repeating: 0, count: (texts + 1) * width)
    block = Bag(start: texts * width, count: 0)
  }

  // MARK: Features of no one text

  /// The sum of these features; valid until the next sum of no one text.
  mutating func bag(of keys: [UInt32], _ table: FeatureTable) -> Bag {
    clear(block.start)
    block.count = add(keys, to: block.start, table)
    return block
  }

  /// Begins a sum of several texts, in ``block``.
  mutating func beginBlock() {
    clear(block.start)
    block.count = 0
  }

  /// Adds a text to the sum of several.
  mutating func addToBlock(_ bag: Bag) {
    block.count += bag.count
    add(bag.start, to: block.start)
  }

  // MARK: Texts

  /// The sum of a text that is remembered at `place`.
  mutating func bag(
    of text: Span<UInt8>, isService: Bool, at place: TextMemory.Place, as role: Role, _ table: FeatureTable,
    _ reader: TokenReader
  ) -> Bag {
    let first = place.slot * Role.allCases.count
    if fillings[place.slot] != place.filling {
      fillings[place.slot] = place.filling
      for role in Role.allCases { counts[first + role.rawValue] = -1 }
    }
    if counts[first + role.rawValue] < 0 {
      features.read(text, isService: isService, with: reader)
      lengths[place.slot] = Int32(features.count(of: .turn))
      add(role, from: first, table)
    }
    let at = first + role.rawValue
    return Bag(start: at * width, count: Int(counts[at]))
  }

  /// The tokens of the text at `place` as a turn; known once any of its sums is.
  func length(at place: TextMemory.Place) -> Int { Int(lengths[place.slot]) }

  private mutating func add(_ role: Role, from first: Int, _ table: FeatureTable) {
    guard features.count(of: .earlier) == features.count(of: .turn) else {
      sum(role.extent, into: first + role.rawValue, table)
      return
    }
    // Read whole in every role.
    let (turn, earlier) = (first + Role.turn.rawValue, first + Role.earlier.rawValue)
    let service = first + Role.service.rawValue
    if counts[earlier] < 0 {
      sum(.earlier, into: earlier, table)
      counts[service] = counts[earlier]
      clear(service * width)
      add(earlier * width, to: service * width)
    }
    guard role == .turn else { return }
    sum(TextFeatures.Extent(limit: TextFeatures.turnLimit, orders: 4...4), into: turn, table)
    counts[turn] += counts[earlier]
    add(earlier * width, to: turn * width)
  }

  private mutating func sum(_ extent: TextFeatures.Extent, into at: Int, _ table: FeatureTable) {
    keys.removeAll(keepingCapacity: true)
    features.appendKeys(of: extent, to: &keys)
    clear(at * width)
    counts[at] = Int32(add(keys, to: at * width, table))
  }

  /// Adds the rows of keys to the sum at `start`; how many there were.
  private mutating func add(_ keys: [UInt32], to start: Int, _ table: FeatureTable) -> Int {
    table.findRows(of: keys, into: &rows)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      if let sums = sums.baseAddress { unsafe table.add(rows, to: sums + start) }
    }
    return rows.count
  }

  private mutating func clear(_ start: Int) {
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      if let sums = sums.baseAddress { unsafe (sums + start).update(repeating: 0, count: width) }
    }
  }

  private mutating func add(_ from: Int, to: Int) {
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      for unit in 0..<width { unsafe sums[to + unit] &+= sums[from + unit] }
    }
  }
}
