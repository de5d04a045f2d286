/// The sums of the vectors of a text's features, in whole weights, for each of the roles that a text may have.
///
/// Sums of whole numbers are the same in whatever order they are made: so the longer n-grams that only the turn itself
/// has are added to those it has as an earlier turn.
struct FeatureSums {
  /// What a text is to the turn that is read: itself, the last turn of its side, an earlier one.
  enum Role: Int, CaseIterable {
    case turn, last, earlier

    /// The block that a text of one side enters.
    func block(isService: Bool) -> FeatureBlock {
      switch self {
      case .turn: .turn
      case .last: isService ? .service : .customer
      case .earlier: isService ? .earlierService : .earlierCustomer
      }
    }
  }

  /// The sums, role after role, and of how many rows each is.
  private(set) var sums: [Int32]
  private(set) var counts = [Int](repeating: 0, count: Role.allCases.count)
  private let width: Int

  private var features = TextFeatures()
  /// The keys of the text as an earlier turn, and those of another role.
  private var earlierKeys: [UInt32] = []
  private var keys: [UInt32] = []
  /// Whether a text is read whole as an earlier turn: then it has the same keys as the last turn of its side.
  private var isWhole = true
  private var rows: [UInt32] = []

  init(width: Int) {
    self.width = width
    sums = Array(repeating: 0, count: Role.allCases.count * width)
  }

  /// Where the sum of a role begins.
  func start(of role: Role) -> Int { role.rawValue * width }

  /// Sums the features of a text (UTF-8) for all roles.
  ///
  /// - Returns: the tokens of the text as a turn.
  mutating func read(
    _ text: Span<UInt8>, isService: Bool, _ table: FeatureTable, _ reader: TokenReader
  ) -> Int {
    features.read(text, isService: isService, with: reader)
    let length = features.count(of: .turn)
    isWhole = features.count(of: .earlier) == length
    earlierKeys.removeAll(keepingCapacity: true)
    features.appendKeys(of: .earlier, to: &earlierKeys)
    clear(.earlier)
    add(earlierKeys, to: .earlier, table)
    if isService, !isWhole { sum(.service, into: .last, table) } else { copyEarlier(to: .last) }
    if isWhole {
      copyEarlier(to: .turn)
      add(TextFeatures.Extent(limit: TextFeatures.turnLimit, orders: 4...4), to: .turn, table)
    } else {
      sum(.turn, into: .turn, table)
    }
    return length
  }

  /// Sums these features, as those of a turn.
  mutating func read(_ keys: [UInt32], _ table: FeatureTable) {
    clear(.turn)
    add(keys, to: .turn, table)
  }

  /// Calls `body` with the keys of the text read last, in a role.
  mutating func withKeys<Result>(of role: Role, isService: Bool, _ body: ([UInt32]) -> Result) -> Result {
    guard role == .turn || role == .last && isService && !isWhole else { return body(earlierKeys) }
    keys.removeAll(keepingCapacity: true)
    features.appendKeys(of: role == .turn ? .turn : .service, to: &keys)
    return body(keys)
  }

  private mutating func sum(_ extent: TextFeatures.Extent, into role: Role, _ table: FeatureTable) {
    clear(role)
    add(extent, to: role, table)
  }

  private mutating func add(_ extent: TextFeatures.Extent, to role: Role, _ table: FeatureTable) {
    keys.removeAll(keepingCapacity: true)
    features.appendKeys(of: extent, to: &keys)
    add(keys, to: role, table)
  }

  private mutating func add(_ keys: [UInt32], to role: Role, _ table: FeatureTable) {
    table.findRows(of: keys, into: &rows)
    counts[role.rawValue] += rows.count
    let start = start(of: role)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      if let sums = sums.baseAddress { unsafe table.add(rows, to: sums + start) }
    }
  }

  private mutating func clear(_ role: Role) {
    counts[role.rawValue] = 0
    let start = start(of: role)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe sums.baseAddress.map { unsafe ($0 + start).update(repeating: 0, count: width) }
    }
  }

  private mutating func copyEarlier(to role: Role) {
    counts[role.rawValue] = counts[Role.earlier.rawValue]
    let (from, to) = (start(of: .earlier), start(of: role))
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe sums.baseAddress.map { unsafe ($0 + to).update(from: $0 + from, count: width) }
    }
  }
}
