/// A kind of personal data that masking looks for; its name stands in the mask.
public enum PersonalDataKind: UInt8, CaseIterable, Hashable, Sendable {
  case phone, idCard, bankCard, email, wechat, qq, name, address, order, tracking, token, ip

  /// The name as written in masks and in test files.
  public var name: String { Self.names[Int(rawValue)] }

  /// The names in the order of the cases.
  public static let names = [
    "phone", "id_card", "bank_card", "email", "wechat", "qq", "name", "address", "order", "tracking", "token", "ip",
  ]

  /// The kind with this name, or nil.
  public init?(name: some StringProtocol) {
    guard let code = Self.names.firstIndex(where: { $0 == name }) else { return nil }
    self.init(rawValue: UInt8(code))
  }

  /// Whether the mask carries a keyed pseudonym (`[order:…]`), so that equal numbers stay equal.
  public var isLinked: Bool { self == .order || self == .tracking }
}

/// A stretch of a text that holds personal data.
public struct PersonalDataSpan: Hashable, Sendable {
  public var kind: PersonalDataKind
  /// Bytes of the text, from 0.
  public var bytes: Range<Int>

  public init(kind: PersonalDataKind, bytes: Range<Int>) { (self.kind, self.bytes) = (kind, bytes) }
}
