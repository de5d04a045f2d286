import CSimdjson
import Glibc

/// Turns the bytes of one encoding into valid UTF-8; what cannot be decoded becomes U+FFFD and is counted.
///
/// GB18030 and UTF-16 go through iconv of the C library. Some two dozen code points that the edition of 2022 moved out
/// of the private use area decode to their place of 2022 where the library knows it, else to the older one.
@safe final class TextDecoder {
  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Whether the C library can decode the encoding: small systems leave the tables of iconv out.
  let isAvailable: Bool

  private let converter: iconv_t?
  private let unit: Int
  private var pending: [UInt8] = []

  /// The positions, in the decoded text of this call, of the characters put for wrong bytes.
  private(set) var replaced: [Int] = []

  /// - Parameter encoding: any but `auto` and `utf16`.
  init(_ encoding: TextEncoding) {
    let name: String? =
      switch encoding {
      case .gb18030: "GB18030"
      case .utf16LittleEndian, .utf16: "UTF-16LE"
      case .utf16BigEndian: "UTF-16BE"
      case .utf8, .auto: nil
      }
    unit = encoding == .gb18030 ? 1 : 2
    let opened = unsafe name.flatMap { unsafe iconv_open("UTF-8", $0) }
    isAvailable = Int(bitPattern: opened) != -1
    unsafe converter = isAvailable ? opened : nil
  }

  deinit { if let converter = unsafe converter { unsafe iconv_close(converter) } }

  /// Appends the text of `bytes` to `output`; an incomplete last character waits for the next call, or, at the end,
  /// is replaced.
  func decode(_ bytes: [UInt8], isLast: Bool, into output: inout [UInt8]) {
    replaced.removeAll(keepingCapacity: true)
    let input = pending.isEmpty ? bytes : pending + bytes
    pending.removeAll(keepingCapacity: true)
    if unsafe converter == nil {
      decodeUTF8(input, isLast: isLast, into: &output)
    } else {
      var start = 0
      for (position, text) in unit == 1 ? GB18030.exceptions(in: input) : [] {
        convert(Array(input[start..<position]), isLast: true, into: &output)
        output += text
        start = position + 2
      }
      convert(start == 0 ? input : Array(input[start...]), isLast: isLast, into: &output)
    }
  }

  private func decodeUTF8(_ input: [UInt8], isLast: Bool, into output: inout [UInt8]) {
    let end = isLast ? input.count : input.count - incompleteTail(input)
    pending += input[end...]
    // Nearly always all of it is.
    if isUTF8(input[..<end]) { return output += input[..<end] }
    var start = 0
    while start < end {
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: input.span.extracting(start..<end))
        output += input[start..<end]
        return
      } catch {
        output += input[start..<start + error.byteOffsets.lowerBound]
        replaced.append(output.count)
        output += Self.replacement
        start += max(error.byteOffsets.upperBound, error.byteOffsets.lowerBound + 1)
      }
    }
  }

  private func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { unsafe csj_is_utf8($0.baseAddress, $0.count) }
  }

  /// How many bytes at the end begin a character that is not complete.
  private func incompleteTail(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }

  private func convert(_ input: [UInt8], isLast: Bool, into output: inout [UInt8]) {
    guard let converter = unsafe converter else { return }
    var room = [UInt8](repeating: 0, count: 64 * 1024)
    var position = 0
    while position < input.count {
      var status = 0
      var produced = 0
      unsafe input.withUnsafeBufferPointer { source in
        unsafe room.withUnsafeMutableBufferPointer { target in
          var from =
            unsafe UnsafeMutableRawPointer(mutating: source.baseAddress! + position)
            .assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
          var to =
            unsafe UnsafeMutableRawPointer(target.baseAddress!)
            .assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
          var left = input.count - position
          var free = target.count
          status = unsafe iconv(converter, &from, &left, &to, &free) == -1 ? Int(errno) : 0
          position = input.count - left
          produced = target.count - free
        }
      }
      output += room[..<produced]
      if status == 0 || status == Int(E2BIG) { continue }
      if status == Int(EINVAL) && !isLast {
        pending += input[position...]
        return
      }
      // An ill-formed unit, or an incomplete character at the end of the file.
      replaced.append(output.count)
      output += Self.replacement
      position += status == Int(EINVAL) ? input.count - position : unit
      unsafe _ = iconv(converter, nil, nil, nil, nil)
    }
  }
}
