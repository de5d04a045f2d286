public import ChatModel
public import ChatReading

/// Writes tagged turns as the JSON lines or CSV rows of `duxin tag`: fixed key order, one record a turn.
///
/// Works on bytes, in the parallel part of the pipeline.
public struct TagEncoder: Sendable {
  /// The output format of `duxin tag`.
  public enum Format: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case jsonl
    /// Comma-separated values with a header; lists as comma-separated text in one cell.
    case csv
  }

  /// The header of the CSV form, with its line end.
  public static let csvHeader =
    "conversation_id,turn,speaker,timestamp,text,intents,emotion,emotion_intensity,price_sensitivity,"
    + "purchase_signal,acts,service_stage\n"

  private let format: Format
  private let clock: ZoneClock
  private let json = JSONPieces()

  /// Whether records hold the evidence of their tags (JSON lines only).
  public let wantsEvidence: Bool
  /// Below this confidence a field is named under `unsure` (JSON lines only); nil: nothing is.
  public var unsureBelow: Float?

  public init(format: Format, clock: ZoneClock, wantsEvidence: Bool) {
    (self.format, self.clock, self.wantsEvidence) = (format, clock, wantsEvidence && format == .jsonl)
  }

  /// Appends one turn with its tags.
  ///
  /// - Parameters:
  ///   - index: the turn's position in the batch.
  ///   - evidence: of these tags; written, also when empty, if it is wanted.
  public func append(
    _ index: Int, of batch: TurnBatch, tags: TurnTags, evidence: [Evidence], to out: inout [UInt8]
  ) {
    let turn = batch.turns[index]
    let number = turn.number ?? Int64(batch.contexts.isEmpty ? index : batch.contexts[index].turnsBefore)
    let bytes = batch.bytes.span
    let id = bytes.extracting(turn.conversationID.range)
    let text = bytes.extracting(turn.text.range)
    switch format {
    case .jsonl:
      out.append("{\"conversation_id\":\"")
      out.appendJSONEscaped(id)
      out.append("\",\"turn\":")
      out.append(number: number)
      out.append(",\"speaker\":\"")
      out.append(text: turn.speaker.name)
      if let time = turn.time {
        out.append("\",\"timestamp\":\"")
        time.appendRFC3339(offset: clock.offset(at: time), to: &out)
      }
      out.append("\",\"text\":\"")
      out.appendJSONEscaped(text)
      out.append("\"")
      appendJSON(tags, to: &out)
      if wantsEvidence && tags != .none { appendJSON(evidence, in: text, to: &out) }
      if let unsureBelow, tags != .none { appendJSON(unsure: tags.unsureFields(below: unsureBelow), to: &out) }
      out.append("}\n")
    case .csv:
      out.appendCSV(id)
      out.append(",")
      out.append(number: number)
      out.append(",")
      out.append(text: turn.speaker.name)
      out.append(",")
      if let time = turn.time { time.appendRFC3339(offset: clock.offset(at: time), to: &out) }
      out.append(",")
      out.appendCSV(text)
      appendCSV(tags, to: &out)
      out.append("\n")
    }
  }

  // MARK: JSON

  private func appendJSON(_ tags: TurnTags, to out: inout [UInt8]) {
    switch tags {
    case .customer(let tags):
      appendJSON(tags.intents, json.intents, to: &out)
      json.emotions.append(Int(tags.emotion.label.rawValue), to: &out)
      out.append(number: Int64(tags.intensity))
      out.append(",\"score\":")
      json.scores.append(Int(tags.emotion.score.hundredths), to: &out)
      appendJSON(tags.price, json.prices, to: &out)
      appendJSON(tags.purchase, json.purchases, to: &out)
    case .service(let tags):
      appendJSON(tags.acts, json.acts, to: &out)
      appendJSON(tags.stage, json.stages, to: &out)
    case .none: break
    }
  }

  private func appendJSON<L: Label>(
    _ labels: RankedLabels<L>, _ pieces: Pieces, to out: inout [UInt8]
  ) {
    pieces.appendLast(to: &out)
    for rank in 0..<labels.count {
      if rank > 0 { out.append(",") }
      appendJSON(labels[rank], pieces, to: &out)
    }
    out.append("]")
  }

  private func appendJSON<L: Label>(_ scored: Scored<L>, _ pieces: Pieces, to out: inout [UInt8]) {
    pieces.append(Int(scored.label.rawValue), to: &out)
    json.scores.append(Int(scored.score.hundredths), to: &out)
  }

  private func appendJSON(_ evidence: [Evidence], in text: Span<UInt8>, to out: inout [UInt8]) {
    out.append(",\"evidence\":[")
    for (rank, item) in evidence.enumerated() {
      out.append(rank == 0 ? "{\"for\":\"" : ",{\"for\":\"")
      out.append(text: item.label)
      out.append("\",\"start\":")
      out.append(number: Int64(item.start))
      out.append(",\"end\":")
      out.append(number: Int64(item.end))
      out.append(",\"text\":\"")
      out.appendJSONEscaped(text.extracting(text.bytes(ofScalars: item.start..<item.end)))
      out.append("\"}")
    }
    out.append("]")
  }

  private func appendJSON(unsure fields: [String], to out: inout [UInt8]) {
    out.append(",\"unsure\":[")
    out.append(text: fields.map { "\"\($0)\"" }.joined(separator: ","))
    out.append("]")
  }

  // MARK: CSV

  private func appendCSV(_ tags: TurnTags, to out: inout [UInt8]) {
    out.append(",")
    switch tags {
    case .customer(let tags):
      appendCSV(tags.intents, to: &out)
      out.append(",")
      out.append(text: tags.emotion.label.name)
      out.append(",")
      out.append(number: Int64(tags.intensity))
      out.append(",")
      out.append(text: tags.price.label.name)
      out.append(",")
      out.append(text: tags.purchase.label.name)
      out.append(",,")
    case .service(let tags):
      out.append(",,,,,")
      appendCSV(tags.acts, to: &out)
      out.append(",")
      out.append(text: tags.stage.label.name)
    case .none: out.append(",,,,,,")
    }
  }

  private func appendCSV<L: Label>(_ labels: RankedLabels<L>, to out: inout [UInt8]) {
    if labels.count > 1 { out.append("\"") }
    for rank in 0..<labels.count {
      if rank > 0 { out.append(",") }
      out.append(text: labels[rank].label.name)
    }
    if labels.count > 1 { out.append("\"") }
  }
}

