internal import Crypto
internal import Glibc

/// The secret that pseudonyms are made with: 32 random bytes in a file that only its owner can read.
///
/// Whoever has the key can test guesses (all mainland mobile numbers in half an hour), so it is kept outside the
/// database and is never printed. Losing it breaks the link between old pseudonyms and new ones; a new key makes new
/// pseudonyms for everybody.
public struct PseudonymKey: Sendable {
  /// How many bytes a key has.
  public static let size = 32

  /// HMAC with the key already taken in: what every pseudonym starts from.
  let authenticator: HMAC<SHA256>

  /// A key from 32 bytes, for tests and for callers that keep keys elsewhere.
  public init(bytes: [UInt8]) {
    precondition(bytes.count == Self.size, "a pseudonym key has \(Self.size) bytes")
    authenticator = HMAC(key: SymmetricKey(data: bytes))
  }

  /// Reads the key file; makes it, readable by its owner only, where there is none.
  ///
  /// A file that is empty, of another size, readable by others or no regular file is refused and left as it is: a fresh
  /// key in its place would silently cut every link to what is stored.
  public static func loadOrCreate(at path: String) throws(PrivacyError) -> PseudonymKey {
    if let key = try load(path) { return key }
    try create(path)
    // Another run may have been first: whichever key stands in the file now is the key.
    guard let key = try load(path) else { throw failure("key-vanished", path, "the new key file is gone; run again") }
    return key
  }

  private static func load(_ path: String) throws(PrivacyError) -> PseudonymKey? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0, errno == ENOENT { return nil }
    guard file >= 0 else { throw system("key-unreadable", path, "cannot open the key file") }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw system("key-unreadable", path, "cannot look at the key file") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw failure("key-no-file", path, "the key must be a regular file; name another path")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw failure("key-readable-by-others", path, "others can read the key file; run: chmod 600 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: size + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw system("key-unreadable", path, "cannot read the key file") }
    guard count == size else {
      let found = count > size ? "more than \(size)" : "\(count)"
      throw failure(
        "key-size", path,
        "a key has \(size) bytes, this file has \(found); restore it from a backup, or move it away to start with a new "
          + "key (earlier pseudonyms then match no more)")
    }
    return PseudonymKey(bytes: Array(bytes.prefix(size)))
  }

  /// Writes a new key beside the path and links it into place, so that no half-written key ever has the name.
  private static func create(_ path: String) throws(PrivacyError) {
    let draft = "\(path).new-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw system("key-unwritable", path, "cannot create the key file") }
    defer { unsafe unlink(draft) }
    let bytes = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Array($0) }
    let written = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    let isSafe = written == size && fsync(file) == 0
    guard close(file) == 0, isSafe else { throw system("key-unwritable", path, "cannot write the key file") }
    guard unsafe link(draft, path) == 0 || errno == EEXIST else {
      throw system("key-unwritable", path, "cannot put the key file in place")
    }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private static func failure(_ code: String, _ path: String, _ message: String) -> PrivacyError {
    PrivacyError(code: code, path: path, message: message)
  }

  /// An error with the operating system's own words, from `errno`.
  private static func system(_ code: String, _ path: String, _ what: String) -> PrivacyError {
    let reason = unsafe String(cString: strerror(errno))
    return PrivacyError(code: code, path: path, message: "\(what): \(reason)")
  }
}
