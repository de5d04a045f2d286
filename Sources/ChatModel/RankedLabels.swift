/// One label with its confidence from 0 to 1.
@frozen
public struct Scored<L: Label>: Hashable, Sendable {
  public var label: L
  /// Confidence from 0 to 1.
  public var score: Float

  @inlinable public init(_ label: L, _ score: Float) { (self.label, self.score) = (label, score) }
}

/// Up to eight labels with confidences, most important first, without an allocation.
@frozen
public struct RankedLabels<L: Label>: Sendable, Equatable {
  @usableFromInline var codes = SIMD8<UInt8>(repeating: 0xFF)
  @usableFromInline var scores = SIMD8<Float>(repeating: 0)
  @usableFromInline var used = 0

  /// How many labels there are.
  @inlinable public var count: Int { used }

  /// How many labels fit.
  @inlinable public static var capacity: Int { 8 }

  @inlinable public init() {}

  @inlinable public init(_ labels: [Scored<L>]) { for scored in labels { append(scored) } }

  /// Adds a label at the end; a label that is there already, or one past the capacity, is left out.
  @inlinable public mutating func append(_ scored: Scored<L>) {
    guard count < Self.capacity, !contains(scored.label) else { return }
    codes[used] = scored.label.rawValue
    scores[used] = scored.score
    used += 1
  }

  /// The label at a rank, from 0.
  @inlinable public subscript(rank: Int) -> Scored<L> {
    guard rank < count, let label = L(rawValue: codes[rank]) else { preconditionFailure("rank \(rank) of \(count)") }
    return Scored(label, scores[rank])
  }

  // One by one: there are two or three at most in nearly every case.
  @inlinable public func contains(_ label: L) -> Bool {
    for rank in 0..<used where codes[rank] == label.rawValue { return true }
    return false
  }

  @inlinable public var isEmpty: Bool { count == 0 }
  @inlinable public var first: Scored<L>? { isEmpty ? nil : self[0] }
  /// All labels, most important first: for cold paths.
  @inlinable public var array: [Scored<L>] { Array(self) }
}

extension RankedLabels: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }
}
