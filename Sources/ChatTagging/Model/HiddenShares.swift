import CModel

/// What texts, frames and rules' signals add to the hidden layers: the vector of a block times the weights of its
/// inputs, for all networks, one after the other; and behind that what they add to the outputs by the linear part.
///
/// Much is said again, and each text stands in the context of several turns: so the shares of a text are kept as long
/// as it is remembered. Each share is summed by itself, so that it is the same whenever it was made. What is asked for
/// is noted and made for many at once (``project(_:)``).
struct HiddenShares {
  /// The hidden units of all networks, and the numbers of one share.
  let units: Int
  let width: Int
  /// All shares, in the order in which they were first needed, so that only what is used takes memory.
  private(set) var shares: [Float] = []

  /// Vectors that wait to be multiplied with the weights of their block, and where the results go.
  private struct Queue {
    var vectors: [Float] = []
    var places: [Int] = []
  }

  private var queues = [Queue](repeating: Queue(), count: FeatureBlock.allCases.count)
  /// Numbers of a vector: those of all networks.
  private let vectorSize: Int
  private var sums: FeatureSums
  private var linear = LinearSums()

  /// Where the shares of each frame, of each turn's signals, of signals met before, and the three of each slot of the
  /// texts' memory stand; -1 as long as they are not needed.
  private var frames = [Int](repeating: -1, count: TurnFeatures.frameCount)
  private var turns: [Int]
  private var signals: [Int]
  private var texts: [Int]
  /// For each share of signals met before: those signals, the number of its filling, and for which group they were met
  /// last.
  private var knownSignals: [[UInt32]]
  private var signalFillings: [UInt64]
  private var signalGroups: [UInt64]
  private var filledSignals: UInt64 = 0
  private var group: UInt64 = 1
  /// For each slot of the texts' memory: for which filling its shares are made; tokens; rows of the text as an earlier
  /// turn, and the sum of the squared weights of its features in the linear part.
  private var fillings: [UInt64]
  private var lengths: [Int32]
  private var earlierCounts: [Int32]
  private var earlierSquares: [Float]

  /// Room for the texts of a memory of `slots`, for as many lists of signals, and for the turns of a group.
  init(for file: ModelFile?, slots: Int, turns: Int) {
    units = (file?.networks.count ?? 0) * (file?.shape.hiddenUnits ?? 0)
    width = units + LinearTable.outputCount
    vectorSize = 16 * (file?.table.scales.count ?? 0)
    sums = FeatureSums(width: vectorSize)
    self.turns = Array(repeating: -1, count: turns)
    texts = Array(repeating: -1, count: slots)
    signals = texts
    fillings = Array(repeating: 0, count: slots)
    (signalFillings, signalGroups) = (fillings, fillings)
    knownSignals = Array(repeating: [], count: slots)
    lengths = Array(repeating: 0, count: slots)
    earlierCounts = lengths
    earlierSquares = Array(repeating: 0, count: slots)
    let most = TurnFeatures.frameCount + turns + slots * (1 + FeatureSums.Role.allCases.count)
    shares.reserveCapacity(most * width)
  }

  // MARK: Where shares stand

  /// The share of a text in one of its roles; the text must be known by ``prepare(_:isService:at:_:_:)``.
  func place(of text: TextMemory.Place, as role: FeatureSums.Role) -> Int {
    texts[text.slot] + role.rawValue * width
  }

  /// The tokens of a text as a turn.
  func length(of text: TextMemory.Place) -> Int { Int(lengths[text.slot]) }

  /// Of how many rows the share of a text as an earlier turn is; it is the one not yet divided by their square root.
  func earlierCount(of text: TextMemory.Place) -> Int { Int(earlierCounts[text.slot]) }

  /// The sum of the squared weights of a text as an earlier turn, in the linear part; anything where its block has no
  /// length there.
  func earlierSquares(of text: TextMemory.Place) -> Float { earlierSquares[text.slot] }

  // MARK: Asking for shares

  /// Asks for the shares of a text, in all its roles, unless they are known.
  mutating func prepare(
    _ text: Span<UInt8>, isService: Bool, at place: TextMemory.Place, _ file: ModelFile, _ reader: TokenReader
  ) {
    guard fillings[place.slot] != place.filling else { return }
    fillings[place.slot] = place.filling
    if texts[place.slot] < 0 { texts[place.slot] = newShares(FeatureSums.Role.allCases.count) }
    lengths[place.slot] = Int32(sums.read(text, isService: isService, file.table, reader))
    earlierCounts[place.slot] = Int32(sums.counts[FeatureSums.Role.earlier.rawValue])
    for role in FeatureSums.Role.allCases {
      let (block, share) = (role.block(isService: isService), self.place(of: place, as: role))
      enqueue(role, block, to: share, file.table)
      // Only a customer's turn has outputs of the linear part.
      guard LinearTable.length(of: block) > 0, role != .turn || !isService else { continue }
      let squares = sums.withKeys(of: role, isService: isService) { keys in
        linear.write(keys, of: block, isPart: role == .earlier, file.linear, to: &shares, at: share + units)
      }
      if role == .earlier { earlierSquares[place.slot] = squares }
    }
  }

