/// Writes the numbers and texts of a file.
struct LittleEndianWriter {
  var bytes: [UInt8] = []

  mutating func write(_ number: UInt32) {
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func write(_ lanes: [Lane]) {
    for lane in lanes { for at in 0..<16 { write(lane[at].bitPattern) } }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  /// Seven bits a byte, the low ones first; the highest bit says that more follow (LEB128).
  mutating func writeShort(_ number: some BinaryInteger) {
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads numbers one after the other; past the end it reads zeros (the checksum was held before).
///
/// The bytes must stay where they are as long as it is used.
@unsafe struct LittleEndianReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at: Int
  /// Whether the bytes stay where they are as long as the program runs.
  var bytesStay = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) { unsafe (self.bytes, self.at) = (bytes, at) }

  mutating func byte() -> UInt8 {
    defer { unsafe at += 1 }
    return unsafe at < bytes.count ? bytes[at] : 0
  }

  mutating func number() -> UInt32 {
    unsafe UInt32(byte()) | UInt32(byte()) << 8 | UInt32(byte()) << 16 | UInt32(byte()) << 24
  }

  /// A number of ``LittleEndianWriter/writeShort(_:)``.
  mutating func short<Number: FixedWidthInteger>() -> Number {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = unsafe byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Number(truncatingIfNeeded: value) }
      shift += 7
    }
  }

  mutating func float() -> Float { unsafe Float(bitPattern: number()) }

  mutating func text() -> String {
    let count = unsafe min(Int(number()), max(0, bytes.count - at))
    defer { unsafe at += count }
    return unsafe String(decoding: bytes[at..<at + count], as: UTF8.self)
  }

  /// The weights that come next: copied unless the bytes stay.
  mutating func weights(_ count: Int) -> RowWeights {
    guard unsafe bytesStay, unsafe at + count <= bytes.count else { return RowWeights(unsafe numbers(count)) }
    defer { unsafe at += count }
    return unsafe RowWeights(standing: UnsafeBufferPointer(rebasing: bytes[at..<at + count]))
  }

  /// The numbers that come next; all processors that Swift runs on here are little-endian too.
  mutating func numbers<Element: BitwiseCopyable>(_ count: Int) -> [Element] {
    let size = count * MemoryLayout<Element>.stride
    let (bytes, start) = unsafe (bytes, at)
    unsafe at += size
    return unsafe Array(unsafeUninitializedCapacity: count) { elements, filled in
      let raw = UnsafeMutableRawBufferPointer(elements)
      let there = max(0, min(size, bytes.count - start))
      if there > 0 { unsafe raw.copyBytes(from: bytes[start..<start + there]) }
      if there < size { unsafe raw[there...].initializeMemory(as: UInt8.self, repeating: 0) }
      filled = count
    }
  }
}
