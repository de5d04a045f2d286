import ChatInsight

/// Numbers as text, the same in every format and language.
enum Figures {
  /// A whole number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number.magnitude).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// A share in percent with one decimal, rounded half up without a floating-point step; nil for an empty total.
  static func percent(_ share: Proportion) -> String? {
    guard share.total > 0 else { return nil }
    let tenths = (share.count * 2000 + share.total) / (2 * share.total)
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// A number with a fixed number of decimals, rounded half away from zero.
  static func fixed(_ number: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { factor, _ in factor * 10 }
    let scaled = Int((number.magnitude * Double(scale)).rounded())
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// A change in percentage points with its sign and one decimal.
  static func points(_ difference: Double) -> String {
    let text = fixed(difference * 100, 1)
    return text.hasPrefix("-") || text == "0.0" ? text : "+" + text
  }

  /// Percentage points with their interval, such as `+3.2 (+0.5…+5.9)`; nil when a period is empty.
  static func change(_ change: Change) -> String? {
    guard let difference = change.difference, let interval = change.interval else { return nil }
    return "\(points(difference)) (\(points(interval.lowerBound))…\(points(interval.upperBound)))"
  }
}
