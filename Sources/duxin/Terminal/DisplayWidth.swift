extension String {
  /// Terminal columns of this text: wide East Asian characters and emoji take two, combining marks none
  /// (the wide and full-width blocks of Unicode Standard Annex 11).
  var displayWidth: Int {
    var width = 0
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: continue
      default: width += scalar.isWide ? 2 : 1
      }
    }
    return width
  }

  /// Padded with spaces at the end, or cut with `…`, to so many columns.
  func fitted(to columns: Int) -> String {
    let width = displayWidth
    if width <= columns { return self + String(repeating: " ", count: columns - width) }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in unicodeScalars {
      let next = scalar.isWide ? 2 : 1
      if used + next > columns - 1 { break }
      kept.append(scalar)
      used += next
    }
    return String(kept) + "…" + String(repeating: " ", count: columns - used - 1)
  }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
