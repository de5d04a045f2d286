import Crypto

/// The hash of a file as it lies on disk: a quick way to know a file that was read before.
public enum FileDigest {
  /// SHA-256 (32 bytes) of the bytes of a file, packed as they are; the file is streamed.
  ///
  /// - Returns: nil for standard input and for pipes, which can be read only once.
  /// - Parameter watch: may stop the reading; is not told how far it came.
  /// - Throws: ``ReadError`` when the file cannot be opened or read.
  public static func sha256(_ path: String, watch: ReadingWatch = ReadingWatch()) throws(ReadError) -> [UInt8]? {
    if path == "-" || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return nil }
    let source = try ByteSource(path: path, watch: ReadingWatch(isStopped: watch.isStopped))
    var hasher = SHA256()
    var block: [UInt8] = []
    while try source.read(into: &block) > 0 {
      unsafe block.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
      block.removeAll(keepingCapacity: true)
    }
    return Array(hasher.finalize())
  }
}
