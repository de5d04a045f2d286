import ChatModel
import ChatStore
import Foundation
import Glibc

/// Messages to people, on standard error: notes, problems of the input, and what stopped the work.
struct Console: Sendable {
  /// No notes: only problems and errors.
  var quiet = false
  /// Messages as JSON, one object a line.
  var json = false
  /// What stands on the terminal between the messages.
  var progress: ProgressLine?

  static let standard = Console()

  /// A sentence on how the work goes; left out with `--quiet`.
  func note(_ message: String) { if !quiet { write("note", message, as: message) } }

  /// Something to look at; told also with `--quiet`.
  func warning(_ message: String) { write("warning", message, as: "duxin: warning: \(message)") }

  /// Something wrong in the input, as `file:line: warning: message [code]`.
  func problem(_ problem: Problem) {
    let place = problem.location
    write(
      problem.severity.rawValue, problem.message, as: problem.description,
      [
        ("code", .text(problem.code)), ("file", .text(place.file)), ("line", .integer(place.line)),
        ("byte", .integer(place.byte)),
      ])
  }

  /// The console of a command that reads these files: with a line of progress on a terminal.
  ///
  /// - Parameter isShown: false where the terminal shows other output meanwhile.
  func reading(_ files: [String], isShown: Bool = true) -> Console {
    var console = self
    if isShown && !quiet && !json && ProgressLine.isPossible { console.progress = ProgressLine(files: files) }
    return console
  }

  /// What stopped the work.
  func error(_ message: String) { write("error", message, as: "duxin: \(message)") }

  /// The end of a run: one sentence, or its figures; left out with `--quiet` unless it is JSON.
  func summary(_ message: String, _ figures: [(String, QueryValue)]) {
    if !quiet || json { write("summary", message, as: message, figures) }
  }

  private func write(_ level: String, _ message: String, as line: String, _ more: [(String, QueryValue)] = []) {
    let told =
      json
      ? ResultWriter.object([("level", .text(level)), ("message", .text(message.withoutControls))] + more)
      : line.withoutControls
    progress?.clear()
    FileHandle.standardError.write(Data((told + "\n").utf8))
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
