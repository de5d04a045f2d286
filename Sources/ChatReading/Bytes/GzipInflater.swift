import CZlib

/// Inflates a gzip stream: all members, zero padding after them, and whatever can be had of a damaged one.
///
/// Recognised by its magic bytes 1f 8b, never by name (RFC 1952).
@safe final class GzipInflater {
  /// What was wrong with the archive; what was inflated before it stays good.
  enum Damage: Equatable {
    /// The file ends inside a member.
    case truncated
    /// The deflate data or a header is broken.
    case corrupt
    /// A member's checksum or length does not fit its data.
    case checksum
    /// Bytes after the last member that are no member and no padding.
    case trailingGarbage
    /// More output than a real export could hold in so few bytes.
    case bomb
  }

  /// Output beyond this is refused when it is also more than `maxRatio` times the input.
  static let bombFloor: Int64 = 1 << 28
  /// The highest ratio deflate reaches is about 1032; real chats stay under 50.
  static let maxRatio: Int64 = 500

  private let bombFloor: Int64
  private var stream = unsafe z_stream()
  private var insideMember = true
  private var members = 0
  private var packed: [UInt8] = []
  private var position = 0
  private var isFull = false
  private var totalIn: Int64 = 0
  private var totalOut: Int64 = 0
  private var outOfMember: Int64 = 0
  private var room = [UInt8](repeating: 0, count: ByteSource.blockSize)

  /// Set once something was wrong; nothing more is inflated then.
  private(set) var damage: Damage?

  init(bombFloor: Int64 = bombFloor) {
    self.bombFloor = bombFloor
    _ = unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit { unsafe inflateEnd(&stream) }

  /// Whether all that was fed has been inflated.
  var needsInput: Bool { position == packed.count && !isFull }

  /// Takes the next compressed bytes; the earlier ones are used up.
  func feed(_ bytes: [UInt8]) {
    totalIn += Int64(bytes.count)
    (packed, position) = (bytes, 0)
  }

  /// Says that the input has ended.
  func finish() { if insideMember && damage == nil { damage = .truncated } }

  /// Appends the next output, at most one block, so that a bomb never fills the memory.
  func inflate(into output: inout [UInt8]) {
    if !insideMember { betweenMembers() }
    guard insideMember, damage == nil, !needsInput else { return }
    var result: Int32 = Z_OK
    var produced = 0
    unsafe packed.withUnsafeBufferPointer { input in
      unsafe room.withUnsafeMutableBufferPointer { room in
        let start = unsafe input.baseAddress.map { unsafe $0 + position }
        unsafe stream.next_in = UnsafeMutablePointer(mutating: start)
        unsafe stream.avail_in = UInt32(input.count - position)
        unsafe stream.next_out = room.baseAddress
        unsafe stream.avail_out = UInt32(room.count)
        result = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
        position = unsafe input.count - Int(stream.avail_in)
        produced = unsafe room.count - Int(stream.avail_out)
      }
    }
    output += room[..<produced]
    isFull = produced == room.count && result == Z_OK
    totalOut += Int64(produced)
    outOfMember += Int64(produced)
    if totalOut > bombFloor && totalOut > totalIn * Self.maxRatio { damage = .bomb }
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: (insideMember, members) = (false, members + 1)
    default: damage = reason()
    }
  }

  private func reason() -> Damage {
    // Something that begins like a member after a good one, but is none.
    if members > 0 && outOfMember == 0 { return .trailingGarbage }
    let message = unsafe stream.msg.map { unsafe String(cString: $0) } ?? ""
    return message.contains("check") && !message.contains("header") ? .checksum : .corrupt
  }

  /// After a member: zero padding, then another one, or garbage.
  private func betweenMembers() {
    while position < packed.count && packed[position] == 0 { position += 1 }
    guard position < packed.count else { return }
    guard packed[position] == 0x1f else {
      damage = .trailingGarbage
      return
    }
    unsafe inflateReset(&stream)
    (insideMember, outOfMember) = (true, 0)
  }
}
