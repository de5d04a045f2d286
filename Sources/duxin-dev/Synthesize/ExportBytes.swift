import CZlib
import Glibc

/// From the lines of an export to the bytes of its file.
enum ExportBytes {
  /// Puts in the broken lines, then encodes and compresses as the export asks.
  static func file(_ lines: [UInt8], _ format: ExportFormat) -> [UInt8] {
    var bytes = withBroken(lines, format.broken)
    switch format.encoding {
    case .utf8: break
    case .utf8WithMark: bytes = [0xEF, 0xBB, 0xBF] + bytes
    case .gb18030: bytes = gb18030(bytes)
    }
    return format.file.hasSuffix(".gz") ? gzip(bytes) : bytes
  }

  private static func withBroken(_ lines: [UInt8], _ broken: [ExportFormat.BrokenLine]) -> [UInt8] {
    if broken.isEmpty { return lines }
    var all = lines.split(separator: UInt8(ascii: "\n")).map(Array.init)
    for line in broken { all.insert(Array(line.text.utf8), at: min(line.number - 1, all.count)) }
    return all.flatMap { $0 + [UInt8(ascii: "\n")] }
  }

  /// UTF-8 as GB18030, which has every character.
  private static func gb18030(_ text: [UInt8]) -> [UInt8] {
    guard let converter = unsafe iconv_open("GB18030", "UTF-8") else { return [] }
    defer { unsafe iconv_close(converter) }
    var source = text.map(CChar.init(bitPattern:))
    var room = [CChar](repeating: 0, count: text.count * 2)
    var written = 0
    unsafe source.withUnsafeMutableBufferPointer { from in
      unsafe room.withUnsafeMutableBufferPointer { to in
        var (next, place) = (from.baseAddress, to.baseAddress)
        var (left, free) = (from.count, to.count)
        _ = unsafe iconv(converter, &next, &left, &place, &free)
        written = to.count - free
      }
    }
    return room[..<written].map(UInt8.init(bitPattern:))
  }

  /// One gzip member without name and time, so that the same lines give the same bytes.
  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    // 15 bits of window and a gzip header; 8 is zlib's usual memory level.
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    _ = unsafe deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    defer { _ = unsafe deflateEnd(&stream) }
    var source = bytes
    var room = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))))
    unsafe source.withUnsafeMutableBufferPointer { from in
      unsafe room.withUnsafeMutableBufferPointer { to in
        unsafe (stream.next_in, stream.avail_in) = (from.baseAddress, UInt32(from.count))
        unsafe (stream.next_out, stream.avail_out) = (to.baseAddress, UInt32(to.count))
        _ = unsafe deflate(&stream, Z_FINISH)
      }
    }
    return Array(room[..<Int(unsafe stream.total_out)])
  }
}
