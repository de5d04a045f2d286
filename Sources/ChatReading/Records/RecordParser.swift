public import ChatModel

/// Turns chunks of one file into turns; a value that any thread may use.
public struct RecordParser: Sendable {
  enum Reader: Sendable {
    case lines(JSONRecordReader)
    case values(JSONRecordReader)
    case rows(CSVRecordReader)
  }

  let reader: Reader
  let plan: FieldPlan
  let file: String
  /// Conversations by who answers whom, where the preset asks for them.
  var chains: ReplyChains?

  /// The turns of a chunk and what was wrong in it; never fails on data.
  public func parse(_ chunk: RecordChunk) -> TurnBatch {
    var builder = RecordBuilder(plan: plan, file: file, capacity: chunk.count)
    for problem in chunk.rejects { builder.add(rejected: problem) }
    switch reader {
    case .rows(let reader): reader.read(chunk, into: &builder)
    case .lines(let reader): readLines(chunk, reader, into: &builder)
    case .values(let reader): readValues(chunk, reader, into: &builder)
    }
    var batch = builder.finish()
    chains?.apply(to: &batch)
    return batch
  }

  private func readLines(_ chunk: RecordChunk, _ reader: JSONRecordReader, into builder: inout RecordBuilder) {
    let parser = JSONParser()
    var start = 0
    var line = chunk.firstLine
    while start < chunk.count {
      let end = chunk.bytes.firstLineFeed(in: start..<chunk.count) ?? chunk.count
      var (first, last) = (start, end)
      while last > first, JSONValueScanner.isSpace(chunk.bytes[last - 1]) { last -= 1 }
      // A byte-order mark may stand at the start of a line where files were concatenated.
      if last - first >= 3, chunk.bytes[first] == 0xEF, chunk.bytes[first + 1] == 0xBB, chunk.bytes[first + 2] == 0xBF {
        first += 3
      }
      if last - first > RecordSplitter.recordLimit {
        builder.begin(line: line, byte: chunk.firstByte + Int64(first))
        builder.reject("record-too-long", RecordSplitter.tooLong(RecordSplitter.recordLimit))
        builder.end(raw: chunk.bytes[first..<last])
      } else if first < last {
        reader.read(first..<last, of: chunk, line: line, parser: parser, into: &builder)
      }
      start = end + 1
      line += 1
    }
  }

  private func readValues(_ chunk: RecordChunk, _ reader: JSONRecordReader, into builder: inout RecordBuilder) {
    let parser = JSONParser()
    let bytes = chunk.bytes.span.extracting(0..<chunk.count)
    var scanner = JSONValueScanner()
    var (line, counted) = (chunk.firstLine, 0)
    while let value = scanner.next(bytes) {
      line += chunk.bytes.countLineFeeds(in: counted..<value.range.lowerBound)
      counted = value.range.lowerBound
      reader.read(value.range, of: chunk, line: line, parser: parser, into: &builder)
    }
  }
}
