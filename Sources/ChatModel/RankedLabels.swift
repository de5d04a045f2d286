/// One label with its confidence from 0 to 1.
public struct Scored<L: Label>: Hashable, Sendable {
  public var label: L
  /// Confidence from 0 to 1.
  public var score: Float

  public init(_ label: L, _ score: Float) { (self.label, self.score) = (label, score) }
}

/// Up to eight labels with confidences, most important first, without an allocation.
public struct RankedLabels<L: Label>: Sendable, Equatable {
  private var codes = SIMD8<UInt8>(repeating: 0xFF)
  private var scores = SIMD8<Float>(repeating: 0)
  /// How many labels there are.
  public private(set) var count = 0

  /// How many labels fit.
  public static var capacity: Int { 8 }

  public init() {}

  public init(_ labels: [Scored<L>]) { for scored in labels { append(scored) } }

  /// Adds a label at the end; a label that is there already, or one past the capacity, is left out.
  public mutating func append(_ scored: Scored<L>) {
    guard count < Self.capacity, !contains(scored.label) else { return }
    codes[count] = scored.label.rawValue
    scores[count] = scored.score
    count += 1
  }

  /// The label at a rank, from 0.
  public subscript(rank: Int) -> Scored<L> {
    guard rank < count, let label = L(rawValue: codes[rank]) else { preconditionFailure("rank \(rank) of \(count)") }
    return Scored(label, scores[rank])
  }

  public func contains(_ label: L) -> Bool { (0..<count).contains { codes[$0] == label.rawValue } }

  public var isEmpty: Bool { count == 0 }
  public var first: Scored<L>? { isEmpty ? nil : self[0] }
  /// All labels, most important first: for cold paths.
  public var array: [Scored<L>] { (0..<count).map { self[$0] } }
}
