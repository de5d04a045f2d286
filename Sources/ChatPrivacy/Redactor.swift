public import ChatModel

/// Masks personal data in texts and puts keyed pseudonyms in the place of ids.
///
/// Masks keep their kind (`[phone]`, `[name]` …). Numbers of orders and parcels become `[order:…]` and `[tracking:…]`
/// with the same digest that an order id has in its own field, so that joins still work. Masking a masked text changes
/// nothing. There is no guarantee that everything is found: names and addresses that nothing announces often are not.
///
/// Fields, decided once:
/// * `customer_id`, and `speaker_id` of a customer: always a pseudonym, `cu_…`, of one domain, so that they still match.
/// * `conversation_id`: `cu_…` where it is the customer's id itself (exports that key chats by the customer's name),
///   `cv_…` where it holds a phone number, e-mail address, ID or card number; else kept, to find the chat again.
/// * `message_id`: `ms_…` where it holds such data; else kept.
/// * `order_id`: always `or_…`.
/// * `speaker_id` of agents, bots and the system, shop, channel and product: kept.
/// A value that already is a pseudonym stays, so a masked export can be read again.
public struct Redactor: Sendable {
  private let key: PseudonymKey
  private let words = PrivacyWords.shipped

  public init(key: PseudonymKey) { self.key = key }

  /// Masks the texts of a batch and the raw records of its problems, and puts pseudonyms in the place of ids.
  ///
  /// Changed values are appended to the bytes of the batch; unchanged ones stay where they are.
  public func redact(_ batch: inout TurnBatch) {
    var finder = PersonalDataFinder(words)
    var cache = PseudonymCache(key)
    var masked: [UInt8] = []
    // Turns of one conversation mostly follow each other: its id is looked at once.
    var conversation = (id: ByteRange.none, isPersonal: false)
    for index in batch.turns.indices {
      var turn = batch.turns[index]
      if !batch.bytes.hasEqual(turn.conversationID, conversation.id) {
        let id = batch.bytes.span.extracting(turn.conversationID.range)
        conversation = (turn.conversationID, holdsIdentity(id, &finder))
      }
      if !turn.customerID.isEmpty, batch.bytes.hasEqual(turn.conversationID, turn.customerID) {
        turn.conversationID = cache.pseudonym(of: turn.conversationID, in: .customer, &batch)
      } else if conversation.isPersonal {
        turn.conversationID = cache.pseudonym(of: turn.conversationID, in: .conversation, &batch)
      }
      if holdsIdentity(batch.bytes.span.extracting(turn.messageID.range), &finder) {
        turn.messageID = cache.pseudonym(of: turn.messageID, in: .message, &batch)
      }
      turn.customerID = cache.pseudonym(of: turn.customerID, in: .customer, &batch)
      if turn.speaker == .customer { turn.speakerID = cache.pseudonym(of: turn.speakerID, in: .customer, &batch) }
      turn.orderID = cache.pseudonym(of: turn.orderID, in: .order, &batch)
      if mask(batch.bytes.span.extracting(turn.text.range), &finder, into: &masked) {
        turn.text = batch.add(masked)
      }
      batch.turns[index] = turn
    }
    for index in batch.problems.indices {
      let raw = batch.problems[index].raw
      if mask(raw.span, &finder, into: &masked) { batch.problems[index].raw = masked }
    }
  }

  /// Masks one text of UTF-8 bytes; bytes that are no UTF-8 stay as they are.
  public func redact(_ text: [UInt8]) -> [UInt8] {
    var finder = PersonalDataFinder(words)
    var masked: [UInt8] = []
    return mask(text.span, &finder, into: &masked) ? masked : text
  }

  /// The personal data of a text, in its order.
  public func spans(in text: [UInt8]) -> [PersonalDataSpan] {
    guard words.screen.mayHold(text.span) else { return [] }
    var finder = PersonalDataFinder(words)
    finder.find(in: text.span)
    return finder.finds.map { PersonalDataSpan(kind: $0.kind, bytes: finder.text.bytes($0.range)) }
  }

  /// Writes the masked text, and says whether it differs.
  ///
  /// A mask changes what its neighbours stand beside, so a masked text is looked at again until nothing more is found:
  /// each round masks some of what is left, and nearly always the second one finds nothing.
  private func mask(_ text: Span<UInt8>, _ finder: inout PersonalDataFinder, into masked: inout [UInt8]) -> Bool {
    guard words.screen.mayHold(text) else { return false }
    finder.find(in: text)
    guard !finder.finds.isEmpty else { return false }
    write(text, finder, into: &masked)
    while true {
      let earlier = masked
      finder.find(in: earlier.span)
      if finder.finds.isEmpty { return true }
      write(earlier.span, finder, into: &masked)
    }
  }

  /// Writes the text with a mask in the place of each find.
  private func write(_ text: Span<UInt8>, _ finder: PersonalDataFinder, into masked: inout [UInt8]) {
    masked.removeAll(keepingCapacity: true)
    var done = 0
    for find in finder.finds {
      let bytes = finder.text.bytes(find.range)
      for index in done..<bytes.lowerBound { masked.append(text[index]) }
      masked.append(UInt8(ascii: "["))
      masked += find.kind.name.utf8
      if find.kind.isLinked {
        masked.append(UInt8(ascii: ":"))
        masked += key.digest(of: text.extracting(bytes), in: find.kind == .order ? .order : .tracking)
      }
      masked.append(UInt8(ascii: "]"))
      done = bytes.upperBound
    }
    for index in done..<text.count { masked.append(text[index]) }
  }

  /// Whether an id holds what identifies a person by itself.
  private func holdsIdentity(_ id: Span<UInt8>, _ finder: inout PersonalDataFinder) -> Bool {
    guard id.count >= 6, words.screen.mayHold(id) else { return false }
    finder.find(in: id)
    return finder.finds.contains {
      $0.kind == .phone || $0.kind == .email || $0.kind == .idCard || $0.kind == .bankCard
    }
  }
}
