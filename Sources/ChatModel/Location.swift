/// A place in an input file.
public struct Location: Hashable, Sendable, Codable {
  /// The file as the user named it; `-` for standard input.
  public var file: String
  /// The line, from 1; 0 when the whole file is meant.
  public var line: Int64
  /// The byte in the decompressed file, from 0.
  public var byte: Int64
  /// The column, from 1, in bytes of the line; 0 when unknown.
  public var column: Int

  public init(file: String, line: Int64 = 0, byte: Int64 = 0, column: Int = 0) {
    (self.file, self.line, self.byte, self.column) = (file, line, byte, column)
  }
}

extension Location: CustomStringConvertible {
  /// `file:line:column`, without the parts that are unknown.
  public var description: String {
    if line == 0 { return file }
    return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}
