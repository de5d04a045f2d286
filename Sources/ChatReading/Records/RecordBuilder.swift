import ChatModel

/// Puts together one turn after another from the values that a reader pushes, or says why a record is rejected.
struct RecordBuilder {
  /// The longest raw record kept for the rejects, in bytes.
  static let rawLimit = 4096
  /// How many different unknown keys are counted one by one.
  private static let unknownLimit = 100

  private var batch = TurnBatch()
  private let plan: FieldPlan
  private let file: String
  /// Values that do not change from record to record, written once.
  private var constants: [(field: Field, range: ByteRange)] = []
  private var turn = Turn()
  private var mark = 0
  private var part: Int?
  /// One bit for each field that has its value.
  private var given: UInt32 = 0
  private var fault: (code: String, message: String)?
  private var warning: (code: String, message: String)?
  private var unknownKeys: [(key: [UInt8], count: Int)] = []

  init(plan: FieldPlan, file: String, capacity: Int) {
    (self.plan, self.file) = (plan, file)
    batch.bytes.reserveCapacity(capacity)
    batch.turns.reserveCapacity(capacity / 128)
    for (field, value) in plan.defaults { constants.append((field, append(value.span))) }
  }

  /// What was put together.
  consuming func finish() -> TurnBatch {
    for (key, count) in unknownKeys { batch.unknownKeys[String(decoding: key, as: UTF8.self), default: 0] += count }
    return batch
  }

  /// Begins a record at a line (from 1) and byte (from 0); `part` counts the messages of one value, from 1.
  mutating func begin(line: Int64, byte: Int64, part: Int? = nil) {
    turn = Turn()
    (turn.line, turn.byte, self.part) = (line, byte, part)
    mark = batch.bytes.count
    given = 0
    (fault, warning) = (nil, nil)
  }

  /// Counts a key that no field wants.
  mutating func unknown(_ key: Span<UInt8>) {
    for index in unknownKeys.indices where key.equals(unknownKeys[index].key) {
      unknownKeys[index].count += 1
      return
    }
    if unknownKeys.count < Self.unknownLimit { return unknownKeys.append((key.array, 1)) }
    if unknownKeys.count == Self.unknownLimit { unknownKeys.append((Array("…".utf8), 0)) }
    unknownKeys[Self.unknownLimit].count += 1
  }

  /// Counts a record that was rejected before it could be begun.
  mutating func add(rejected problem: Problem) {
    batch.read += 1
    batch.rejected += 1
    batch.problems.append(problem)
  }

  /// Rejects the record begun; the first reason counts.
  mutating func reject(_ code: String, _ message: String) { if fault == nil { fault = (code, message) } }

  /// Whether a value is one of the preset's words for "nothing".
  func isMissing(_ value: Span<UInt8>) -> Bool { plan.isMissing(value) }

  /// Gives a field its value as text; an empty one counts as missing, except for `text`.
  mutating func set(_ field: Field, _ value: Span<UInt8>) {
    if (value.isEmpty && field != .text) || plan.isMissing(value) || !take(field) { return }
    switch field {
    case .speaker:
      guard let speaker = plan.speaker(value) else {
        return reject("bad-speaker", "the speaker is none of customer, agent, bot, system, nor a word known for them")
      }
      turn.speaker = speaker
    case .messageType: turn.messageType = plan.messageType(value)
    case .turn:
      guard let number = wholeNumber(value) else { return reject("bad-turn", "the turn is no whole number from 0") }
      turn.number = number
    case .timestamp: setTime(plan.times.parse(value))
    default: place(field, append(value))
    }
  }

  /// Gives a field its value as a whole number: digits, a position, or a time since 1970.
  mutating func set(_ field: Field, integer: Int64) {
    switch field {
    case .timestamp: if take(field) { setTime(plan.times.parse(epoch: integer)) }
    case .turn where integer < 0: reject("bad-turn", "the turn is no whole number from 0")
    case .turn: if take(field) { turn.number = integer }
    default: set(field, Array(String(integer).utf8).span)
    }
  }

