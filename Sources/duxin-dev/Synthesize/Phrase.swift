/// What a chat may name in braces, such as `{order}`; each conversation has one value for each.
enum Slot: Int, CaseIterable {
  case product, item, price, oldprice, newprice, rise, lower, colour, colour2, size, size2, other, otherprice
  case order, tracking, name, phone, address, city, date, today, tomorrow, arrive, height, weight, coupon, ticket
  case shop, agent, agent2, bot, courier

  /// The slot that is written so.
  init?(_ text: some StringProtocol) {
    guard let slot = Self.allCases.first(where: { String(describing: $0) == text }) else { return nil }
    self = slot
  }
}

/// The values of the slots of one conversation.
struct SlotValues {
  private var values = [String](repeating: "", count: Slot.allCases.count)

  subscript(slot: Slot) -> String {
    get { values[slot.rawValue] }
    set { values[slot.rawValue] = newValue }
  }

  /// The slots that have a value, one bit each.
  var given: UInt64 { values.indices.reduce(0) { values[$1].isEmpty ? $0 : $0 | 1 << UInt64($1) } }
}

/// A line with its ways to be said: `a | b` are alternatives, `<a/b>` a choice inside, `{slot}` a value.
struct Phrase: Sendable {
  private indirect enum Piece: Sendable {
    case text(String)
    case slot(Slot)
    case choice([[Piece]])
  }

  private let ways: [[Piece]]
  /// The slots that any way names, one bit each.
  private(set) var needs: UInt64 = 0

  init(_ line: AuthoredBlock.Line) throws {
    var ways: [[Piece]] = []
    for way in AuthoredBlock.split(line.text, by: " | ") {
      var rest = Substring(way)
      ways.append(try Self.pieces(of: &rest, inside: false, line.place, &needs))
    }
    self.ways = ways
  }

  private static func pieces(
    of rest: inout Substring, inside: Bool, _ place: AuthoredBlock.Place, _ needs: inout UInt64
  ) throws -> [Piece] {
    var pieces: [Piece] = []
    while let first = rest.first, !(inside && (first == "/" || first == ">")) {
      switch first {
      case "{":
        let name = rest.dropFirst().prefix { $0 != "}" }
        guard let slot = Slot(name) else { throw AuthoringError(place, "{\(name)} is no slot") }
        needs |= 1 << UInt64(slot.rawValue)
        pieces.append(.slot(slot))
        rest = rest.dropFirst(name.count + 2)
      case "<":
        var choices: [[Piece]] = []
        repeat {
          rest.removeFirst()
          choices.append(try Self.pieces(of: &rest, inside: true, place, &needs))
        } while rest.first == "/"
        guard rest.first == ">" else { throw AuthoringError(place, "`<` has no `>`") }
        rest.removeFirst()
        pieces.append(.choice(choices))
      default:
        let text = rest.prefix { $0 != "{" && $0 != "<" && !(inside && ($0 == "/" || $0 == ">")) }
        pieces.append(.text(String(text)))
        rest = rest[text.endIndex...]
      }
    }
    return pieces
  }

  /// One way to say it.
  func say(_ values: SlotValues, _ random: inout SeededRandom) -> String {
    var text = ""
    Self.write(random.pick(ways), values, &random, to: &text)
    return text
  }

  private static func write(
    _ pieces: [Piece], _ values: SlotValues, _ random: inout SeededRandom, to text: inout String
  ) {
    for piece in pieces {
      switch piece {
      case .text(let plain): text += plain
      case .slot(let slot): text += values[slot]
      case .choice(let choices): write(random.pick(choices), values, &random, to: &text)
      }
    }
  }
}
