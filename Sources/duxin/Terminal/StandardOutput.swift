import Glibc

/// The reader of standard output went away: success, by the custom of pipes.
struct ClosedPipe: Error {}

/// Standard output for data, in bytes.
enum StandardOutput {
  /// Writes all bytes.
  ///
  /// - Throws: ``ClosedPipe`` when nobody reads any more; ``Interrupted`` when a signal came while the reader kept it
  ///   waiting; ``Failure`` when the bytes cannot be written, such as to a
  ///   full disk.
  static func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(STDOUT_FILENO, buffer.baseAddress! + start, buffer.count - start)
      }
      if count > 0 {
        start += count
      } else if errno == EINTR {
        try Interruption.check()
      } else if errno == EPIPE {
        throw ClosedPipe()
      } else {
        throw Failure(message: "cannot write to standard output: \(unsafe String(cString: strerror(errno)))")
      }
    }
  }

  static func write(_ text: String) throws { try write(Array(text.utf8)) }
}