  /// Gives a field its value as a JSON number with a fraction or an exponent.
  mutating func set(_ field: Field, real: Double) {
    switch field {
    case .turn where real == real.rounded() && real >= 0 && real < 1e15:
      if take(field) { turn.number = Int64(real) }
    case .timestamp: if take(field) { setTime(plan.times.parse(epochSeconds: real)) }
    case .turn: reject("bad-turn", "the turn is no whole number from 0")
    default: reject("bad-type", "\(field.name) is a number with a fraction or an exponent; write it as a string")
    }
  }

  private mutating func setTime(_ time: Timestamp?) {
    turn.time = time
    if time == nil {
      let reason = "the timestamp is no known form, no real date or not between 1990 and 2100"
      warning = ("bad-timestamp", reason + "; the turn was kept without a time")
    }
  }

  private mutating func append(_ value: Span<UInt8>) -> ByteRange {
    let start = batch.bytes.count
    unsafe value.withUnsafeBufferPointer { unsafe batch.bytes.append(contentsOf: $0) }
    return ByteRange(start: start, count: value.count)
  }

  private mutating func place(_ field: Field, _ range: ByteRange) {
    switch field {
    case .text: turn.text = range
    case .conversationID: turn.conversationID = range
    case .speakerID: turn.speakerID = range
    case .customerID: turn.customerID = range
    case .shop: turn.shop = range
    case .channel: turn.channel = range
    case .product: turn.product = range
    case .orderID: turn.orderID = range
    case .messageID: turn.messageID = range
    case .speaker, .messageType, .turn, .timestamp: set(field, batch.bytes[range.range].span)
    }
  }

  private func has(_ field: Field) -> Bool { given & (1 << field.rawValue) != 0 }

  /// Marks a field as given; false when it was already.
  private mutating func take(_ field: Field) -> Bool {
    if has(field) { return false }
    given |= 1 << field.rawValue
    return true
  }

  /// Ends the record: kept, or rejected with its reason and its raw bytes.
  mutating func end(raw: ArraySlice<UInt8>) {
    batch.read += 1
    for (field, range) in constants where !has(field) { place(field, range) }
    given |= plan.defaultBits
    for field in Field.required where !has(field) && fault == nil {
      reject("missing-field", "the record has no \(field.name)")
    }
    if fault == nil && warning == nil {
      if turn.text.isEmpty && turn.messageType == .text && turn.speaker == .system { turn.messageType = .system }
      return batch.turns.append(turn)
    }
    close(raw)
  }

  private mutating func close(_ raw: ArraySlice<UInt8>) {
    let place = Location(file: file, line: turn.line, byte: turn.byte)
    let suffix = part.map { " (message \($0) of the value on this line)" } ?? ""
    if let fault {
      batch.rejected += 1
      batch.bytes.removeLast(batch.bytes.count - mark)
      batch.problems.append(
        Problem(
          code: fault.code, severity: .rejected, location: place, message: fault.message + suffix,
          raw: Array(raw.prefix(Self.rawLimit))))
    } else if let warning {
      batch.problems.append(
        Problem(code: warning.code, severity: .warning, location: place, message: warning.message + suffix))
      batch.turns.append(turn)
    }
  }

  private func wholeNumber(_ value: Span<UInt8>) -> Int64? {
    var number: Int64 = 0
    var index = 0
    while index < value.count, (0x30...0x39).contains(value[index]), number < 1_000_000_000_000_000 {
      number = number * 10 + Int64(value[index] - 0x30)
      index += 1
    }
    guard index > 0 else { return nil }
    // "2.0" is what a spreadsheet makes of 2.
    if index < value.count && value[index] == 0x2E {
      index += 1
      while index < value.count && value[index] == 0x30 { index += 1 }
    }
    return index == value.count ? number : nil
  }
}
