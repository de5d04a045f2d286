public import ChatModel

/// One count for each label of a closed set.
public struct LabelCounts<L: Label>: Mergeable, Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: L.names.count)

  public init() {}

  public subscript(label: L) -> Int {
    get { counts[Int(label.rawValue)] }
    set { counts[Int(label.rawValue)] = newValue }
  }

  /// The sum of all counts.
  public var total: Int { counts.reduce(0, +) }

  /// The labels that were counted, most first, ties in the order of the labels.
  public var ranked: [(label: L, count: Int)] {
    L.allCases.map { ($0, self[$0]) }.filter { $0.1 > 0 }
      .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
  }

  public mutating func merge(_ other: Self) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}

extension LabelCounts: Codable {
  /// Written as an object of name and count, without zeros.
  public func encode(to encoder: any Encoder) throws {
    var named: [String: Int] = [:]
    for (name, count) in zip(L.names, counts) where count != 0 { named[name] = count }
    try named.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    for (name, count) in try [String: Int](from: decoder) {
      guard let label = L(name: name) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "there is no label '\(name)'"))
      }
      self[label] = count
    }
  }
}
