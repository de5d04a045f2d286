import Foundation
import Glibc

/// The raw bytes of one file or of standard input, pulled block by block.
final class ByteSource {
  /// Bytes asked of the system at a time.
  static let blockSize = 256 * 1024

  private let descriptor: Int32
  private let path: String
  private let watch: ReadingWatch
  private var room = [UInt8](repeating: 0, count: blockSize)
  private var opened = stat()
  /// Bytes read so far.
  private(set) var total: Int64 = 0

  /// Opens a path; `-` is standard input.
  ///
  /// A named pipe would let a nightly run wait for ever, so only those that a shell passes down (`<(…)`) are read.
  /// - Throws: ``ReadError`` when the path cannot be opened, or is neither a file nor a stream.
  init(path: String, watch: ReadingWatch = ReadingWatch()) throws(ReadError) {
    (self.path, self.watch) = (path, watch)
    guard path != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("cannot be opened", path: path, errno) }
    guard unsafe fstat(descriptor, &opened) == 0 else { throw .system("cannot be read", path: path, errno) }
    switch opened.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFIFO where path.hasPrefix("/dev/") || path.hasPrefix("/proc/"):
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) & ~O_NONBLOCK)
    case S_IFIFO:
      throw ReadError(
        code: "is-pipe", path: path, message: "is a named pipe; give it as standard input: duxin ingest - < PIPE")
    case S_IFDIR: throw ReadError(code: "is-folder", path: path, message: "is a folder, not a file")
    default:
      throw ReadError(
        code: "not-a-file", path: path, message: "is a device or a socket; only files and pipes can be read")
    }
  }

  deinit { if descriptor > STDIN_FILENO { close(descriptor) } }

  /// Appends the next block; the number of bytes, 0 at the end.
  func read(into buffer: inout [UInt8]) throws(ReadError) -> Int {
    while true {
      try watch.check(path)
      let count = unsafe room.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .system("cannot be read", path: path, errno) }
      buffer += room[..<count]
      total += Int64(count)
      watch.moved(total)
      return count
    }
  }

  /// Whether this is a regular file, which can be read more than once.
  var isFile: Bool { opened.st_mode & S_IFMT == S_IFREG }

  /// Whether a regular file is no longer what it was when it was opened: it grew, shrank or was written to.
  func hasChanged() -> Bool {
    guard isFile else { return false }
    var now = stat()
    guard unsafe fstat(descriptor, &now) == 0 else { return true }
    return now.st_size != total || now.st_mtim.tv_sec != opened.st_mtim.tv_sec
      || now.st_mtim.tv_nsec != opened.st_mtim.tv_nsec
  }
}

extension ReadError {
  /// A failure of the system, with its own words for the reason.
  static func system(_ what: String, path: String, _ number: Int32) -> ReadError {
    let codes: [Int32: String] = [ENOENT: "not-found", EACCES: "not-readable", EISDIR: "is-folder"]
    let reason = unsafe String(cString: strerror(number))
    return ReadError(code: codes[number] ?? "read-failed", path: path, message: "\(what): \(reason)")
  }
}
