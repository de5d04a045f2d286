internal import Crypto

/// What a pseudonym stands for: each domain has its own pseudonyms, so that equal values of two domains do not match.
public enum PseudonymDomain: String, CaseIterable, Sendable {
  /// A customer's id, also where it is a speaker's id or a conversation's id.
  case customer = "cu"
  /// A conversation id that holds a phone number or the like.
  case conversation = "cv"
  /// A message id that holds a phone number or the like.
  case message = "ms"
  /// An order number, in its field and in a text.
  case order = "or"
  /// A parcel's number.
  case tracking = "tr"
}

extension PseudonymKey {
  /// How many characters a pseudonym has after its prefix: 16 of 5 bits are 80 bits.
  public static let digestLength = 16

  /// The pseudonym of a value: the first 80 bits of HMAC-SHA-256(key, domain ‖ 0 ‖ normalised value), in base32.
  ///
  /// Base32 of RFC 4648 in lower case: 16 characters without the prefix. `order` and `tracking` values are normalised
  /// to upper-case ASCII letters and digits (so `8812-334` is `8812334`), the others only lose blanks around them;
  /// in all of them full-width forms are ASCII.
  public func digest(of value: [UInt8], in domain: PseudonymDomain) -> [UInt8] {
    digest(of: value.span, in: domain)
  }

  func digest(of value: Span<UInt8>, in domain: PseudonymDomain) -> [UInt8] {
    var message = Array(domain.rawValue.utf8) + [0]
    appendNormalised(value, of: domain, to: &message)
    var hmac = authenticator
    hmac.update(data: message)
    var digest: [UInt8] = []
    digest.reserveCapacity(Self.digestLength)
    var bits: UInt32 = 0
    var pending = 0
    for byte in hmac.finalize().prefix(10) {
      bits = bits << 8 | UInt32(byte)
      pending += 8
      while pending >= 5 {
        pending -= 5
        digest.append(base32[Int(bits >> UInt32(pending) & 31)])
      }
    }
    return digest
  }

  private func appendNormalised(_ value: Span<UInt8>, of domain: PseudonymDomain, to message: inout [UInt8]) {
    var text = FoldedText()
    text.read(value)
    let isNumber = domain == .order || domain == .tracking
    let start = message.count
    for index in 0..<text.count {
      let unit = text[index]
      if isNumber {
        if unit.isASCIILetter || unit.isDigit { message.append(UInt8(unit.uppercased)) }
      } else if unit.isASCII {
        if unit != .space || message.count > start { message.append(UInt8(unit)) }
      } else {
        for byte in text.bytes(index..<index + 1) { message.append(value[byte]) }
      }
    }
    while message.count > start, let last = message.last, last == 0x20 || last == 0x0A { message.removeLast() }
    // A value without letters and digits still needs a pseudonym of its own.
    if message.count == start { for index in value.indices { message.append(value[index]) } }
  }
}

private let base32 = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