extension Span<UInt8> {
  /// The bytes of a range of Unicode scalars (0-based) of this UTF-8 text.
  fileprivate func bytes(ofScalars scalars: Range<Int>) -> Range<Int> {
    var scalar = -1
    var start = count
    for index in indices where self[index] & 0xC0 != 0x80 {
      scalar += 1
      if scalar == scalars.lowerBound { start = index }
      if scalar == scalars.upperBound { return start..<index }
    }
    return start..<count
  }
}

/// What is the same in many records, as bytes: labels with what stands around them, up to their score, and scores.
private struct JSONPieces: Sendable {
  let intents = Pieces(list: "intents", Intent.names)
  let acts = Pieces(list: "acts", Act.names)
  let emotions = Pieces(Emotion.names.map { ",\"emotion\":{\"label\":\"\($0)\",\"intensity\":" })
  let prices = Pieces(levels: "price_sensitivity", PriceSensitivity.names)
  let purchases = Pieces(levels: "purchase_signal", PurchaseSignal.names)
  let stages = Pieces(levels: "service_stage", ServiceStage.names)
  /// For each number of hundredths a confidence, and the end of its object.
  let scores = Pieces(
    (0...100).map { hundredths in
      var piece: [UInt8] = []
      piece.append(score: Float(hundredths) / 100)
      return String(decoding: piece, as: UTF8.self) + "}"
    })
}

/// Pieces of text side by side.
private struct Pieces: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  init(_ pieces: [String]) {
    for piece in pieces {
      bytes += piece.utf8
      ends.append(bytes.count)
    }
  }

  /// The labels of a list, and behind them what the list begins with.
  init(list key: String, _ names: [String]) {
    self.init(names.map { "{\"label\":\"\($0)\",\"score\":" } + [",\"\(key)\":["])
  }

  init(levels key: String, _ names: [String]) {
    self.init(names.map { ",\"\(key)\":{\"level\":\"\($0)\",\"score\":" })
  }

  func appendLast(to out: inout [UInt8]) { append(ends.count - 2, to: &out) }

  func append(_ number: Int, to out: inout [UInt8]) {
    out.append(bytes.span.extracting(ends[number]..<ends[number + 1]))
  }
}
