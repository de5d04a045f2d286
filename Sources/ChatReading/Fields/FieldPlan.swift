import ChatModel

/// What the values of fields mean in one file: words for speakers and message types, times, defaults.
struct FieldPlan: Sendable {
  let times: TimestampParser
  /// Values for fields that a record does not have: named on the command line, or by the preset.
  let defaults: [(field: Field, value: [UInt8])]
  /// One bit for each field that has a default.
  let defaultBits: UInt32
  private let missing: [[UInt8]]

  init(preset: Preset, times: TimestampParser, defaults: [Field: String]) {
    self.times = times
    let fallbacks = preset.fields.compactMapValues(\.fallback)
    self.defaults = Field.allCases.compactMap { field in
      (defaults[field] ?? fallbacks[field]).map { (field, Array($0.utf8)) }
    }
    defaultBits = self.defaults.reduce(0) { $0 | 1 << $1.field.rawValue }
    missing = preset.missing.sorted().map { Array($0.utf8) }
  }

  /// Whether a value is one of the preset's words for "nothing".
  func isMissing(_ value: Span<UInt8>) -> Bool { missing.contains { value.equals($0) } }

  func speaker(_ value: Span<UInt8>) -> Speaker? { Self.find(value, in: Self.speakers) }

  func messageType(_ value: Span<UInt8>) -> MessageType { Self.find(value, in: Self.messageTypes) ?? .other }

  /// The meaning of a word; case and spaces around it aside.
  private static func find<T>(_ value: Span<UInt8>, in table: Words<T>) -> T? {
    if let found = table.first(where: { value.equals($0.word) }) { return found.value }
    let tidy = Array(value.string.trimmingSpaces.lowercased().utf8)
    return table.first { $0.word == tidy }?.value
  }

  private typealias Words<T> = [(word: [UInt8], value: T)]

  private static let speakers: Words<Speaker> = words([
    (.customer, "customer user buyer client visitor guest end_user consumer 客户 顾客 买家 用户 访客 消费者 会员"),
    (.agent, "agent seller merchant staff operator admin support waiter human 客服 商家 卖家 店员 人工 人工客服 坐席 店家"),
    (.bot, "bot robot assistant ai virtual_agent automated_agent 机器人 智能客服 自动回复 小助手"),
    (.system, "system event notice 系统 系统消息 通知 提示"),
  ])

  private static let messageTypes: Words<MessageType> = words([
    (.text, "text message msg comment chat 文本 文字"),
    (.image, "image img picture photo sticker emoji 图片 表情"),
    (.card, "card link product order miniprogram goods 卡片 商品 链接"),
    (.recall, "recall recalled revoke deleted 撤回"),
    (.system, "system event notice 系统"),
  ])

  private static func words<T>(_ lists: [(T, String)]) -> Words<T> {
    lists.flatMap { value, list in list.split(separator: " ").map { (Array($0.utf8), value) } }
  }
}

extension String {
  /// The text without spaces at both ends.
  var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
