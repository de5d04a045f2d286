import ChatModel

/// Turns that one worker scores together: what the hidden layers of each are made of, and the scores that came out.
///
/// Reused from group to group. Customers' turns fill the slots from the first on, service's from the last back, so that
/// each gets the outputs of its own heads only.
struct ModelScratch {
  /// The shares of one turn's hidden layers (``HiddenShares``), in three groups, each with a factor.
  struct Mixture {
    private(set) var places = [16 of Int](repeating: 0)
    private(set) var counts: [3 of Int] = [0, 0, 0]
    private(set) var factors: [3 of Float] = [1, 0, 0]
    /// The factors of what the shares add to the outputs by the linear part.
    private(set) var linearFactors: [3 of Float] = [1, 0, 0]
    private var group = 0
    private var count = 0

    /// Adds a share to the group at work.
    mutating func append(_ place: Int) {
      places[count] = place
      count += 1
      counts[group] += 1
    }

    mutating func beginGroup() { group += 1 }

    mutating func setFactors(_ factor: Float, linear: Float) {
      (factors[group], linearFactors[group]) = (factor, linear)
    }

    /// Lends the places, counts and factors.
    func withPointers(
      isLinear: Bool, _ body: (UnsafePointer<Int>?, UnsafePointer<Int>?, UnsafePointer<Float>?) -> Void
    ) {
      let factors = isLinear ? linearFactors : factors
      unsafe places.span.withUnsafeBufferPointer { places in
        unsafe counts.span.withUnsafeBufferPointer { counts in
          unsafe factors.span.withUnsafeBufferPointer { factors in
            unsafe body(places.baseAddress, counts.baseAddress, factors.baseAddress)
          }
        }
      }
    }
  }

  /// How many turns a group holds at most.
  private static let limit = 32
  /// How many turns a group holds.
  let capacity: Int

  /// The mixtures and, when scored, the hidden units and the outputs, slot after slot.
  var mixtures: [Mixture]
  var hidden: [Float]
  var scores: [Float]
  /// Where the outputs of each slot begin in ``scores``.
  let places: [Int]
  /// Probabilities of all labels of one turn, at the places that ``ModelHead`` names.
  var outputs = [Float](repeating: 0, count: ModelHead.outputCount)

  private(set) var customers = 0
  private(set) var service = 0

  var shares: HiddenShares
  var keys: [UInt32] = []

  /// For the texts of this memory; without a model there is nothing to hold.
  init(for file: ModelFile?, _ memory: TextMemory) {
    capacity = min(Self.limit, memory.capacity / TextMemory.leastCapacity)
    shares = HiddenShares(for: file, slots: memory.capacity, turns: capacity)
    mixtures = Array(repeating: Mixture(), count: capacity)
    hidden = Array(repeating: 0, count: capacity * shares.units)
    scores = Array(repeating: 0, count: capacity * ModelHead.outputCount)
    places = (0..<capacity).map { $0 * ModelHead.outputCount }
  }

  /// The slots that hold turns of one side.
  func slots(ofService isService: Bool) -> Range<Int> {
    isService ? capacity - service..<capacity : 0..<customers
  }

  /// Whether a slot holds a turn of service.
  func isService(_ slot: Int) -> Bool { slot >= capacity - service }

  /// A free slot; the group must not be full.
  mutating func takeSlot(isService: Bool) -> Int {
    if isService { service += 1 } else { customers += 1 }
    return isService ? capacity - service : customers - 1
  }

  /// Forgets the turns of the group.
  mutating func removeAll() { (customers, service) = (0, 0) }
}
