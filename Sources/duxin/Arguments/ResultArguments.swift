import ArgumentParser

/// How the rows of a result are printed.
struct ResultArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "\(ResultFormat.allCases.map(\.rawValue).joined(separator: ", ")) (default: table).", valueName: "name"))
  var format: String?

  @Flag(help: "Mark CSV as UTF-8 for Excel (a byte order mark in front).")
  var excel = false

  /// - Throws: ``Failure`` where the format is none.
  func writer() throws -> ResultWriter {
    guard let form = ResultFormat(rawValue: format ?? "table") else {
      let known = ResultFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(message: "--format is one of \(known), not '\(format ?? "")'", status: Failure.usage)
    }
    return ResultWriter(form, isForExcel: excel)
  }
}
