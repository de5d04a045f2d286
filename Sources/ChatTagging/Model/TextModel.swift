/// A trained model that gives each label of a turn a probability, from the turn's text, its speaker and its context.
///
/// Hashed n-grams of characters and words are looked up as vectors and averaged for each ``FeatureBlock``; a hidden
/// layer mixes the blocks; all labels share it. What a linear model says of the same features is added. After Joulin et
/// al., "Bag of Tricks for Efficient Text Classification" (2017), and Caruana, "Multitask Learning" (1997).
public struct TextModel: Sendable {
  /// Name and content hash, such as `model-2+3f2a9c01`.
  public private(set) var name: String
  let file: ModelFile
  /// What a shop's own labels add.
  private(set) var adapter: ModelAdapter?
  let reader: TokenReader
  let mean: MeanNetwork

  /// The model that ships inside the binary, or nil where none was embedded.
  public static func shipped() throws(ModelError) -> TextModel? {
    guard let bytes = unsafe ModelData.bytes(of: "weights.bin"), !bytes.isEmpty else { return nil }
    return try unsafe TextModel(bytes, isChecked: false)
  }

  /// A model from the bytes of a model file.
  public init(bytes: [UInt8]) throws(ModelError) {
    self = try unsafe bytes.withUnsafeBufferPointer { bytes throws(ModelError) in
      try unsafe TextModel(bytes, isChecked: true)
    }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, isChecked: Bool) throws(ModelError) {
    file = try unsafe ModelFile(bytes, isChecked: isChecked)
    name = unsafe "model-\(ModelFile.version)+\(ModelFile.digits(of: bytes))"
    reader = TokenReader(.shipped)
    mean = MeanNetwork(file.networks, file.linear)
  }

  /// The same model with a shop's corrections.
  func adapted(by adapter: ModelAdapter) throws(ModelError) -> TextModel {
    guard adapter.base == name else {
      throw ModelError(
        code: "model-base",
        message: "it was trained over \(adapter.base), and this program has \(name): run duxin train again")
    }
    var adapted = self
    adapted.adapter = adapter
    adapted.name += "+shop-\(adapter.digits)"
    return adapted
  }
}
