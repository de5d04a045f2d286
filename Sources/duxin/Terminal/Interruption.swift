import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP: the file in work is rolled back, and the command ends; a second one ends it at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// From now on a signal is only noted, for commands that look at ``isRequested`` often.
  ///
  /// Signals that were ignored stay ignored.
  static func watch() {
    _ = isRequested
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      unsafe sigaction(number, nil, &action)
      let handler = unsafe action.__sigaction_handler.sa_handler
      if unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      // No SA_RESTART: a read or a write that waits comes back.
      action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        if Interruption.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
      }
      unsafe sigaction(number, &action, nil)
    }
  }

  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// - Throws: ``Interrupted`` once a signal has come.
  static func check() throws {
    let number = received.load(ordering: .relaxed)
    if number != 0 { throw Interrupted(signal: number) }
  }
}

/// A signal asked the command to end.
struct Interrupted: Error {
  var signal: Int32

  /// Ends the program as the signal would have, so that a shell or systemd sees why.
  func end() -> Never {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    exit(128 + signal)
  }
}
