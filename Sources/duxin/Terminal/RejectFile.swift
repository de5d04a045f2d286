import ChatModel
import ChatPipeline
import Foundation
import Glibc

/// The file of `--rejects`: made anew for each run, mode 0600.
final class RejectFile {
  private let path: String
  private let descriptor: Int32

  /// - Throws: ``FileWriteError`` when it cannot be made; ``Failure`` when a file is there that is something else, such
  ///   as the database.
  init(path: String) throws {
    self.path = path
    var info = stat()
    let isFile = unsafe stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    if isFile, let first = try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 8), !first.isEmpty,
      first != Data(#"{"file":"#.utf8)
    {
      throw Failure(message: "\(path): is there and no rejects file; it was left as it is, name another with --rejects")
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileWriteError(path: path, number: errno) }
    // What was there may be open to others.
    if isFile { fchmod(descriptor, 0o600) }
  }

  deinit { close(descriptor) }

  /// Appends problems, one JSON object a line.
  func write(_ problems: [Problem]) throws {
    guard !problems.isEmpty else { return }
    var lines: [UInt8] = []
    for problem in problems { RejectEncoder.append(problem, to: &lines) }
    guard AtomicFile.append(lines, to: descriptor) else { throw FileWriteError(path: path, number: errno) }
  }
}
