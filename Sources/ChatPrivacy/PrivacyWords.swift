/// What a word announces: a kind of personal data, or a number that is none.
enum Announcement: Sendable, Equatable {
  case personal(PersonalDataKind)
  /// A serial or model number.
  case serial
  /// A version.
  case version
}

/// One level of an address, as a bit.
struct AddressLevel: OptionSet, Sendable {
  var rawValue: UInt16

  static let province = Self(rawValue: 1)
  static let city = Self(rawValue: 2)
  static let district = Self(rawValue: 4)
  static let town = Self(rawValue: 8)
  static let road = Self(rawValue: 16)
  static let estate = Self(rawValue: 32)
  static let number = Self(rawValue: 64)
  static let building = Self(rawValue: 128)
  static let unit = Self(rawValue: 256)
  static let room = Self(rawValue: 512)

  /// Levels that a name stands before, and levels that a number stands before, with their keys in `address.txt`.
  static let named: [(Self, String)] = [
    (.province, "province"), (.city, "city"), (.district, "district"), (.town, "town"), (.road, "road"),
    (.estate, "estate"),
  ]
  static let numbered: [(Self, String)] = [
    (.number, "number"), (.building, "building"), (.unit, "unit"), (.room, "room"),
  ]
  /// Finer than a district: what leads to a door.
  static let fine: Self = [.town, .road, .estate, .number, .building, .unit, .room]
  static let counted: Self = [.number, .building, .unit, .room]
  /// What an address that nothing announced has at least one of.
  static let leading: Self = [.province, .city, .district, .town, .road]

  /// How many levels there are.
  var count: Int { rawValue.nonzeroBitCount }
}

/// The shipped words, ready to match.
struct PrivacyWords: Sendable {
  static let shipped = PrivacyWords(.shipped)

  let announcements: WordTable<Announcement>
  /// What may stand between an announcement and its value; true when it makes the announcement explicit.
  let joints: WordTable<Bool>
  let notTracking: WordTable<Void>

  let surnames: WordTable<Void>
  let notNames: WordTable<Void>
  let neverGiven: WordTable<Void>
  let afterName: WordTable<Void>
  let titles: WordTable<Void>
  let notEnglishNames: WordTable<Void>

  let namedParts: WordTable<AddressLevel>
  let numberedParts: WordTable<AddressLevel>
  let places: WordTable<AddressLevel>
  let addressStops: WordTable<Void>
  let addressStarts: ScalarSet
  let numerals: ScalarSet

  let streets: WordTable<Void>
  let maybeStreets: WordTable<Void>
  let streetUnits: WordTable<Void>
  let notStreets: WordTable<Void>

  let areaCodes: Set<Int>
  let hotlines: Set<Int>
  let provinces: Set<Int>
  /// Allowed groupings of a mobile number, each as hexadecimal digits, the lengths of its groups.
  let mobileGroupings: Set<UInt64>
  /// First digits of bank cards by the length of the number.
  let cardPrefixes: [Int: [[UInt8]]]

  let screen: Screen

  private init(_ file: WordFile) {
    let kinds = PersonalDataKind.allCases.map { (Announcement.personal($0), file.units($0.name)) }
    announcements = WordTable(kinds + [(.serial, file.units("serial")), (.version, file.units("version"))])
    joints = WordTable([(true, file.units("explicit")), (false, file.units("joint") + [[.space]])])
    notTracking = WordTable(file.units("not-tracking"))

    surnames = WordTable(file.units("surname") + file.units("compound"))
    notNames = WordTable(file.units("not-name"))
    neverGiven = WordTable(file.units("never-given"))
    afterName = WordTable(file.units("after-name"))
    titles = WordTable(file.units("title"))
    notEnglishNames = WordTable(file.units("not-name-en"))

    namedParts = WordTable(AddressLevel.named.map { ($0, file.units($1)) })
    numberedParts = WordTable(AddressLevel.numbered.map { ($0, file.units($1)) })
    places = WordTable([(.province, file.units("place-province")), (.city, file.units("place"))])
    addressStops = WordTable(file.units("stop"))
    addressStarts = ScalarSet(file.units("before"))
    numerals = ScalarSet(file.units("numeral"))

    streets = WordTable(file.units("street"))
    maybeStreets = WordTable(file.units("street-maybe"))
    streetUnits = WordTable(file.units("unit-en"))
    notStreets = WordTable(file.units("not-street"))

    areaCodes = Set(file["area3"].compactMap { Int($0) })
    hotlines = Set(file["hotline"].compactMap { Int($0) })
    provinces = Set(file["province"].compactMap { Int($0) })
    mobileGroupings = Set(
      file["mobile-groups"].map { grouping in
        grouping.split(separator: "-").reduce(0) { $0 << 4 | (UInt64($1) ?? 0) }
      })
    cardPrefixes = Dictionary(
      uniqueKeysWithValues: (16...19).map { length in
        (length, file["card-\(length)"].map { $0.utf8.map { $0 - 0x30 } })
      })
    screen = Screen(file)
  }
}

extension ScalarSet {
  /// The first scalar of each word.
  init(_ words: [[UInt32]]) {
    self.init()
    for word in words { if let first = word.first { insert(first) } }
  }
}
