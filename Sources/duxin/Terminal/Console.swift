import ChatModel
import Foundation
import Glibc

/// Messages to people, on standard error: notes, problems of the input, and what stopped the work.
struct Console: Sendable {
  /// No notes: only problems and errors.
  var quiet = false

  static let standard = Console()

  /// A sentence on how the work goes; left out with `--quiet`.
  func note(_ message: String) { if !quiet { write(message) } }

  /// Something wrong in the input, as `file:line: warning: message [code]`.
  func problem(_ problem: Problem) { write(problem.description) }

  /// What stopped the work.
  func error(_ message: String) { write("duxin: \(message)") }

  private func write(_ message: String) {
    FileHandle.standardError.write(Data((message.withoutControls + "\n").utf8))
  }
}

extension String {
  /// The text with control characters and bidirectional overrides shown as `?`, safe for a terminal and a log.
  fileprivate var withoutControls: String {
    let unsafeMarks: Set<Unicode.Scalar> = [
      "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}",
      "\u{2068}", "\u{2069}",
    ]
    var safe = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || 0x7F...0x9F ~= scalar.value
      safe.append(isControl || unsafeMarks.contains(scalar) ? "?" : scalar)
    }
    return String(safe)
  }
}

/// What stopped a command, with the exit status it means.
struct Failure: Error {
  /// The status of a call that makes no sense.
  static let usage: Int32 = 64
  /// The status when another run holds the lock (EX_TEMPFAIL).
  static let busy: Int32 = 75

  var message: String
  /// 1 done but not clean; 2 could not do it; 64 usage; 75 another run holds the lock.
  var status: Int32 = 2
}

/// The end of a command that has told everything already.
struct ExitStatus: Error {
  var status: Int32

  init(_ status: Int32) { self.status = status }
}
