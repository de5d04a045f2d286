internal import ChatModel

/// The pseudonyms of one batch: each distinct id is computed once and written once.
struct PseudonymCache {
  private struct Entry {
    var domain: PseudonymDomain
    var source, pseudonym: ByteRange
  }

  private let key: PseudonymKey
  /// Entries by a hash of the id; equal hashes share a list.
  private var entries: [UInt64: [Entry]] = [:]
  /// The last answer of each domain: neighbours mostly share their ids.
  private var last: [Entry?]

  init(_ key: PseudonymKey) {
    self.key = key
    last = Array(repeating: nil, count: PseudonymDomain.allCases.count)
  }

  /// The pseudonym of an id, `cu_…`, among the bytes of the batch; no value stays no value.
  mutating func pseudonym(of id: ByteRange, in domain: PseudonymDomain, _ batch: inout TurnBatch) -> ByteRange {
    if id.isEmpty { return id }
    let slot = domain.slot
    if let entry = last[slot], batch.bytes.hasEqual(entry.source, id) { return entry.pseudonym }
    let hash = hash(batch.bytes.span.extracting(id.range), slot)
    var entry = entries[hash]?.first { $0.domain == domain && batch.bytes.hasEqual($0.source, id) }
    if entry == nil {
      let made = Entry(domain: domain, source: id, pseudonym: make(id, domain, &batch))
      entries[hash, default: []].append(made)
      entry = made
    }
    last[slot] = entry
    return entry?.pseudonym ?? .none
  }

  private func make(_ id: ByteRange, _ domain: PseudonymDomain, _ batch: inout TurnBatch) -> ByteRange {
    let value = Array(batch.bytes[id.range])
    let prefix = Array("\(domain.rawValue)_".utf8)
    if isPseudonym(value, prefix) { return id }
    return batch.add(prefix + key.digest(of: value, in: domain))
  }

  private func isPseudonym(_ value: [UInt8], _ prefix: [UInt8]) -> Bool {
    guard value.count == prefix.count + PseudonymKey.digestLength else { return false }
    for index in value.indices {
      let byte = value[index]
      let fits = index < prefix.count ? byte == prefix[index] : byte &- 0x61 < 26 || byte &- 0x32 < 6
      if !fits { return false }
    }
    return true
  }

  /// FNV-1a.
  private func hash(_ value: Span<UInt8>, _ seed: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(seed)
    for index in value.indices { hash = (hash ^ UInt64(value[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

extension PseudonymDomain {
  fileprivate var slot: Int {
    switch self {
    case .customer: 0
    case .conversation: 1
    case .message: 2
    case .order: 3
    case .tracking: 4
    }
  }
}

extension TurnBatch {
  /// Appends bytes, with room that doubles, and says where they stand.
  mutating func add(_ text: [UInt8]) -> ByteRange {
    let start = bytes.count
    bytes += text
    return ByteRange(start: start, count: text.count)
  }
}

extension [UInt8] {
  /// Whether two ranges hold the same bytes.
  func hasEqual(_ a: ByteRange, _ b: ByteRange) -> Bool {
    if a == b { return true }
    guard a.count == b.count else { return false }
    for offset in 0..<Int(a.count) where self[Int(a.start) + offset] != self[Int(b.start) + offset] { return false }
    return true
  }
}
