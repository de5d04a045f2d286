import Glibc

/// One run at a time on one database: an advisory lock that the system gives back whenever the process ends.
public final class RunLock {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameter path: the lock file, made when missing (mode 0600); it stays behind, empty.
  /// - Throws: ``RunLockError``.
  public init(path: String) throws(RunLockError) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unusable("\(path): the lock file cannot be made: \(unsafe String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .held("another duxin run holds \(path); this one leaves it alone")
    }
  }

  deinit { close(descriptor) }
}

/// Why a lock was not taken.
public enum RunLockError: Error, CustomStringConvertible {
  /// Another run has it.
  case held(String)
  /// The lock file cannot be made.
  case unusable(String)

  public var description: String {
    switch self {
    case .held(let message), .unusable(let message): message
    }
  }
}
