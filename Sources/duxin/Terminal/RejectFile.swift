import ChatModel
import ChatPipeline
import Glibc

/// The file of `--rejects`: made anew for each run, mode 0600.
final class RejectFile {
  private let path: String
  private let descriptor: Int32

  /// - Throws: ``FileWriteError`` when it cannot be made.
  init(path: String) throws {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileWriteError(path: path, number: errno) }
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
