public import ChatModel
import Crypto

/// The text of one input, plain or gzipped, in any known encoding, as valid UTF-8 blocks.
public final class TextFile: TextSource {
  /// How much text is weighed at most to tell UTF-8 from GB18030, in bytes.
  static let sampleSize = 1 << 20

  /// The input as the user named it; `-` for standard input.
  public let path: String
  /// The encoding the file was read with, once it has shown; `auto` while all was ASCII.
  public private(set) var encoding: TextEncoding
  /// Whether everything the file says it holds was read.
  public private(set) var isComplete = true

  /// Decompressed bytes read.
  private var byteCount: Int64 = 0
  private let source: ByteSource
  private let watch: ReadingWatch
  private let wanted: TextEncoding
  private var inflater: GzipInflater?
  private var decoder: TextDecoder?
  private var hasher = SHA256()
  /// Bytes read, inflated, and not yet decoded.
  private var raw: [UInt8] = []
  private var started = false
  private var ended = false
  private var log: ReplacementLog

  /// Opens an input.
  ///
  /// - Throws: ``ReadError`` when it cannot be opened; reading throws it when the input is no text file.
  public init(
    path: String, encoding: TextEncoding = .auto, watch: ReadingWatch = ReadingWatch()
  ) throws(ReadError) {
    (self.path, self.encoding, wanted, self.watch) = (path, encoding, encoding, watch)
    log = ReplacementLog(path: path)
    source = try ByteSource(path: path, watch: watch)
  }

  /// SHA-256 (32 bytes) of the decompressed bytes read so far: equal for a file and its gzipped copy.
  public var contentHash: [UInt8] { Array(hasher.finalize()) }

  /// Bytes read, packed as they are on disk.
  public var size: Int64 { source.total }

  public func takeProblems() -> [Problem] { log.take() }

  public func read(into buffer: inout [UInt8]) throws(ReadError) -> Bool {
    let before = buffer.count
    while buffer.count == before && !(ended && raw.isEmpty) {
      if !ended { try pull() }
      if !started {
        guard ended || raw.count >= 1024 else { continue }
        try start()
      }
      if decoder == nil && raw.contains(where: { $0 >= 0x80 }) {
        while !ended && raw.count < Self.sampleSize { try pull() }
        try use(EncodingDetector.decide(raw.span) ?? .utf8)
      }
      if let decoder {
        decoder.decode(raw, isLast: ended, into: &buffer)
        log.add(decoder.replaced, in: buffer, from: before)
      } else {
        // Plain ASCII so far: the same in every encoding that is left.
        buffer += raw
        log.add([], in: buffer, from: before)
      }
      raw.removeAll(keepingCapacity: true)
    }
    if buffer.count == before { log.finish(as: encoding) }
    return buffer.count > before
  }

  public func again() throws(ReadError) -> (any TextSource)? {
    source.isFile ? try TextFile(path: path, encoding: wanted, watch: watch) : nil
  }

  /// Appends the next raw block, inflated; sets `ended` at the end.
  private func pull() throws(ReadError) {
    let before = raw.count
    if let inflater {
      try inflate(inflater)
    } else {
      ended = try source.read(into: &raw) == 0
      if !started && raw.starts(with: [0x1f, 0x8b]) {
        let inflater = GzipInflater()
        inflater.feed(raw)
        raw.removeAll()
        self.inflater = inflater
        return
      }
    }
    let fresh = raw[min(before, raw.count)...]
    byteCount += Int64(fresh.count)
    unsafe fresh.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    if ended && source.hasChanged() {
      isComplete = false
      log.add(
        Problem(
          code: "file-changed", severity: .warning, location: Location(file: path),
          message: "the file changed while it was read; the whole lines there were are kept, read it again later"))
    }
  }

  /// Appends the next output of an archive, and notes what is wrong with it.
  private func inflate(_ inflater: GzipInflater) throws(ReadError) {
    if inflater.needsInput {
      var packed: [UInt8] = []
      if try source.read(into: &packed) == 0 {
        ended = true
        inflater.finish()
      }
      inflater.feed(packed)
    }
    inflater.inflate(into: &raw)
    guard let damage = inflater.damage else { return }
    ended = true
    isComplete = damage == .trailingGarbage
    if damage == .bomb || byteCount + Int64(raw.count) == 0 { throw damage.error(path: path) }
    log.add(damage.problem(path: path))
  }

  /// Looks at the first bytes: archives and other formats are refused, a byte-order mark decides.
  private func start() throws(ReadError) {
    started = true
    if raw == [0x1f] { throw GzipInflater.Damage.truncated.error(path: path) }
    if let refusal = ForeignFormat.refusal(of: raw, path: path) { throw refusal }
    if let mark = EncodingDetector.byteOrderMark(raw.span) {
      guard let found = mark.encoding else {
        let advice = "convert it to UTF-8 first (iconv -f \(mark.name))"
        throw ReadError(
          code: "unknown-encoding", path: path, message: "has the encoding \(mark.name), which is not read; \(advice)")
      }
      raw.removeFirst(mark.length)
      try use(found)
    } else if encoding == .auto || encoding == .utf16, let found = EncodingDetector.looksLikeUTF16(raw.span) {
      try use(found)
    } else if encoding != .auto {
      try use(encoding)
    }
  }

  private func use(_ found: TextEncoding) throws(ReadError) {
    encoding = found == .utf16 ? .utf16LittleEndian : found
    let decoder = TextDecoder(encoding)
    guard decoder.isAvailable else {
      throw ReadError(
        code: "no-converter", path: path,
        message: "has the encoding \(encoding.rawValue), for which this system's C library has no table; install "
          + "libc-gconv-modules-extra (Debian), or convert the file to UTF-8 first")
    }
    self.decoder = decoder
  }
}

extension GzipInflater.Damage {
  private var told: (code: String, message: String) {
    switch self {
    case .truncated: ("gzip-truncated", "the gzip file ends too early; the whole lines before the break were kept")
    case .corrupt: ("gzip-corrupt", "the gzip data is corrupt; the whole lines before the break were kept")
    case .checksum:
      (
        "gzip-checksum",
        "the gzip checksum does not fit: something is corrupt; the lines were kept, but fetch the file again"
      )
    case .trailingGarbage: ("gzip-trailing", "something that is not gzip follows the gzip data; it was left out")
    case .bomb:
      ("gzip-bomb", "unpacks to over \(GzipInflater.maxRatio) times its size, which no real export does: refused")
    }
  }

  fileprivate func problem(path: String) -> Problem {
    Problem(code: told.code, severity: .warning, location: Location(file: path), message: told.message)
  }

  fileprivate func error(path: String) -> ReadError {
    let message = self == .bomb ? told.message : "the gzip data is corrupt or cut, and nothing could be read from it"
    return ReadError(code: told.code, path: path, message: message)
  }
}
