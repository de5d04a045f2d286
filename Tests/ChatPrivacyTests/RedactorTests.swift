import ChatModel
import ChatPrivacy
import Testing

/// Masks as they stand in the text, and what masking must leave alone.
@Suite struct RedactorTests {
  private let redactor = Redactor(key: PseudonymKey(bytes: Array(0..<32)))

  private func redact(_ text: String) -> String { String(decoding: redactor.redact(Array(text.utf8)), as: UTF8.self) }

  @Test(arguments: [
    ("打13812345678给我", "打[phone]给我", "glued to Han characters on both sides"),
    ("电话（０５７１）８８８８１２３４", "电话[phone]", "full-width digits and parentheses"),
    ("1 3 8 0 0 1 3 8 0 0 0", "[phone]", "single digits"),
    ("收件人:张三丰,邮箱a.b@qq.com", "收件人:[name],邮箱[email]", "two kinds"),
    ("https://a.cn/x?id=1&t=2 打不开", "https://a.cn/x?[token] 打不开", "a URL keeps its path"),
    ("电话[电话x] [phone] [数字x]", "电话[电话x] [phone] [数字x]", "masks of an earlier run"),
    ("[13812345678]", "[[phone]]", "brackets alone are no mask"),
    ("400-820-8820", "400-820-8820", "a firm's hotline"),
    ("4312345678901234567890123", "4312345678901234567890123", "nothing is cut out of a longer number"),
    ("", "", "an empty text"),
  ])
  func masks(text: String, expected: String, reason: String) {
    #expect(redact(text) == expected, "\(reason)")
  }

  @Test func bytesThatAreNoTextStay() {
    let text = [0xFF, 0x20] + Array("13812345678".utf8) + [0xE4, 0xB8]
    #expect(redactor.redact(text) == [0xFF, 0x20] + Array("[phone]".utf8) + [0xE4, 0xB8])
  }

  @Test func aNumberInATextHasThePseudonymOfItsField() {
    var batch = TurnBatch()
    var turn = Turn()
    turn.conversationID = batch.append(Array("c1".utf8).span)
    turn.orderID = batch.append(Array("283746501928".utf8).span)
    turn.text = batch.append(Array("订单号 ２８３７４６５０１９２８ 到哪了".utf8).span)
    batch.turns = [turn]
    redactor.redact(&batch)
    let order = batch.string(batch.turns[0].orderID)
    #expect(order.hasPrefix("or_") && order.count == 19)
    #expect(batch.string(batch.turns[0].text) == "订单号 [order:\(order.dropFirst(3))] 到哪了")
  }

  @Test func aKeyMakesItsOwnPseudonyms() {
    let text = Array("订单号283746501928".utf8)
    let other = Redactor(key: PseudonymKey(bytes: [UInt8](repeating: 1, count: 32)))
    #expect(redactor.redact(text) != other.redact(text))
    #expect(redactor.redact(text) == redactor.redact(text))
  }

  @Test func idsBecomePseudonyms() {
    var batch = TurnBatch()
    func add(_ id: String, customer: String, speaker: Speaker, speakerID: String, message: String) {
      var turn = Turn()
      turn.conversationID = batch.append(Array(id.utf8).span)
      turn.customerID = batch.append(Array(customer.utf8).span)
      turn.speakerID = batch.append(Array(speakerID.utf8).span)
      turn.messageID = batch.append(Array(message.utf8).span)
      turn.speaker = speaker
      batch.turns.append(turn)
    }
    add("c-1", customer: "tb_anna", speaker: .customer, speakerID: "tb_anna", message: "m1")
    add("c-1", customer: " tb_anna ", speaker: .agent, speakerID: "店铺:小美", message: "m2")
    add("tb_bert", customer: "tb_bert", speaker: .agent, speakerID: "店铺:小美", message: "13812345678_2")
    add("13812345678", customer: "", speaker: .customer, speakerID: "", message: "")
    redactor.redact(&batch)
    let turns = batch.turns
    let anna = batch.string(turns[0].customerID)
    #expect(anna.hasPrefix("cu_") && anna.count == 19)
    #expect(batch.string(turns[0].speakerID) == anna, "a customer is the same as a speaker")
    #expect(batch.string(turns[1].customerID) == anna, "blanks around an id do not count")
    #expect(batch.string(turns[1].speakerID) == "店铺:小美", "the firm's own names stay")
    #expect(batch.string(turns[0].conversationID) == "c-1", "a plain conversation id leads back to the chat")
    #expect(batch.string(turns[2].conversationID) == batch.string(turns[2].customerID), "a chat keyed by its customer")
    #expect(batch.string(turns[2].customerID) != anna)
    #expect(batch.string(turns[0].messageID) == "m1")
    #expect(batch.string(turns[2].messageID).hasPrefix("ms_"), "a message id that holds a phone number")
    #expect(batch.string(turns[3].conversationID).hasPrefix("cv_"), "a conversation id that is a phone number")
    #expect(turns[3].customerID.isEmpty && turns[3].speakerID.isEmpty, "no value stays no value")

    var again = batch
    redactor.redact(&again)
    #expect(again.bytes == batch.bytes, "what is a pseudonym stays one")
  }

  @Test func rawRecordsOfProblemsAreMasked() {
    var batch = TurnBatch()
    let raw = Array(#"{"text":"我的电话13812345678","speaker":}"#.utf8)
    batch.problems = [
      Problem(code: "json-syntax", severity: .rejected, location: Location(file: "a"), message: "", raw: raw)
    ]
    redactor.redact(&batch)
    #expect(String(decoding: batch.problems[0].raw, as: UTF8.self) == #"{"text":"我的电话[phone]","speaker":}"#)
  }

  @Test func theDigestIsThatOfTheStandard() throws {
    // HMAC-SHA-256 and base32 by Python's hmac and base64 modules, of the key 00 01 … 1f.
    let key = PseudonymKey(bytes: Array(0..<32))
    let digest = key.digest(of: Array("tb_anna".utf8), in: .customer)
    #expect(String(decoding: digest, as: UTF8.self) == "7nuxiyuclypaifba")
    #expect(key.digest(of: Array("tb_anna".utf8), in: .conversation) != digest, "domains are apart")
    #expect(key.digest(of: Array("ab-12 3".utf8), in: .order) == key.digest(of: Array("ＡＢ１２３".utf8), in: .order))
  }
}
