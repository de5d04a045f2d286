public import ChatModel

/// The customers seen: each counts once, over any merge.
///
/// Kept as 64-bit hashes, 8 bytes a customer: among a million customers two share a hash with a chance of 1 in 37
/// million.
public struct CustomerSet: Mergeable, Hashable, Sendable {
  private var hashes: Set<UInt64> = []

  public init() {}

  public var count: Int { hashes.count }

  /// Adds a customer; a conversation without one is no customer.
  public mutating func insert(_ customerID: String?) {
    if let customerID { hashes.insert(stableHash(customerID)) }
  }

  public mutating func merge(_ other: Self) { hashes.formUnion(other.hashes) }
}

extension CustomerSet: Codable {
  /// Written as an array of the hashes, in rising order.
  public func encode(to encoder: any Encoder) throws { try hashes.sorted().encode(to: encoder) }

  public init(from decoder: any Decoder) throws { hashes = Set(try [UInt64](from: decoder)) }
}

/// A hash that is the same in every run and on every machine: FNV-1a, with the finisher of MurmurHash3.
func stableHash(_ text: String, _ number: Int64 = 0) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  let bytes = text.utf8.span
  for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3 }
  hash ^= UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15
  hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
  hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
  return hash ^ hash >> 33
}
