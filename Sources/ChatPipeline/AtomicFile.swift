import Glibc

/// Writes files whole or not at all.
public enum AtomicFile {
  /// Writes beside the target, syncs, and renames over it; mode 0600.
  ///
  /// - Throws: ``FileWriteError``; the old file is then still there.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileWriteError) {
    let draft = path + ".part"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileWriteError(path: path, number: errno) }
    guard append(bytes, to: descriptor), fsync(descriptor) == 0 else { throw fail(path, draft, descriptor) }
    close(descriptor)
    guard unsafe rename(draft, path) == 0 else {
      let number = errno
      unsafe unlink(draft)
      throw FileWriteError(path: path, number: number)
    }
  }

  /// Makes a folder, and those above it, where they are missing; mode 0777 less the umask.
  public static func makeFolder(_ path: String) throws(FileWriteError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      made += name + "/"
      guard unsafe mkdir(made, 0o777) == 0 || errno == EEXIST else { throw FileWriteError(path: path, number: errno) }
    }
  }

  /// Writes all bytes to an open file; false, with `errno`, when that fails.
  public static func append(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func fail(_ path: String, _ draft: String, _ descriptor: Int32) -> FileWriteError {
    let number = errno
    close(descriptor)
    unsafe unlink(draft)
    return FileWriteError(path: path, number: number)
  }
}

/// A file that could not be written.
public struct FileWriteError: Error, CustomStringConvertible {
  public var path: String
  /// The system's error number.
  public var number: Int32

  public init(path: String, number: Int32) { (self.path, self.number) = (path, number) }

  public var description: String { "\(path): cannot be written: \(unsafe String(cString: strerror(number)))" }
}
