import ChatModel
import ChatPipeline
import Foundation
import Glibc

/// A file of JSON lines beside the main output: made anew for each run, mode 0600.
final class LineFile {
  private let path: String
  private let descriptor: Int32

  /// - Parameters:
  ///   - option: the option that names the file.
  ///   - opening: how a file of an earlier run begins, which may be replaced; empty where that cannot be told.
  /// - Throws: ``FileWriteError`` when it cannot be made; ``Failure`` when a file is there that may be something else,
  ///   such as the database.
  init(path: String, option: String, opening: String = "") throws {
    self.path = path
    var info = stat()
    let isFile = unsafe stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    if isFile, info.st_size > 0,
      opening.isEmpty
        || (try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: opening.utf8.count))
          != Data(opening.utf8)
    {
      let what = opening.isEmpty ? "is there" : "is there and no \(option) file"
      throw Failure(message: "\(path): \(what); it was left as it is, name another with --\(option)")
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileWriteError(path: path, number: errno) }
    // What was there may be open to others.
    if isFile { fchmod(descriptor, 0o600) }
  }

  deinit { close(descriptor) }

  /// The file of `--rejects`.
  static func rejects(_ path: String) throws -> LineFile {
    try LineFile(path: path, option: "rejects", opening: #"{"file":"#)
  }

  /// Appends whole lines.
  func write(_ lines: [UInt8]) throws {
    guard AtomicFile.append(lines, to: descriptor) else { throw FileWriteError(path: path, number: errno) }
  }

  /// Appends problems, one JSON object a line.
  func write(_ problems: [Problem]) throws {
    var lines: [UInt8] = []
    for problem in problems { RejectEncoder.append(problem, to: &lines) }
    try write(lines)
  }
}
