public import ChatModel

/// Something that a report shows a few of: the smallest come first.
public protocol ShelfItem: Comparable, Hashable, Sendable, Codable {
  /// How many are kept.
  static var capacity: Int { get }
  /// Of the items with one key only the smallest is kept.
  var key: String { get }
}

/// The first few of all items seen, whatever the order they came in; merging is exact and commutative.
public struct Shelf<Item: ShelfItem>: Mergeable, Hashable, Sendable {
  /// The items kept, smallest first.
  public private(set) var items: [Item] = []

  public init() {}

  public mutating func insert(_ item: Item) {
    if items.count == Item.capacity, let last = items.last, last <= item { return }
    if let same = items.firstIndex(where: { $0.key == item.key }) {
      guard item < items[same] else { return }
      items.remove(at: same)
    }
    items.insert(item, at: items.firstIndex { item < $0 } ?? items.count)
    if items.count > Item.capacity { items.removeLast() }
  }

  public mutating func merge(_ other: Self) { for item in other.items { insert(item) } }
}

extension Shelf: Codable {
  public func encode(to encoder: any Encoder) throws { try items.encode(to: encoder) }

  public init(from decoder: any Decoder) throws { for item in try [Item](from: decoder) { insert(item) } }
}