  /// Asks for the share of a frame, unless it is known; where it stands.
  mutating func prepare(frame: Int, keys: [UInt32], _ file: ModelFile) -> Int {
    if frames[frame] < 0 {
      frames[frame] = newShares(1)
      sums.read(keys, file.table)
      enqueue(.turn, .frame, to: frames[frame], file.table)
      _ = linear.write(keys, of: .frame, isPart: false, file.linear, to: &shares, at: frames[frame] + units)
    }
    return frames[frame]
  }

  /// A share of signals that is kept: its slot from 0, and the number of its filling, which nothing else ever has.
  typealias SignalShare = TextMemory.Place

  /// Whether a share of signals is still kept.
  func holds(_ share: SignalShare) -> Bool { signalFillings[share.slot] == share.filling }

  /// The share of the signals asked for last, unless it is kept for its turn alone.
  private(set) var lastSignals: SignalShare?

  /// Asks for the share of the signals of a turn, unless it is known; where it stands.
  ///
  /// - Parameters:
  ///   - share: the share of the same signals earlier; as long as it is kept they are not looked at.
  ///   - turn: the turn's slot in its group.
  mutating func prepare(signals list: [UInt32], at share: SignalShare?, turn: Int, _ file: ModelFile) -> Int {
    if let share, holds(share) {
      lastSignals = share
      signalGroups[share.slot] = group
      return signals[share.slot]
    }
    lastSignals = nil
    let slot = slot(of: list)
    let isKnown = signals[slot] >= 0 && knownSignals[slot] == list
    let place: Int
    // The share of an earlier turn of the group stays as it is.
    if isKnown || signalGroups[slot] != group {
      if signals[slot] < 0 { signals[slot] = newShares(1) }
      place = signals[slot]
      signalGroups[slot] = group
      if !isKnown {
        filledSignals += 1
        signalFillings[slot] = filledSignals
        knownSignals[slot].removeAll(keepingCapacity: true)
        knownSignals[slot] += list
      }
      lastSignals = SignalShare(slot: slot, filling: signalFillings[slot])
      if isKnown { return place }
    } else {
      if turns[turn] < 0 { turns[turn] = newShares(1) }
      place = turns[turn]
    }
    sums.read(list, file.table)
    enqueue(.turn, .rules, to: place, file.table)
    _ = linear.write(list, of: .rules, isPart: false, file.linear, to: &shares, at: place + units)
    return place
  }

  /// Where signals are looked for among those met before.
  private func slot(of list: [UInt32]) -> Int {
    var hash: UInt64 = 0
    for signal in list { hash = (hash ^ UInt64(signal)) &* 0x9E37_79B9_7F4A_7C15 }
    return Int(truncatingIfNeeded: hash >> 32) % signals.count
  }

  /// Room for so many shares; where they stand.
  private mutating func newShares(_ count: Int) -> Int {
    defer { shares.append(contentsOf: repeatElement(0, count: count * width)) }
    return shares.count
  }

  private mutating func enqueue(_ role: FeatureSums.Role, _ block: FeatureBlock, to place: Int, _ table: FeatureTable) {
    let norm = role == .earlier ? 1 : Self.norm(sums.counts[role.rawValue])
    let (sum, scales, start, size) = (sums.sums, table.scales, sums.start(of: role), vectorSize)
    queues[block.rawValue].places.append(place)
    queues[block.rawValue].vectors.append(addingCapacity: size) { vector in
      unsafe vector.withUnsafeMutableBufferPointer { vector, count in
        unsafe sum.withUnsafeBufferPointer { sum in
          unsafe scales.withUnsafeBytes { scales in
            guard let vector = vector.baseAddress, let sum = sum.baseAddress else { return }
            unsafe cmodel_scale(sum + start, scales.bindMemory(to: Float.self).baseAddress, norm, size, vector)
            count = size
          }
        }
      }
    }
  }

  /// What the sum of so many rows is multiplied with.
  static func norm(_ count: Int) -> Float { count > 0 ? 1 / Float(count).squareRoot() : 0 }

  // MARK: Making them

  /// Makes all shares that were asked for.
  mutating func project(_ file: ModelFile) {
    group += 1
    let (size, units) = (file.shape.embedding * 16, file.shape.hiddenUnits)
    for block in FeatureBlock.allCases where !queues[block.rawValue].places.isEmpty {
      var queue = Queue()
      swap(&queue, &queues[block.rawValue])
      for number in file.networks.indices {
        unsafe file.networks[number].hidden.withUnsafeBytes { weights in
          unsafe shares.withUnsafeMutableBufferPointer { shares in
            guard let weights = unsafe weights.bindMemory(to: Float.self).baseAddress, let shares = shares.baseAddress
            else { return }
            var matrix = unsafe cmodel_matrix(
              weights: weights + block.rawValue * size * units, inputs: size, outputs: units)
            unsafe queue.vectors.withUnsafeBufferPointer { vectors in
              guard let vectors = vectors.baseAddress else { return }
              unsafe cmodel_apply(
                &matrix, vectors + number * size, vectorSize, queue.places.count, shares + number * units,
                queue.places, 0, units)
            }
          }
        }
      }
      queue.vectors.removeAll(keepingCapacity: true)
      queue.places.removeAll(keepingCapacity: true)
      swap(&queue, &queues[block.rawValue])
    }
  }
}
