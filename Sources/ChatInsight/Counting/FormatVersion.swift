/// The version of the written form of a ``Summary``: a number that is checked when it is read.
struct FormatVersion: Hashable, Sendable, Codable {
  init() {}

  func encode(to encoder: any Encoder) throws { try Summary.formatVersion.encode(to: encoder) }

  init(from decoder: any Decoder) throws {
    let version = try Int(from: decoder)
    guard version == Summary.formatVersion else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a summary of version \(version), not \(Summary.formatVersion)"))
    }
  }
}
