import ChatModel

/// Writes the chats of a shop as the lines of its export, in UTF-8.
struct ExportWriter {
  private let shop: Shop
  private let format: ExportFormat
  /// What has been written and not yet been taken.
  var output: [UInt8] = []

  /// Writes the chats of a shop in its own export's form, or in another.
  init(_ shop: Shop, as format: ExportFormat? = nil) { (self.shop, self.format) = (shop, format ?? shop.export) }

  /// The whole export.
  static func lines(_ chats: [Conversation], of shop: Shop) -> [UInt8] {
    var writer = ExportWriter(shop)
    writer.writeHeader()
    if shop.export.layout == .qianniu {
      writer.writeByCustomer(chats)
    } else if shop.export.isByTime {
      var rows = chats.indices.flatMap { chat in chats[chat].messages.indices.map { (chat, $0) } }
      rows.sort {
        (chats[$0.0].messages[$0.1].time ?? 0, $0.0, $0.1) < (chats[$1.0].messages[$1.1].time ?? 0, $1.0, $1.1)
      }
      for (chat, number) in rows { writer.write(chats[chat], number) }
    } else {
      for chat in chats { writer.write(chat) }
    }
    return writer.output
  }

  /// One chat, line by line.
  mutating func write(_ chat: Conversation) { for number in chat.messages.indices { write(chat, number) } }

  private static let columns = [
    "conversation_id", "turn", "timestamp", "speaker", "speaker_id", "customer_id", "shop", "channel", "product",
    "order_id", "message_type", "text",
  ]

  private mutating func writeHeader() {
    switch format.layout {
    case .jsonl: break
    case .csv: row(Self.columns)
    case .qianniu: row(["客户名", "消息序号", "发送时间", "发送内容", "发送账号", "账号类型"])
    }
  }

  private mutating func write(_ chat: Conversation, _ number: Int) {
    let message = chat.messages[number]
    let values = [
      chat.id, format.isByTime ? "" : String(number), message.time.map(written) ?? "", message.speaker.name,
      message.speakerID, chat.customerID, shop.name, shop.channel, chat.product, chat.orderID,
      message.type == .text ? "" : message.type.name, message.text,
    ]
    if format.layout == .csv { row(values) } else { object(values) }
  }

  /// A Qianniu export has all chats of a customer in one, numbered through.
  private mutating func writeByCustomer(_ chats: [Conversation]) {
    let kinds = [Speaker.customer: "客户", .agent: "客服", .bot: "机器人", .system: "系统"]
    var customers: [String] = []
    for chat in chats where !customers.contains(chat.customerID) { customers.append(chat.customerID) }
    for customer in customers {
      for (number, message) in chats.filter({ $0.customerID == customer }).flatMap(\.messages).enumerated() {
        row([
          customer, String(number + 1), message.time.map(written) ?? "", message.text, message.speakerID,
          kinds[message.speaker] ?? "",
        ])
      }
    }
  }

  private func written(_ time: Int64) -> String {
    let moment = Timestamp(seconds: time - StoryCalendar.offset)
    let civil = CivilTime(secondsSinceEpoch: time)
    return switch format.time {
    case .offset: moment.rfc3339(offset: Int(StoryCalendar.offset))
    case .utc: moment.rfc3339(offset: 0)
    case .plain: StoryCalendar.written(time)
    case .slashed: "\(civil.year)/\(civil.month)/\(civil.day) \(StoryCalendar.written(time).suffix(8))"
    case .milliseconds: String(moment.seconds * 1000 + 1)
    }
  }

  private mutating func object(_ values: [String]) {
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for (index, value) in values.enumerated() where !value.isEmpty || index == values.count - 1 {
      output += isFirst ? "\"".utf8 : ",\"".utf8
      output += Self.columns[index].utf8
      output += "\":".utf8
      let isNumber = index == 1 || (index == 2 && format.time == .milliseconds)
      if isNumber { output += value.utf8 } else { string(value) }
      isFirst = false
    }
    output += "}\n".utf8
  }

  private mutating func string(_ value: String) {
    output.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
      output.append(byte)
    }
    output.append(UInt8(ascii: "\""))
  }

  /// A row after RFC 4180.
  private mutating func row(_ values: [String]) {
    for (index, value) in values.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      if value.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) {
        output.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
          if byte == UInt8(ascii: "\"") { output.append(byte) }
          output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
      } else {
        output += value.utf8
      }
    }
    output += "\r\n".utf8
  }
}
