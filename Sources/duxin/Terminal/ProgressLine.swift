import Foundation
import Glibc
import Synchronization

/// One line on a terminal that says how far the reading is, written over itself; for any thread.
final class ProgressLine: Sendable {
  /// The shortest time between two drawings, in seconds.
  private static let interval = 0.2

  private struct State {
    var pace: ReadingPace
    /// Bytes of the files that are done, and of each file where it has a size.
    var bytesBefore: Int64 = 0
    var sizes: [Int64?]
    var drawnAt: ContinuousClock.Instant?
    /// Columns of what stands on the terminal.
    var width = 0
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// - Parameter files: what will be read, in order.
  init(files: [String]) {
    let sizes = files.map(Self.size)
    let total = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    state = Mutex(State(pace: ReadingPace(files: files.count, totalBytes: total), sizes: sizes))
  }

  /// Whether standard error is a terminal that can rewrite a line.
  static var isPossible: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] ?? "dumb" != "dumb"
  }

  /// The next file begins.
  func begin() {
    state.withLock { state in
      if state.pace.file > 0 { state.bytesBefore += state.sizes[state.pace.file - 1] ?? 0 }
      state.pace.file += 1
      state.pace.bytes = state.bytesBefore
      draw(&state)
    }
  }

  /// So many bytes of the file were taken.
  func moved(to bytes: Int64) {
    state.withLock { state in
      state.pace.bytes = state.bytesBefore + bytes
      draw(&state)
    }
  }

  /// So many turns more are done.
  func add(turns: Int) {
    state.withLock { state in
      state.pace.turns += turns
      draw(&state)
    }
  }

  /// Takes the line away; it comes back with the next step.
  func clear() {
    state.withLock { state in
      if state.width > 0 { write("\r" + String(repeating: " ", count: state.width) + "\r") }
      (state.width, state.drawnAt) = (0, nil)
    }
  }

  private func draw(_ state: inout State) {
    let now = ContinuousClock.now
    if let last = state.drawnAt, (now - last) / .seconds(1) < Self.interval { return }
    state.pace.seconds = (now - start) / .seconds(1)
    let line = state.pace.inWords.fitted(to: Self.columns - 1)
    write("\r" + line)
    (state.width, state.drawnAt) = (line.displayWidth, now)
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  private static var columns: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
    return isKnown ? Int(size.ws_col) : 80
  }

  /// Bytes of a regular file; nil for streams, and 0 for what is not there.
  private static func size(of path: String) -> Int64? {
    var info = stat()
    guard path != "-" else { return nil }
    guard unsafe stat(path, &info) == 0 else { return 0 }
    return info.st_mode & S_IFMT == S_IFREG ? Int64(info.st_size) : nil
  }
}
