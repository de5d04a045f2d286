internal import ChatModel

/// What the writer remembers of one stored turn: enough to know it again, and to compute its conversation's facts.
struct StoredTurn {
  var code: TagCode
  var time: Timestamp?
  /// The number that the export gave.
  var number: Int64?
  /// Hash of the message id; 0 = none.
  var message: UInt64 = 0
  /// Hash of speaker, message type and text.
  var content: UInt64
  /// Whether the file being stored holds this turn: brought it, or was seen to repeat it.
  var isOwn: Bool

  /// Known by nothing but its place in the order of the conversation.
  var isPositional: Bool { message == 0 && number == nil && time == nil }

  /// What an index finds the turn by: its message id, else its number.
  var key: UInt64? { message != 0 ? message : number.map { UInt64(bitPattern: $0) &* 0x9E37_79B9_7F4A_7C15 } }

  /// Whether both are known by the same number.
  func hasNumber(of other: StoredTurn) -> Bool {
    message == 0 && other.message == 0 && number != nil && number == other.number
  }

  static func content(_ text: Span<UInt8>, _ speaker: Speaker, _ type: MessageType) -> UInt64 {
    stableHash(text, seed: UInt64(speaker.rawValue) << 8 | UInt64(type.rawValue))
  }
}

extension Timestamp? {
  /// Whether two exports may mean the same moment: equal, unknown, or one cut to its second or minute.
  func agrees(with other: Timestamp?) -> Bool {
    guard let a = self?.microseconds, let b = other?.microseconds, a != b else { return true }
    let (early, late) = (min(a, b), max(a, b))
    return ([1_000_000, 60_000_000] as [Int64]).contains { unit in
      let rest = late % unit
      return early == late - (rest < 0 ? rest + unit : rest)
    }
  }
}
