/// Turns that one worker scores together: what enters the networks for each, and the scores that came out.
///
/// Reused from group to group. Customers' turns fill the slots from the first on, service's from the last back, so that
/// each gets the outputs of its own heads only.
struct ModelScratch {
  /// How many turns a group holds.
  static let capacity = 20

  /// What enters the first layer: network after network, slot after slot.
  var inputs: [Float]
  /// What leaves the hidden layer of the network at work, slot after slot; then what leaves its last layer.
  var hidden: [Float]
  var last: [Float]
  /// The means of the outputs of all networks, slot after slot.
  var means: [Float]
  /// Probabilities of all labels of one turn, at the places that ``ModelHead`` names.
  var outputs = [Float](repeating: 0, count: ModelHead.outputCount)

  private(set) var customers = 0
  private(set) var service = 0

  var sums: FeatureSums
  var keys: [UInt32] = []

  /// `slots` are those of the texts' memory; without a model there is nothing to hold.
  init(for file: ModelFile?, slots: Int) {
    let (shape, networks) = (file?.shape ?? NetworkShape(embedding: 0, hidden: 0), file?.networks.count ?? 0)
    inputs = Array(repeating: 0, count: networks * Self.capacity * shape.inputs)
    hidden = Array(repeating: 0, count: Self.capacity * shape.hiddenUnits)
    last = Array(repeating: 0, count: Self.capacity * ModelHead.outputCount)
    means = last
    sums = FeatureSums(width: 16 * (file?.table.scales.count ?? 0), slots: slots)
  }

  /// Whether no further turn fits.
  var isFull: Bool { customers + service == Self.capacity }

  /// A free slot; the group must not be full.
  mutating func takeSlot(isService: Bool) -> Int {
    if isService { service += 1 } else { customers += 1 }
    return isService ? Self.capacity - service : customers - 1
  }

  /// Forgets the turns of the group.
  mutating func removeAll() { (customers, service) = (0, 0) }
}
