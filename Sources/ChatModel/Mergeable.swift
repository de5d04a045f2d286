/// An aggregate with an empty value and an associative merge: the same over chunks, files, days and machines.
public protocol Mergeable {
  /// The empty aggregate: merging it changes nothing.
  init()
  /// Adds what `other` counted. Associative; whether it is commutative, each type says.
  mutating func merge(_ other: Self)
}
