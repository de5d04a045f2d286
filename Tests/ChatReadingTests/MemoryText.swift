import ChatModel

@testable import ChatReading

/// Text in memory, handed out in blocks of a chosen size.
struct MemoryText: TextSource {
  var bytes: [UInt8]
  var block = 1 << 20
  var position = 0

  mutating func read(into buffer: inout [UInt8]) throws(ReadError) -> Bool {
    let end = min(bytes.count, position + block)
    buffer += bytes[position..<end]
    defer { position = end }
    return end > position
  }

  mutating func takeProblems() -> [Problem] { [] }

  var isComplete: Bool { true }

  func again() throws(ReadError) -> (any TextSource)? { MemoryText(bytes: bytes, block: block) }
}
