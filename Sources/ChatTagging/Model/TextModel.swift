/// A trained model that gives each label of a turn a probability, from the turn's text, its speaker and its context.
///
/// Hashed n-grams of characters and words are looked up as vectors and averaged for each ``FeatureBlock``; a hidden
/// layer mixes the blocks; all labels share it. After Joulin et al., "Bag of Tricks for Efficient Text Classification"
/// (2017), and Caruana, "Multitask Learning" (1997).
public struct TextModel: Sendable {
  /// Name and content hash, such as `model-1+3f2a9c01`.
  public private(set) var name: String
  let file: ModelFile
  /// The file's, or that of the adapter.
  private(set) var calibration: Calibration
  /// What a shop's own labels add.
  private(set) var adapter: ModelAdapter?
  let reader: TokenReader

  /// The model that ships inside the binary, or nil where none was embedded.
  public static func shipped() throws(ModelError) -> TextModel? {
    guard let bytes = ModelData.bytes(of: "weights.bin"), !bytes.isEmpty else { return nil }
    return try TextModel(bytes: bytes, isChecked: false)
  }

  /// A model from the bytes of a model file.
  public init(bytes: [UInt8]) throws(ModelError) { try self.init(bytes: bytes, isChecked: true) }

  private init(bytes: [UInt8], isChecked: Bool) throws(ModelError) {
    file = try ModelFile(bytes: bytes, isChecked: isChecked)
    name = "model-\(ModelFile.version)+\(ModelFile.digits(of: bytes))"
    reader = TokenReader(.shipped)
    calibration = file.calibration
  }

  /// The same model with a shop's corrections.
  func adapted(by adapter: ModelAdapter) throws(ModelError) -> TextModel {
    guard adapter.base == name else {
      throw ModelError(
        code: "model-base",
        message: "it was trained over \(adapter.base), and this program has \(name): run duxin train again")
    }
    var adapted = self
    (adapted.adapter, adapted.calibration) = (adapter, adapter.calibration)
    adapted.name += "+shop-\(adapter.digits)"
    return adapted
  }
}
