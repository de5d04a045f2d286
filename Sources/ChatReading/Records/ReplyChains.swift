import ChatModel

/// Conversations of an export that names no conversations, only which message answers which.
///
/// Made in a first pass over the file; holds some 60 bytes for each message. The conversation of a message is the first
/// message of its chain, by id; its number is its place among them by time, then by length of chain, then by file order.
/// A chain that bites its tail ends where it was entered first.
final class ReplyChains: Sendable {
  private struct Message {
    var id: ByteRange
    var parent: UInt64?
    var parentID: ByteRange
    /// The conversation, where the export does name it.
    var group: ByteRange
    var author: ByteRange
    var time: Int64
  }

  private struct Link: Sendable {
    var conversation: ByteRange
    var number: Int64
    var isOpener: Bool
  }

  private let rule: Preset.Replies
  private let names: [UInt8]
  private let links: [UInt64: Link]

  /// - Parameter chunks: calls its argument with every batch of the file, each turn with the message's id as its
  ///   conversation, the answered message's id as its message id, its author as its speaker id, its conversation, if it
  ///   names one, as its shop.
  init(_ rule: Preset.Replies, batches: ((TurnBatch) -> Void) throws(ReadError) -> Void) throws(ReadError) {
    self.rule = rule
    var names: [UInt8] = []
    var messages: [Message] = []
    var positions: [UInt64: Int] = [:]
    try batches { batch in
      func keep(_ range: ByteRange) -> ByteRange {
        let bytes = Self.tidy(batch.bytes[range.range])
        names += bytes
        return ByteRange(start: names.count - bytes.count, count: bytes.count)
      }
      for turn in batch.turns {
        let key = Self.key(Self.tidy(batch.bytes[turn.conversationID.range]))
        guard positions[key] == nil else { continue }
        positions[key] = messages.count
        let parent = turn.messageID.isEmpty ? nil : Self.key(Self.tidy(batch.bytes[turn.messageID.range]))
        messages.append(
          Message(
            id: keep(turn.conversationID), parent: parent, parentID: keep(turn.messageID),
            group: keep(turn.shop), author: keep(turn.speakerID), time: turn.time?.microseconds ?? .max))
      }
    }
    self.links = Self.link(messages, positions, names)
    self.names = names
  }

  /// Gives the turns of a batch their conversations, numbers and, where the rule says so, speakers.
  func apply(to batch: inout TurnBatch) {
    for index in batch.turns.indices {
      let turn = batch.turns[index]
      guard let link = links[Self.key(Self.tidy(batch.bytes[turn.messageID.range]))] else { continue }
      let start = batch.bytes.count
      batch.bytes += names[link.conversation.range]
      batch.turns[index].conversationID = ByteRange(start: start, count: Int(link.conversation.count))
      batch.turns[index].number = link.number
      if let opener = rule.opener { batch.turns[index].speaker = link.isOpener ? opener : rule.others }
    }
  }

  private static func link(_ messages: [Message], _ positions: [UInt64: Int], _ names: [UInt8]) -> [UInt64: Link] {
    var roots = [Int](repeating: -1, count: messages.count)
    var depths = [Int32](repeating: 0, count: messages.count)
    for start in messages.indices where roots[start] < 0 {
      var way = [start]
      roots[start] = start
      // Up to a message whose root is known, that answers nothing, or whose parent is not in the file.
      while let parent = messages[way[way.count - 1]].parent.flatMap({ positions[$0] }), roots[parent] < 0 {
        roots[parent] = parent
        way.append(parent)
      }
      let top = way[way.count - 1]
      let above = messages[top].parent.flatMap { positions[$0] }
      // A parent on this very way closes a circle: the way ends here.
      let joins = above.flatMap { way.contains($0) ? nil : $0 }
      let root = joins.map { roots[$0] } ?? top
      var depth = joins.map { depths[$0] + 1 } ?? 0
      for message in way.reversed() {
        (roots[message], depths[message]) = (root, depth)
        depth += 1
      }
    }
    // Messages that answer the same absent one are one conversation, under the absent one's id.
    var keys: [UInt64] = []
    keys.reserveCapacity(messages.count)
    for index in messages.indices {
      let (group, root) = (messages[index].group, messages[roots[index]])
      keys.append(group.isEmpty ? root.parent ?? key(names[root.id.range]) : key(names[group.range]))
    }
    let order = messages.indices.sorted { first, second in
      if keys[first] != keys[second] { return keys[first] < keys[second] }
      let (a, b) = (messages[first], messages[second])
      return (a.time, depths[first], first) < (b.time, depths[second], second)
    }
    var links: [UInt64: Link] = [:]
    links.reserveCapacity(messages.count)
    var number: Int64 = 0
    var opener = ByteRange.none
    for (place, index) in order.enumerated() {
      let isFirst = place == 0 || keys[order[place - 1]] != keys[index]
      number = isFirst ? 0 : number + 1
      let message = messages[index]
      if isFirst { opener = message.author }
      let root = messages[roots[index]]
      let isOpener = names[message.author.range].elementsEqual(names[opener.range])
      let top = root.parent == nil ? root.id : root.parentID
      links[key(names[message.id.range])] = Link(
        conversation: message.group.isEmpty ? top : message.group, number: number, isOpener: isOpener)
    }
    return links
  }

  /// An id without the `.0` that spreadsheets add to whole numbers.
  private static func tidy(_ id: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    id.count > 2 && id.suffix(2).elementsEqual([0x2E, 0x30]) ? id.dropLast(2) : id
  }

  /// FNV-1a of 64 bits: among ten million ids two meet with a chance of three in a million.
  private static func key(_ id: ArraySlice<UInt8>) -> UInt64 {
    id.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
